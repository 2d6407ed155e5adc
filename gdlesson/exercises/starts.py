"""Exercises of lesson 6: a start whose run jumps over the minimum, and a function with two valleys."""

import numpy as np

from gdlesson.calculus import minima
from gdlesson.descent import descend
from gdlesson.exercises.answers import a_number, a_run, read_numbers
from gdlesson.exercises.attempt import attempt
from gdlesson.exercises.feedback import exercise
from gdlesson.exercises.heads import Head
from gdlesson.exercises.notyet import NotYet
from gdlesson.exercises.timelimit import paced
from gdlesson.exercises.wording import kind
from gdlesson.functions import Function
from gdlesson.landscapes import double_well, wavy
from gdlesson.verdicts import verdict
from gdlesson.words import apart, number

QUARTIC = Function(lambda x: x**4, lambda x: 4 * x**3, name="x⁴")
RATE = 0.05  # at which a run jumps over the minimum from √5 on, and diverges from √10 on
EDGE = 1e-9  # a factor nearer to 0 is one of rounding errors


@exercise
def check_other_verdict(my_start):
    """Check a start on x⁴ whose run jumps over the minimum, and yet does not diverge (lesson 6).

    Parameters
    ----------
    my_start : float
        From −10 to 10; right if the run with the learning rate 0.05 jumps over 0 and comes nearer to it.

    Returns
    -------
    Feedback
        Correct or not, with the first step and the verdict.

    Examples
    --------
    >>> check_other_verdict(1)
    ✗ Not yet: from 1 the first step multiplies x by 1 − 0.2·x² = 0.8, so the run stays on one
    side. Look farther away from the minimum.
    """
    start = a_number(my_start, "my_start")
    if abs(start) > 10:
        raise NotYet(f"{number(start)} is not between −10 and 10.")
    run = a_run(QUARTIC, start, RATE)
    path = np.array(run.path)
    factor = 1 - 4 * RATE * start**2
    border = min((0.0, -1.0), key=lambda border: abs(factor - border))
    first = f"from {number(start)} the first step multiplies x by 1 − {4 * RATE:g}·x² = {apart(factor, border)}"
    if start == 0:
        raise NotYet("from 0 nothing moves, because the slope there is 0.", "Look farther away from the minimum.")
    if run.stop == "diverged" or abs(path[-1]) > abs(start):
        raise NotYet(f"{first}, so each step leads farther away.", "Look nearer to the minimum.")
    if abs(factor) < EDGE:
        raise NotYet(f"from {number(start)} the first step lands on the minimum.", "Look a little farther away.")
    if factor >= 0:
        raise NotYet(f"{first}, so the run stays on one side.", "Look farther away from the minimum.")
    if abs(path[-1]) == abs(start):
        raise NotYet(f"{first}, so the run bounces forever.", "Look a little nearer to the minimum.")
    return f"{first}, so the run jumps over the minimum, and comes nearer.\n{verdict(run)}"


PLACES = np.arange(-10, 10.5, 0.5)
FINE = np.linspace(-10, 10, 2001)
MOST = 8  # so many valleys are tried, the deepest and the shallowest first
COUNTED = 100  # of more valleys than that, those that are narrower than FINE may have been missed


SHOWN = [double_well, wavy]  # in the lesson
VALLEYS = Head("my_function(x)")
TODO = "Write a line with return and a formula with x."


@exercise
def check_valleys(my_function):
    """Check a function of the learner's own that should have two valleys (lesson 6).

    Parameters
    ----------
    my_function : callable
        my_function(x) takes a number and returns one; right if it has at least two local minima between −10 and
        10, and runs from two starts lead to different ones.

    Returns
    -------
    Feedback
        Correct, with the valleys and the starts; or what is wrong with the function.

    Examples
    --------
    >>> check_valleys(lambda x: (x**2 - 4) ** 2 + x)
    ✓ Correct: 2 valleys, at x = −2.031, 1.968: from −4 the run leads to x = −2.031, where the
    loss is −2.015, and from 3.5 the run leads to x = 1.968, where the loss is 1.984. The
    deeper one is at x = −2.031.
    """
    VALLEYS.look_at(my_function)
    losses = [loss_at(my_function, float(x)) for x in PLACES]
    if np.ptp(losses) == 0:
        raise NotYet(f"my_function is flat: it is {number(losses[0])} everywhere.", "Use x in the formula.")
    if shown := as_shown(losses):
        what = f"my_function is the lesson's {shown.name}, up to a factor and a constant."
        raise NotYet(what, "Write a curve that the lesson does not show.")
    where = "between −10 and 10"
    return attempt(explored, (paced(my_function), losses), where, "my_function", TODO, my_function)


def loss_at(function, x):
    """Return the learner's function at x, or say why it has no value there."""
    where = f"for x = {number(x)}"
    complaint = f"{where}, my_function should return one number, but it returns"
    answer = attempt(function, (x,), where, "my_function", TODO)
    loss = read_numbers(answer, complaint)
    if np.ndim(loss):
        raise NotYet(f"{complaint} {kind(answer)}.")
    if not np.isfinite(loss):
        raise NotYet(f"{where}, my_function is {number(loss)}, but it should have a value from −10 to 10.")
    return loss


