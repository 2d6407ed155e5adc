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
    '<div class="track" aria-hidden="true"></div><input type="range" tabindex="-1" aria-hidden="true"></div><input type="text" inputmode="decimal"' +
    ' autocomplete="off" spellcheck="false"><span role="alert"></span>';
  const [label, handle, box, refused] = el.children;
  const [track, slider] = handle.children;
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
    slider.disabled = box.disabled = Boolean(get("disabled"));
    el.title = get("disabled");
    handle.setAttribute("aria-disabled", slider.disabled);
    handle.setAttribute("aria-description", get("disabled"));
    refused.textContent = get("refused");
    box.setAttribute("aria-invalid", Boolean(get("refused")));
  };
  const pressed = (event) => {
    const far = Math.max(1, Math.round((slider.max - slider.min) / slider.step / 10));
    const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: far, PageDown: -far }[event.key];
    const end = { Home: slider.min, End: slider.max }[event.key];
    if (!(steps || end) || slider.disabled || event.ctrlKey || event.altKey || event.metaKey) return rest();
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
  const part = (at) => Math.max(0, Math.min(1, (at - get("low")) / (get("high") - get("low"))));
  const showTrack = () => drawTrack(el, track, get("track") ?? {}, part);
  const names = ["label", "value", "low", "high", "step", "typed", "refused", "disabled"];
  names.forEach((name) => model.on(`change:${name}`, letGo));
  const unlisten = listen(model, "change:track change:low change:high", showTrack);
  show();
  showTrack();
  return () => {
    rest();
    unlisten();
    names.forEach((name) => model.off(`change:${name}`, letGo));
  };
}
// Draw the track: bands with their words below, ticks with their names above. `part` says how far along the track a
// position is, from 0 to 1. The words stand in a row of their own, where narrow ones get the room that they need.
function drawTrack(el, track, { bands = [], ticks = [], note, old }, part) {
  el.classList.toggle("tracked", note !== undefined);
  track.classList.toggle("old", Boolean(old));
  const made = (kind, text, style) => {
    const element = document.createElement("span");
    element.className = kind;
    element.textContent = text;
    Object.assign(element.style, style);
    return element;
  };
  const strips = bands.map(([from, to, , backgroundColor, pattern]) => {
    const strip = made("band", "", { left: percent(part(from)), width: percent(part(to) - part(from)), backgroundColor });
    strip.dataset.pattern = pattern;
    return strip;
  });
  const words = made("words", "");
  bands.forEach(([from, to, word], k) => {
    const [before, wide] = [part(from) - (k ? part(bands[k - 1][1]) : 0), part(to) - part(from)];
    words.append(made("", "", { flexGrow: before }), made("word", wide > NARROW ? word : "", { flexGrow: wide }));
  });
  const marks = ticks.map(([at, name]) => made("tick", name, { left: percent(part(at)) }));
  const room = ticks.length ? `calc(${percent(part(ticks[0][0]))} - 1.5em)` : "100%";
  track.replaceChildren(made("note", note ?? "", { maxWidth: room }), ...strips, words, ...marks);
}
const NARROW = 0.03;  // a band that takes less of the track has no word
const percent = (part) => `${100 * part}%`;
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
