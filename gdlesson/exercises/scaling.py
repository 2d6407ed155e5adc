"""Exercises of lesson 8: predictions of a line fitted to scaled inputs, and the line in the old units."""

import numpy as np

from gdlesson.exercises.feedback import exercise
from gdlesson.exercises.mistakes import scaling
from gdlesson.exercises.mistakes.scaling import old_units, predicted
from gdlesson.exercises.tasks import Task, judge
from gdlesson.exercises.wording import listed
from gdlesson.words import number

SETS = [
    np.array([60.0, 100.0, 140.0]),
    np.array([2.0, 4.0, 4.0, 10.0]),
    np.array([-3.0, 0.5, 1.0, 2.5, 9.0]),
    np.array([1000.0, 1500.0]),
    np.array([0.02, 0.05, 0.01, 0.04, 0.03, 0.09]),
]
NEW = [
    np.array([80.0, 100.0, 200.0]),
    np.array([4.0, 1.0]),
    np.array([0.0, 5.0]),
    np.array([900.0, 1000.0, 1700.0]),
    np.array([0.02, 0.2]),
]


LINES = [(120.0, 350.0), (3.0, 7.0), (-2.5, 0.0), (40.0, -10.0), (0.7, 1.2)]
PRICES = [
    np.array([190.0, 260.0, 420.0]),
    np.array([9.0, 12.0, 15.0, 32.0]),
    np.array([8.0, -1.0, 0.0, -4.0, -20.0]),
    np.array([310.0, 400.0]),
    np.array([1.0, 2.5, 0.6, 2.2, 1.4, 4.8]),
]
WHOLE = [  # whole numbers, and other lengths of new
    (np.array([50, 90, 100, 160]), np.array([200, 330, 310, 560]), np.array([121, 60, 90, 180])),
    (np.array([3, 1, 2]), np.array([5, 9, 6]), np.array([2, 4, 0, 7, 3])),
]

EXPLODED = 1e6  # times the right prediction


def another_line(function, answers, truths):
    """Say what is wrong with the form of predictions, or how far the descent has come."""
    pairs = list(zip(answers, truths, strict=True))
    if any(np.shape(answer) != np.shape(truth) for answer, truth in pairs):
        return "Return one prediction for each number in new."
    for (x, *_), answer, truth in zip(PREDICTED.cases, answers, truths, strict=False):
        if not np.abs(answer).max() < EXPLODED * np.abs(truth).max():
            end = (
                "nan is left, as if the descent had exploded" if np.isnan(answer).any() else "the descent exploded"
            )
            advice = "Give fit the scaled inputs: then the rate 0.5 lands in one step."
            return f"For x = {listed(x)}, {end}. {advice}"
    part = np.concatenate(answers) / np.concatenate(truths)
    if len(answers) == len(PREDICTED.cases) and np.ptp(part) < 1e-6 and 0 < part[0] < 1:
        return (
            f"All predictions are {number(part[0], 3)} of the right ones. A descent from 0 that ends early gives "
            "that: at the rate 0.5 one step is enough, smaller rates need more."
        )
    return ""


PREDICTED = Task(
    head="my_prices(x, y, new)",
    todo="End it with  return  and the predictions for new.",
    truth=predicted,
    mistakes=scaling.PREDICTED,
    cases=[*zip(SETS, PRICES, NEW, strict=True), *WHOLE],
    where=lambda x, y, new: f"for x = {listed(x)}, y = {listed(y)} and new = {listed(new)}",
    what="numbers",
    digits=4,
    otherwise=another_line,
)


@exercise(PREDICTED.head)
def check_predictions(my_prices):
    """Check predictions of a line that was fitted to scaled inputs (lesson 8).

    Parameters
    ----------
    my_prices : callable
        my_prices(x, y, new) takes inputs x and targets y, and new inputs, arrays in the units of the data; it
        returns what the line with the smallest mean squared error on x and y predicts for new, in the unit of y.

    Returns
    -------
    Feedback
        Correct, or the mistake in words.

    Examples
    --------
    >>> check_predictions(lambda x, y, new: new.mean())
    ✗ Not yet: for x = [60, 100, 140], y = [190, 260, 420] and new = [80, 100, 200], my_prices
    should return [232.5, 290, 577.5], but it returns 126.67. It returns the same, whatever x
    and y are. Use x and y.
    """
    judge(PREDICTED, my_prices)
    return f"scaled, fitted, and predicted in the old units, for {len(PREDICTED.cases)} sets of data."


def two_numbers(function, answers, truths):
    """Say what is wrong with the form of answers."""
    return (
        ""
        if all(np.shape(answer) == (2,) for answer in answers)
        else "Return two numbers: return slope, intercept."
    )


OLD = Task(
    head="my_line(slope, intercept, x)",
    todo="End it with  return  and two numbers, the slope and the intercept in the old unit.",
    truth=old_units,
    mistakes=scaling.OLD,
    cases=[(*line, x) for line, x in zip(LINES, SETS, strict=True)],
    where=lambda slope, intercept, x: (
        f"for the slope {number(slope)}, the intercept {number(intercept)} and x = {listed(x)}"
    ),
    what="two numbers",
    otherwise=two_numbers,
)


@exercise(OLD.head)
def check_old_units(my_line):
    """Check a line that is brought back to the old unit of its inputs (lesson 8).

    Parameters
    ----------
    my_line : callable
        my_line(slope, intercept, x) takes the slope and the intercept of a line for standardized inputs, and the
        inputs x, an array, in the old unit; it returns slope and intercept of the same line in that unit.

    Returns
    -------
    Feedback
        Correct, or the mistake in words.

    Examples
    --------
    >>> check_old_units(lambda slope, intercept, x: (slope / x.std(), intercept))
    ✗ Not yet: for the slope 120, the intercept 350 and x = [60, 100, 140], my_line should
    return [3.67423, −17.4235], but it returns [3.67423, 350]. The slope is right. The
    intercept moves as well: subtract slope · mean / deviation.
    """
    judge(OLD, my_line)
    return f"the same line in the old unit, in {len(OLD.cases)} cases."
