// Where a picture goes one step on or back, its balls fly there along what is drawn: an arc, or a straight line. The
// elements are those of the new step at once; a flight is an animation over them, which ends when they are replaced.
const LONGEST_FLIGHT = 200;  // ms
const MOMENTS = 10;  // pieces of a flight
// Return by how many steps a picture goes on from the positions of the controls before, if only the step differs. A
// step of null is the last one; from null to null, it is another run.
function stepsOn(before, now, steps, last) {
  const same = before?.every((position, index) => index === steps || position === now[index]);
  return same && before[steps] !== now[steps] ? (now[steps] ?? last) - (before[steps] ?? last) : 0;
}
function fly(before, after, by, ms) {
  if (Math.abs(by) !== 1 || document.hidden || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const origins = new Map(balls(before).map((ball) => [lookOf(ball), ball]));
  balls(after).forEach((ball) => {
    const origin = origins.get(lookOf(ball));
    if (!origin) return;
    const [from, to] = [placeOf(origin), placeOf(ball)];
    const rise = riseOf(by > 0 ? ball : origin);
    const moments = Array.from({ length: MOMENTS + 1 }, (_, k) => {
      const t = k / MOMENTS;
      const [x, y] = [0, 1].map((axis) => (1 - t) * (from[axis] - to[axis]) + 4 * t * (1 - t) * rise[axis]);
      return { transform: `translate(${x}px, ${y}px)` };
    });
    ball.animate(moments, Math.min(ms, LONGEST_FLIGHT));
  });
}
const balls = (svg) => [...svg.querySelectorAll(".ball")].filter((ball) => PLACE.test(ball.outerHTML));
const PLACE = / d="[mM](-?\d+) (-?\d+)/;
const placeOf = (ball) => ball.outerHTML.match(PLACE).slice(1).map(Number);
// What tells a ball from others: its Axes and its look.
const lookOf = (ball) => ball.parentNode.getAttribute("viewBox") + ball.outerHTML.replace(PLACE, "");
// How far the middle of the last hop on a ball's Axes is from the middle of its ends. Its last numbers are its control
// point and its end, both relative to where it begins.
function riseOf(ball) {
  const hops = [...ball.parentNode.querySelectorAll(".hops")].at(-1)?.getAttribute("d");
  if (!hops) return [0, 0];
  const [cx, cy, x, y] = hops.match(/-?\d+/g).slice(-4).map(Number);
  return [cx / 2 - x / 4, cy / 2 - y / 4];
}
