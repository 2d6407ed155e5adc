"""Typical mistakes with the loop of gradient descent (`check_descent`): the loop, with one thing changed."""

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
    """Tell whether the run ends before the step from x to new."""
    return abs(new - x) < tolerance


def loop(f, x, learning_rate, tolerance, cap, move=descend_step, ends=short_step, late=False, more=0):
    """Return the path of the loop of lesson 3, or of one with a mistake.

    Parameters
    ----------
    f, x, learning_rate, tolerance, cap
        As for `descend`.
    move, ends : callable
        What takes the place of `descend_step` and of `short_step`.
    late : bool
        Whether the step that ends the run is kept.
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


def unindented(f, x, learning_rate, tolerance, cap):
    """Return the path if path.append(x) stands below the loop: the start and the last point."""
    return [x, loop(f, x, learning_rate, tolerance, cap, late=True)[-1]]


def from_start(x):
    """Return a test of the first step, in place of every step."""
    return lambda f, _, new, tolerance: abs(new - x) < tolerance


LOSSES = "These are the losses. Keep x itself."
ABS = (
    "abs is missing: a step to the other side is negative, so it counts as short, and the run stops at once. "
    "Test abs(x − before)."
)
SLOPE = "It tests the slope. Test the step, abs(x − before)."
INDENT = (
    "The path keeps only the start and the last point. Does path.append(x) stand below the loop? Indent it, so "
    "that it is inside."
)
MISTAKES = [
    Mistake(
        partial(loop, move=lambda f, x, rate: x + rate * f.gradient(x)),
        "It climbs. Go against the slope: x − learning_rate · gradient(x).",
    ),
    Mistake(
        partial(loop, move=lambda f, x, rate: x - f.gradient(x)),
        "The learning rate is missing. A step is learning_rate · gradient(x).",
    ),
    Mistake(
        partial(loop, move=lambda f, x, rate: x - rate * EXAMPLE(x)),
        "It uses the loss f(x). Use its slope, gradient(x).",
    ),
    Mistake(
        partial(loop, move=lambda f, x, rate: x - rate * EXAMPLE.gradient(x)),
        "It always takes the slope 6x − 2. Take gradient(x), which is a different one in every call.",
    ),
    Mistake(
        partial(loop, move=lambda f, x, rate: x - rate),
        "Every step is as long as the learning rate. Multiply that by gradient(x).",
    ),
    Mistake(
        partial(loop, move=lambda f, x, rate: -rate * f.gradient(x)),
        "It puts the step in place of x. Take the step from where it is: x − learning_rate · gradient(x).",
    ),
    *[
        Mistake(partial(loop, ends=signed, late=late), ABS)
        for signed in (
            lambda f, x, new, tolerance: new - x < tolerance,
            lambda f, x, new, tolerance: x - new < tolerance,
        )
        for late in (False, True)
    ],
    Mistake(
        partial(loop, late=True),
        "The step that is shorter than the tolerance is added to the path. Test first, then append.",
    ),
    Mistake(
        partial(loop, ends=lambda f, x, new, tolerance: False),
        "It does not look at the tolerance, and always goes on to the cap.",
    ),
    Mistake(
        partial(loop, ends=lambda f, x, new, tolerance: abs(new - x) > tolerance),
        "It stops where the step is long. Stop where it is shorter than the tolerance, with <.",
    ),
    Mistake(partial(loop, ends=lambda f, x, new, tolerance: abs(f.gradient(x)) < tolerance), SLOPE),
    Mistake(partial(loop, ends=lambda f, x, new, tolerance: abs(f.gradient(new)) < tolerance), SLOPE),
    Mistake(
        partial(loop, ends=lambda f, x, new, tolerance: abs(new) < tolerance),
        "It tests x itself. Test the step, abs(x − before).",
    ),
    Mistake(
        partial(loop, ends=lambda f, x, new, tolerance: abs(f(new) - f(x)) < tolerance),
        "It tests how much the loss changes. Test the step, abs(x − before).",
    ),
    Mistake(partial(loop, more=1), "It takes one step more than the cap max_iterations allows."),
    Mistake(partial(loop, more=-1), "It takes one step fewer than the cap max_iterations allows."),
    Mistake(partial(loop, more=inf), "It does not look at the cap. Stop after max_iterations steps."),
    Mistake(
        lambda f, x, learning_rate, tolerance, cap: loop(f, x, learning_rate, tolerance, min(cap, 1)),
        "It stops after one step. Does return stand inside the loop? Then move it to the left.",
    ),
    Mistake(
        lambda f, x, *rest: [x],
        "The path keeps only the start. Is path.append(x) reached in every round?",
    ),
    Mistake(
        lambda f, x, *rest: loop(
            f, x, *rest, move=lambda f, _, rate: x - rate * f.gradient(x), ends=from_start(x)
        ),
        "Every step begins at the start again. Let x move: x = new, in every round.",
    ),
    Mistake(unindented, INDENT),
    Mistake(lambda f, x, rate, tolerance, cap: unindented(f, x, rate, tolerance, ENOUGH), INDENT),
    Mistake(
        partial(loop, ends=lambda f, x, new, tolerance: tolerance > 0),
        "It stops before the first step. The line before = x must stand above the step, in every round.",
    ),
    Mistake(
        lambda f, x, *rest: loop(f, x, *rest, ends=from_start(x)),
        "It measures how far it is from the start. The line before = x must stand above the step, in every round.",
    ),
    Mistake(
        partial(loop, ends=lambda f, x, new, tolerance: abs(new - x) <= tolerance),
        "With <= a step of length 0 is shorter than the tolerance 0. Test with <.",
    ),
    Mistake(lambda *case: loop(*case)[1:], "The start is missing. Begin with path = [x]."),
    Mistake(lambda *case: loop(*case)[:-1], "The last point is missing."),
    Mistake(lambda *case: [case[1], *loop(*case)[:-1]], "It appends where it was. Append the new x."),
    Mistake(lambda *case: [case[1], *loop(*case)], "The start is in it twice. Append the new x only."),
    Mistake(lambda f, *case: list(map(f, loop(f, *case))), LOSSES),
    Mistake(lambda *case: loop(*case)[-1:], "That is the last point alone. Keep all of them in a list."),
    Mistake(lambda *case: loop(*case)[::-1], "The order is wrong. Append at the end."),
]
