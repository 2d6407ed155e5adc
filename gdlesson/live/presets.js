// Buttons that set a number's control. Where the page knows the number already, it sets it itself, and the picture
// follows at once if it has the frame; otherwise the kernel looks for the number.
async function render({ model, el }) {
  el.classList.add("gdlesson-presets");
  const [control, ...others] = await Promise.all(
    ["control", "others"].flatMap((name) => model.get(name)).map((id) => model.widget_manager.get_model(id)));
  const known = (name) => {
    const { at, numbers } = control.get("marks");
    const same = JSON.stringify(others.map((each) => each.get("value"))) === JSON.stringify(at);
    return same ? numbers[name] : undefined;
  };
  const press = (name) => {
    const number = known(name);
    if (number === undefined || number === control.get("value")) return model.send({ chosen: name });
    control.set({ value: number, typed: "", refused: "" });
    control.save_changes();
  };
  model.get("names").forEach((name) => {
    const button = document.createElement("button");
    button.className = "jupyter-button lm-Widget";
    button.textContent = name;
    button.title = `a ${control.get("label")} that shows: ${name}`;
    button.onclick = () => press(name);
    el.append(button);
  });
  el.onpointerenter = () => tellPicture(el, control.get("label"));
  el.onfocusin = el.onpointerenter;
}
export default { render };
