// Run cells in Pyodide under Node, with Pyodide, packages and kernel of a site that lite/build.py has built:
// node kernel.mjs SITE CELLS OUTPUTS
// CELLS is a JSON file with a list of sources; OUTPUTS will hold a list of lists, as nbformat has them.
import fs from "node:fs";
import { pathToFileURL } from "node:url";
const [site, cells, outputs] = process.argv.slice(2);
const ours = `${site}/static/pyodide/`;
const kernel = `${site}/extensions/@jupyterlite/pyodide-kernel-extension/static/pypi`;
const quiet = { messageCallback: () => {}, errorCallback: console.error };
try {
  const { loadPyodide } = await import(pathToFileURL(`${ours}pyodide.mjs`));
  const pyodide = await loadPyodide({ indexURL: ours, env: { HOME: "/home/pyodide", ...variables() } });
  await pyodide.loadPackage(["gdlesson", "ipython", "ipywidgets", "anywidget"], quiet);
  const extractDir = pyodide.runPython("import site; site.getsitepackages()[0]");
  for (const wheel of fs.readdirSync(kernel).filter((name) => /^(ipykernel|piplite|pyodide_kernel)-/.test(name))) {
    pyodide.unpackArchive(new Uint8Array(fs.readFileSync(`${kernel}/${wheel}`)), "wheel", { extractDir });
  }
  pyodide.FS.mkdirTree("/drive");
  pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root: process.cwd() }, "/drive");
  pyodide.globals.set("cells", pyodide.toPy(JSON.parse(fs.readFileSync(cells, "utf-8"))));
  const script = fs.readFileSync(new URL("cells.py", import.meta.url), "utf-8");
  fs.writeFileSync(outputs, await pyodide.runPythonAsync(script));
} catch (error) {
  console.error(String(error.message).slice(-3000));  // the first lines are Pyodide's own code
  process.exit(1);
}
process.exit(0);
function variables() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith("GDLESSON_")));
}
