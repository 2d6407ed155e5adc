"""An exercise of lesson 16: two slopes by the chain rule, through a unit that squares."""

import numpy as np

from gdlesson.exercises.feedback import exercise
from gdlesson.exercises.mistakes.chain import MISTAKES, chained
from gdlesson.exercises.tasks import Task, judge
from gdlesson.words import number


def two_slopes(function, answers, truths):
    """Say what is wrong with the form of answers, if it is their form."""
    return (
        ""
        if all(np.shape(answer) == (2,) for answer in answers)
        else "Return two slopes: return slope_w, slope_v."
    )


CHAIN = Task(
    head="my_slopes(x, w, v, y)",
    todo="End it with  return slope_w, slope_v.",
    truth=chained,
    mistakes=MISTAKES,
    cases=[
        (2.0, 0.5, 1.5, 0),
        (1.0, -0.8, 2.0, 1),
        (-1.5, 0.4, -1.0, 1),
        (0.5, 2.0, 0.7, 0),
        (3.0, -0.3, -1.2, 0),
        (-0.7, -1.1, 0.9, 1),
    ],
    where=lambda x, w, v, y: f"for x = {number(x)}, w = {number(w)}, v = {number(v)} and y = {y}",
    what="two numbers",
    digits=6,
    otherwise=two_slopes,
)


@exercise(CHAIN.head)
def check_chain(my_slopes):
    """Check two slopes found with the chain rule: h = (w·x)², p = sigmoid(v·h), and the cross-entropy (lesson 16).

    Parameters
    ----------
    my_slopes : callable
        my_slopes(x, w, v, y) takes three numbers and a label, 0 or 1; it returns the slope of the loss for w, and
        the one for v.

    Returns
    -------
    Feedback
        Correct, or the mistake in words.

    Examples
    --------
    >>> check_chain(lambda x, w, v, y: (0, 0))
    ✗ Not yet: for x = 2, w = 0.5, v = 1.5 and y = 0, my_slopes should return [4.90545,
    0.817574], but it returns [0, 0]. It always returns the same. Use x and w and v and y.
    """
    judge(CHAIN, my_slopes)
    return f"both slopes for {len(CHAIN.cases)} chains. A network is many such chains, side by side."
