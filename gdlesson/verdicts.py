"""What happened in a run, in words: every number in a sentence is the run's own, nothing is typed in."""

import numpy as np

from gdlesson.calculus import curvature, round_curvature
from gdlesson.checks import or_nan
from gdlesson.optimizers import gradient_descent
from gdlesson.regimes import FLAT, ROUNDING, distance_left, length, place

NUMERICAL = " The slope was found numerically."


def message(run, slope):
    """Return in one sentence why a run stopped, and in a second how the slope was found if numerically."""
    return reason(run, slope) + (NUMERICAL if run.function.numerical else "")


def reason(run, slope):
    """Return why a run stopped."""
    if run.stop == "diverged":
        return diverged(run, slope)
    if run.stop == "flat" or run.regime == "still" and length(slope) < FLAT:
        return no_slope(run, slope)
    if is_zero(run.learning_rate):
        return f"The learning rate is 0, so nothing moves: the slope is still {number(slope)}."
    if run.stop == "max_iterations":
        return f"Stopped by the cap after {count(run.nit, 'step')}: the slope there is {number(slope)}."
    left = distance_left(run.function, run.x, slope)
    short = f"step {run.nit + 1} would be shorter than {number(run.tolerance)}"
    if not run.success and remembers(run):
        short = f"its last steps were all shorter than {number(run.tolerance)}"
        return f"Stopped by tolerance, but not at a minimum: {short}, and yet the slope is {number(slope)}."
    if run.success:
        away = f", with the minimum about {left:.2g} away" if left > run.tolerance else ""
        return f"Stopped by tolerance: {short}{away}."
    if np.isfinite(left):
        small_rate = length(slope) > run.tolerance and left > 200 * run.tolerance
        cause = f"learning rate is as small as {rate(run)}" if small_rate else "tolerance is that large"
        return (
            f"Stopped by tolerance, but not at a minimum: the slope is still {number(slope)}, "
            f"and {short} only because the {cause}."
        )
    return f"Stopped by tolerance, but not at a minimum: {short}, and yet the slope, {number(slope)}, leads on."


def diverged(run, slope):
    """Return how a run came to leave the numbers, or the place where its function is defined."""
    after = run.ahead
    if np.isnan(after).any() and run.optimizer:
        return f"Step {run.nit + 1} leads to no number at all; {kept_before(run)}."
    kept_ = kept_before(run)
    loss = or_nan(run.function, after) if np.isfinite(after).all() else np.inf
    if np.isnan(loss):
        return f"Step {run.nit + 1} leads to x = {number(after)}, where {run.function.name} has no value; {kept_}."
    if np.isfinite(loss):
        return f"Step {run.nit + 1} would lead to x = {number(after)}, hopelessly far; {kept_}."
    return f"Step {run.nit + 1} leaves the range of numbers; {kept_}."


def kept_before(run):
    """Say that the steps before the last one are kept, or that there are none."""
    return f"what came before is kept, {count(run.nit, 'step')}" if run.nit else "so nothing moves"


def no_slope(run, slope):
    """Return what a run that met no slope is told."""
    where = f"at the start, x = {number(run.x)}," if run.nit == 0 else f"at x = {number(run.x)}"
    kind = place(run.function, run.x)
    left = distance_left(run.function, run.x, slope)
    if 200 * run.tolerance < left < np.inf:
        far = f"the minimum is about {number(left, 3)} away"
        return f"The slope {where} is next to nothing, {number(slope)}, but {far}."
    if kind == "minimum":
        return f"The slope {where} is {number(slope)}: this is a minimum already, so there is nowhere to go."
    here = f"The slope {where} is {number(slope)}"
    return f"{here}, but this is a {kind}, not a minimum: without a slope nothing moves."


def verdict(run):
    """Return the regime and the reason of a `Descent`, in one to three sentences computed from it.

    Examples
    --------
    >>> from gdlesson import descend, quadratic
    >>> verdict(descend(quadratic([-3, -2, 3]), start=8, learning_rate=0.25))
    'Overshoots, then settles: 21 steps to x = 0.33333. Each step multiplies the distance by 1 − 0.25·6 = −0.5.'
    """
    with np.errstate(all="ignore"):
        text = " ".join(filter(None, [REGIMES[run.regime](run), multiplier_sentence(run)]))
    return text + (NUMERICAL if run.function.numerical and NUMERICAL not in text else "")


def monotone(run):
    """Say how a run went that came from one side only."""
    if run.stop == "max_iterations":
        return unfinished(run)
    if not run.success:
        return run.message
    if (
        run.nit == 1
        and distance_left(run.function, run.x, run.function.gradient(run.x)) <= 1e-9 + run.tolerance / 100
    ):
        return f"Lands at x = {number(run.x)} in one step."
    return f"Comes down from one side: {count(run.nit, 'step')} to x = {number(run.x)}."


