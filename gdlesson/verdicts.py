"""Which regime, and why it stopped: judged from the run itself and said in words. Nothing here is typed in.

The measure of everything is the steps of the path. On a quadratic with curvature L the distance to the
minimum is multiplied by 1 − learning_rate·L at every step; elsewhere that holds near a minimum only.
"""

import numpy as np

from gdlesson.functions import curvature

# Two steps on, a swing that is longer or shorter by no more than this is neither growing nor settling.
STEADY = 2e-8


def regime(path, next_step, stop):
    """Return "monotone", "overshooting", "bouncing", "diverging" or "still".

    Parameters
    ----------
    path : array of shape (n_points,) or (n_points, n)
        The points visited.
    next_step : float or array of shape (n,)
        The step that was not taken any more: it tells where a short path is heading.
    stop : str
        Why the run stopped.
    """
    if stop == "diverged":
        return "diverging"
    steps = np.diff(path, axis=0)
    if not steps.any():
        return "still"
    moves, lengths = real_moves(np.concatenate([steps, [next_step]]), path)
    turns = np.sum(moves[1:] * moves[:-1], axis=1) < 0
    if stop == "max_iterations" and turns[-20:].any():
        return swing(lengths[-20:], turns[-20:])
    if turns.any():
        return "overshooting"
    return "diverging" if runs_away(path, lengths) else "monotone"


def real_moves(steps, path):
    """Return the steps that are more than rounding errors, as rows, and their lengths."""
    steps = steps.reshape(len(steps), -1)
    lengths = np.linalg.norm(steps, axis=1)
    real = lengths > 8 * np.finfo(float).eps * np.max(np.abs(path))
    return steps[real], lengths[real]


def swing(lengths, turns):
    """Return what becomes of steps that go to and fro: they grow, they shrink, or neither."""
    apart = 2 if len(lengths) > 2 else 1  # two steps apart: to with to, and fro with fro
    growth = lengths[apart:] / lengths[:-apart] - 1
    if turns.all() and (growth > STEADY).all():
        return "diverging"
    return "overshooting" if (growth < -STEADY).all() else "bouncing"


def runs_away(path, lengths):
    """Tell whether the run goes one way with ever longer steps, far beyond where it began."""
    far = np.linalg.norm(path[-1] - path[0]) > 1000 * (1 + np.linalg.norm(path[0]))
    return bool(far and len(lengths) > 2 and (lengths[-3:-1] < lengths[-2:]).all())


def distance_left(f, x, slope):
    """Return about how far the minimum still is, by slope and curvature; inf where the curve says nothing."""
    size = np.linalg.norm(slope)
    if size == 0:
        return 0.0 if place(f, x) == "minimum" else np.inf
    bend = curvature(f, x, slope / size)
    return float(size / bend) if bend > 0 else np.inf


def place(f, x):
    """Return what a point without slope is: "minimum", "maximum", "plateau" or "saddle"."""
    h = 1e-3 * max(1.0, float(np.max(np.abs(x))))
    sides = [h] if np.ndim(x) == 0 else np.eye(len(x)) * h
    rises = np.array([f(x + way * side) - f(x) for side in sides for way in (-1, 1)])
    if not rises.any():
        return "plateau"
    if (rises >= 0).all():
        return "minimum"
    if (rises <= 0).all():
        return "maximum"
    return "saddle" if np.ndim(x) else "plateau"


def arrived(f, path, slope, tolerance):
    """Tell whether the end of the path is a minimum, to a hundredth of the way that was gone."""
    gone = np.linalg.norm(path[-1] - path[0])
    return bool(distance_left(f, path[-1], slope) <= tolerance + 0.01 * max(gone, np.linalg.norm(path[-1])))


def message(f, learning_rate, tolerance, nit, x, slope, stop, success):
    """Return in one sentence why a run stopped, and in a second how the slope was found if numerically."""
    steps = count(nit, "step")
    left = distance_left(f, x, slope) if stop == "tolerance" else None
    if stop == "diverged":
        text = f"Step {nit + 1} leaves the range of numbers; the {steps} before it are kept."
    elif stop == "max_iterations":
        text = f"Stopped by the cap after {steps}: the slope there is {number(slope)}."
    elif stop == "flat":
        text = flat_message(f, x, nit)
    elif learning_rate == 0:
        text = f"The learning rate is 0, so nothing moves: the slope is still {number(slope)}."
    elif success:
        text = f"Stopped by tolerance: step {nit + 1} would be shorter than {number(tolerance)}"
        text += f", with the minimum about {left:.2g} away." if left > tolerance else "."
    else:
        text = (
            f"Stopped by tolerance, but not at a minimum: the slope is still {number(slope)}, and only the tiny "
            f"learning rate {number(learning_rate)} makes step {nit + 1} shorter than {number(tolerance)}."
        )
    return text + (NUMERICAL if f.numerical else "")


