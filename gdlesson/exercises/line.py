"""Exercises of lesson 1: the mean squared error, and a line fitted by hand."""

from dataclasses import replace

import numpy as np

from gdlesson.exercises.answers import a_number, read_numbers
from gdlesson.exercises.feedback import exercise
from gdlesson.exercises.mistakes import Mistake, mse
from gdlesson.exercises.notyet import NotYet, beyond_the_lesson
from gdlesson.exercises.tasks import Task, ask, judge
from gdlesson.exercises.wording import kind, listed
from gdlesson.words import apart, number

ENOUGH = 1.1  # times the MSE of the best line


def rows(*values):
    """Return rows of numbers as arrays."""
    return tuple(np.array(row) for row in values)


def random_rows(rng, sizes):
    """Yield pairs of rows of random numbers with one decimal, one pair for each size."""
    for size in sizes:
        yield tuple(rng.uniform(-10, 10, (2, size)).round(1))


def times_a_number(function, answers, truths):
    """Say so if all answers are the sum of the squares divided by one number, or of another shape."""
    if any(np.ndim(answer) for answer in answers):
        return "That is not one number. Take the mean of all squares."
    sums = [truth * len(actual) for truth, (actual, _) in zip(truths, MSE.cases, strict=False)]
    n = round(sums[0] / answers[0]) if answers[0] else 0
    if n > 1 and np.allclose(np.array(answers) * n, sums):
        return f"It always divides by {n}. Divide by how many numbers there are, len(actual)."
    return ""


NAN = (
    "One nan makes the whole mean nan. Leave those students out: np.isnan finds them. (Nothing equals nan, "
    "not even nan itself.)"
)
MSE = Task(
    head="my_mse(actual, predicted)",
    todo="Write a line with return and your formula.",
    truth=lambda actual, predicted: np.mean((actual - predicted) ** 2),
    mistakes=mse.MISTAKES,
    cases=[
        rows([1.0, 2.0], [3.0, 2.0]),
        rows([4.0, 2.0], [3.0, 2.0]),
        rows([1.0, 2.0], [1.0, 5.0]),
        rows([6, 2, 1, 4], [2, 2, 9, 4]),  # the mean is whole: statistics.mean of whole numbers may round
        *random_rows(np.random.default_rng(1), [3, 4, 5, 7, 3, 8, 10, 20, 50]),
        rows([1000, 2000, 3000], [1001, 2002, 3004]),
        rows([1e9, -2e9], [-1e9, 2e9]),
        rows([5, 5, 5], [5, 5, 5]),
        rows([2.5], [1.0]),
    ],
    digits=6,
    where=lambda actual, predicted: f"for actual {listed(actual)} and predicted {listed(predicted)}",
    otherwise=times_a_number,
)


MISSING = replace(
    MSE,
    truth=lambda actual, predicted: np.nanmean((actual - predicted) ** 2),
    mistakes=[
        Mistake(MSE.truth, NAN),
        Mistake(
            lambda actual, predicted: np.nansum((actual - predicted) ** 2) / len(actual),
            "The missing scores are left out of the sum, but still counted. Divide by how many scores there are.",
        ),
        Mistake(
            lambda actual, predicted: np.mean((np.nan_to_num(actual) - predicted) ** 2),
            "A missing score is not a score of 0. Leave those students out.",
        ),
    ],
    cases=[
        rows([1.0, np.nan, 3.0], [2.0, 2.0, 5.0]),
        rows([np.nan, 4.5, 6.0, np.nan, 2.0], [5.0, 4.0, 8.0, 1.0, 2.5]),
        rows([np.nan, np.nan, 7.0], [1.0, 2.0, 4.0]),
    ],
    otherwise=lambda function, answers, truths: "",
)


