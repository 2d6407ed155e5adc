"""Lesson 1: the mean squared error, and a line fitted by hand."""

import math
import statistics
from fractions import Fraction

import numpy as np
import pytest
from answers import applaud, prints, say

from gdlesson.exercises import check_line, check_mse

X = np.array([1, 2, 3, 4, 5, 6, 7, 8])
Y = np.array([2.1, 2.9, 4.2, 4.8, 6.1, 6.8, 8.3, 8.9])


def mse_by_hand(actual, predicted):
    total = 0
    for one, other in zip(actual, predicted, strict=True):
        total += (one - other) ** 2
    return total / len(actual)


def mse_that_changes_its_input(actual, predicted):
    actual -= predicted
    return np.mean(actual**2)


def mse_that_fails(actual, predicted):
    return np.mean(actual) + [].pop()


def mse_with(stop=0, leave=lambda total, n: None):
    """Return a mean squared error with a loop of its own, which ends earlier or is left inside."""

    def my_mse(actual, predicted):
        total, n = 0, len(actual)
        for k in range(n - stop):
            total += (actual[k] - predicted[k]) ** 2
            if leave(total, n) is not None:
                return leave(total, n)
        return total / n

    return my_mse


def mse_of_some(actual, predicted):
    return np.mean((actual - predicted) ** 2) if len(actual) > 1 else None


def test_mse_right():
    for my_mse in (lambda y, p: np.mean((y - p) ** 2), mse_by_hand, lambda y, p: (y - p) @ (y - p) / y.size):
        assert "MSE is 20.8, and 96% of that" in applaud(check_mse, my_mse)
    assert applaud(check_mse, lambda y, p: statistics.mean([(a - b) ** 2 for a, b in zip(y, p, strict=True)]))
    assert applaud(check_mse, lambda y, p: np.mean((y.astype("float32") - p.astype("float32")) ** 2))


@pytest.mark.parametrize(
    ("my_mse", "words"),
    [
        (
            lambda y, p: np.sqrt(np.mean((y - p) ** 2)),
            "2, yours gives 1.4142: that is the root of it. Leave the root",
        ),
        (lambda y, p: np.sum((y - p) ** 2), "it should be 2, yours gives 4: that is the sum of the squares."),
        (lambda y, p: np.mean(abs(y - p)), "without their signs. Square them."),
        (lambda y, p: np.mean(y - p), "mean of the errors. Square each"),
        (lambda y, p: sum(p - y) / len(y), "mean of the errors. Square each"),
        (lambda y, p: np.mean(y - p) ** 2, "square of the mean. Square first"),
        (lambda y, p: -np.mean((y - p) ** 2), "the sign is wrong"),
        (lambda y, p: (y - p) ** 2, "yours gives [4, 0]: these are the squares, one by one."),
        (lambda y, p: [np.mean((y - p) ** 2)], "yours gives [2]: that is not one number"),
        (lambda y, p: np.sum((y - p) ** 2) / 4, "it always divides by 4. Divide by how many"),
        (lambda y, p: np.sum((y - p) ** 2) / 2, "it always divides by 2."),
        (lambda y, p: np.sum((y - p) ** 2) / (len(y) - 1), "divides by one less"),
        (lambda y, p: np.mean((y + p) ** 2), "The error is their difference"),
        (lambda y, p: np.mean(y**2 - p**2), "take the difference first"),
        (lambda y, p: np.mean((y - p) * 2), "write **2, not *2"),
        (lambda y, p: np.mean(p - y**2), "Set brackets: (actual - predicted)**2."),
        (lambda y, p: np.mean(y - p**2), "Set brackets: (actual - predicted)**2."),
        (lambda y, p: np.mean((y - p) ** 2) * 1.00001, "it should be 2, yours gives 2.00002."),
        (mse_with(stop=1), "the last point is left out. Does the range end too early?"),
        (mse_with(leave=lambda total, n: total), "only the first point is counted. Does return stand inside the"),
        (mse_with(leave=lambda total, n: total / n), "only the first point is counted. Does return stand"),
        (lambda y, p: 1.5, "it always gives the same. Use what it is given, actual and predicted."),
        (lambda y, p: np.mean((y - 2) ** 2), "whatever is given as predicted. Use predicted."),
        (lambda y, p: math.nan, "it should be 2, yours gives nan"),
        (mse_that_changes_its_input, "changes what it is given: afterwards [1, 2] has become [−2, 0]."),
        (mse_of_some, "my_mse returns nothing for actual [2.5] and predicted [1]."),
        (prints, "my_mse prints, but it does not return anything. Write return in place of print."),
        (lambda y: 1, "should begin with  def my_mse(actual, predicted):  but yours begins with  def my_mse(y):"),
        (lambda y, p: np.mean((y - p) ^ 2), "to square x, write x**2"),
        (
            lambda y, p: np.mean((y - q) ** 2),  # noqa: F821 (as a learner may write it)
            "the error NameError (name 'q' is not defined): that name is spelt differently",
        ),
        (mse_that_fails, "). It happens in the line  return np.mean(actual) + [].pop()"),
        (lambda y, p: 1j, "should return a number, but it returns 1j"),
        (lambda y, p: "2", "should return a number, but it returns the text '2'"),
    ],
)
def test_mse_slips(my_mse, words):
    assert words in say(check_mse, my_mse)


def test_line_right():
    for line in ((1, 1), (np.float64(0.9964), Fraction(103, 100)), np.polyfit(X, Y, 1)):
        assert "times the best possible. The best slope is 0.9964." in applaud(check_line, X, Y, *line)
    assert "the MSE 0, and the best is 0" in applaud(check_line, X, X, 1, 0)
    assert applaud(check_line, X.tolist(), list(Y), 1, 1)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ((1, 3), "the MSE 3.98, 128 times the best possible. It lies too high, by 1.99 in the middle: lower the"),
        ((1, 0.5), "It lies too low, by 0.513 in the middle: raise the intercept."),
        ((3, -8), "It is too steep."),
        ((2, 1), "times the best possible. It is too steep."),
        ((1.2, 1), "times the best possible. It is too steep."),
        ((-1, 1), "the MSE 102, 3293 times the best possible. It falls where the data rise."),
        ((1.05, 30), "lower the intercept"),
        ((1, 1e5), "more than a million times the best possible. It lies too high"),
        ((0.2, 4.6), "It is too flat."),
        ((-1, 10), "It falls where the data rise."),
        ((1e300, 1), "larger than any number"),
        ((None, 1), "put a number in place of None, for my_slope"),
        ((1, None), "put a number in place of None, for my_intercept"),
        (("1", 1), "my_slope is the text '1', and a number is expected: leave the quotation marks out"),
        (([1], 1), "my_slope should be one number, but it is the list [1]"),
        ((1, math.nan), "my_intercept should be a finite number, but it is nan"),
    ],
)
def test_line_slips(line, words):
    assert words in say(check_line, X, Y, *line)


def test_line_is_judged_by_the_least_squares_line():
    rng = np.random.default_rng(0)
    for _ in range(50):
        x, y = rng.normal(size=(2, 9))
        line = np.polyfit(x, y, 1)
        height = np.sqrt(0.1 * np.mean((y - np.polyval(line, x)) ** 2))
        assert check_line(x, y, line[0], line[1] + 0.99 * height).right
        assert not check_line(x, y, line[0], line[1] + 1.01 * height).right