NUMERICAL = " The slope was found numerically."


def flat_message(f, x, nit):
    """Return what a run that met no slope is told."""
    where = f"at the start, x = {number(x)}" if nit == 0 else f"at x = {number(x)}"
    kind = place(f, x)
    if kind == "minimum":
        return f"The slope is zero {where}: this is a minimum already, so there is nowhere to go."
    return f"The slope is zero {where}, but this is a {kind}, not a minimum: without a slope nothing moves."


def verdict(run):
    """Return the regime and the reason of a `Descent`, in one to three sentences computed from it.

    Examples
    --------
    >>> from gdlesson import descend, quadratic
    >>> verdict(descend(quadratic([-3, -2, 3]), start=8, learning_rate=0.25))
    'Overshoots, then settles: 21 steps to x = 0.33333. Each step multiplies the distance by 1 − 0.25·6 = −0.5.'
    """
    text = " ".join(filter(None, [REGIMES[run.regime](run), multiplier_sentence(run)]))
    return text + (NUMERICAL if run.function.numerical and NUMERICAL not in text else "")


def monotone(run):
    """Say how a run went that came from one side only."""
    if run.stop == "max_iterations" and kept(run) > 0:
        pace = "Slow" if kept(run) > 0.9 else "Not there yet"
        return f"{pace}: {count(run.nit, 'step')} bring it to x = {number(run.x)}, where the cap stops it."
    if run.stop == "max_iterations":
        return f"Comes down from one side and settles at x = {number(run.x)}; the cap stops it, not the tolerance."
    if not run.success:
        return run.message
    if run.nit == 1:
        return f"Lands at x = {number(run.x)} in one step."
    return f"Comes down from one side: {count(run.nit, 'step')} to x = {number(run.x)}."


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
    """Say between which points a run bounces."""
    low, high = np.min(run.path[-20:], axis=0), np.max(run.path[-20:], axis=0)
    return f"Bounces for ever, between x = {number(low)} and x = {number(high)}."


def diverging(run):
    """Say how far a run got that moves away."""
    if run.stop == "diverged":
        return f"Diverges: step {run.nit + 1} leaves the range of numbers, from x = {number(run.x)}."
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
    found = multiplier(run)
    if found is None:
        return ""
    bend, exact = found
    rate, value = f"{run.learning_rate:.6g}", round(1 - run.learning_rate * bend, 9)
    if not exact:
        return (
            "Near there each step multiplies the distance by about "
            f"1 − {rate}·{number(bend, 3)} = {number(round(value, 3), 3)}."
        )
    digits = 5 if abs(value) == 1 or abs(round(value, 4)) != 1 else 9  # −1.00004 is not −1
    return f"Each step multiplies the distance by 1 − {rate}·{number(bend)} = {number(value, digits)}."


def multiplier(run):
    """Return the curvature that rules a run and whether it does so all along, or None where none does."""
    if np.ndim(run.x) or run.regime == "still":
        return None
    f, end = run.function, float(run.x)
    bends = np.array([curvature(f, float(x)) for x in (*run.path[:3], end) if abs(x) < 1e6])
    bend = bends[0]
    if len(bends) > 1 and bend > 0 and (abs(bends - bend) < (1e-4 if f.numerical else 1e-6) * bend).all():
        return bend, True
    bend = bends[-1]
    if run.success and bend > 0 and abs(curvature(f, end - f.gradient(end) / bend) - bend) < 0.1 * bend:
        return bend, False
    return None


def kept(run):
    """Return which part of a step's length the next step has, at the end of the run; 0 once it has settled."""
    if run.nit < 2:
        return 1.0
    last, before = np.linalg.norm(run.path[-1] - run.path[-2]), np.linalg.norm(run.path[-2] - run.path[-3])
    settled = last <= 8 * np.finfo(float).eps * np.max(np.abs(run.path))
    return 0.0 if settled else last / before


def number(x, digits=5):
    """Return a number, or a vector, as a reader writes it: a few digits, a real minus sign."""
    if np.ndim(x):
        return "(" + ", ".join(number(part, digits) for part in x) + ")"
    return ("−" if x < 0 else "") + f"{abs(float(x)):.{digits}g}"


def count(n, noun):
    """Return "1 step" or "2 steps"."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
