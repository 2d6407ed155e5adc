"""Exercises of lesson 1: the mean squared error, and a line fitted by hand."""

import numpy as np

from gdlesson.exercises.answers import a_number, read_numbers
from gdlesson.exercises.feedback import NotYet, exercise
from gdlesson.exercises.mistakes import mse
from gdlesson.exercises.tasks import Task, ask, judge
from gdlesson.exercises.wording import kind, listed
from gdlesson.verdicts import number


def rows(*values):
    """Return rows of numbers as arrays."""
    return tuple(np.array(row) for row in values)


def random_rows(rng, sizes):
    """Yield pairs of rows of random numbers with one decimal, one pair for each size."""
    for size in sizes:
        yield tuple(rng.uniform(-10, 10, (2, size)).round(1))


MSE = Task(
    name="my_mse",
    arguments=("actual", "predicted"),
    todo="In place of the dots, write return and your formula.",
    truth=lambda actual, predicted: np.mean((actual - predicted) ** 2),
    mistakes=mse.MISTAKES,
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


@exercise
def check_line(x, y, my_slope, my_intercept):
    """Check the line that a learner laid through the data by hand (lesson 1).

    Parameters
    ----------
    x, y : arrays of shape (n,)
        The data.
    my_slope, my_intercept : float
        The line; right where its mean squared error is at most a tenth above that of the best line.

    Returns
    -------
    Feedback
        Right, or what is wrong with the line: its slope, or its height.

    Notes
    -----
    What is lost beyond the best line is (difference of slopes)² · variance of x + (difference in the middle)².

    Examples
    --------
    >>> check_line([1, 2, 3], [2, 4, 6.3], my_slope=2, my_intercept=1)
    not yet: your line has the MSE 0.83, 166 times the best possible. It lies too high, by 0.9
    in the middle: lower the intercept.
    """
    x, y = data(x, y)
    slope = a_number(my_slope, "my_slope", "put a number in place of None, for my_slope.")
    intercept = a_number(my_intercept, "my_intercept", "put a number in place of None, for my_intercept.")
    middle, spread = x.mean(), np.mean((x - x.mean()) ** 2)
    best = np.mean((x - middle) * (y - y.mean())) / spread
    least = np.mean((y - y.mean() - best * (x - middle)) ** 2)
    mine = np.mean((y - slope * x - intercept) ** 2)
    too_steep, too_high = slope - best, slope * middle + intercept - y.mean()
    perfect = least <= 1e-12 * y.var()
    times = "and the best is 0" if perfect else f"{plain(mine / least)} times the best possible"
    times = times if perfect or mine < 1e6 * least else "more than a million times the best possible"
    if not np.isfinite(mine):
        raise NotYet("your line is so far away from the data that its MSE is larger than any number.")
    if mine <= 1.1 * least + 1e-12 * y.var():
        return f"your line has the MSE {plain(mine)}, {times}. The best slope is {number(best, 4)}."
    lost = too_steep**2 * spread  # by the wrong slope, however high the line lies
    if too_high**2 >= lost and (lost <= 0.1 * least or abs(too_steep) <= 0.1 * abs(best)):
        side, way = ("high", "lower") if too_high > 0 else ("low", "raise")
        what = f"It lies too {side}, by {number(abs(too_high), 3)} in the middle: {way} the intercept."
    else:
        what = tilt(slope, best)
    raise NotYet(f"your line has the MSE {plain(mine)}, {times}. {what}")


def plain(value):
    """Return a number above 0 in 3 digits, and a large one without a power of ten."""
    return f"{value:.0f}" if 100 <= value < 1e6 else number(value, 3)


def data(x, y):
    """Return the data as two arrays, or say that they are none."""
    complaint = (
        "x and y should be two rows of numbers of the same length: run the cell with the data again. Here is"
    )
    x, y = read_numbers(x, complaint), read_numbers(y, complaint)
    usable = np.ndim(x) == 1 and np.shape(x) == np.shape(y) and np.isfinite([x, y]).all() and len(set(x)) > 1
    if not usable:
        raise NotYet(f"{complaint} {kind(x)} and {kind(y)}.")
    return x, y


def tilt(slope, best):
    """Say how a line lies that has the wrong slope."""
    if slope * best < 0:
        return f"It {'rises' if slope > 0 else 'falls'} where the data {'rise' if best > 0 else 'fall'}."
    return "It is too steep." if abs(slope) > abs(best) else "It is too flat."
