"""The exercise in which the whole loop is written (lesson 3)."""

from dataclasses import replace
from functools import partial
from math import inf

import numpy as np

from gdlesson.checks import as_numbers
from gdlesson.exercises.feedback import NotYet, exercise, kind, listed
from gdlesson.exercises.slips import Slip, Task, ask, judge
from gdlesson.exercises.timelimit import TimeLimitError
from gdlesson.functions import polynomial, quadratic
from gdlesson.verdicts import count, number

EXAMPLE, OTHER = quadratic([-3, -2, 3]), quadratic([1, 4, 0.5])
ENOUGH = 20_000  # so many steps are never asked for


def descend_step(f, x, learning_rate):
    """Return where a step leads."""
    return x - learning_rate * f.gradient(x)


def short_step(f, x, new, tolerance):
    """Tell whether the walk ends before the step from x to new."""
    return abs(new - x) < tolerance


def loop(f, x, learning_rate, tolerance, cap, move=descend_step, ends=short_step, late=False, more=0):
    """Return the path of the walk of lesson 3, or of one with a slip.

    Parameters
    ----------
    f, x, learning_rate, tolerance, cap
        As for `descend`.
    move, ends : callable
        What takes the place of `descend_step` and of `short_step`.
    late : bool
        Whether the step that ends the walk is kept.
    more : int
        By how many steps the cap is missed.
    """
    path = [x]
    while len(path) <= min(cap + more, ENOUGH):
        new = move(f, x, learning_rate)
        if ends(f, x, new, tolerance):
            return path + [new] * late
        path.append(new)
        x = new
    return path


SLIPS = [
    Slip(
        partial(loop, move=lambda f, x, rate: x + rate * f.gradient(x)),
        "it climbs. Go against the slope: x − learning_rate · gradient(x).",
    ),
    Slip(
        partial(loop, move=lambda f, x, rate: x - f.gradient(x)),
        "the learning rate is forgotten. A step is learning_rate · gradient(x).",
    ),
    Slip(
        partial(loop, move=lambda f, x, rate: x - rate * EXAMPLE(x)),
        "it goes by the loss f(x). Go by its slope, gradient(x).",
    ),
    Slip(
        partial(loop, move=lambda f, x, rate: x - rate * EXAMPLE.gradient(x)),
        "it always takes the slope 6x − 2. Take gradient(x), which is another one in every call.",
    ),
    Slip(
        partial(loop, move=lambda f, x, rate: x - rate),
        "every step is as long as the learning rate. Multiply that by gradient(x).",
    ),
    Slip(
        partial(loop, move=lambda f, x, rate: -rate * f.gradient(x)),
        "it puts the step in place of x. Take the step from where it is: x − learning_rate · gradient(x).",
    ),
    *[
        Slip(
            partial(loop, ends=signed, late=late),
            "abs is forgotten: a step to the other side is negative, so it counts as short, and the walk stops at "
            "once. Test abs(x − before).",
        )
        for signed in (
            lambda f, x, new, tolerance: new - x < tolerance,
            lambda f, x, new, tolerance: x - new < tolerance,
        )
        for late in (False, True)
    ],
    Slip(
        partial(loop, late=True),
        "the step that is shorter than the tolerance is added to the path. Test first, then append.",
    ),
    Slip(
        partial(loop, ends=lambda f, x, new, tolerance: False),
        "it does not look at the tolerance, and always goes on to the cap.",
    ),
    Slip(
        partial(loop, ends=lambda f, x, new, tolerance: abs(new - x) > tolerance),
        "it stops where the step is long. Stop where it is shorter than the tolerance, with <.",
    ),
    Slip(
        partial(loop, ends=lambda f, x, new, tolerance: abs(f.gradient(x)) < tolerance),
        "it tests the slope. Test the step, abs(x − before).",
    ),
    Slip(
        partial(loop, ends=lambda f, x, new, tolerance: abs(f.gradient(new)) < tolerance),
        "it tests the slope. Test the step, abs(x − before).",
    ),
    Slip(
        partial(loop, ends=lambda f, x, new, tolerance: abs(new) < tolerance),
        "it tests x itself. Test the step, abs(x − before).",
    ),
    Slip(partial(loop, more=1), "it takes one step more than the cap max_iterations allows."),
    Slip(partial(loop, more=-1), "it takes one step fewer than the cap max_iterations allows."),
    Slip(partial(loop, more=inf), "it does not look at the cap. Stop after max_iterations steps."),
    Slip(
        lambda f, x, learning_rate, tolerance, cap: loop(f, x, learning_rate, tolerance, min(cap, 1)),
        "it stops after one step: does return stand inside the loop? Move it to the left.",
    ),
    Slip(
        lambda f, x, *rest: [x],
        "the path keeps only the start: is path.append(x) reached in every round?",
    ),
    Slip(
        partial(loop, ends=lambda f, x, new, tolerance: tolerance > 0),
        "it stops before the first step: before = x must stand ahead of the line with the step, in every round.",
    ),
    Slip(
        lambda f, x, *rest: loop(f, x, *rest, ends=lambda f, _, new, tolerance: abs(new - x) < tolerance),
        "it measures how far it is from the start: before must be set again in every round, ahead of the step.",
    ),
    Slip(
        partial(loop, ends=lambda f, x, new, tolerance: abs(new - x) <= tolerance),
        "with <= a step of the length 0 is shorter than the tolerance 0. Test with <.",
    ),
    Slip(lambda *case: loop(*case)[1:], "the start is missing. Begin with path = [x]."),
    Slip(lambda *case: loop(*case)[:-1], "the last point is missing."),
    Slip(lambda *case: [case[1], *loop(*case)[:-1]], "it appends where it was. Append the new x."),
    Slip(lambda *case: [case[1], *loop(*case)], "the start is in it twice. Append the new x only."),
    Slip(lambda f, *case: list(map(f, loop(f, *case))), "these are the losses. Keep x itself."),
    Slip(lambda *case: loop(*case)[-1:], "that is the last point alone. Keep all of them in a list."),
    Slip(lambda *case: loop(*case)[::-1], "it is in the wrong order. Append at the end."),
]


