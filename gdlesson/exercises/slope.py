"""Exercises of lesson 2: the derivative of a parabola, and the numerical derivative."""

import math

import numpy as np

from gdlesson.exercises.feedback import exercise
from gdlesson.exercises.mistakes import derivative, numerical
from gdlesson.exercises.mistakes.derivative import EXAMPLE
from gdlesson.exercises.tasks import Task, ask, judge
from gdlesson.exercises.wording import listed
from gdlesson.functions import Function
from gdlesson.verdicts import number


def random_parabolas(rng, sizes):
    """Yield x, of a size each (None: a plain number), and coefficients a; the two terms of f′ have one sign.

    So they never cancel, and a relative error means something.
    """
    for size in sizes:
        a, x = rng.uniform(1, 5, 3).round(1) * rng.choice([-1, 1], 3), rng.uniform(0.5, 9, size)
        x = np.round(x, 1) * np.sign(a[1] * a[2])
        yield (float(x) if size is None else x), a.tolist()


DERIVATIVE_CASES = [
    (8.0, EXAMPLE),
    (2.0, EXAMPLE),
    (8.0, [1, 4, 0.5]),
    (-2.5, [2, -3, 1.5]),
    (np.array([1.0, 2.0, 3.0]), [1, 4, 0.5]),
    (np.arange(-6, 0), EXAMPLE),
    (np.array([4.0]), [-1, 1, 2]),
    *random_parabolas(np.random.default_rng(2), [None] * 8 + [1, 2, 3, 10]),
]


def one_sided(answers, truths):
    """Say whether answers that are nearly right come from a numerical derivative that is not good enough."""
    if any(np.shape(answer) != np.shape(truth) for answer, truth in zip(answers, truths, strict=True)):
        return "the answer should have the shape of x: one number for one number, a row for a row."
    bends = [np.full(np.shape(x), a[2]) for x, a in DERIVATIVE_CASES[: len(answers)]]
    truths = np.concatenate([np.ravel(truth) for truth in truths])
    errors = np.concatenate([np.ravel(answer) for answer in answers]) - truths
    steps = errors / np.concatenate([np.ravel(bend) for bend in bends])
    h = float(np.median(steps))
    if len(steps) > 2 and np.allclose(steps, h, rtol=0.05, atol=0):
        side, other = ("right", "left") if h > 0 else ("left", "right")
        return (
            f"it looks one step of h = {abs(h):.2g} to the {side}, so it errs by a[2]·h. Look to the {other} as "
            "well, (f(x + h) − f(x − h)) / (2h), or use the rule: it is exact."
        )
    if np.all(abs(errors) <= 0.2 * abs(truths)):
        worst = np.max(abs(errors / truths))
        return (
            f"this is nearly right: it errs by up to {worst:.1g} of the slope. In a numerical derivative such "
            "errors come from an h that is too small: take about 1e-5, or use the rule."
        )
    return ""


DERIVATIVE = Task(
    name="my_derivative",
    arguments=("x", "a"),
    todo="In place of the dots, write return and the derivative.",
    truth=lambda x, a: 2 * a[2] * x + a[1],
    mistakes=derivative.MISTAKES,
    cases=DERIVATIVE_CASES,
    where=lambda x, a: f"for x = {listed(x)} and a = {listed(a)}",
    digits=6,
    otherwise=one_sided,
)


@exercise
def check_derivative(my_derivative):
    """Check the derivative of f(x) = a[2]·x² + a[1]·x + a[0] that a learner wrote (lesson 2).

    Parameters
    ----------
    my_derivative : callable
        my_derivative(x, a) takes a number or an array of shape (n,), and three coefficients; it returns
        f′(x) in the shape of x. A numerical derivative will do where it errs by less than a millionth.

    Returns
    -------
    Feedback
        Right, or the slip in words.

    Examples
    --------
    >>> check_derivative(lambda x, a: a[2] * x + a[1])
    not yet: for x = 8 and a = [−3, −2, 3] it should be 46, yours gives 22: the 2 is missing:
    x² has the derivative 2x.
    """
    answers = judge(DERIVATIVE, my_derivative)
    truths = [DERIVATIVE.truth(*case) for case in DERIVATIVE_CASES]
    worst = max(np.max(abs(answer / truth - 1)) for answer, truth in zip(answers, truths, strict=True))
    tried = f"tried on {len(answers)} cases."
    if worst > 1e-13:
        return (
            f"{tried} A good numerical derivative: it errs by {worst:.0e} of the slope at most. The rule is exact."
        )
    rest = ask(DERIVATIVE, my_derivative, 1 / 3, EXAMPLE)
    return f"{tried} With a = {listed(EXAMPLE)} the slope is {number(answers[0])} at 8, and {number(rest)} at 1/3."


CUBE = Function(lambda x: x * x * x, lambda x: 3 * x * x, name="x³")
SQUARE = Function(lambda x: x * x, lambda x: 2 * x, name="x²")
SINE = Function(math.sin, math.cos, name="sin x")
EXPONENTIAL = Function(math.exp, math.exp, name="eˣ")

NUMERICAL = Task(
    name="my_slope",
    arguments=("f", "x", "h"),
    todo="In place of the dots, write return and the formula.",
    truth=lambda f, x, h: (f(x + h) - f(x - h)) / (2 * h),
    mistakes=numerical.MISTAKES,
    cases=[
        (CUBE, 2, 0.1),
        (SQUARE, 2, 0.1),
        (CUBE, 3, 0.1),
        (CUBE, 2, 0.5),
        (SINE, 1, 0.01),
        (EXPONENTIAL, 0.5, 0.2),
        *[
            (f, float(x.round(1)), float(h.round(3)))
            for f in (CUBE, SINE, EXPONENTIAL)
            for x, h in np.random.default_rng(3).uniform([-3, 0.01], [3, 0.9], (5, 2))
        ],
    ],
    where=lambda f, x, h: f"for f = {f.name}, x = {number(x)} and h = {number(h)}",
)


@exercise
def check_numerical(my_slope):
    """Check the numerical derivative that a learner wrote (lesson 2).

    Parameters
    ----------
    my_slope : callable
        my_slope(f, x, h) takes a function, a number and a step; it returns (f(x + h) − f(x − h)) / (2h).

    Returns
    -------
    Feedback
        Right, or the slip in words.

    Examples
    --------
    >>> check_numerical(lambda f, x, h: (f(x + h) - f(x)) / h)
    not yet: for f = x³, x = 2 and h = 0.1 it should be 12.01, yours gives 12.61: it looks to
    the right only. Look to both sides: f(x + h) − f(x − h), divided by 2h.
    """
    answers = judge(NUMERICAL, my_slope)
    errors = [f"{abs(ask(NUMERICAL, my_slope, CUBE, 8.0, h) - 192):.1g} with h = {h:g}" for h in (1, 1e-5, 1e-14)]
    return f"tried on {len(answers)} cases. The slope of x³ at 8 is 192; yours errs by {', '.join(errors)}."
