// A picture consists of panels, each with a still part and a moving part over it, and words below. Each part is
// replaced when the kernel sends a new one. The words are a live region: a screen reader announces them when they
// change, because only the text of the element is replaced, never the element. Transparent "hands" lie over the
// areas where pointing works; they tell the kernel where it happened.
function render({ model, el }) {
  el.innerHTML =
    '<figure class="gdlesson-live"><div class="panels" role="img"></div><p class="asleep">These are the results' +
    " of the last run. To move the sliders, run the cells again: menu Run, Run All Cells.</p>" +
    '<figcaption role="status" aria-live="polite"></figcaption></figure>';
  const figure = el.firstChild;
  const panels = el.querySelector(".panels");
  const words = el.querySelector("figcaption");
  const own = `gdlesson-${Math.random().toString(36).slice(2)}-`;
  const documents = (svgs) => {
    const template = document.createElement("template");
    template.innerHTML = svgs;
    return [...template.content.children];
  };
  const parts = {
    still: (svgs) => {
      const stills = documents(svgs.replace(/( id="|href="#|url\(#)/g, `$1${own}`));  // unique on the page
      panels.replaceChildren(...stills.map(panel));
      const wide = Math.max(...rows(stills).map((row) => row.reduce((sum, still) => sum + size(still)[0], 0)));
      const high = rows(stills).reduce((sum, [still]) => sum + size(still)[1], 0);
      figure.style.setProperty("--wide", wide);
      figure.style.setProperty("--shape", wide / high);
      put("moving");
      put("areas");
    },
    moving: (svgs) => {
      documents(svgs).forEach((svg, k) => panels.children[k]?.children[1].replaceChildren(svg));
    },
    description: (text) => { panels.setAttribute("aria-label", text); },
    words: (text) => { words.textContent = text; },
    areas: (areas) => {
      panels.querySelectorAll(".hand").forEach((old) => old.remove());
      areas.forEach((area, index) => panels.children[area[0]]?.append(hand(model, area.slice(1), index)));
    },
    busy: (busy) => { words.setAttribute("aria-busy", busy); },
    failed: (failed) => { figure.classList.toggle("failed", failed); },
  };
  const put = (name) => parts[name](model.get(name));
  const stops = Object.keys(parts).map((name) => listen(model, `change:${name}`, () => put(name)));
  put("still");
  ["description", "words", "busy", "failed"].forEach(put);
  stops.push(sayWhileComputing(model, figure));
  const explorer = () => el.closest(".gdlesson-explorer") ?? el;
  stops.push(keepKeys(explorer));
  if (!model.get("seen")) bringIntoView(model, explorer);
  return () => stops.forEach((stop) => stop());
}
function listen(model, event, action) {
  model.on(event, action);
  return () => model.off(event, action);
}
// Plain keys belong to the explorer: JupyterLab would move to another cell, or delete one. Those with Ctrl or Shift +
// Enter stay JupyterLab's. It looks for this attribute where the focus is; the window sees the key before it does.
function keepKeys(explorer) {
  const ours = (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !(event.shiftKey && event.key === "Enter");
    if (explorer().contains(event.target)) event.target.toggleAttribute("data-lm-suppress-shortcuts", plain);
  };
  window.addEventListener("keydown", ours, true);
  return () => window.removeEventListener("keydown", ours, true);
}
const size = (still) => [still.getAttribute("width") / 10, still.getAttribute("height") / 10];
// The panels of one row have the same height.
function rows(stills) {
  const found = [];
  stills.forEach((still) => {
    const row = found.at(-1);
    if (row && size(row[0])[1] === size(still)[1]) row.push(still);
    else found.push([still]);
  });
  return found;
}
function panel(still) {
  const [wide, high] = size(still);
  const made = document.createElement("div");
  made.className = "panel";
  made.style.flex = high < 48 ? `0 0 ${0.94 * wide}px` : `${wide} 1 ${0.86 * wide}px`;  // a line of the key does not grow
  made.style.maxWidth = `${1.35 * wide}px`;
  made.style.aspectRatio = `${wide} / ${high}`;
  const layers = ["still", "moving"].map((name) => {
    const layer = document.createElement("div");
    layer.className = name;
    return layer;
  });
  layers[0].append(still);
  made.append(...layers);
  return made;
}
function hand(model, [left, top, width, height], index) {
  const area = document.createElement("div");
  area.className = "hand";
  Object.entries({ left, top, width, height }).forEach(([side, part]) => { area.style[side] = `${100 * part}%`; });
  const within = (part) => Math.min(1, Math.max(0, part));
  const point = (event) => {
    const box = area.getBoundingClientRect();
    const right = within((event.clientX - box.left) / box.width);
    const up = within((box.bottom - event.clientY) / box.height);
    model.set("pointed", [index, right, up]);
    model.save_changes();
  };
  area.onpointerdown = (event) => { area.setPointerCapture(event.pointerId); point(event); };
  area.onpointermove = (event) => { if (area.hasPointerCapture(event.pointerId)) point(event); };
  return area;
}
// The picture was made for certain positions of the controls. While they stand elsewhere, it is an old one: after a
// moment, the page says so.
function sayWhileComputing(model, figure) {
  let timer, ended;
  const stops = [];
  const start = async () => {
    const manager = model.widget_manager;
    const controls = await Promise.all(model.get("controls").map((id) => manager.get_model(id)));
    if (ended) return;
    const positions = () => JSON.stringify(controls.map((each) => each.get("index") ?? each.get("value")));
    const old = () => model.get("busy") || positions() !== JSON.stringify(model.get("key"));
    const say = (sign) => {
      figure.classList.toggle("computing", old());
      figure.dataset.sign = sign;
      timer = setTimeout(() => say("waiting for the kernel …"), 10_000);
    };
    const look = () => {
      if (!old()) {
        clearTimeout(timer);
        timer = undefined;
        figure.classList.remove("computing");
      } else if (!timer) {
        timer = setTimeout(() => say("computing …"), 200);
      }
    };
    controls.forEach((each) => stops.push(listen(each, "change:value change:index", look)));
    stops.push(listen(model, "change:key change:busy", look));
    look();
  };
  start().catch(() => {});  // a page without the controls' models has nothing to wait for
  return () => { ended = true; clearTimeout(timer); stops.forEach((stop) => stop()); };
}
// After Shift + Enter, JupyterLab selects the next cell, and the explorer may lie outside the window.
function bringIntoView(model, explorer) {
  model.set("seen", true);
  model.save_changes();
  setTimeout(() => {
    const cell = explorer().closest(".jp-Cell");
    const near = [cell, cell?.nextElementSibling];
    if (near.some((each) => each?.matches(".jp-mod-active"))) explorer().scrollIntoView({ block: "nearest" });
  }, 150);
}
export default { render };