def as_shown(losses):
    """Return the lesson's own curve that a learner's is, however it is stretched upward or lifted, or None."""
    for f in SHOWN:
        shown = np.array([f(float(x)) for x in PLACES])
        factor, lift = np.polyfit(shown, losses, 1)
        if factor > 0 and np.allclose(factor * shown + lift, losses, rtol=0, atol=1e-9 * np.ptp(losses)):
            return f
    return None


def explored(function, losses):
    """Say where the valleys are and which starts lead there."""
    f = Function(function, name="f", view=(-10, 10))
    valleys = real_valleys(f, [x for x in minima(f) if abs(x) <= 10])
    if len(valleys) < 2:
        raise NotYet(too_few(f, valleys, losses))
    by_depth = sorted(valleys, key=f)
    starts = {}
    for valley in (by_depth[0], by_depth[-1], *by_depth[1:-1])[:MOST]:
        start = start_for(f, valley, valleys) if len(starts) < 2 else None
        if start is not None:
            starts[valley] = start
    if len(starts) < 2:
        lost = next(valley for valley in by_depth if valley not in starts)
        lost = f"there is a valley at x = {placed(f, lost)}, but no run was found that ends there"
        raise NotYet(jump_of(f) or f"{lost}.", "Make it wider or rounder.")
    found = sorted(starts, key=f)
    pair = sorted([found[0], found[-1]])
    ways = [
        f"from {number(start, 3)} the run leads to x = {tidy(valley)}, where the loss is {tidy(f(valley))}"
        for start, valley in ((starts[valley], valley) for valley in pair)
    ]
    alike = np.isclose(f(pair[0]), f(pair[1]), rtol=1e-6, atol=1e-9)
    lower = "Both are equally deep" if alike else f"The deeper one is at x = {placed(f, by_depth[0])}"
    many = f"{'at least ' if len(valleys) > COUNTED else ''}{len(valleys)} valleys"
    return f"{many}, at x = {listed_few(f, valleys)}: {', and '.join(ways)}. {lower}."


def tidy(x):
    """Return a number without its rounding errors."""
    return number(round(x, 9), 4)


def placed(f, valley):
    """Return where a valley is: its lowest point, or its floor, where that is flat."""
    beyond = FINE[np.searchsorted(FINE, valley, "right") :]
    level = f.on(beyond) == f(float(beyond[0])) if len(beyond) else np.array([])
    wide = int(np.argmin(level)) if not level.all() else len(level)
    return tidy(valley) if wide < 3 else f"{tidy(valley)} to {tidy(beyond[wide - 1])} (a flat floor)"


def listed_few(f, valleys, most=5):
    """Return where the valleys are, in words; of many the first."""
    places = ", ".join(placed(f, x) for x in valleys[:most])
    return places + (", …" if len(valleys) > most else "")


def jump_of(f):
    """Return in words where the function jumps, "" where it does not."""
    losses = np.nan_to_num(f.on(FINE))
    k = int(np.argmax(abs(np.diff(losses))))
    low, high = float(FINE[k]), float(FINE[k + 1])
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (low, middle) if abs(f(middle) - f(low)) > abs(f(high) - f(middle)) else (middle, high)
    if not abs(f(high) - f(low)) > 1e-5 * np.ptp(losses):
        return ""
    lost = "use one formula without jumps"
    return f"my_function has no two valleys that a run can find. It jumps at x = {tidy(high)}: {lost}."


def real_valleys(f, valleys):
    """Return the valleys with a ridge between them that is more than a rounding error."""
    kept = valleys[:1]
    for x in valleys[1:]:
        between = f.on(np.linspace(kept[-1], x, 101))
        if np.max(between) - max(f(kept[-1]), f(x)) > 1e-12 * np.max(abs(between)):
            kept.append(x)
    return kept


def too_few(f, valleys, losses):
    """Say what a function without two valleys looks like."""
    steps = np.diff(losses)
    way = "falls" if (steps <= 0).all() else "rises" if (steps >= 0).all() else ""
    if not way and (jump := jump_of(f)):
        return jump
    if valleys:
        advice = "A second one comes with a hill between: subtract a term, or add a wave such as np.cos(x)"
        return f"my_function has only one valley, at x = {placed(f, valleys[0])}. {advice}."
    shape = f": it {way} all the way from −10 to 10" if way else " between −10 and 10: it is lowest at the ends"
    return f"my_function has no valley{shape}. In a valley it falls first, and then it rises."


def start_for(f, valley, valleys):
    """Return a start from which a run leads to a valley, a half or whole number if possible, or None."""
    gap = min(abs(valley - other) for other in valleys if other != valley)
    near = sorted((x for x in PLACES if 0 < abs(x - valley) < gap / 2), key=lambda x: -abs(x - valley))
    beside = [gap / 4, -gap / 4, *(side * way for way in (0.2, 0.1, 0.05) if way < gap / 2 for side in (1, -1))]
    candidates = [*map(float, near), *(float(f"{valley + way:.3g}") for way in beside)]
    return next((start for start in candidates if leads(f, start, valley)), None)


def leads(f, start, valley):
    """Tell whether a run from start, with steps of a fifth of the way at most, leads to a valley."""
    way = abs(start - valley)
    steepest = np.max(np.abs([f.gradient(float(x)) for x in np.linspace(start, valley, 21)]))
    if not 0 < steepest < np.inf:
        return False
    run = descend(f, start, way / 5 / steepest, tolerance=1e-6 * way)
    return abs(run.x - valley) < way / 4