def random_walks(rng, n):
    """Yield walks on random parabolas, from both sides, with rates on both sides of 1/L."""
    for side, pace in zip(rng.choice([-1, 1], n), rng.uniform(0.3, 1.6, n), strict=True):
        a = [*rng.uniform(-4, 4, 2).round(1).tolist(), round(rng.uniform(0.3, 3), 1)]
        start = -a[1] / (2 * a[2]) + side * rng.uniform(2, 9)
        yield quadratic(a), round(float(start), 1), round(float(pace / (2 * a[2])), 3), 1e-5, 100


def limited_slope(f):
    """Return the slope of f as a function, which ends a walk that calls it more often than any cap allows."""
    calls = iter(range(ENOUGH))

    def gradient(x):
        if next(calls, None) is None:
            raise TimeLimitError(f"does not come to an end: it has taken more than {ENOUGH:,} steps")
        return f.gradient(x)

    return gradient


def case_in_words(f, x, learning_rate, tolerance, cap):
    """Return a walk in words."""
    slope = polynomial([f.gradient(0), f.gradient(1) - f.gradient(0), 0])
    settings = f"learning_rate = {number(learning_rate)}, tolerance = {number(tolerance)}"
    return f"for the gradient {slope}, x = {number(x)}, {settings} and max_iterations = {cap}"


def show_path(path):
    """Return a path in words."""
    return listed(path, 3, "point") if np.size(path) else "an empty path"


def first_difference(answers, truths):
    """Say where the first path that is not right leaves the right one."""
    for answer, truth in zip(answers, truths, strict=True):
        shared = min(len(answer), len(truth))
        close = np.isclose(answer[:shared], truth[:shared], rtol=1e-9, atol=1e-12, equal_nan=True)
        if not close.all():
            k = int(np.argmin(close))
            return f"after {count(k, 'step')} it is at {number(answer[k])}, and should be at {number(truth[k])}."
        if len(answer) != len(truth):
            more = f"too {'many' if len(answer) > len(truth) else 'few'}"
            return f"all is right but the end: it takes {count(abs(len(answer) - len(truth)), 'step')} {more}."
    return ""


def read_walk(answer, reasons):
    """Return the path of what a learner's walk returned; put the reason that came with it among the reasons."""
    pair = isinstance(answer, (tuple, list)) and len(answer) == 2
    if pair and isinstance(answer[0], str):
        raise NotYet("the path comes first, then the reason: return path, reason.")
    if not pair or isinstance(answer, list) and not np.ndim(answer[0]):
        only = "only the path" if np.ndim(points(answer)) == 1 else kind(answer)
        raise NotYet(f"my_walk returns {only}. Return the path and the reason: return path, reason.")
    path = points(answer[0])
    if np.ndim(path) != 1:
        wrong = f"it has the shape {np.shape(path)}" if np.ndim(path) else f"it is {kind(answer[0])}"
        raise NotYet(f"the path should be a list with one number for each point, but {wrong}.")
    reasons.append(answer[1])
    return path


