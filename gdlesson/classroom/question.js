// A question with a button for each choice. Pressing one shows at once whether it is right, and why, by sign, color and
// words, which a screen reader announces. All of it is on the page, so it works without a kernel, too.
function render({ model, el }) {
  const get = (name) => model.get(name);
  el.classList.add("gdlesson-ask");
  const asked = element("div", "question", get("question"));
  asked.id = `gdlesson-asked-${crypto.randomUUID?.() ?? Math.random()}`;
  el.setAttribute("role", "group");
  el.setAttribute("aria-labelledby", asked.id);
  const buttons = get("choices").map((choice) => {
    const button = element("button", "choice", choice);
    button.type = "button";
    button.addEventListener("click", () => choose(model, choice));
    return button;
  });
  const told = element("div", "told", "");
  told.setAttribute("role", "status");
  el.append(asked, ...buttons, told);
  const show = () => {
    const chosen = get("choice");
    el.toggleAttribute("data-chosen", chosen !== null);
    buttons.forEach((button, k) => mark(button, get("choices")[k], chosen, get("answer"), get("colors")));
    told.replaceChildren(...(chosen === null ? [] : verdict(chosen === get("answer"), get)));
  };
  const stops = [listen(model, "change:choice", show), keepKeys(() => el)];
  show();
  return () => stops.forEach((stop) => stop());
}
function choose(model, choice) {
  model.set("choice", choice);
  try {
    model.save_changes();
  } catch { /* there is no kernel: the answer is on the page all the same */ }
}
function mark(button, choice, chosen, answer, [right, wrong]) {
  const sign = chosen === null ? "○" : choice === answer ? "✓" : choice === chosen ? "✗" : "○";
  button.dataset.sign = sign;
  button.setAttribute("aria-pressed", choice === chosen);
  button.style.setProperty("--sign", { "✓": right, "✗": wrong }[sign] ?? "transparent");
}
function verdict(isRight, get) {
  const opening = isRight ? "✓ Right. " : `✗ Not quite. The answer is: ${get("answer")}. `;
  const first = element("b", "", opening);
  first.style.setProperty("--sign", get("colors")[isRight ? 0 : 1]);
  return [first, document.createTextNode(get("reason"))];
}
function element(kind, name, words) {
  const made = document.createElement(kind);
  made.className = name;
  made.textContent = words;
  return made;
}
export default { render };
