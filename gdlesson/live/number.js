// A number's slider and its box. Only a hand sends something to the kernel; what the kernel sends is only shown.
// While the picture has a frame for every position, the kernel is told only where the hand rests.
// The slider stands for the number itself, or for its logarithm. A screen reader would be told the logarithm; so the
// keys and the number belong to an element around the slider.
function render({ model, el }) {
  const get = (name) => model.get(name);
  const id = `gdlesson-${Math.random().toString(36).slice(2)}`;
  el.classList.add("gdlesson-number");
  el.innerHTML =
    `<span class="name" id="${id}"></span><div role="slider" tabindex="0" aria-labelledby="${id}">` +
    '<input type="range" tabindex="-1" aria-hidden="true"></div><input type="text" inputmode="decimal"' +
    ' autocomplete="off" spellcheck="false"><span role="alert"></span>';
  const [label, handle, box, refused] = el.children;
  const slider = handle.firstChild;
  const position = (number) => (get("logarithmic") ? Math.log10(number) : number);
  let inHand, resting;  // the number under the hand, as long as the kernel does not know it; when it will
  const moved = () => {
    clearTimeout(resting);
    if (el.classList.contains("jupyter-widgets-disconnected")) return show();  // nobody would hear of it
    inHand = numberAt(model, Number(slider.value));
    if (tellPicture(el, get("label"), inHand)) resting = setTimeout(rest, REST);
    else rest();
    show();
  };
  const rest = () => {
    clearTimeout(resting);
    if (inHand !== undefined) send({ value: inHand, typed: "", refused: "" });
  };
  const letGo = () => {
    clearTimeout(resting);
    inHand = undefined;
    show();
  };
  const near = () => tellPicture(el, get("label"));
  const typed = () => {
    if (!box.value.trim()) show();
    else if (box.value !== shown()) send({ typed: box.value });
  };
  const send = (state) => {
    inHand = undefined;
    model.set(state);
    show();
    model.save_changes();
  };
  const number = () => inHand ?? get("value");
  const shown = () => (inHand === undefined && get("typed")) || inFull(number());
  const show = () => {
    label.textContent = get("label");
    box.setAttribute("aria-label", `${get("label")}, exact value`);
    slider.min = get("low");
    slider.max = get("high");
    slider.step = get("step");
    slider.value = Math.max(get("low"), Math.min(get("high"), position(number())));
    const limits = [slider.min, slider.max].map((end) => (get("logarithmic") ? 10 ** end : end));
    const told = { valuemin: limits[0], valuemax: limits[1], valuenow: number(), valuetext: inFull(number()) };
    Object.entries(told).forEach(([name, text]) => handle.setAttribute(`aria-${name}`, text));
    box.value = shown();
    box.style.width = `${Math.max(6, box.value.length + 2)}ch`;
    refused.textContent = get("refused");
    box.setAttribute("aria-invalid", Boolean(get("refused")));
  };
  const pressed = (event) => {
    const far = Math.max(1, Math.round((slider.max - slider.min) / slider.step / 10));
    const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: far, PageDown: -far }[event.key];
    const end = { Home: slider.min, End: slider.max }[event.key];
    if (!(steps || end) || event.ctrlKey || event.altKey || event.metaKey) return rest();
    event.preventDefault();
    if (end) slider.value = end;
    else slider.stepUp(steps);
    moved();
  };
  slider.oninput = moved;
  slider.onchange = rest;
  handle.onblur = rest;
  el.onpointerenter = near;
  el.onfocusin = near;
  slider.onfocus = () => handle.focus({ preventScroll: true });
  handle.onkeydown = pressed;
  box.onblur = typed;
  box.onkeydown = (event) => {
    if (event.key === "Enter") typed();
    if (event.key === "Escape") send(get("refused") ? { typed: "", refused: "" } : {});
  };
  const names = ["label", "value", "low", "high", "step", "typed", "refused"];
  names.forEach((name) => model.on(`change:${name}`, letGo));
  show();
  return () => {
    rest();
    names.forEach((name) => model.off(`change:${name}`, letGo));
  };
}
const REST = 120;  // ms without a move
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
