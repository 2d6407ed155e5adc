"""Exercises of lesson 8: new inputs scaled as the old ones were, and a line brought back to the old units."""

import numpy as np

from gdlesson.exercises.answers import read_numbers
from gdlesson.exercises.feedback import exercise
from gdlesson.exercises.mistakes import scaling
from gdlesson.exercises.mistakes.scaling import old_units, scaled
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


def a_row(function, answers, truths):
    """Say what is wrong with the form of answers."""
    fits = all(np.shape(answer) == np.shape(truth) for answer, truth in zip(answers, truths, strict=True))
    return "" if fits else "Return one number for each number in new."


SCALED = Task(
    head="my_scaled(x, new)",
    todo="End it with  return  and the scaled numbers in new.",
    truth=scaled,
    mistakes=scaling.SCALED,
    cases=list(zip(SETS, NEW, strict=True)),
    where=lambda x, new: f"for x = {listed(x)} and new = {listed(new)}",
    read=lambda answer, complaint: np.asarray(read_numbers(answer, complaint.replace("a number", "numbers"))),
    otherwise=a_row,
)


@exercise(SCALED.head)
def check_scaled(my_scaled):
    """Check new inputs that are scaled as the old ones were (lesson 8).

    Parameters
    ----------
    my_scaled : callable
        my_scaled(x, new) takes the inputs that a model learned from, and new ones, arrays in the same unit; it
        returns the new ones minus the mean of x, divided by the standard deviation of x.

    Returns
    -------
    Feedback
        Correct, or the mistake in words.

    Examples
    --------
    >>> check_scaled(lambda x, new: (new - new.mean()) / new.std())
    ✗ Not yet: for x = [60, 100, 140] and new = [80, 100, 200], my_scaled should return
    [−0.612372, 0, 3.06186], but it returns [−0.889001, −0.508001, 1.397]. That uses mean and
    deviation of new. The model knows those of x: use x.mean() and x.std().
    """
    judge(SCALED, my_scaled)
    return "the same mean and the same deviation, whatever comes in. So one input always means the same number."


def two_numbers(function, answers, truths):
    """Say what is wrong with the form of answers."""
    return (
        ""
        if all(np.shape(answer) == (2,) for answer in answers)
        else "Return two numbers: return slope, intercept."
    )


LINES = [(120.0, 350.0), (3.0, 7.0), (-2.5, 0.0), (40.0, -10.0), (0.7, 1.2)]
OLD = Task(
    head="my_line(slope, intercept, x)",
    todo="End it with  return  and two numbers, the slope and the intercept in the old unit.",
    truth=old_units,
    mistakes=scaling.OLD,
    cases=[(*line, x) for line, x in zip(LINES, SETS, strict=True)],
    where=lambda slope, intercept, x: (
        f"for the slope {number(slope)}, the intercept {number(intercept)} and x = {listed(x)}"
    ),
    read=lambda answer, complaint: read_numbers(answer, complaint.replace("a number", "two numbers")),
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
