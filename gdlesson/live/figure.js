// A picture has three parts: a still part, a moving part over it, and words below.
// Each part is replaced when the kernel sends a new one. The words are a live region: a screen reader announces
// them when they change, because only the text of the element is replaced, never the element.
// Transparent "hands" lie over the areas where pointing works; they tell the kernel where it happened.
function render({ model, el }) {
  el.innerHTML =
    '<figure class="gdlesson-live"><div><img><div class="moving"></div><div class="hands"></div></div>' +
    '<figcaption role="status" aria-live="polite"></figcaption></figure>';
  const still = el.querySelector("img");
  const moving = el.querySelector(".moving");
  const words = el.querySelector("figcaption");
  const hands = el.querySelector(".hands");
  const within = (part) => Math.min(1, Math.max(0, part));
  const hand = ([left, top, width, height], index) => {
    const area = document.createElement("div");
    const percent = { left, top, width, height };
    Object.entries(percent).forEach(([side, part]) => { area.style[side] = `${100 * part}%`; });
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
  };
  const parts = {
    still: (svg) => { still.src = "data:image/svg+xml," + encodeURIComponent(svg); },
    description: (text) => { still.alt = text; },
    moving: (svg) => { moving.innerHTML = svg; },
    words: (text) => { words.textContent = text; },
    areas: (boxes) => { hands.replaceChildren(...boxes.map(hand)); },
    busy: (busy) => { words.setAttribute("aria-busy", busy); },
    failed: (failed) => { el.firstChild.classList.toggle("failed", failed); },
  };
  const updates = Object.entries(parts).map(([name, put]) => {
    const update = () => put(model.get(name));
    model.on(`change:${name}`, update);
    update();
    return () => model.off(`change:${name}`, update);
  });
  setTimeout(() => {  // the arrow keys change a choice; without this, JupyterLab would move to another cell
    const choices = el.closest(".widget-vbox")?.querySelectorAll("select") ?? [];
    choices.forEach((choice) => choice.setAttribute("data-lm-suppress-shortcuts", ""));
  });
  return () => updates.forEach((stop) => stop());
}
export default { render };
