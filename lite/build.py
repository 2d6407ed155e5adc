"""Build the lessons as a static site, which runs them in the browser alone: `python3 start.py site [FOLDER]`.

The site is a front page (see front.py), JupyterLab with every lesson, and Python for the browser (see pyodide.py).
Any web host can serve the folder, and nothing on its pages asks another host for anything. Keras has no version
for browsers: its lessons show their stored outputs, and say where they run.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import front
import page
import pyodide

HERE = Path(__file__).parent
ROOT = HERE.parent
CACHE = ROOT / "build" / "pyodide"  # what has been downloaded
LESSONS = "[0-9][0-9]-*.ipynb"
MARK = "# this error is made on purpose"  # as in gdlesson/live/in_browser.py
KERNEL = {"kernelspec": {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}}
EXTENSIONS = ["@jupyter-widgets/jupyterlab-manager", "anywidget", "@jupyterlite/pyodide-kernel-extension"]
ELSEWHERE = """\
> **This lesson needs Keras, which does not run in a browser.** Read it here with its stored results. To run it,
> [install the lessons]({address}) on your computer, or open them on Binder."""

OTHERWISE = {  # what a lesson says of another place, and what is so in a browser
    "Press ■ in the bar at the top to stop it; the `KeyboardInterrupt` that follows comes from you.": (
        "To stop it in a browser, choose **Kernel → Restart Kernel…**, and run the cells from the top."
    ),
    ", which `python3 start.py` has installed": "",
}


def main(arguments=None):
    """Build the site into a new folder."""
    parser = argparse.ArgumentParser(prog="python3 start.py site", description="Build a static site.")
    parser.add_argument("folder", nargs="?", default="_site", help="a new folder, or one with an older site")
    folder = Path(parser.parse_args(arguments).folder).resolve()
    if folder.exists() and any(folder.iterdir()) and not (folder / "jupyter-lite.json").exists():
        sys.exit(f"{folder} holds something other than a site: choose a new folder.")
    with tempfile.TemporaryDirectory() as work:
        build(Path(work), folder)
    print(f"The site is in {folder}. To look at it:")
    print(f"    python3 -m http.server --bind 127.0.0.1 --directory {folder}")


def build(work, folder):
    """Build the site: lessons and Pyodide, JupyterLab around them, the front page, and what keeps all this."""
    write_lessons(work / "contents")
    pyodide.make(work / "static" / "pyodide", package(work), CACHE)
    shutil.copyfile(HERE / "jupyter-lite.json", work / "jupyter-lite.json")
    shutil.rmtree(folder, ignore_errors=True)
    (work / "jupyter_lite_config.json").write_text(json.dumps({"LiteBuildConfig": settings(folder)}), "utf-8")
    jupyter_lite = [sys.executable, "-m", "jupyterlite_core.app", "build"]
    subprocess.run(jupyter_lite, cwd=work, check=True, capture_output=True)
    front.write(folder, address())
    page.finish(folder)  # the service worker has to know all files


def settings(folder):
    """Return the settings of JupyterLite's build: of the extensions installed here, only those that it needs."""
    found = Path(sys.prefix, "share", "jupyter", "labextensions")
    return {
        "contents": ["contents"],
        "output_dir": str(folder),
        "no_sourcemaps": True,
        "ignore_sys_prefix": ["federated_extensions"],
        "federated_extensions": [str(found / name) for name in EXTENSIONS],
    }


def package(work):
    """Return the lessons' package as a wheel."""
    command = [sys.executable, "-m", "uv", "build", "--quiet", "--wheel", "--out-dir", work, ROOT]
    subprocess.run(command, check=True)
    return next(work.glob("gdlesson-*.whl"))


def write_lessons(folder):
    """Write the lessons as a browser needs them."""
    folder.mkdir(parents=True)
    for path in sorted((ROOT / "notebooks").glob(LESSONS)):
        lesson = for_browser(json.loads(path.read_text("utf-8")))
        (folder / path.name).write_text(json.dumps(lesson, ensure_ascii=False, indent=1), "utf-8")


def for_browser(lesson):
    """Return a lesson for the browser's kernel; one that needs Keras says at its beginning where it runs."""
    for cell in lesson["cells"]:  # JupyterLab's table of contents takes no lists of lines
        cell["source"] = fit("".join(cell["source"]))
        if "raises-exception" in cell["metadata"].get("tags", []):
            cell["source"] += f"\n\n{MARK}"
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            data.update({kind: "".join(text) for kind, text in data.items() if kind.startswith("text/")})
    if needs_keras(lesson):
        note = ELSEWHERE.format(address=address())
        lesson["cells"].insert(1, {"cell_type": "markdown", "id": "elsewhere", "metadata": {}, "source": note})
    return lesson | {"metadata": lesson["metadata"] | KERNEL}


def fit(text):
    """Return a text with what is so in a browser."""
    for elsewhere, here in OTHERWISE.items():
        text = text.replace(elsewhere, here)
    return text


def needs_keras(lesson):
    """Tell whether a lesson imports Keras."""
    return any("import keras" in "".join(cell["source"]) for cell in lesson["cells"])


def address():
    """Return the address of the project."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["urls"]["Repository"]


if __name__ == "__main__":
    main()
