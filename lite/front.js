// The theme of the system, and each picture: it is opened when it comes near the window.
const dark = matchMedia("(prefers-color-scheme: dark)");
dark.onchange = () => { document.documentElement.setAttribute("theme", dark.matches ? "dark" : "light"); };
dark.onchange();
const near = new IntersectionObserver((entries) => entries.filter((entry) => entry.isIntersecting).forEach(open), {
  rootMargin: "250px",
});
async function open({ target }) {
  near.unobserve(target);
  try {
    const answer = await fetch(target.dataset.page);
    openPage(await answer.json(), target);
  } catch {
    target.innerHTML = target.textContent;  // the still picture that <noscript> holds
  }
}
document.querySelectorAll("[data-page]").forEach((place) => near.observe(place));
