"""Exercises of lesson 12: a line search that tries and halves, and a gradient clipped by its length."""

import numpy as np

from gdlesson.exercises.attempt import given
from gdlesson.exercises.feedback import exercise
from gdlesson.exercises.mistakes import clip, search
from gdlesson.exercises.mistakes.clip import clipped
from gdlesson.exercises.mistakes.search import searched
from gdlesson.exercises.notyet import NotYet
from gdlesson.exercises.tasks import Task, judge
from gdlesson.exercises.wording import listed
from gdlesson.functions import Function
from gdlesson.landscapes import quartic
from gdlesson.words import count, number

SQUARE = Function(lambda x: x * x, lambda x: 2 * x, name="x²")
ROOT = Function(lambda x: np.sqrt(1 + x * x), lambda x: x / np.sqrt(1 + x * x), name="√(1 + x²)")
STEEP = Function(lambda x: 100 * (x - 1) ** 2, lambda x: 200 * (x - 1), name="100(x − 1)²")

CALLS = 2500  # of f in one search, at most: after 1,100 halvings any rate is 0
ENDLESS = (
    "Does each round halve the rate, and compute the try and the limit anew? Without the rate in the limit, no "
    "try may be good enough."
)


def counted(f):
    """Return f as a function that says so when a search does not end."""
    calls = iter(range(CALLS))

    def value(x):
        if next(calls, None) is None:
            raise NotYet(f"my_search has called f {CALLS:,} times, and goes on.", ENDLESS)
        return f.value(x)

    return given("f", value)


SEARCH = Task(
    head="my_search(f, x, slope, rate)",
    todo="End it with  return rate",
    truth=searched,
    mistakes=search.MISTAKES,
    cases=[
        (f, x, f.gradient(x), rate)
        for f, x, rate in (
            (SQUARE, 3.0, 2.0),
            (SQUARE, -2.0, 0.95),
            (SQUARE, 3.0, 0.3),
            (SQUARE, -1.5, 3.4),
            (quartic, 2.5, 1.0),
            (quartic, -1.0, 0.7),
            (STEEP, 3.0, 1.0),
            (STEEP, 0.5, 0.155),
            (ROOT, 2.0, 9.0),
            (ROOT, -0.3, 30.0),
            (quartic, 0.5, 1.0),
            (SQUARE, 0.2, 3.4),
            (SQUARE, 1.0, 0.995),
        )
    ],
    where=lambda f, x, slope, rate: (
        f"for f = {f.name}, x = {number(x)}, slope = {number(slope)} and rate = {number(rate)}"
    ),
    hand=lambda f, x, slope, rate: (counted(f), x, slope, rate),
)


@exercise(SEARCH.head)
def check_search(my_search):
    """Check a line search by trying and halving that a learner wrote (lesson 12).

    Parameters
    ----------
    my_search : callable
        my_search(f, x, slope, rate) takes a function, a place, the slope there, and the first rate to try. It
        halves the rate until f(x − rate·slope) ≤ f(x) − 0.1·rate·slope², and returns it.

    Returns
    -------
    Feedback
        Correct, or the mistake in words.

    Examples
    --------
    >>> check_search(lambda f, x, slope, rate: rate)
    ✗ Not yet: for f = x², x = 3, slope = 6 and rate = 2, my_search should return 0.5, but it
    returns 2. It never halves the rate. While a try is refused: rate = rate / 2.
    """
    answers = judge(SEARCH, my_search)
    at_once = sum(answer == case[3] for answer, case in zip(answers, SEARCH.cases, strict=True))
    f, x, slope, rate = SEARCH.cases[4]
    return (
        f"tried on {len(answers)} cases, of which {count(at_once, 'rate')} needed no halving. On {f.name} from "
        f"{number(x)}, the rate {number(rate)} would have led to {number(x - rate * slope)}; yours, "
        f"{number(answers[4])}, leads to {number(x - answers[4] * slope)}."
    )


def lengths(function, answers, truths):
    """Say what is wrong with the form of answers, if it is their form."""
    if any(np.shape(answer) != np.shape(truth) for answer, truth in zip(answers, truths, strict=True)):
        return "Return as many numbers as there are in g."
    return ""


CLIP = Task(
    head="my_clip(g, limit)",
    todo="Write a line with return and the gradient.",
    truth=clipped,
    mistakes=clip.MISTAKES,
    cases=[
        (np.array(g), limit)
        for g, limit in (
            ([30.0, -40.0], 5.0),
            ([3.0, 0.4], 5.0),
            ([-0.3, 0.2], 1.0),
            ([6.0, 8.0, 0.0], 2.0),
            ([3.0, -4.0], 4.5),
            ([-1.0, 2.0, -2.0, 0.5], 7.0),
            ([0.6, 0.6, 0.6, -0.6], 1.0),
            ([-700.0, 0.01, 4.0], 10.0),
            ([2.0, -1.0], 3.0),
            ([0.0, 0.0], 1.0),
        )
    ],
    where=lambda g, limit: f"for g = {listed(g)} and limit = {number(limit)}",
    what="a gradient",
    otherwise=lengths,
)


@exercise(CLIP.head)
def check_clip(my_clip):
    """Check a function that clips a gradient by its length (lesson 12).

    Parameters
    ----------
    my_clip : callable
        my_clip(g, limit) takes a gradient, an array of shape (n,), and returns it as it is if it is at most
        `limit` long; else one of the same direction and the length `limit`.

    Returns
    -------
    Feedback
        Correct, or the mistake in words.

    Examples
    --------
    >>> check_clip(lambda g, limit: np.clip(g, -limit, limit))
    ✗ Not yet: for g = [30, −40] and limit = 5, my_clip should return [3, −4], but it returns
    [5, −5]. It clips each number by itself, and so the arrow turns. Multiply all of them by
    the same number.
    """
    answers = judge(CLIP, my_clip)
    same = sum(np.linalg.norm(g) <= limit for g, limit in CLIP.cases)
    return (
        f"{count(len(answers) - same, 'gradient')} shortened and {same} left alone, and each keeps its direction. "
        "In Keras it is the setting clipnorm of every optimizer."
    )
