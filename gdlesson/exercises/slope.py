"""Exercises of lesson 2: the derivative of a cubic, and the numerical derivative."""

import contextlib
from dataclasses import replace

import numpy as np

from gdlesson.exercises.answers import same
from gdlesson.exercises.attempt import given
from gdlesson.exercises.feedback import exercise
from gdlesson.exercises.mistakes import Mistake, derivative, numerical
from gdlesson.exercises.notyet import NotYet, beyond_the_lesson, needs
from gdlesson.exercises.tasks import Task, ask, judge
from gdlesson.exercises.wording import listed, two_apart
from gdlesson.functions import Function
from gdlesson.words import number

EXAMPLE = [1.0, -4.0, 2.0, 0.5]


def random_cubics(rng, n):
    """Yield x, and coefficients a; all terms of the slope have one sign, so that they never cancel."""
    for _ in range(n):
        side, up = rng.choice([-1, 1], 2)
        a = rng.uniform(1, 5, 4).round(1) * [1, up, side * up, up]
        yield round(float(side * rng.uniform(0.5, 9)), 1), a.tolist()


def term_by_term(function, answers, truths):
    """Say which of the four terms is wrong; or how far off answers are that are nearly right."""
    if any(np.ndim(each) for each in answers):
        return "It is a row of numbers. Add them up to one." if sums(answers, truths) else ""
    errors = relative(answers, truths)
    level = True
    with contextlib.suppress(NotYet):
        level = abs(ask(DERIVATIVE, function, 3.0, [1.0, 0.0, 0.0, 0.0])) < 1e-3  # whatever the h of a difference
    if level and np.all(errors < 0.05):
        return (
            f"That is nearly right, off by up to {np.max(errors):.1g} of the slope. If it is a numerical "
            "derivative, its h is too large or too small, or it looks to one side only. The rule is exact."
        )
    for k in range(4):
        a = [float(k == place) for place in range(4)]
        with contextlib.suppress(NotYet):
            answer, truth = ask(DERIVATIVE, function, 3.0, a), DERIVATIVE.truth(3.0, a)
            if np.ndim(answer) == 0 and not same(answer, truth, DERIVATIVE.digits):
                mine, right = two_apart(answer, truth)
                term = ("the constant", "x", "x²", "x³")[k]
                return (
                    f"Look at {term} alone, a = {listed(a)}: at x = 3 the slope is {right}, and yours is {mine}."
                )
    return ""


def relative(answers, truths):
    """Return how far off answers are, as parts of the slope, where there is one."""
    answers, truths = np.array(answers), np.array(truths)
    return abs(answers[truths != 0] / truths[truths != 0] - 1)


def sums(answers, truths):
    """Tell whether the numbers of each answer add up to the right one."""
    return all(
        same(np.sum(answer), truth, DERIVATIVE.digits) for answer, truth in zip(answers, truths, strict=True)
    )


DERIVATIVE = Task(
    head="my_derivative(x, a)",
    todo="Write a line with return and the derivative.",
    truth=lambda x, a: 3 * a[3] * x**2 + 2 * a[2] * x + a[1],
    mistakes=derivative.MISTAKES,
    cases=[
        (2.0, EXAMPLE),
        (-3.0, EXAMPLE),
        (2.0, [1, 4, 3, 2]),
        (5.0, [2, 7, 0.5, 1.5]),
        *random_cubics(np.random.default_rng(2), 12),
        (2.0, [3.0, 0.0, 0.0, 0.0]),
    ],
    where=lambda x, a: f"for x = {number(x)} and a = {listed(a)}",
    digits=6,  # a good numerical derivative will do
    otherwise=term_by_term,
)


@exercise(DERIVATIVE.head)
def check_derivative(my_derivative):
    """Check the derivative of a[3]·x³ + a[2]·x² + a[1]·x + a[0] that a learner wrote (lesson 2).

    Parameters
    ----------
    my_derivative : callable
        my_derivative(x, a) takes a number and four coefficients, and returns the slope at x. A numerical
        derivative will do if it is off by less than a millionth.

    Returns
    -------
    Feedback
        Correct, or the mistake in words.

    Examples
    --------
    >>> check_derivative(lambda x, a: 3 * a[3] * x**2 + 2 * a[2] * x + a[1] + a[0])
    ✗ Not yet: for x = 2 and a = [1, −4, 2, 0.5], my_derivative should return 10, but it returns
    11. a[0] is still there: a constant has the derivative 0.
    """
    answers = judge(DERIVATIVE, my_derivative)
    truths = [DERIVATIVE.truth(*case) for case in DERIVATIVE.cases]
    worst = np.max(relative(answers, truths))
    tried = f"tried on {len(answers)} cases."
    if worst > 1e-13:
        off = f"it is off by {worst:.0e} of the slope at most"
        return f"{tried} A good numerical derivative: {off}. The rule is exact."
    slopes = [number(ask(DERIVATIVE, my_derivative, float(x), EXAMPLE)) for x in (-1, 0, 1)]
    return f"{tried} With a = {listed(EXAMPLE)} the slope is {', '.join(slopes)} at x = −1, 0, 1."


