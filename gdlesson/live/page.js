// What several parts of an explorer need on the page; each part's module begins with this file.
function listen(model, event, action) {
  model.on(event, action);
  return () => model.off(event, action);
}
// Plain keys belong to the explorer: JupyterLab would move to another cell, or delete one. Those with Ctrl or Shift +
// Enter stay JupyterLab's. It looks for this attribute where the focus is; the window sees the key before it does.
function keepKeys(inside) {
  const ours = (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !(event.shiftKey && event.key === "Enter");
    if (inside()?.contains(event.target)) event.target.toggleAttribute("data-lm-suppress-shortcuts", plain);
  };
  window.addEventListener("keydown", ours, true);
  return () => window.removeEventListener("keydown", ours, true);
}
// A control tells the picture about a move of the hand before it tells the kernel. Returns whether the picture
// already shows that position; without a value, the hand has only come near.
function tellPicture(el, label, value) {
  const event = new CustomEvent("gdlesson-hand", { bubbles: true, cancelable: true, detail: { label, value } });
  return !el.dispatchEvent(event);
}
// How long the movie of a run shows the present step, in ms, and by how many steps it goes on from there. It begins
// slowly, step by step, and speeds up until it would end in time.
function pace(control) {
  const [low, high, now] = ["low", "high", "value"].map((name) => control.get(name));
  const usual = Math.max(FASTEST, Math.min(SLOWEST, LONGEST / (high - low)));
  const pause = Math.max(usual, SLOWEST * FASTER ** (now - low));
  const stride = pause > usual ? 1 : Math.max(1, Math.round(((high - low) * usual) / LONGEST));
  return { pause, stride };
}
const LONGEST = 12_000;  // ms that the movie of a run takes at its usual pace, however many steps it has
const SLOWEST = 300;  // ms for each step of a short run, and for the first one of any
const FASTER = 0.85;  // times as long for each of the next ones
const FASTEST = 50;
// The number at a position of a number's slider: the position itself, or ten to its power.
function numberAt(control, at) {
  return control.get("logarithmic") ? Number((10 ** at).toPrecision(3)) : Number(at.toPrecision(12));
}
