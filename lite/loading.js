// What the page shows until Python is ready. It comes before JupyterLab, and needs none of its files.
// lite/page.py puts FIRST, the lesson that opens by itself, and PREPARE, Python's first cell, before it.
(() => {
  let begin = performance.now(); // when the learner began to wait
  const started = new Set(); // kernels, by their id
  const ready = new Set();
  const RUN = /^(notebook|runmenu):.*run/; // JupyterLab's commands that run cells
  let patient = false; // whether these commands wait for a session
  const ENDLESS = "If a cell never ends, choose Kernel → Restart Kernel… in the menu.";
  const LONG = 60; // seconds after which a cell may be one that never ends
  let bytes = null; // of Python's files: loaded, and total
  let idle = begin; // when Python was last seen idle

  if (!localStorage.getItem("gdlesson-visited") && !new URLSearchParams(location.search).has("path")) {
    history.replaceState(null, "", `?path=${FIRST}`);
  }
  localStorage.setItem("gdlesson-visited", "yes");
  performance.setResourceTimingBufferSize(2000); // JupyterLab has hundreds of files, and all will be kept

  function tick() {
    const box = document.getElementById("gdlesson");
    if (!patient && window.jupyterapp) beginToWait(window.jupyterapp);
    const widget = window.jupyterapp?.shell?.currentWidget;
    const context = widget?.sessionContext;
    const kernel = context?.session?.kernel;
    if (kernel && !started.has(kernel.id)) prepare(kernel);
    const there = document.querySelector(".jp-LabShell:not(:empty)");
    box.classList.toggle("beside", Boolean(there));
    if (kernel?.status !== "busy" || !ready.has(kernel.id)) idle = performance.now();
    const waits = kernel ? !ready.has(kernel.id) || seconds(idle) > LONG : !widget || (context && !context.isReady);
    box.hidden = !waits;
    if (box.hidden) begin = performance.now();
    if (!box.hidden) show(box, ...state(there, kernel));
  }

  // Have commands that run cells wait until the notebook has its session: before that, JupyterLab would start another
  // one, and now and then forget the cells.
  function beginToWait({ commands, shell }) {
    patient = true;
    const execute = commands.execute.bind(commands);
    commands.execute = async (id, args) => {
      if (RUN.test(id)) await shell.currentWidget?.sessionContext?.ready;
      return execute(id, args);
    };
  }

  // Import what every lesson needs while the learner reads; this defines nothing in the notebook.
  async function prepare(kernel) {
    started.add(kernel.id);
    ready.delete(kernel.id);
    await kernel.requestExecute({ code: PREPARE, silent: true, store_history: false }).done.catch(() => {});
    ready.add(kernel.id);
    keep();
  }

  // Have the service worker keep what came before it was there.
  async function keep() {
    const worker = (await navigator.serviceWorker?.getRegistration())?.active;
    const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
    worker?.postMessage({ wanted: [location.href, ...loaded] });
  }

  const seconds = (since) => Math.round((performance.now() - since) / 1000);

  function state(there, kernel) {
    const time = `${seconds(begin)} s so far`;
    if (kernel?.status === "dead") return ["Python did not start: reload this page.", 0, ""];
    if (seconds(idle) > LONG) return [`Python has been busy for ${seconds(idle)} s.`, undefined, ENDLESS];
    if (!there) return ["Loading JupyterLab…", undefined, time];
    if (!bytes || bytes.loaded >= bytes.total) return ["Starting Python…", undefined, time];
    const [loaded, total] = [bytes.loaded, bytes.total].map((number) => Math.round(number / 1e6));
    return ["Loading Python…", bytes.loaded / bytes.total, `${loaded} of ${total} MB, the first time only`];
  }

  function show(box, words, share, note) {
    const [status, progress, small] = ["[role=status]", "progress", "small"].map((name) => box.querySelector(name));
    if (status.textContent !== words) status.textContent = words;
    if (share === undefined) progress.removeAttribute("value");
    else progress.value = share;
    small.textContent = note;
  }

  addEventListener("DOMContentLoaded", () => {
    const box = document.getElementById("gdlesson");
    box.querySelector("button").onclick = () => box.classList.add("anyway");
    setInterval(tick, 200);
  });

  const workers = navigator.serviceWorker; // not everywhere: only over https, and not in some private windows
  workers?.addEventListener("message", ({ data }) => {
    bytes = data.bytes ?? bytes;
    if (data.kept) document.body.dataset.kept = "yes"; // from now on the site needs no network
  });
  workers?.register(new URL("../service-worker.js?enableCache=false", location.href)).catch(() => {});
  workers?.ready.then((registration) => registration.active.postMessage({ python: true }));
})();