@exercise(MSE.head)
def check_mse(my_mse):
    """Check the mean squared error that a learner wrote (lesson 1).

    Parameters
    ----------
    my_mse : callable
        my_mse(actual, predicted) takes two arrays of shape (n,) and returns one number, the mean of
        (actual − predicted)² over the students whose actual score is not nan.

    Returns
    -------
    Feedback
        Correct, or the mistake in words.

    Examples
    --------
    >>> check_mse(lambda actual, predicted: ((actual - predicted) ** 2).mean() ** 0.5)
    ✗ Not yet: for actual [1, 2] and predicted [3, 2], my_mse should return 2, but it returns
    1.4142. That is the square root of the MSE. Remove the root.
    """
    answers = judge(MSE, my_mse)
    with beyond_the_lesson():
        answers += judge(MISSING, my_mse)
    errors = np.array([1.0, 1.0, 1.0, 1.0, 10.0])
    loss = ask(MSE, my_mse, errors, np.zeros(5))
    part = errors.max() ** 2 / len(errors) / loss
    return (
        f"it agrees with ours on {len(answers)} pairs of arrays. For the errors {listed(errors)} the MSE is "
        f"{number(loss)}, and {part:.0%} of it comes from the one large error."
    )


@exercise
def check_line(x, y, my_slope, my_intercept):
    """Check the line that a learner fitted to data by hand (lesson 1).

    Parameters
    ----------
    x, y : arrays of shape (n,)
        The data.
    my_slope, my_intercept : float
        The line; right if its mean squared error is at most 1.1 times that of the best line.

    Returns
    -------
    Feedback
        Correct, or what is wrong with the line: its slope, or its height.

    Notes
    -----
    What is lost beyond the best line is (difference of slopes)² · variance of x + (difference in the middle)².

    Examples
    --------
    >>> check_line([1, 2, 3], [2, 4, 6.3], my_slope=2, my_intercept=1)
    ✗ Not yet: your line has an MSE of 0.83, 166 times that of the best line; at most 1.1 times
    is needed. It lies too high, by 0.9 in the middle. Lower the intercept.
    """
    x, y = data(x, y)
    slope, intercept = a_number(my_slope, "my_slope"), a_number(my_intercept, "my_intercept")
    middle, spread = x.mean(), np.mean((x - x.mean()) ** 2)
    best = np.mean((x - middle) * (y - y.mean())) / spread
    least = np.mean((y - y.mean() - best * (x - middle)) ** 2)

    def fits(slope, intercept):
        return loss_of(x, y, slope, intercept) <= ENOUGH * least + 1e-12 * y.var()

    mine = loss_of(x, y, slope, intercept)
    if not np.isfinite(mine):
        raise NotYet("your line is so far from the data that its MSE is too large to store.")
    words = f"your line has an MSE of {plain(mine)}, {times(mine, least, y)}"
    if fits(slope, intercept):
        return f"{words}. The best slope is {number(best, 4)}."
    if fits(intercept, slope):
        raise NotYet(f"{words}.", "Slope and intercept are swapped: the other way round they fit.")
    too_steep, too_high = slope - best, slope * middle + intercept - y.mean()
    lost = too_steep**2 * spread  # by the wrong slope, however high the line lies
    if too_high**2 >= lost and (lost <= 0.1 * least or abs(too_steep) <= 0.1 * abs(best)):
        side, way = ("high", "Lower") if too_high > 0 else ("low", "Raise")
        what = f"It lies too {side}, by {number(abs(too_high), 3)} in the middle. {way} the intercept."
    else:
        what = tilt(slope, best)
    raise NotYet(f"{words}; at most {ENOUGH} times is needed.", what)


def loss_of(x, y, slope, intercept):
    """Return the mean squared error of a line."""
    return np.mean((y - slope * x - intercept) ** 2)


def times(mine, least, y):
    """Return how large an MSE is beside the least possible one, in words."""
    if least <= 1e-12 * y.var():
        return "and the best line has 0"
    if mine >= 1e6 * least:
        return "more than a million times that of the best line"
    if mine < 1.0005 * least:
        return "as low as that of the best line"
    ratio = mine / least
    near = min((1.0, ENOUGH), key=lambda border: abs(ratio - border))
    return f"{plain(ratio) if ratio > 1.2 else apart(ratio, near, 3)} times that of the best line"


def plain(value):
    """Return a number above 0 in 3 digits, and a large one without a power of ten."""
    return f"{value:.0f}" if 100 <= value < 1e6 else number(value, 3)


def data(x, y):
    """Return the data as two arrays, or say that they are none."""
    complaint = (
        "x and y should be two rows of numbers of the same length. Run the cell with the data again: here is"
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
