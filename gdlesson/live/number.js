// A number's slider and its box. Only a hand sends something to the kernel; what the kernel sends is only shown.
// The slider stands for the number itself, or for its logarithm; a screen reader is told the number in either case.
function render({ model, el }) {
  const get = (name) => model.get(name);
  const id = `gdlesson-${Math.random().toString(36).slice(2)}`;
  el.classList.add("gdlesson-number");
  el.innerHTML =
    `<label for="${id}"></label><input type="range" id="${id}"><input type="text" inputmode="decimal"` +
    ' autocomplete="off" spellcheck="false"><span role="alert"></span>';
  const [label, slider, box, refused] = el.children;
  const position = (number) => (get("logarithmic") ? Math.log10(number) : number);
  const moved = () => {
    const at = Number(slider.value);
    const number = get("logarithmic") ? Number((10 ** at).toPrecision(3)) : Number(at.toPrecision(12));
    send({ value: number, typed: "", refused: "" });
  };
  const typed = () => {
    if (!box.value.trim()) show();
    else if (box.value !== shown()) send({ typed: box.value });
  };
  const send = (state) => {
    model.set(state);
    show();
    model.save_changes();
  };
  const shown = () => get("typed") || inFull(get("value"));
  const show = () => {
    label.textContent = get("label");
    box.setAttribute("aria-label", `${get("label")}, exact value`);
    slider.min = get("low");
    slider.max = get("high");
    slider.step = get("step");
    slider.value = Math.max(get("low"), Math.min(get("high"), position(get("value"))));
    slider.setAttribute("aria-valuetext", inFull(get("value")));
    box.value = shown();
    box.style.width = `${Math.max(6, box.value.length + 2)}ch`;
    refused.textContent = get("refused");
    box.setAttribute("aria-invalid", Boolean(get("refused")));
  };
  slider.oninput = moved;
  box.onblur = typed;
  box.onkeydown = (event) => {
    if (event.key === "Enter") typed();
    if (event.key === "Escape") show();
  };
  const names = ["label", "value", "low", "high", "step", "typed", "refused"];
  names.forEach((name) => model.on(`change:${name}`, show));
  show();
  return () => names.forEach((name) => model.off(`change:${name}`, show));
}
// A number that has too many digits to read is shown as a fraction, where it is exactly that.
function inFull(number) {
  const digits = String(number);
  if (digits.length < 10) return digits;
  for (let below = 2; below < 1000; below++) {
    const above = Math.round(number * below);
    if (above / below === number) return `${above}/${below}`;
  }
  return digits;
}
export default { render };
