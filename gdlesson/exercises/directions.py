"""The exercises on two dimensions: a gradient with two components, and the best rate in a valley (lesson 7)."""

import numpy as np

from gdlesson.descent import descend_many
from gdlesson.exercises.feedback import exercise, listed, read_numbers
from gdlesson.exercises.slips import Slip, Task, judge
from gdlesson.surfaces import bowl
from gdlesson.verdicts import number


def slopes(p):
    """Return the gradient of (x − 1)² + 10·(y + 2)² + x·y."""
    x, y = p
    return np.array([2 * (x - 1) + y, 20 * (y + 2) + x])


def along(p, mixed=1.0, scale=2.0, lift=20.0):
    """Return that gradient with other factors, as somebody gets it who forgets one."""
    x, y = p
    return np.array([scale * (x - 1) + mixed * y, lift * (y + 2) + mixed * x])


GRADIENT = Task(
    name="my_gradient",
    arguments=("p",),
    todo="End it with: return np.array([…, …]), first the slope along x, then the one along y.",
    truth=slopes,
    slips=[
        Slip(lambda p: slopes(p)[::-1], "the two slopes are swapped: the one along x comes first."),
        Slip(lambda p: slopes(p).sum(), "that is the sum of the two slopes. Keep them apart: np.array([…, …])."),
        Slip(lambda p: slopes(p)[0], "that is the slope along x alone. The one along y belongs beside it."),
        Slip(lambda p: slopes(p)[1], "that is the slope along y alone. The one along x belongs before it."),
        Slip(lambda p: np.linalg.norm(slopes(p)), "that is the length of the gradient. Keep its two parts."),
        Slip(lambda p: -slopes(p), "all signs are turned: the gradient points uphill."),
        Slip(lambda p: along(p, mixed=0), "the part x·y is forgotten: along x its slope is y, along y it is x."),
        Slip(
            lambda p: slopes(p) + [p[0] - p[1], p[1] - p[0]],
            "the slope of x·y along x is y, and along y it is x: these two are swapped.",
        ),
        Slip(lambda p: along(p, scale=1), "the slope of (x − 1)² is 2·(x − 1): the 2 is missing."),
        Slip(lambda p: along(p, lift=10), "the slope of 10·(y + 2)² is 20·(y + 2): a factor 2 is missing."),
        Slip(lambda p: along(p, lift=2), "the slope of 10·(y + 2)² is 20·(y + 2): the 10 is missing."),
        Slip(lambda p: along(p, scale=1, lift=10), "a square x² has the slope 2·x: the factor 2 is missing."),
        Slip(
            lambda p: np.array([2 * p[0] + p[1], 20 * p[1] + p[0]]),
            "the slope of (x − 1)² is 2·(x − 1), not 2·x: what is squared remains.",
        ),
        Slip(
            lambda p: np.array([2 * p[0] - 1 + p[1], 20 * p[1] + 2 + p[0]]),
            "brackets: 2·(x − 1) is 2x − 2, and 20·(y + 2) is 20y + 40.",
        ),
        Slip(lambda p: along(p, 0) + p[0] * p[1], "the slope of x·y along x is y, and along y it is x."),
        Slip(
            lambda p: (p[0] - 1) ** 2 + 10 * (p[1] + 2) ** 2 + p[0] * p[1],
            "that is the loss itself. Its gradient is the two slopes.",
        ),
    ],
    cases=[
        (np.array([3.0, 1.0]),),
        (np.array([-2.0, 0.5]),),
        *[(point,) for point in np.random.default_rng(7).uniform(-4, 4, (6, 2)).round(1)],
    ],
    where=lambda p: f"at p = {listed(p)}",
    read=lambda answer, complaint: read_numbers(answer, complaint.replace("a number", "two numbers")),
    digits=6,  # a good numerical gradient will do
)


