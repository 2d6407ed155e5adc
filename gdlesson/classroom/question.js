// What is said below a question, as a live region that a screen reader announces. The choices above it keep the
// plain keys, with which JupyterLab would otherwise move from cell to cell; it looks for this attribute where
// the focus is.
function render({ model, el }) {
  el.setAttribute("role", "status");
  el.classList.add("gdlesson-note");
  const say = () => { el.textContent = model.get("words"); };
  model.on("change:words", say);
  say();
  const keepKeys = (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !(event.shiftKey && event.key === "Enter");
    const inside = el.closest(".widget-vbox")?.contains(event.target);
    if (inside) event.target.toggleAttribute("data-lm-suppress-shortcuts", plain);
  };
  window.addEventListener("keydown", keepKeys, true);
  return () => {
    model.off("change:words", say);
    window.removeEventListener("keydown", keepKeys, true);
  };
}
export default { render };