def points(path):
    """Return a path as an array of numbers, or 0 where it is none."""
    try:
        return as_numbers(path)
    except Exception:  # whatever it is, it is no path
        return 0.0


WALK = Task(
    name="my_walk",
    arguments=("gradient", "x", "learning_rate", "tolerance", "max_iterations"),
    todo="Copy the loop from above, and end with two things: return path, reason.",
    truth=loop,
    slips=SLIPS,
    cases=[
        (EXAMPLE, 8, 0.05, 1e-5, 500),
        (OTHER, 8, 0.05, 1e-5, 500),
        (EXAMPLE, -4, 0.05, 1e-5, 500),
        (EXAMPLE, 8, 0.25, 1e-5, 500),
        (EXAMPLE, 8, 0.05, 0.1, 500),
        (EXAMPLE, 8, 0.05, 1e-5, 5),
        *random_walks(np.random.default_rng(4), 6),
        (OTHER, -4, 0.1, 1e-5, 500),
        (EXAMPLE, 8, 1 / 3, 1e-5, 50),
        (EXAMPLE, 8, 0.05, 1e-9, 500),
        (EXAMPLE, 8, 0.4, 1e-5, 30),
        (OTHER, -4, 0.1, 0, 5),
        (EXAMPLE, 8.0, 0.05, 1e-5, 0),  # the last one: what only fails here is a detail
    ],
    where=case_in_words,
    hand=lambda f, *rest: (limited_slope(f), *rest),
    show=show_path,
    otherwise=first_difference,
)


def right_reason(f, x, learning_rate, tolerance, cap):
    """Return why a walk ends: a walk that the cap ends has taken all its steps."""
    return "max_iterations" if len(loop(f, x, learning_rate, tolerance, cap)) > cap else "tolerance"


def check_reasons(reasons):
    """Raise `NotYet` where a reason is not right."""
    wanted = [right_reason(*case) for case in WALK.cases[: len(reasons)]]
    other = {"tolerance": "max_iterations", "max_iterations": "tolerance"}
    for case, reason, right in zip(WALK.cases, reasons, wanted, strict=False):
        if isinstance(reason, str) and reason == right:
            continue
        came = f"{WALK.where(*case)} the path is right, and the reason should be {right!r}, but yours is"
        if reason is None:
            raise NotYet(f"{came} None. Before each way out of the loop, say what the reason is.")
        if not isinstance(reason, str):
            raise NotYet(f"{came} {kind(reason)}. The reason is a text.")
        if reason in other:
            swapped = ": the two are swapped" if reasons == [other[right] for right in wanted] else ""
            raise NotYet(f"{came} {reason!r}{swapped}.")
        raise NotYet(f"{came} {kind(reason)}. Write it letter by letter as it stands here.")


@exercise
def check_walk(my_walk):
    """Check the whole loop that a learner wrote (lesson 3).

    Parameters
    ----------
    my_walk : callable
        my_walk(gradient, x, learning_rate, tolerance, max_iterations) returns the path, start included, without
        the step that is shorter than the tolerance, and the reason, "tolerance" or "max_iterations".

    Returns
    -------
    Feedback
        Right, or the slip in words.

    Examples
    --------
    >>> def my_walk(gradient, x, learning_rate, tolerance, max_iterations):
    ...     path = [x]
    ...     for n in range(max_iterations):
    ...         x = x - learning_rate * gradient(x)
    ...         path.append(x)
    ...     return path, "max_iterations"
    >>> check_walk(my_walk)
    not yet: for the gradient 6x − 2, x = 8, learning_rate = 0.05, tolerance = 1e-05 and
    max_iterations = 500 it should be [8, 5.7, 4.09, …] (36 points), yours gives [8, 5.7,
    4.09, …] (501 points): it does not look at the tolerance, and always goes on to the cap.
    """
    reasons = []
    task = replace(
        WALK,
        read=lambda answer, complaint: read_walk(answer, reasons),
        meanwhile=lambda: check_reasons(reasons),
    )
    judge(task, my_walk)
    check_reasons(reasons)
    path = ask(task, my_walk, EXAMPLE, 8, 0.001, 1e-5, 500)
    return (
        f"path and reason, in {count(len(WALK.cases), 'walk')}. With the learning rate 0.001 your walk is at "
        f"{number(path[-1])} after {count(len(path) - 1, 'step')}, and now it says why: {reasons[-1]!r}."
    )
