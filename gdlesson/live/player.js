// The buttons move the control's number on the page; the picture follows at once where it has a frame.
const LONGEST = 12_000;  // ms that the movie of a run takes, however many steps it has
const SLOWEST = 300;  // ms for each step of a short run
const FASTEST = 50;
async function render({ model, el }) {
  el.classList.add("gdlesson-player");
  el.innerHTML =
    '<button class="jupyter-button lm-Widget" title="one step back">◀ back</button>' +
    '<button class="jupyter-button lm-Widget" title="one step on; after the last one, from the start">step ▶</button>' +
    '<button class="jupyter-button lm-Widget"></button>';
  const [back, on, play] = el.children;
  const control = await model.widget_manager.get_model(model.get("control"));
  const get = (name) => control.get(name);
  let playing;
  const goTo = (number) => {
    control.set("value", number);
    control.save_changes();
  };
  const step = (by) => {
    stop();
    const next = get("value") + by;
    goTo(next > get("high") ? get("low") : Math.max(get("low"), next));
  };
  const stop = () => {
    clearTimeout(playing);
    playing = undefined;
    label();
  };
  const start = () => {
    const steps = get("high") - get("low");
    const pause = Math.max(FASTEST, Math.min(SLOWEST, LONGEST / steps));
    const stride = Math.max(1, Math.round((steps * pause) / LONGEST));
    if (get("value") >= get("high")) goTo(get("low"));
    const tick = () => {
      goTo(Math.min(get("high"), get("value") + stride));
      if (get("value") >= get("high")) stop();
      else playing = setTimeout(tick, pause);
    };
    playing = setTimeout(tick, pause);
    label();
  };
  const label = () => {
    play.textContent = playing === undefined ? "▶ play" : "❚❚ pause";
    play.title = playing === undefined ? "play the run step by step" : "stop here";
    [back, on, play].forEach((button) => { button.disabled = get("high") <= get("low"); });
  };
  back.onclick = () => step(-1);
  on.onclick = () => step(1);
  play.onclick = () => (playing === undefined ? start() : stop());
  el.onpointerenter = () => tellPicture(el, get("label"));
  el.onfocusin = el.onpointerenter;
  const onHand = (event) => {
    if (event.detail.value !== undefined && el.closest(".gdlesson-explorer")?.contains(event.target)) stop();
  };
  document.addEventListener("gdlesson-hand", onHand);
  const unlisten = listen(control, "change:low change:high", stop);
  label();
  return () => {
    clearTimeout(playing);
    document.removeEventListener("gdlesson-hand", onHand);
    unlisten();
  };
}
export default { render };
