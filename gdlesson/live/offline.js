// An explorer on a page without Python: the models of its controls and of its picture, and in place of the kernel
// a table of everything that it would have answered.
class Model {
  constructor(state, models) {
    Object.assign(this, { state, listeners: [], widget_manager: { get_model: async (id) => models[id] } });
  }
  get(name) { return this.state[name]; }
  set(names, value) {
    const changes = typeof names === "string" ? { [names]: value } : names;
    const changed = Object.keys(changes).filter((name) => this.state[name] !== changes[name]);
    Object.assign(this.state, changes);
    changed.forEach((name) => this.trigger(`change:${name}`));
  }
  on(events, action) { events.split(" ").forEach((event) => this.listeners.push({ event, action })); }
  off(events, action) {
    const gone = events.split(" ");
    this.listeners = this.listeners.filter((each) => each.action !== action || !gone.includes(each.event));
  }
  trigger(event) { this.listeners.filter((each) => each.event === event).forEach((each) => each.action()); }
  save_changes() { this.saved?.(); }
  send() {}
}
function openPage(page, place) {
  place.innerHTML = '<p class="settings"></p><div></div>';
  place.firstChild.textContent = page.settings;
  const models = {};
  page.controls.forEach((state, index) => { models[index] = new Model(state, models); });
  const controls = Object.values(models);
  const figure = new Model({ ...page.figure, ...page.stills[page.figure.subject] }, models);
  const answers = new Map(page.frames.map(([key, ...rest]) => [JSON.stringify(key), rest]));
  const position = (control, k) => {
    const value = control.get("index") ?? control.get("value");
    return k === page.figure.steps && value >= control.get("high") ? null : value;
  };
  const answer = () => {
    const key = controls.map(position);
    const [subject, moving, words] = answers.get(JSON.stringify(key)) ?? [];
    if (words === undefined) figure.set({ words: page.missing, failed: true, key });
    else figure.set({ ...page.stills[subject], subject, moving, words, failed: false, key });
  };
  const steps = controls[page.figure.steps];
  let at = steps?.get("value");
  const goTo = (number) => {
    at = number;
    steps.set("value", at);
  };
  const goOn = () => {  // maybe only every third step has a picture: go to the next one that has, or back
    const [number, every] = [steps.get("value"), steps.get("step")];
    goTo(Math.min(steps.get("high"), every * (number > at ? Math.ceil(number / every) : Math.floor(number / every))));
  };
  controls.forEach((control) => {
    control.saved = () => {
      if (steps && control !== steps) goTo(steps.get("high"));
      if (control === steps) goOn();
      if (control.get("typed")) control.set({ value: nearest(control, control.get("typed")), typed: "", refused: "" });
      answer();
    };
  });
  page.shown.forEach(({ index, kind }) => {
    const el = place.insertBefore(document.createElement("div"), place.lastElementChild);
    if (kind === "choice") choose(el, controls[index]);
    else MODULES[kind].render({ model: kind === "player" ? new Model({ control: index }, models) : controls[index], el });
  });
  MODULES.figure().render({ model: figure, el: place.lastElementChild });
  return controls;
}
// The position of a number's slider that is nearest to a number that someone typed.
function nearest(control, typed) {
  const [low, high, step] = ["low", "high", "step"].map((name) => control.get(name));
  const number = Number(typed.replace(",", "."));
  if (!Number.isFinite(number) || (control.get("logarithmic") && number <= 0)) return control.get("value");
  const at = control.get("logarithmic") ? Math.log10(number) : number;
  const k = Math.round((Math.min(high, Math.max(low, at)) - low) / step);
  return numberAt(control, low + k * step);
}
function choose(el, control) {
  el.innerHTML = '<label class="gdlesson-number"><span class="name"></span><select></select></label>';
  el.querySelector("span").textContent = control.get("label");
  const select = el.querySelector("select");
  select.append(...control.get("_options_labels").map((name) => new Option(name)));
  select.selectedIndex = control.get("index");
  select.onchange = () => {
    control.set("index", select.selectedIndex);
    control.save_changes();
  };
}
