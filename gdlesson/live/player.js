// The buttons move the control's number on the page; the picture follows at once where it has a frame.
const MOST_WAITS = 40;  // looks, FASTEST apart, whether the picture of a step is there, before the movie goes on
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
    control.set({ value: number, typed: "", refused: "" });
    control.save_changes();
  };
  const step = (by) => {
    stop();
    const next = get("value") + by;
    goTo(next > get("high") ? get("low") : Math.max(get("low"), next));
  };
  const isWaiting = () => el.closest(".gdlesson-explorer")?.querySelector(".gdlesson-live.waiting");
  const stop = () => {
    clearTimeout(playing);
    playing = undefined;
    label();
  };
  const start = () => {
    if (get("value") >= get("high")) goTo(get("low"));
    let waits = 0;
    const tick = () => {
      if (isWaiting() && waits++ < MOST_WAITS) {
        playing = setTimeout(tick, FASTEST);
        return;
      }
      waits = 0;
      goTo(Math.min(get("high"), get("value") + pace(control).stride));
      if (get("value") >= get("high")) stop();
      else playing = setTimeout(tick, pace(control).pause);
    };
    playing = setTimeout(tick, pace(control).pause);
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
