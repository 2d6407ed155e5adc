// What is said below a question, as a live region that a screen reader announces. The choices above it keep the
// plain keys.
function render({ model, el }) {
  el.setAttribute("role", "status");
  el.classList.add("gdlesson-note");
  const say = () => { el.textContent = model.get("words"); };
  const stops = [listen(model, "change:words", say), keepKeys(() => el.closest(".widget-vbox"))];
  say();
  return () => stops.forEach((stop) => stop());
}
export default { render };
