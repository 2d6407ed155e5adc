"""Exercises of lesson 7: a gradient with two components, and the best learning rate of a bowl."""

import numpy as np

from gdlesson.descent import descend_many
from gdlesson.exercises.feedback import exercise
from gdlesson.exercises.mistakes import best_rate, gradient
from gdlesson.exercises.mistakes.gradient import slopes
from gdlesson.exercises.tasks import Task, judge
from gdlesson.exercises.wording import listed
from gdlesson.landscapes import bowl
from gdlesson.words import number


def two_numbers(function, answers, truths):
    """Say what is wrong with the form of answers, if it is their form."""
    if all(np.shape(answer) in ((1, 2), (2, 1)) for answer in answers):
        return "It has two brackets too many: return the two slopes in one row, of shape (2,)."
    return "" if all(np.shape(answer) == (2,) for answer in answers) else "Return two slopes: np.array([…, …])."


GRADIENT = Task(
    head="my_gradient(p)",
    todo="End it with  return np.array([…, …]),  first the slope along x, then the one along y.",
    truth=slopes,
    mistakes=gradient.MISTAKES,
    cases=[
        (np.array([3.0, 1.0]),),
        (np.array([-2.0, 0.5]),),
        *[(point,) for point in np.random.default_rng(7).uniform(-4, 4, (6, 2)).round(1)],
        (np.array([1 / 3, -2 / 7]),),
    ],
    where=lambda p: f"at p = {listed(p)}",
    what="two numbers",
    digits=6,  # a good numerical gradient will do
    otherwise=two_numbers,
)


@exercise(GRADIENT.head)
def check_gradient(my_gradient):
    """Check the gradient of (x − 1)² + 10·(y + 2)² + x·y that a learner wrote (lesson 7).

    Parameters
    ----------
    my_gradient : callable
        my_gradient(p) takes a point, an array of shape (2,), and returns its two slopes.

    Returns
    -------
    Feedback
        Correct, or the mistake in words.

    Examples
    --------
    >>> check_gradient(lambda p: [20 * (p[1] + 2) + p[0], 2 * (p[0] - 1) + p[1]])
    ✗ Not yet: at p = [3, 1], my_gradient should return [5, 63], but it returns [63, 5]. The two
    slopes are swapped. The one along x comes first.
    """
    judge(GRADIENT, my_gradient)
    return f"both slopes, at {len(GRADIENT.cases)} points. With them your loop can go down this landscape."


BEST_RATE = Task(
    head="my_best_rate(curvatures)",
    todo="Write a line with return and your formula.",
    truth=lambda curvatures: 2 / (curvatures.max() + curvatures.min()),
    mistakes=best_rate.MISTAKES,
    cases=[
        (np.array(curvatures),)
        for curvatures in (
            [4.0, 10.0, 1.0, 6.0],
            [20.0, 1.0],
            [0.5, 6.0, 2.0],
            [3.0, 3.0, 3.0],
            [0.02, 0.04, 0.01, 0.03, 0.015],
            [7.5, 0.3],
            [2.0, 100.0, 1.0, 50.0, 30.0, 5.0],
            [0.1, 0.2, 0.4],
        )
    ],
    where=lambda curvatures: f"for curvatures {listed(curvatures)}",
)


@exercise(BEST_RATE.head)
def check_best_rate(my_best_rate):
    """Check the best learning rate of a bowl in any number of dimensions that a learner wrote (lesson 7).

    Parameters
    ----------
    my_best_rate : callable
        my_best_rate(curvatures) takes an array with the curvatures along all main directions, in any order, and
        returns 2 / (the largest + the smallest).

    Returns
    -------
    Feedback
        Correct, or the mistake in words.

    Examples
    --------
    >>> check_best_rate(lambda curvatures: 1 / max(curvatures))
    ✗ Not yet: for curvatures [4, 10, 1, 6], my_best_rate should return 0.18182, but it returns
    0.1. That is 1/L. In the steepest direction it lands at once, but it crawls along the
    flattest.
    """
    judge(BEST_RATE, my_best_rate)
    best = float(my_best_rate(np.array([10.0, 1.0])))
    left = np.abs(descend_many(bowl(10), [1, 1], np.array([1 / 10, best]), steps=30)[-1]).max(axis=0)
    return (
        f"tried on {len(BEST_RATE.cases)} bowls. After 30 steps in the bowl with L = 10 and μ = 1 the error is "
        f"{number(left[1], 2)} at your rate, and {number(left[0], 2)} at 1/L."
    )
