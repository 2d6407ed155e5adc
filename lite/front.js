// The theme of the system, and each picture: it is opened when it comes near the window.
const dark = matchMedia("(prefers-color-scheme: dark)");
dark.onchange = () => { document.documentElement.setAttribute("theme", dark.matches ? "dark" : "light"); };
dark.onchange();
const SWEEP = 4000;  // ms
const near = new IntersectionObserver((entries) => entries.filter((entry) => entry.isIntersecting).forEach(open), {
  rootMargin: "250px",
});
async function open({ target }) {
  near.unobserve(target);
  try {
    const answer = await fetch(target.dataset.page);
    const controls = openPage(await answer.json(), target);
    if (target.closest(".hero")) sweep(controls[0], target.querySelector("figcaption"));
  } catch {
    target.innerHTML = target.textContent;  // the still picture that <noscript> holds
  }
}
// The first slider moves to its place by itself, once, and until someone does anything: it shows what there is to do.
function sweep(control, words) {
  const [low, step, end] = ["low", "step", "value"].map((name) => control.get(name));
  const last = (Math.log10(end) - low) / step;
  let touched = matchMedia("(prefers-reduced-motion: reduce)").matches;
  ["pointerdown", "keydown"].forEach((event) => addEventListener(event, () => { touched = true; }, { once: true }));
  const begin = performance.now();
  const go = (now) => {
    const part = Math.max(0, (now - begin) / SWEEP);
    words.ariaLive = touched || part >= 1 ? "polite" : "off";
    if (touched) return;
    control.set("value", part < 1 ? numberAt(control, low + step * Math.round(part * last)) : end);
    control.save_changes();
    if (part < 1) requestAnimationFrame(go);
  };
  requestAnimationFrame(go);
}
document.querySelectorAll("[data-page]").forEach((place) => near.observe(place));
