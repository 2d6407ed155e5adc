"""The exercises in which a formula is written: the mean squared error, and the derivative in two ways."""

import math

import numpy as np

from gdlesson.exercises.feedback import exercise, listed
from gdlesson.exercises.slips import Slip, Task, ask, judge
from gdlesson.functions import Function
from gdlesson.verdicts import number


def rows(*values):
    """Return rows of numbers as arrays."""
    return tuple(np.array(row) for row in values)


BRACKETS = "only the second one is squared. Set brackets: (actual - predicted)**2."
RETURN = "only the first point is counted. Does return stand inside the loop? Move it to the left, below for."
RANGE = "the last point is left out. Does the range end too early? range(len(actual)) reaches all of them."


def random_rows(rng, sizes):
    """Yield pairs of rows of random numbers with one decimal, one pair for each size."""
    for size in sizes:
        yield tuple(rng.uniform(-10, 10, (2, size)).round(1))


MSE = Task(
    name="my_mse",
    arguments=("actual", "predicted"),
    todo="In place of the dots, write return and your formula.",
    truth=lambda actual, predicted: np.mean((actual - predicted) ** 2),
    slips=[
        Slip(lambda y, p: np.sqrt(np.mean((y - p) ** 2)), "that is the root of it. Leave the root out."),
        Slip(lambda y, p: np.sum((y - p) ** 2), "that is the sum of the squares. Divide by how many there are."),
        Slip(lambda y, p: np.mean(abs(y - p)), "that is the mean of the errors without their signs. Square them."),
        Slip(lambda y, p: np.mean(y - p), "that is the mean of the errors. Square each of them first."),
        Slip(lambda y, p: np.mean(p - y), "that is the mean of the errors. Square each of them first."),
        Slip(lambda y, p: np.mean(y - p) ** 2, "that is the square of the mean. Square first, then average."),
        Slip(lambda y, p: np.sum(y - p) ** 2, "that is the square of the sum. Square first, then average."),
        Slip(lambda y, p: np.sum(abs(y - p)), "that is the sum of the errors. Square them, and take the mean."),
        Slip(lambda y, p: -np.mean((y - p) ** 2), "the sign is wrong: a mean of squares is never negative."),
        Slip(lambda y, p: np.mean((y - p) ** 2) / 2, "that is half of it. Do not divide by 2."),
        Slip(lambda y, p: np.mean((y + p) ** 2), "that adds the two. The error is their difference."),
        Slip(lambda y, p: np.mean(y**2 - p**2), "take the difference first, then square it."),
        Slip(lambda y, p: np.mean((y - p) * 2), "that doubles the errors. To square them, write **2, not *2."),
        Slip(lambda y, p: np.mean((p - y) * 2), "that doubles the errors. To square them, write **2, not *2."),
        Slip(lambda y, p: np.mean(p - y**2), BRACKETS),
        Slip(lambda y, p: np.mean(y - p**2), BRACKETS),
        Slip(lambda y, p: (y[0] - p[0]) ** 2, RETURN),
        Slip(lambda y, p: (y[0] - p[0]) ** 2 / len(y), RETURN),
        Slip(lambda y, p: np.mean((y - p)[:-1] ** 2), RANGE),
        Slip(lambda y, p: np.sum((y - p)[:-1] ** 2) / len(y), RANGE),
        Slip(lambda y, p: np.sum((y - p)[1:] ** 2) / len(y), "the first point is left out. A range begins at 0."),
        Slip(lambda y, p: (y - p) ** 2, "these are the squares, one by one. Take the mean of them."),
        Slip(lambda y, p: abs(y - p), "these are the errors, one by one. Square them, and take the mean."),
        Slip(lambda y, p: y - p, "these are the errors, one by one. Square them, and take the mean."),
        Slip(lambda y, p: p - y, "these are the errors, one by one. Square them, and take the mean."),
        Slip(lambda y, p: np.median((y - p) ** 2), "that is the median of the squares. Take the mean."),
        Slip(lambda y, p: np.max((y - p) ** 2), "that is the largest square. Take the mean of all."),
        Slip(
            lambda y, p: np.sum((y - p) ** 2) / np.float64(len(y) - 1),
            "that divides by one less than there are numbers. Divide by how many there are.",
        ),
        *[
            Slip(
                lambda y, p, n=n: np.sum((y - p) ** 2) / n,
                f"it always divides by {n}. Divide by how many numbers there are, len(actual).",
            )
            for n in range(2, 101)
        ],
    ],
    cases=[
        rows([1.0, 2.0], [3.0, 2.0]),
        rows([4.0, 2.0], [3.0, 2.0]),
        rows([1.0, 2.0], [1.0, 5.0]),
        rows(
            [6, 2, 1, 4], [2, 2, 9, 4]
        ),  # of whole numbers statistics.mean is whole: here it is right all the same
        *random_rows(np.random.default_rng(1), [3, 4, 5, 7, 8, 10, 20, 50]),
        rows([1000000, 2000000, 3000000], [1000001, 2000002, 3000004]),
        rows([1e9, -2e9], [-1e9, 2e9]),
        rows([5, 5, 5], [5, 5, 5]),
        rows([2.5], [1.0]),
    ],
    digits=6,
    where=lambda actual, predicted: f"for actual {listed(actual)} and predicted {listed(predicted)}",
    otherwise=lambda answers, truths: next(
        ("that is not one number. Take the mean over everything." for answer in answers if np.ndim(answer)), ""
    ),
)


