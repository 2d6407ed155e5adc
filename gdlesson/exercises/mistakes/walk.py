"""Typical mistakes with the loop of gradient descent (`check_walk`): the loop, with one thing changed."""

from functools import partial
from math import inf

from gdlesson.exercises.mistakes import Mistake
from gdlesson.functions import quadratic

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


MISTAKES = [
    Mistake(
        partial(loop, move=lambda f, x, rate: x + rate * f.gradient(x)),
        "it climbs. Go against the slope: x − learning_rate · gradient(x).",
    ),
    Mistake(
        partial(loop, move=lambda f, x, rate: x - f.gradient(x)),
        "the learning rate is forgotten. A step is learning_rate · gradient(x).",
    ),
    Mistake(
        partial(loop, move=lambda f, x, rate: x - rate * EXAMPLE(x)),
        "it goes by the loss f(x). Go by its slope, gradient(x).",
    ),
    Mistake(
        partial(loop, move=lambda f, x, rate: x - rate * EXAMPLE.gradient(x)),
        "it always takes the slope 6x − 2. Take gradient(x), which is another one in every call.",
    ),
    Mistake(
        partial(loop, move=lambda f, x, rate: x - rate),
        "every step is as long as the learning rate. Multiply that by gradient(x).",
    ),
    Mistake(
        partial(loop, move=lambda f, x, rate: -rate * f.gradient(x)),
        "it puts the step in place of x. Take the step from where it is: x − learning_rate · gradient(x).",
    ),
    *[
        Mistake(
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
    Mistake(
        partial(loop, late=True),
        "the step that is shorter than the tolerance is added to the path. Test first, then append.",
    ),
    Mistake(
        partial(loop, ends=lambda f, x, new, tolerance: False),
        "it does not look at the tolerance, and always goes on to the cap.",
    ),
    Mistake(
        partial(loop, ends=lambda f, x, new, tolerance: abs(new - x) > tolerance),
        "it stops where the step is long. Stop where it is shorter than the tolerance, with <.",
    ),
    Mistake(
        partial(loop, ends=lambda f, x, new, tolerance: abs(f.gradient(x)) < tolerance),
        "it tests the slope. Test the step, abs(x − before).",
    ),
    Mistake(
        partial(loop, ends=lambda f, x, new, tolerance: abs(f.gradient(new)) < tolerance),
        "it tests the slope. Test the step, abs(x − before).",
    ),
    Mistake(
        partial(loop, ends=lambda f, x, new, tolerance: abs(new) < tolerance),
        "it tests x itself. Test the step, abs(x − before).",
    ),
    Mistake(partial(loop, more=1), "it takes one step more than the cap max_iterations allows."),
    Mistake(partial(loop, more=-1), "it takes one step fewer than the cap max_iterations allows."),
    Mistake(partial(loop, more=inf), "it does not look at the cap. Stop after max_iterations steps."),
    Mistake(
        lambda f, x, learning_rate, tolerance, cap: loop(f, x, learning_rate, tolerance, min(cap, 1)),
        "it stops after one step: does return stand inside the loop? Move it to the left.",
    ),
    Mistake(
        lambda f, x, *rest: [x],
        "the path keeps only the start: is path.append(x) reached in every round?",
    ),
    Mistake(
        partial(loop, ends=lambda f, x, new, tolerance: tolerance > 0),
        "it stops before the first step: before = x must stand ahead of the line with the step, in every round.",
    ),
    Mistake(
        lambda f, x, *rest: loop(f, x, *rest, ends=lambda f, _, new, tolerance: abs(new - x) < tolerance),
        "it measures how far it is from the start: before must be set again in every round, ahead of the step.",
    ),
    Mistake(
        partial(loop, ends=lambda f, x, new, tolerance: abs(new - x) <= tolerance),
        "with <= a step of the length 0 is shorter than the tolerance 0. Test with <.",
    ),
    Mistake(lambda *case: loop(*case)[1:], "the start is missing. Begin with path = [x]."),
    Mistake(lambda *case: loop(*case)[:-1], "the last point is missing."),
    Mistake(lambda *case: [case[1], *loop(*case)[:-1]], "it appends where it was. Append the new x."),
    Mistake(lambda *case: [case[1], *loop(*case)], "the start is in it twice. Append the new x only."),
    Mistake(lambda f, *case: list(map(f, loop(f, *case))), "these are the losses. Keep x itself."),
    Mistake(lambda *case: loop(*case)[-1:], "that is the last point alone. Keep all of them in a list."),
    Mistake(lambda *case: loop(*case)[::-1], "it is in the wrong order. Append at the end."),
]
