"""Exercises of lesson 7: a gradient with two components, and the best learning rate in a valley."""

import numpy as np

from gdlesson.descent import descend_many
from gdlesson.exercises.answers import read_numbers
from gdlesson.exercises.feedback import exercise
from gdlesson.exercises.mistakes import best_rate, gradient
from gdlesson.exercises.mistakes.gradient import slopes
from gdlesson.exercises.tasks import Task, judge
from gdlesson.exercises.wording import listed
from gdlesson.surfaces import bowl
from gdlesson.verdicts import number

GRADIENT = Task(
    name="my_gradient",
    arguments=("p",),
    todo="End it with: return np.array([…, …]), first the slope along x, then the one along y.",
    truth=slopes,
    mistakes=gradient.MISTAKES,
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
    mistakes=best_rate.MISTAKES,
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
