// What is said below a question, as a live region that a screen reader announces. The choices above it keep the
// arrow keys, which JupyterLab would otherwise take to move from cell to cell.
function render({ model, el }) {
  el.setAttribute("role", "status");
  const say = () => { el.textContent = model.get("words"); };
  model.on("change:words", say);
  say();
  setTimeout(() => {
    const choices = el.closest(".widget-vbox")?.querySelectorAll("[type=radio]") ?? [];
    choices.forEach((choice) => choice.setAttribute("data-lm-suppress-shortcuts", ""));
  });
  return () => model.off("change:words", say);
}
export default { render };
