// One picture in three parts: what stays, what moves over it, and the words below it.
// Each part is replaced when the kernel sends a new one. The words are a live region: a screen reader
// announces them when they change, because their element stays and only its text is replaced.
function render({ model, el }) {
  el.innerHTML =
    '<figure class="gdlesson-live"><div><img><div class="moving"></div></div>' +
    '<figcaption role="status" aria-live="polite"></figcaption></figure>';
  const still = el.querySelector("img");
  const moving = el.querySelector(".moving");
  const words = el.querySelector("figcaption");
  const parts = {
    still: (svg) => { still.src = "data:image/svg+xml," + encodeURIComponent(svg); },
    description: (text) => { still.alt = text; },
    moving: (svg) => { moving.innerHTML = svg; },
    words: (text) => { words.textContent = text; },
    failed: (failed) => { el.firstChild.classList.toggle("failed", failed); },
  };
  const updates = Object.entries(parts).map(([name, put]) => {
    const update = () => put(model.get(name));
    model.on(`change:${name}`, update);
    update();
    return () => model.off(`change:${name}`, update);
  });
  return () => updates.forEach((stop) => stop());
}
export default { render };