CUBE = Function(lambda x: x * x * x, lambda x: 3 * x * x, name="x³")
SQUARE = Function(lambda x: x * x, lambda x: 2 * x, name="x²")
SINE = Function(np.sin, np.cos, name="sin x")
EXPONENTIAL = Function(np.exp, np.exp, name="eˣ")

NUMERICAL = Task(
    head="my_slope(f, x, h)",
    todo="Write a line with return and the formula.",
    truth=lambda f, x, h: (f(x + h) - f(x - h)) / (2 * h),
    mistakes=numerical.MISTAKES,
    cases=[
        (CUBE, 2, 0.1),
        (SINE, 1, 0.01),
        (EXPONENTIAL, 0.5, 0.2),
        (SQUARE, 3, 0.25),
        (CUBE, -1, 0.5),
        *[
            (f, float(x.round(1)), float(h.round(3)))
            for f in (CUBE, SQUARE, SINE, EXPONENTIAL)
            for x, h in np.random.default_rng(3).uniform([-3, 0.01], [3, 0.9], (4, 2))
        ],
    ],
    where=lambda f, x, h: f"for f = {f.name}, x = {number(x)} and h = {number(h)}",
    hand=lambda f, x, h: (given("f", f.value), x, h),
)


ROOT = Function(np.sqrt, lambda x: 0.5 / np.sqrt(x), name="√x")
POWER = Function(lambda x: x * np.sqrt(x), lambda x: 1.5 * np.sqrt(x), name="x·√x")


def never_below(f, lowest):
    """Return f as a function that says so when it is asked for a value where it has none."""

    def value(x):
        if np.any(x < lowest):
            raise NotYet(
                f"f is called at {number(np.min(x))}, but it begins at lowest = {number(lowest)}.", FORWARD
            )
        return f.value(x)

    return given("f", value)


def one_sided(f, x, h, lowest):
    """Return the central difference, or the forward one where f does not reach far enough to the left."""
    return (f(x + h) - f(x)) / h if x - h < lowest else (f(x + h) - f(x - h)) / (2 * h)


FORWARD = "Where x − h is below lowest, take the forward difference, from x to x + h."
EDGE = replace(
    NUMERICAL,
    head="my_slope(f, x, h, lowest)",
    truth=one_sided,
    mistakes=[
        Mistake(lambda f, x, h, lowest: (f(x + h) - f(x)) / h, "Away from lowest, look to both sides as before."),
        Mistake(
            lambda f, x, h, lowest: one_sided(f, x, h, lowest) / (1 + (x - h < lowest)),
            "From x to x + h it is only h: there, divide by h.",
        ),
        Mistake(
            lambda f, x, h, lowest: (f(x + h) - f(max(x - h, lowest))) / (2 * h),
            "The left end has moved: divide by how far the two ends are apart. And take x itself as the left end.",
        ),
        Mistake(
            lambda f, x, h, lowest: (f(x + h) - f(max(x - h, lowest))) / (x + h - max(x - h, lowest)),
            "Near lowest it goes from lowest to x + h. Go from x to x + h.",
        ),
    ],
    cases=[
        (ROOT, 0.05, 0.1, 0.0),
        (ROOT, 2.0, 0.25, 0.0),
        (POWER, 0.0, 0.01, 0.0),
        (CUBE, 1.2, 0.5, 1.0),
        (SINE, 2.0, 0.5, 1.5),  # here x − h is lowest itself
        (POWER, 3.0, 0.5, 1.0),
        (CUBE, 0.05, 0.1, -1.0),
    ],
    where=lambda f, x, h, lowest: f"{NUMERICAL.where(f, x, h)}, with lowest = {number(lowest)}",
    hand=lambda f, x, h, lowest: (never_below(f, lowest), x, h, lowest),
)


@exercise(NUMERICAL.head, option="lowest=-np.inf")
def check_numerical(my_slope):
    """Check the numerical derivative that a learner wrote (lesson 2).

    Parameters
    ----------
    my_slope : callable
        my_slope(f, x, h, lowest=-np.inf) takes a function, a number, and a step; it returns
        (f(x + h) − f(x − h)) / (2h), or (f(x + h) − f(x)) / h where x − h is below `lowest`.

    Returns
    -------
    Feedback
        Correct, or the mistake in words.

    Examples
    --------
    >>> check_numerical(lambda f, x, h: (f(x + h) - f(x)) / h)
    ✗ Not yet: for f = x³, x = 2 and h = 0.1, my_slope should return 12.01, but it returns
    12.61. It looks to the right only. Look to both sides: f(x + h) − f(x − h), divided by 2h.
    """
    answers = judge(NUMERICAL, my_slope)
    with beyond_the_lesson():
        needs(my_slope, "lowest", "my_slope(f, x, h, lowest=-np.inf)")
        answers += judge(EDGE, lambda f, x, h, lowest: my_slope(f, x, h, lowest=lowest))
    errors = [f"{abs(ask(NUMERICAL, my_slope, CUBE, 8.0, h) - 192):.1g} with h = {h:g}" for h in (1, 1e-5, 1e-14)]
    return f"tried on {len(answers)} cases. The slope of x³ at 8 is 192; yours is off by {', '.join(errors)}."