def unfinished(run):
    """Say how far a run came from one side until the cap stopped it."""
    after, x, part = f"after {count(run.nit, 'step')}", number(run.x), kept(run)
    if part == 0:
        return f"Comes down from one side and settles at x = {x}; the cap stops it, not the tolerance."
    if part > 1 + 1e-9:
        return f"Picks up speed: {after} it is at x = {x}, and its steps are growing."
    if part > 1 - 1e-9:
        return f"Goes on at one pace: {after}, the most allowed, it is at x = {x}."
    return f"{'Slow' if part > 0.9 else 'Not there yet'}: {after}, the most allowed, it is at x = {x}."


def overshooting(run):
    """Say how a run went that jumped over a minimum and came nearer all the same."""
    if run.stop == "max_iterations" and kept(run) > 0:
        return f"Overshoots, and is still on its way: after {count(run.nit, 'step')} it is at x = {number(run.x)}."
    if run.stop == "max_iterations":
        return f"Overshoots, then settles at x = {number(run.x)}; the cap stops it, not the tolerance."
    if not run.success:
        return run.message
    return f"Overshoots, then settles: {count(run.nit, 'step')} to x = {number(run.x)}."


def bouncing(run):
    """Say between which points a run bounces, if there are two; else that it jumps about."""
    there, here = sorted(run.path[-2:].tolist())
    last, other, before = run.path[-1], run.path[-2], run.path[max(-3, -len(run.path))]
    if length(last - before) <= 1e-3 * length(last - other) or run.nit < 3:
        return f"Bounces for ever, between x = {number(there)} and x = {number(here)}."
    return f"Never settles: after {count(run.nit, 'step')} it still jumps about, and is at x = {number(run.x)}."


def diverging(run):
    """Say how far a run got that moves away."""
    if run.stop == "diverged":
        return f"Diverges: after {count(run.nit, 'step')} it is at x = {number(run.x)}. {run.message}"
    return f"Diverges: after {count(run.nit, 'step')} it is at x = {number(run.x)}, and every step is longer."


def still(run):
    """Say why a run did not move."""
    return "Does not move. " + run.message


REGIMES = {
    "monotone": monotone,
    "overshooting": overshooting,
    "bouncing": bouncing,
    "diverging": diverging,
    "still": still,
}


def multiplier_sentence(run):
    """Return what each step does to the distance: exact on a quadratic, near a minimum elsewhere, else ""."""
    if np.ndim(run.x) or run.regime == "still" or run.optimizer:
        return ""
    bend = constant_curvature(run)
    if bend > 0:
        value = round(1 - run.learning_rate * bend, 7 if run.regime == "bouncing" else 9)
        digits = 9 if abs(round(value, 4)) == 1 else 5  # −1.00004 is not −1
        return f"Each step multiplies the distance by 1 − {rate(run)}·{number(bend)} = {number(value, digits)}."
    bend = round_curvature(run.function, run.x) if run.success else np.nan
    if not bend > 0:
        return ""
    value = round(1 - run.learning_rate * bend, 3)
    factor = f"1 − {rate(run)}·{number(bend, 3)} = {number(value, 3)}"
    return f"Near there each step multiplies the distance by about {factor}."


def remembers(run):
    """Tell whether a run was made by an optimizer with a memory."""
    return run.optimizer not in (None, gradient_descent)


def is_zero(learning_rate):
    """Tell whether a learning rate is 0; a schedule is not."""
    return not callable(learning_rate) and learning_rate == 0


def rate(run):
    """Return the learning rate of a run in digits, of a schedule that of its last step."""
    return f"{run.learning_rate(run.nit) if callable(run.learning_rate) else run.learning_rate:.6g}"


def constant_curvature(run):
    """Return the curvature L of a run that meets the same one wherever one looks, else nan."""
    reach = 0.1 * max(1.0, abs(float(run.path[0])))
    places = [run.path[0], run.path[0] - reach, run.path[0] + reach, *run.path[1:3], run.x]
    found = np.array([curvature(run.function, float(x)) for x in places])
    steady = abs(found - found[0]) <= (1e-4 if run.function.numerical else 1e-6) * abs(found[0])
    return found[0] if steady.all() else np.nan


def kept(run):
    """Return which part of a step's length the next step has, at the end of the run; 0 once it has settled."""
    if run.nit < 2:
        return 0.95
    last, before = length(run.path[-1] - run.path[-2]), length(run.path[-2] - run.path[-3])
    return last / before if last > ROUNDING * np.max(np.abs(run.path)) else 0.0


def number(x, digits=5):
    """Return a number, or a vector, as a reader writes it: a few digits, a real minus sign."""
    if np.ndim(x):
        return "(" + ", ".join(number(part, digits) for part in x) + ")"
    return ("−" if x < 0 else "") + f"{abs(float(x)):.{digits}g}"


def count(n, noun):
    """Return "1 step" or "2 steps"."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
