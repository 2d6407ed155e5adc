"""What happened in a run, in words: every number in a sentence is computed from the run."""

import numpy as np

from gdlesson.calculus import (
    DIGITS,
    curvature,
    length,
    main_curvatures,
    round_curvature,
)
from gdlesson.checks import shown
from gdlesson.regimes import ROUNDING, WINDOW, distance_left, flips, goal_of, resolution, still_moves
from gdlesson.words import apart, count, how_found, number, rate, remembers

NARROW = 1000  # condition numbers from here on are worth a word


def verdict(run):
    """Return what happened in a `Descent`, in one to four sentences computed from it. Its regime comes first.

    Anything else is a TypeError.

    Examples
    --------
    >>> from gdlesson import descend, quadratic
    >>> verdict(descend(quadratic([-3, -2, 3]), start=8, learning_rate=0.25))
    'Overshoots, then settles: 21 steps to x = 0.33333. Each step multiplies the distance by 1 − 0.25·6 = −0.5.'
    """
    if not hasattr(run, "ahead"):  # only a `Descent` has that; its class is farther up
        raise TypeError(f"verdict() takes a run that descend returned, got {shown(run)}")
    with np.errstate(all="ignore"):
        parts = [SENTENCES[run.regime](run), multiplier_sentence(run), scales_sentence(run)]
        text, found = " ".join(filter(None, parts)), how_found(run)
    return text + (found if found not in text else "")


