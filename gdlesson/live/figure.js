// A picture consists of panels, each with a still part and a moving part over it, and words below. The words are a
// live region: a screen reader announces them when they change, because only what the element
// holds is replaced, never the element. Transparent "hands" lie over the areas where pointing works; they tell the
// kernel where it happened.
function render({ model, el }, frames) {
  el.innerHTML =
    '<figure class="gdlesson-live"><div class="panels" role="img"></div><p class="asleep">These are the results' +
    " of the last run. To move the sliders, run the cells again: menu Run, Run All Cells.</p>" +
    '<figcaption role="status" aria-live="polite"></figcaption></figure>';
  const figure = el.firstChild;
  const page = onPage(model, figure);
  const explorer = () => el.closest(".gdlesson-explorer") ?? el;
  const stops = [keepKeys(explorer), followControls(model, figure, explorer, frames, page)];
  if (!model.get("seen")) bringIntoView(model, explorer);
  return () => stops.forEach((stop) => stop());
}
// Return a function that shows a frame, of which only what differs from the one before is put on the page.
function onPage(model, figure) {
  const panels = figure.querySelector(".panels");
  const words = figure.querySelector("figcaption");
  const own = `gdlesson-${Math.random().toString(36).slice(2)}-`;
  const parts = {
    still: (svgs) => {
      const stills = documents(svgs.replace(/( id="|href="#|url\(#)/g, `$1${own}`));  // unique on the page
      panels.replaceChildren(...rows(stills).map(line));
      const { wide, high } = room(rows(stills));
      figure.style.setProperty("--wide", wide);
      figure.style.setProperty("--shape", wide / high);
      delete shown.moving;
      delete shown.areas;
    },
    moving: (svgs, { by, ms }) => {
      const layers = panels.querySelectorAll(".panel > .moving");
      documents(svgs).forEach((svg, k) => {
        const before = layers[k]?.firstChild;
        layers[k]?.replaceChildren(svg);
        if (before) fly(before, svg, by, ms);
      });
    },
    areas: (areas) => {
      panels.querySelectorAll(".hand").forEach((old) => old.remove());
      const all = panels.querySelectorAll(".panel");
      areas.forEach((area, index) => all[area[0]]?.append(hand(model, area.slice(1), index)));
    },
    description: (text) => { panels.setAttribute("aria-label", text); },
    busy: (busy) => { words.setAttribute("aria-busy", busy); },  // more is coming: a screen reader waits
    words: (text) => { showWords(words, text); },
    failed: (failed) => { figure.classList.toggle("failed", failed); },
  };
  const shown = {};
  return (frame, flight = {}) => {
    for (const name of Object.keys(parts)) {
      if (frame[name] === shown[name]) continue;
      shown[name] = frame[name];
      parts[name](frame[name], flight);
    }
  };
}
function documents(svgs) {
  const template = document.createElement("template");
  template.innerHTML = svgs;
  return [...template.content.children];
}
const size = (still) => [still.getAttribute("width") / 10, still.getAttribute("height") / 10];
const isEntry = (still) => still?.dataset.key === "True";
// The rows of panels, each a list of what stands side by side in it: a panel, or a key, whose entries wrap by themselves.
function rows(stills) {
  const found = [];
  stills.forEach((still, k) => {
    const before = stills[k - 1];
    if (isEntry(still) && isEntry(before)) found.at(-1).at(-1).push(still);
    else if (still.dataset.row === before?.dataset.row) found.at(-1).push([still]);
    else found.push([[still]]);
  });
  return found;
}
// The size of rows on a wide page; a key in a row of its own fills as many lines as it takes.
function room(found) {
  const total = (numbers) => numbers.reduce((sum, each) => sum + each, 0);
  const wide = Math.max(...found.map((row) => total(row.map(across))));
  const up = (row, part) => total(part.map(size).map(([w, h]) => w * h)) / (isEntry(row[0][0]) ? wide : across(part));
  return { wide, high: total(found.map((row) => Math.max(...row.map((part) => up(row, part))))) };
}
const across = (part) => Math.max(...part.map((still) => size(still)[0]));
function line(row) {
  const made = document.createElement("div");
  made.className = "row";
  made.append(...row.map((part) => (isEntry(part[0]) ? key(part) : panel(part[0]))));
  return made;
}
function key(entries) {
  const made = document.createElement("div");
  made.className = "key";
  made.style.flex = growing(across(entries));
  made.append(...entries.map(panel));
  return made;
}
const growing = (wide) => `${wide} 1 ${0.86 * wide}px`;
function panel(still) {
  const [wide, high] = size(still);
  const made = document.createElement("div");
  made.className = "panel";
  made.style.flex = isEntry(still) ? `0 0 ${0.94 * wide}px` : growing(wide);
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
// Show the frame of the controls' positions: the kernel's answer if it is for them, else a frame that is kept. While
// there is neither, the picture is an old one: after a moment, the page says so.
function followControls(model, figure, explorer, frames, show) {
  const answer = () => Object.fromEntries([...SHOWN, "subject"].map((name) => [name, model.get(name)]));
  const sign = signOf(figure);
  const stops = [sign.end];
  let controls, filling, ended;
  const overlay = new Map();  // positions under the hand, by control, of which the kernel does not know yet
  const steps = () => model.get("steps");
  const position = (index) => {
    if (overlay.has(index)) return overlay.get(index);
    const control = controls[index];
    const value = control.get("index") ?? control.get("value");
    return index === steps() && value >= control.get("high") ? null : value;  // null: all steps
  };
  const positions = () => controls.map((_, index) => position(index));
  let before;  // the positions for which the picture is that is shown
  const flight = () => {
    const now = positions();
    const by = stepsOn(before, now, steps(), controls[steps()]?.get("high"));
    before = now;
    return { by, ms: by && pace(controls[steps()]).pause };
  };
  const look = () => {
    if (isAsleep(explorer())) return false;
    const key = JSON.stringify(positions());
    const isAnswer = key === JSON.stringify(model.get("key"));
    const frame = isAnswer && !model.get("busy") ? answer() : frames.get(key) ?? (isAnswer && answer());
    if (frame) show({ failed: false, busy: false, ...frame }, flight());
    const growing = isAnswer && model.get("busy") && !frames.get(key);  // a run in progress, which is worth watching
    figure.classList.toggle("growing", growing);
    figure.classList.toggle("waiting", !frame);
    sign.show(!frame || growing);
    return Boolean(frame) && !isAnswer;
  };
  const onAnswer = () => {
    if (!model.get("busy")) keep(JSON.stringify(model.get("key")));  // only now: later it may no longer be true
    look();
  };
  const keep = (key) => {
    const { still, areas, description, subject, moving, words, failed } = answer();
    const before = frames.get(key);
    if (before && (failed || before.moving !== moving || before.words !== words)) frames.clear();
    if (failed) return;
    frames.stills.set(subject, { still, areas, description });
    frames.put(key, { subject, moving, words });
  };
  let inHand;  // the control that a hand was near last
  const fill = (index) => { if (!isAsleep(explorer())) filling.begin(positions(), index); };
  const refill = () => fill(inHand ?? model.get("ahead")[0]);
  const onHand = (event) => {
    if (!explorer().contains(event.target)) return;
    const { label, value } = event.detail;
    const index = controls.findIndex((each) => each.get("label") === label);
    inHand = index;
    if (value === undefined) return fill(index);
    letGo(index);
    if (value !== controls[index].get("value")) {
      overlay.set(index, value);
      showAllSteps(index);
    }
    if (look()) event.preventDefault();
  };
  const onMove = (index) => {
    letGo(index);
    showAllSteps(index);
    look();
  };
  const letGo = (index) => [index, steps()].forEach((each) => overlay.delete(each));
  const showAllSteps = (moved) => { if (moved !== steps() && steps() >= 0) overlay.set(steps(), null); };
  const start = async () => {
    const manager = model.widget_manager;
    controls = await Promise.all(model.get("controls").map((id) => manager.get_model(id)));
    if (ended) return;
    filling = new Filling(model, frames, controls);
    controls.forEach((each, index) => {
      stops.push(listen(each, "change:value change:index", () => onMove(index)), listen(each, "change", look));
      stops.push(listen(each, "change:marks", refill));  // numbers that have names now are wanted first
    });
    stops.push(listen(model, ANSWERS, onAnswer));
    stops.push(listen(model, "msg:custom", (content) => take(content)));
    document.addEventListener("gdlesson-hand", onHand);
    stops.push(() => document.removeEventListener("gdlesson-hand", onHand));
    look();
    setTimeout(refill, 300);
  };
  const take = (content) => {
    if (content.forget) {
      frames.clear();
      filling.end();
    }
    if (content.frames) filling.take(content);
  };
  show(answer());
  start().catch(() => stops.push(listen(model, ANSWERS, () => show(answer()))));  // no controls' models on this page
  return () => { ended = true; stops.forEach((stop) => stop()); };
}
const SHOWN = ["still", "moving", "areas", "description", "words", "failed", "busy"];
const ANSWERS = [...SHOWN, "key"].map((name) => `change:${name}`).join(" ");
const isAsleep = (explorer) => explorer.querySelector(".jupyter-widgets-disconnected") !== null;
// The sign over an old picture, which appears after a moment.
function signOf(figure) {
  let timer;
  const say = (text) => {
    figure.classList.add("computing");
    figure.dataset.sign = text;
    timer = setTimeout(() => say("waiting for the kernel …"), 10_000);
  };
  const end = () => {
    clearTimeout(timer);
    timer = undefined;
    figure.classList.remove("computing");
  };
  const show = (old) => {
    if (!old) end();
    else timer ??= setTimeout(() => say("computing …"), 200);
  };
  return { show, end };
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
export default () => {
  const frames = new Frames();  // of this explorer, for all its views
  let views = 0;
  return {
    render: (context) => {
      const stop = render(context, frames);
      views += 1;
      return () => {
        stop();
        views -= 1;
        if (!views) frames.clear();
      };
    },
  };
};