@exercise
def check_gradient(my_gradient):
    """Check the gradient of (x − 1)² + 10·(y + 2)² + x·y that a learner wrote (lesson 7).

    Parameters
    ----------
    my_gradient : callable
        my_gradient(p) takes a point, an array of shape (2,), and returns its two slopes.

    Returns
    -------
    Feedback
        Right, or the slip in words.

    Examples
    --------
    >>> check_gradient(lambda p: [20 * (p[1] + 2) + p[0], 2 * (p[0] - 1) + p[1]])
    not yet: at p = [3, 1] it should be [5, 63], yours gives [63, 5]: the two slopes are
    swapped: the one along x comes first.
    """
    judge(GRADIENT, my_gradient)
    return f"both slopes, at {len(GRADIENT.cases)} points. With them your descent can go down any landscape."


RATE = Task(
    name="my_best_rate",
    arguments=("L", "mu"),
    todo="In place of the dots, write return and your formula.",
    truth=lambda L, mu: 2 / (L + mu),
    slips=[
        Slip(lambda L, mu: 1 / L, "that is 1/L: it lands across the valley at once, and crawls along it."),
        Slip(lambda L, mu: 2 / L, "that is 2/L: across the valley it bounces for ever."),
        Slip(lambda L, mu: 1 / mu, "that is 1/mu: along the valley it lands, across it flies away."),
        Slip(lambda L, mu: 2 / mu, "that is 2/mu: across the valley it flies away."),
        Slip(lambda L, mu: 1 / (L + mu), "that is half of it: both multipliers may be as far below 0 as above."),
        Slip(lambda L, mu: 2 / (L - mu), "the signs: from 1 − rate·mu = −(1 − rate·L) comes rate·(L + mu) = 2."),
        Slip(lambda L, mu: (1 / L + 1 / mu) / 2, "that is the mean of 1/L and 1/mu, which is too large for L."),
        Slip(lambda L, mu: (L + mu) / 2, "that is one divided by it. Turn the fraction over."),
        Slip(lambda L, mu: 2 / (L / mu + 1), "L/mu + 1 is right for mu = 1 only."),
        Slip(lambda L, mu: 2 / (L / mu), "that has the condition number in it. The curvatures themselves count."),
        Slip(lambda L, mu: -2 / (L + mu), "the sign: a learning rate is above 0."),
        Slip(lambda L, mu: 2 / (mu - L), "the sign: from 1 − rate·mu = −(1 − rate·L) comes rate·(L + mu) = 2."),
        Slip(lambda L, mu: 2 / (L * mu), "that divides by the product. Divide by the sum: 2 / (L + mu)."),
        Slip(lambda L, mu: L + mu, "that is the sum. The rate is 2 divided by it."),
        Slip(lambda L, mu: 2 / L + mu, "brackets: 2 / (L + mu)."),
        Slip(lambda L, mu: 2 / L + 2 / mu, "divide by the sum: 2 / (L + mu)."),
        Slip(lambda L, mu: (L * mu) ** -0.5, "that is 1/√(L·mu). Set the two multipliers equal in size instead."),
        Slip(
            lambda L, mu: 4 / (L**0.5 + mu**0.5) ** 2,
            "that is the best rate with momentum, which comes in lesson 8. Here it is without.",
        ),
    ],
    cases=[(10.0, 1.0), (20.0, 1.0), (10.0, 2.0), (100.0, 1.0), (6.0, 0.5), (3.0, 3.0), (0.04, 0.01), (7.5, 0.3)],
    where=lambda L, mu: f"for L = {number(L)} and mu = {number(mu)}",
)


@exercise
def check_best_rate(my_best_rate):
    """Check the best learning rate of a valley that a learner wrote (lesson 7).

    Parameters
    ----------
    my_best_rate : callable
        my_best_rate(L, mu) takes the largest and the smallest curvature, and returns 2 / (L + mu).

    Returns
    -------
    Feedback
        Right, or the slip in words.

    Examples
    --------
    >>> check_best_rate(lambda L, mu: 1 / L)
    not yet: for L = 10 and mu = 1 it should be 0.18182, yours gives 0.1: that is 1/L: it
    lands across the valley at once, and crawls along it.
    """
    best = judge(RATE, my_best_rate)[0]
    rates = np.array([1 / 10, best])
    left = np.abs(descend_many(bowl(10), [1, 1], rates, steps=30)[-1]).max(axis=0)
    return (
        f"after 30 steps in the bowl with L = 10 and mu = 1 the error is {number(left[1], 2)} at your rate, "
        f"{number(left[0], 2)} at 1/L."
    )