@exercise
def check_mse(my_mse):
    """Check the mean squared error that a learner wrote (lesson 1).

    Parameters
    ----------
    my_mse : callable
        my_mse(actual, predicted) takes two arrays of shape (n,) and returns one number, the mean of
        (actual − predicted)².

    Returns
    -------
    Feedback
        Right, or the slip in words.

    Examples
    --------
    >>> check_mse(lambda actual, predicted: ((actual - predicted) ** 2).mean() ** 0.5)
    not yet: for actual [1, 2] and predicted [3, 2] it should be 2, yours gives 1.4142: that
    is the root of it. Leave the root out.
    """
    answers = judge(MSE, my_mse)
    errors = np.array([1.0, 1.0, 1.0, 1.0, 10.0])
    loss = ask(MSE, my_mse, errors, np.zeros(5))
    part = errors.max() ** 2 / len(errors) / loss
    return (
        f"the same as ours on {len(answers)} pairs of rows. Where the errors are {listed(errors)}, the MSE is "
        f"{number(loss)}, and {part:.0%} of that comes from the one large error."
    )


EXAMPLE = [-3.0, -2.0, 3.0]  # not whole numbers, of which x^2 is one, too


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
    slips=[
        Slip(lambda x, a: -2 * a[2] * x - a[1], "the sign is wrong."),
        Slip(lambda x, a: a[2] * x**2 + a[1] * x + a[0], "that is f itself. Its derivative is asked for."),
        Slip(lambda x, a: a[2] * x + a[1], "the 2 is missing: x² has the derivative 2x."),
        Slip(lambda x, a: 2 * a[2] * x + a[1] + a[0], "a[0] is still there: a constant has the derivative 0."),
        Slip(lambda x, a: 2 * a[2] * x, "a[1] is missing: a[1]·x has the derivative a[1]."),
        Slip(lambda x, a: 2 * a[2] * x + a[1] * x, "there is an x too many: a[1]·x has the derivative a[1]."),
        Slip(lambda x, a: 2 * a[2] * x**2 + a[1], "the power should fall by one: x² has the derivative 2x."),
        Slip(lambda x, a: 2 * a[2] * x**2 + a[1] * x, "the powers should fall by one: x² has the derivative 2x."),
        Slip(lambda x, a: 2 * a[2] + a[1] + 0 * x, "an x is missing: x² has the derivative 2x."),
        Slip(lambda x, a: 2 * a[2] + 0 * x, "that is the second derivative. The first one is asked for."),
        Slip(lambda x, a: 2 * a[2], "that is the second derivative. The first one is asked for."),
        Slip(
            lambda x, a: 2 * (a[2] * x + a[1]),
            "a[1] is doubled as well: the 2 belongs to x² only. Leave the brackets out.",
        ),
        Slip(
            lambda x, a: 2 * a[1] * x + a[0],
            "the numbers of a are counted from 0: a[2] belongs to x², a[1] to x, and a[0] is alone.",
        ),
        Slip(lambda x, a: 2 * a[2] * x - a[1], "the sign of a[1] is wrong."),
        Slip(lambda x, a: 2 * a[0] * x + a[1], "a is used in the wrong order: a[2] belongs to x², a[0] is alone."),
        Slip(lambda x, a: (2 * a[2] * x + a[1]) / 2, "that is half of it: divide by 2h, where h is the step."),
        Slip(lambda x, a: 2 * (2 * a[2] * x + a[1]), "that is twice as much: divide by 2h, where h is the step."),
        Slip(
            lambda x, a: 6 * x - 2,
            f"that holds for a = {listed(EXAMPLE)} only. Use a[2] and a[1] in place of the numbers.",
        ),
        Slip(
            lambda x, a: 0 * x,
            "it is always 0. If this is a numerical derivative, then h is so small that x + h is x.",
        ),
    ],
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
    slips=[
        Slip(
            lambda f, x, h: (f(x + h) - f(x)) / h,
            "it looks to the right only. Look to both sides: f(x + h) − f(x − h), divided by 2h.",
        ),
        Slip(
            lambda f, x, h: (f(x) - f(x - h)) / h,
            "it looks to the left only. Look to both sides: f(x + h) − f(x − h), divided by 2h.",
        ),
        Slip(
            lambda f, x, h: (f(x + h) - f(x - h)) / h,
            "that is twice as much. From x − h to x + h it is 2h: divide by that.",
        ),
        Slip(
            lambda f, x, h: (f(x + h) - f(x)) / (2 * h),
            "from x to x + h it is only h. Take f(x − h) in place of f(x).",
        ),
        Slip(lambda f, x, h: f(x + h) - f(x - h), "that is the rise alone. Divide it by 2h."),
        Slip(lambda f, x, h: f(x + h) - f(x), "that is the rise alone, to one side. Look to both; divide by 2h."),
        Slip(
            lambda f, x, h: (f(x + h) - f(x - h)) / 2 * h,
            "/ 2 * h divides by 2 and then multiplies by h. Set brackets: / (2 * h).",
        ),
        Slip(
            lambda f, x, h: f(x + h) - f(x - h) / (2 * h),
            "only the second part is divided. Set brackets: (f(x + h) − f(x − h)) / (2 * h).",
        ),
        Slip(lambda f, x, h: (f(x - h) - f(x + h)) / (2 * h), "the sign is wrong: take the right one first."),
        Slip(lambda f, x, h: (f(x + h) + f(x - h)) / (2 * h), "the two are added. Take their difference."),
        Slip(lambda f, x, h: (f(x + h) - f(x - h)) / 2, "divide by 2h, not by 2."),
        Slip(
            lambda f, x, h: (f(x + h) - f(x - h)) / (2 * x),
            "it divides by 2x. From x − h to x + h it is 2h: divide by that.",
        ),
        Slip(lambda f, x, h: f(x), "that is f itself. Its slope is asked for."),
    ],
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