def slow(run):
    """Say how far a run came from one side before the cap stopped it."""
    all_steps, x, lengths = count(run.nit, "step"), apart(run.x, run.path[0]), step_lengths(run)
    if run.nit == 1:
        return f"Slow: its only step reached x = {x}."
    if (np.diff(lengths[len(lengths) // 2 - 1 :]) > 1e-6 * lengths.max()).all() and lengths[-1] > lengths[0]:
        return f"Slow at first: it used all {all_steps} and reached x = {x}, and its steps are getting longer."
    if np.ptp(lengths) <= 1e-6 * lengths.max():
        return f"Slow: it used all {all_steps} and reached x = {x}, in steps of the same length."
    return f"Slow: it used all {all_steps} and only reached x = {x}."


def step_lengths(run):
    """Return the length of each step of a run."""
    return np.linalg.norm(np.diff(run.path.reshape(len(run.path), -1), axis=0), axis=1)


def steady(run):
    """Say how a run went that came from one side only."""
    if run.stop == "max_iterations":
        near, x = distance_left(run.function, run.x), apart(run.x, run.path[0])
        if near > run.tolerance + ROUNDING * length(run.x):
            return f"Steady: it comes within {number(near, 2)} of the minimum, x = {x}, before the cap stops it."
        return f"Steady: it is at the minimum, x = {x}; the cap stops it, not the tolerance."
    if not run.success:
        return f"Steady, but it does not arrive. {run.message}"
    if lands(run):
        return f"Steady: it lands at x = {number(landing(run))} in one step."
    return f"Steady: it approaches the minimum from one side, {count(run.nit, 'step')} to x = {number(run.x)}."


def lands(run):
    """Tell whether the first step led to the minimum."""
    return run.nit == 1 and distance_left(run.function, run.x) <= 1e-9 + run.tolerance / 100


def landing(run):
    """Return where the first step led, with 0 in place of what is no more than its rounding."""
    return np.where(np.abs(run.x) <= ROUNDING * length(run.x - run.path[0]), 0.0, run.x)


def overshooting(run):
    """Say how a run went that passed the minimum, and came nearer all the same."""
    name, x = overshoots(run), apart(run.x, run.path[0])
    if run.stop == "max_iterations":
        return f"{name}{capped(run, x)}"
    if not run.success:
        return f"{name}, and does not arrive. {run.message}"
    if lands(run):
        return f"{name} by next to nothing: it lands at x = {number(landing(run))} in one step."
    return f"{name}, then settles: {count(run.nit, 'step')} to x = {x}."


def capped(run, x):
    """Say where a run that passed the minimum stood when the cap stopped it."""
    if not still_moves(run.path, run.ahead):
        return f", then settles at x = {x}; the cap stops it, not the tolerance."
    left = distance_left(run.function, run.x)
    if run.function.numerical:
        left = max(left, min(resolution(run.function, run.x), 200 * run.tolerance))  # the digits tell no more
    if left <= 200 * run.tolerance:
        return f", and comes within {number(left, 2)} of the minimum, x = {x}, before the cap stops it."
    all_steps = f"after {count(run.nit, 'step')}, the most allowed"
    if run.losses[-1] > run.losses[0]:
        return (
            f": {all_steps}, its loss is above the first one, {apart(run.losses[-1], run.losses[0])} at x = {x}."
        )
    few = np.ndim(run.x) == 0 and run.nit < WINDOW and not constant_curvature(run) > 0  # it may come to bounce
    return f": {all_steps}, it is at x = {x}{'' if few else ', still on its way'}."


def overshoots(run):
    """Return the word for a run that passes the minimum; in more dimensions, one that does so again zigzags."""
    if not np.ndim(run.x):
        return "Overshoots"
    return "Zigzags" if flips(run.function, run.path).sum() > 1 else "Overshoots in one direction"


def bouncing(run):
    """Say between which points a run bounces, if there are two; else how near it stays to the minimum."""
    points = np.array([*run.path, run.ahead]).reshape(len(run.path) + 1, -1)[-3:]
    apart_by = length(points[-1] - points[-2])
    if length(points[-1] - points[-3]) <= (1e-9 if np.ndim(run.x) else 1e-3) * apart_by:
        there, here = sorted(np.where(abs(run.path[-2:]) < 1e-12 * apart_by, 0, run.path[-2:]).tolist())
        return f"Bounces forever between x = {apart(there, here)} and x = {apart(here, there)}."
    goal = goal_of(run.function, run.x)[0]
    where = f"it is at x = {number(run.x)}"
    if goal is not None and len(run.path) > 6:
        tail = run.path.reshape(len(run.path), -1)[-len(run.path) // 3 :]
        far = np.linalg.norm(tail - goal, axis=1).max()
        where += f", and lately it was up to {number(far, 2)} from the minimum at {number(goal)}"
    return f"Bounces without settling: after {count(run.nit, 'step')}, the most allowed, {where}."


def diverging(run):
    """Say how far away a run got, and how."""
    if not run.nit:
        return f"Diverges at once. {run.message}"
    begin = f"Diverges: after {count(run.nit, 'step')} it is at x = {apart(run.x, run.path[0])}"
    if run.stop == "diverged":
        return f"{begin}. {run.message}"
    lengths = step_lengths(run)
    if (np.diff(lengths) > 0).all() and len(lengths) > 1:
        return f"{begin}, and every step is longer than the one before."
    low = 0 if run.losses[-1] > run.losses[0] else int(run.losses.argmin())  # it may fall first, and grow then
    if low == run.nit:
        grows = ", but it will grow" if np.ndim(run.x) else ""
        return f"{begin}; its loss has fallen to {number(run.losses[-1])} so far{grows}."
    since = f" at step {low}" if low else ""
    rise = f"its loss has grown from {number(run.losses[low])}{since} to {apart(run.losses[-1], run.losses[low])}"
    stuck = not still_moves(run.path, run.ahead) or run.stop != "max_iterations"
    return f"{begin}; {rise}{', and there it is stuck' if stuck else ''}."


def still(run):
    """Say why a run did not move."""
    return f"Does not move: {run.message[0].lower()}{run.message[1:]}"


SENTENCES = {
    "slow": slow,
    "steady": steady,
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
        return f"Each step multiplies the distance by {multiplier(run, bend, exact=run.regime == 'bouncing')}."
    bend = round_curvature(run.function, run.x) if run.success else np.nan
    if not bend > 0:
        return ""
    value = round(1 - run.learning_rate * bend, 3)
    off = run.learning_rate * abs(bend - curvature(run.function, run.x, 1e-3))
    if run.function.numerical and off > max(0.02 * abs(value), 5e-4):  # the digits of the losses do not tell
        return ""
    factor = f"1 − {rate(run)}·{number(bend, 3)} = {number(value, 3)}"
    return f"Near there each step multiplies the distance by about {factor}."


def multiplier(run, bend, exact=False):
    """Return "1 − 0.18·10 = −0.8", with enough digits that a number near 1 or −1 does not look like it."""
    product = run.learning_rate * bend
    value = 1 - product
    value = round(value, 7 if exact else 12 if abs(abs(value) - 1) < 1e-4 else 9)
    shown = next(
        (text for one in (1.0, -1.0) if number(value) == number(one) and (text := apart(value, one))),
        number(value),
    )
    if value == 1 and product > 0:
        shown = f"1 − {number(product)}"
    return f"1 − {rate(run)}·{number(bend)} = {shown}"


def scales_sentence(run):
    """Return what to say of a run that has not arrived because its variables have very different scales."""
    if np.ndim(run.x) == 0 or run.success or run.regime in ("still", "diverging"):
        return ""
    (values, directions), hidden = main_curvatures(run.function, run.x), 0.0
    if run.function.numerical:
        values, directions, hidden = curvatures_of_losses(run.function, run.x)
    least = max(values.min(), hidden)  # rounding hides what is smaller
    if not 0 < NARROW * least <= values.max() < np.inf:
        return ""
    if run.optimizer is None and run.learning_rate * values.max() < 0.1:
        return ""  # it is the learning rate that is small
    condition = (
        f"{'at least ' if least == hidden else ''}{number(values.max() / least, 1 if least == hidden else 2)}"
    )
    if (np.abs(directions).max(axis=0) > 0.99).all():
        scales = f"The variables have very different scales (the condition number is {condition})"
        return f"{scales}: scaling them to the same size helps."
    helps = "" if remembers(run) else ": momentum helps, or other variables"
    return f"The valley is very narrow (the condition number is {condition}){helps}."


def curvatures_of_losses(f, x):
    """Return the main curvatures of f at x, the directions as columns, and how small a one rounding would hide.

    They come from losses far apart, which suits a function without a gradient, and a large loss.
    """
    h = 0.01 * np.maximum(1.0, np.abs(x))
    sides = np.diag(h)

    def mixed(one, other):
        return (f(x + one + other) - f(x + one - other) - f(x - one + other) + f(x - one - other)) / 4

    rows = [[mixed(one, other) for other in sides] for one in sides]
    values, directions = np.linalg.eigh(np.array(rows) / np.outer(h, h))
    return values, directions, DIGITS * abs(f(x)) / h.min() ** 2


def constant_curvature(run):
    """Return the curvature L of a run that meets the same one wherever one looks, else nan."""
    reach = 0.1 * max(1.0, abs(float(run.path[0])))
    places = [run.path[0], run.path[0] - reach, run.path[0] + reach, *run.path[1:3], run.x]
    found = np.array([curvature(run.function, float(x)) for x in places])
    steady = abs(found - found[0]) <= (1e-4 if run.function.numerical else 1e-6) * abs(found[0])
    return found[0] if steady.all() else np.nan


def kept(run):
    """Return which fraction of a step's length the next step has, at the end of the run; 0 once it has settled."""
    if run.nit < 2:
        return 0.95
    last, before = length(run.path[-1] - run.path[-2]), length(run.path[-2] - run.path[-3])
    return last / before if last > ROUNDING * np.max(np.abs(run.path)) else 0.0
