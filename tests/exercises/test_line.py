"""Lesson 1: the mean squared error, and a line fitted by hand."""

import math
import statistics
from fractions import Fraction

import numpy as np
import pytest
from answers import applaud, cell, nearly, prints, say

from gdlesson.exercises import check_line, check_mse
from gdlesson.exercises.mistakes.mse import MISTAKES

X = np.array([1, 2, 3, 4, 5, 6, 7, 8])
Y = np.array([2.1, 2.9, 4.2, 4.8, 6.1, 6.8, 8.3, 8.9])

# ---- the mean squared error

RIGHT = [
    "lambda y, p: np.mean((y - p) ** 2)",
    "lambda y, p: (y - p) @ (y - p) / y.size",
    "lambda predicted, actual: ((predicted - actual) ** 2).mean()",
    "lambda actual, predicted, *more: np.square(np.subtract(actual, predicted)).mean()",
    "lambda y, p: float(np.average((p - y) * (p - y)))",
    "lambda y, p: np.linalg.norm(y - p) ** 2 / len(p)",
    "lambda y, p: sum((a - b) ** 2 for a, b in zip(y, p)) / len(list(y))",
    "lambda y, p: np.mean((y.reshape(-1, 1) - p.reshape(-1, 1)) ** 2)",
    "lambda y, p: np.var(y - p) + np.mean(y - p) ** 2",
    "lambda y, p: np.array(np.mean((y - p) ** 2))",
    "lambda y, p: np.mean((y.astype('float32') - p.astype('float32')) ** 2)",
    "lambda y, p: np.dot(y, y) / len(y) - 2 * np.dot(y, p) / len(y) + np.dot(p, p) / len(y)",
    """
    def my_mse(actual, predicted):
        total = 0
        for k in range(len(actual)):
            total += (actual[k] - predicted[k])**2
        return total / len(actual)
    """,
    """
    def my_mse(actual: np.ndarray, predicted: np.ndarray) -> float:
        print("errors", actual - predicted)
        errors = [abs(a - p) for a, p in zip(actual, predicted)]
        return sum([e**2 for e in errors]) / len(errors)
    """,
]


@pytest.mark.parametrize("source", RIGHT)
def test_a_mean_squared_error_is_right_in_any_form_up_to_missing_scores(source):
    source = source if "def" in source else f"my_mse = {source}"
    words = nearly(check_mse, cell(source))
    assert "for actual [1, nan, 3] and predicted [2, 2, 5], my_mse should return 2.5, but it returns nan" in words

    def known(actual, predicted):
        return cell(source)(actual[~np.isnan(actual)], predicted[~np.isnan(actual)])

    assert "agrees with ours on 20 pairs" in applaud(check_mse, known)


@pytest.mark.parametrize(
    ("my_mse", "words"),
    [
        (lambda y, p: np.mean((y - p) ** 2), "One nan makes the whole mean nan"),
        (lambda y, p: np.nansum((y - p) ** 2) / len(y), "left out of the sum, but still counted"),
        (lambda y, p: np.mean((np.nan_to_num(y) - p) ** 2), "A missing score is not a score of 0"),
    ],
)
def test_missing_scores_are_left_out(my_mse, words):
    assert words in nearly(check_mse, my_mse)


def test_what_a_right_answer_is_told():
    assert "MSE is 20.8, and 96% of it" in applaud(check_mse, lambda y, p: np.nanmean((y - p) ** 2))
    assert applaud(
        check_mse, lambda y, p: statistics.mean([(a - b) ** 2 for a, b in zip(y, p, strict=True) if a == a])
    )


def mse_of_some(actual, predicted):
    return np.mean((actual - predicted) ** 2) if len(actual) > 1 else None


@pytest.mark.parametrize(
    ("my_mse", "words"),
    [
        (lambda y, p: np.sqrt(np.mean((y - p) ** 2)), "return 2, but it returns 1.4142. That is the square root"),
        (lambda y, p: np.sum((y - p) ** 2), "should return 2, but it returns 4. That is the sum of the squares."),
        (lambda y, p: np.mean(abs(y - p)), "the mean absolute error"),
        (lambda y, p: np.mean(y - p), "mean of the errors. Square each"),
        (lambda y, p: sum(p - y) / len(y), "mean of the errors. Square each"),
        (lambda y, p: np.mean(y - p) ** 2, "square of the mean. Square first"),
        (lambda y, p: -np.mean((y - p) ** 2), "The sign is wrong"),
        (lambda y, p: (y - p) ** 2, "returns [4, 0]. These are the squares, one by one."),
        (
            lambda y, p: [np.mean((y - p) ** 2)],
            "returns the list [2]. The number is right, but it stands in a row of its own",
        ),
        (lambda y, p: np.sum((y - p) ** 2) / 4, "It always divides by 4. Divide by how many"),
        (lambda y, p: np.sum((y - p) ** 2) / 2, "It always divides by 2."),
        (lambda y, p: np.sum((y - p) ** 2) / 137, "It always divides by 137."),
        (lambda y, p: np.sum((y - p) ** 2) / (len(y) - 1), "divides by one less"),
        (lambda y, p: np.mean((y + p) ** 2), "The error is their difference"),
        (lambda y, p: np.mean(y**2 - p**2), "Take the difference first"),
        (lambda y, p: np.mean((y - p) * 2), "write **2, not *2"),
        (lambda y, p: np.mean(p - y**2), "p - y ** 2 should be (p - y) ** 2."),
        (lambda y, p: np.mean((y - p) ** 2) * 1.00001, "should return 2, but it returns 2.00002."),
        (lambda y, p: np.mean((y - p) ** 2) * (1 + 2e-6), "should return 2, but it returns 2.000004."),
        (lambda y, p: np.mean((y[:, None] - p) ** 2), "subtracts each from each"),
        (lambda y, p: np.mean((y - p.reshape(-1, 1)) ** 2), "subtracts each from each"),
        (lambda y, p: np.mean(np.subtract.outer(y, p) ** 2), "subtracts each from each"),
        (lambda y, p: np.var(y - p), "variance of the errors"),
        (lambda y, p: round(np.mean((y - p) ** 2), 2), "round loses decimals. Remove it."),
        (lambda y, p: round(np.mean((y - p) ** 2)), "round loses decimals"),
        (lambda y, p: int(np.mean((y - p) ** 2)), "int loses decimals"),
        (lambda y, p: np.sum((y - p) ** 2) // len(y), "// cuts off the decimals. Write /."),
        (lambda y, p: 1.5, "It always returns the same. Use actual and predicted."),
        (lambda y, p: np.mean((y - 2) ** 2), "The number 2 stands where p belongs."),
        (lambda y, p: np.mean((y - 2.5) * y), "whatever predicted is. Use predicted."),
        (lambda y, p: math.nan, "should return 2, but it returns nan"),
        (mse_of_some, "for actual [2.5] and predicted [1], my_mse returns nothing."),
        (prints, "my_mse prints, but it does not return anything. Write return instead of print."),
        (lambda y: 1, "should begin with  def my_mse(actual, predicted):  but yours begins with  def my_mse(y):"),
        (lambda y, p: np.mean((y - p) ^ 2), "^ is no power in Python. Write **."),
        (lambda y, p: np.mean((y - q) ** 2), "the error NameError (name 'q' is not defined)"),  # noqa: F821
        (lambda y, p: 1j, "should return a number, but it returns 1j"),
        (lambda y, p: "2", "should return a number, but it returns the text '2'"),
        (lambda y, p: (np.mean((y - p) ** 2), "done"), "should return a number, but it returns a tuple"),
    ],
)
def test_mistakes_with_a_mean_squared_error_are_named(my_mse, words):
    assert words in say(check_mse, my_mse)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (
            """
            def my_mse(actual, predicted):
                total = 0
                for a, p in zip(actual, predicted):
                    total += (a - p)**2
                    return total / len(actual)
            """,
            "The return stands inside the loop",
        ),
        (
            """
            def my_mse(actual, predicted):
                total = 0
                for a, p in zip(actual, predicted):
                    error = a - p
                total += error**2
                return total / len(actual)
            """,
            "The line  total += error ** 2  stands below the loop",
        ),
        (
            """
            def my_mse(actual, predicted):
                total = 0
                for k in range(len(actual) - 1):
                    total += (actual[k] - predicted[k])**2
                return total / len(actual)
            """,
            "The last point is left out. Does the range end too early?",
        ),
        (
            """
            def my_mse(actual, predicted):
                total = 0
                for k in range(8):
                    total += (actual[k] - predicted[k])**2
                return total / 8
            """,
            "Places are counted from 0",
        ),
        (
            """
            def my_mse(actual, predicted):
                return np.mean((y - predicted)**2)
            """,
            "The name y is not among the arguments of my_mse. Write actual.",
        ),
        (
            """
            def my_mse(actual, predicted):
                return np.mean((y - x)**2)
            """,
            "It uses y and x from the notebook. Use only what it is given.",
        ),
        (
            """
            def my_mse(actual, predicted):
                return sum((actual - predicted)**2) // len(actual)
            """,
            "// cuts off the decimals. Write /.",
        ),
        (
            """
            def my_mse(actual, predicted):
                return np.mean(actual - predicted**2)
            """,
            "Parentheses are missing: actual - predicted ** 2 should be (actual - predicted) ** 2.",
        ),
        (
            """
            def my_mse(actual, predicted):
                actual -= predicted
                return np.mean(actual**2)
            """,
            "changes what it is given: afterward [1, 2] has become [−2, 0]. Work with a new name instead.",
        ),
        (
            """
            def my_mse(actual, predicted):
                return np.mean(actual) + [].pop()
            """,
            "It happens in the line  return np.mean(actual) + [].pop()",
        ),
        (
            """
            def my_mse(predicted, actual):
                return np.mean(predicted - actual**2)
            """,
            "Parentheses are missing",  # the order of the two would make no difference
        ),
    ],
)
def test_mistakes_in_a_cell_are_found_by_the_change_that_mends_them(source, words):
    assert words in say(check_mse, cell(source, x=X, y=Y))


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.words[:40])
def test_every_known_mistake_is_named(mistake):
    assert mistake.words in say(check_mse, lambda *case: mistake.wrong(*case))


# ---- the line


def test_line_right():
    for line in ((1, 1), (np.float64(0.9964), Fraction(103, 100)), np.polyfit(X, Y, 1), np.array([1, 1])):
        assert "of the best line. The best slope is 0.9964." in applaud(check_line, X, Y, *line)
    assert "an MSE of 0, and the best line has 0" in applaud(check_line, X, X, 1, 0)
    assert "as low as that of the best line" in applaud(check_line, X, Y, *np.polyfit(X, Y, 1))
    assert "1.01 times that of the best line" in applaud(check_line, X, Y, 1, 1)
    assert applaud(check_line, X.tolist(), list(Y), 1, 1)
    assert applaud(check_line, tuple(X), tuple(Y), np.array(1), "1" and 1)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ((1, 3), "an MSE of 3.98, 128 times that of the best line; at most 1.1 times is needed. It lies too high"),
        ((1, 3), "too high, by 1.99 in the middle. Lower the intercept."),
        ((1, 0.5), "It lies too low, by 0.513 in the middle. Raise the intercept."),
        ((3, -8), "It is too steep."),
        ((2, 1), "It is too steep."),
        ((1.2, 1), "It is too steep."),
        ((-1, 1), "an MSE of 102, 3293 times that of the best line"),
        ((-1, 1), "It falls where the data rise."),
        ((1.05, 30), "Lower the intercept"),
        ((1, 1e5), "more than a million times that of the best line"),
        ((0.2, 4.6), "It is too flat."),
        ((-1, 10), "It falls where the data rise."),
        ((1e300, 1), "too large to store"),
        ((None, 1), "put a number in place of None, for my_slope"),
        ((1, None), "put a number in place of None, for my_intercept"),
        (("1", 1), "my_slope is the text '1', but it should be a number. Remove the quotation marks"),
        (([1], 1), "my_slope should be one number, but it is the list [1]"),
        ((1, math.nan), "my_intercept should be a finite number, but it is nan"),
    ],
)
def test_line_mistakes(line, words):
    assert words in say(check_line, X, Y, *line)


def test_a_line_with_its_two_numbers_swapped_is_told_so():
    falling = 10 - 0.8 * X
    assert "Slope and intercept are swapped" in say(check_line, X, falling, 10, -0.8)
    assert "swapped" not in say(check_line, X, falling, 10, 0.8)


def test_line_is_judged_by_the_least_squares_line():
    rng = np.random.default_rng(0)
    for _ in range(50):
        x, y = rng.normal(size=(2, 9))
        line = np.polyfit(x, y, 1)
        height = np.sqrt(0.1 * np.mean((y - np.polyval(line, x)) ** 2))
        assert check_line(x, y, line[0], line[1] + 0.99 * height).right
        assert not check_line(x, y, line[0], line[1] + 1.01 * height).right


def test_a_line_that_is_hardly_too_bad_does_not_look_good_enough():
    best = np.polyfit(X, Y, 1)
    height = np.sqrt(0.10004 * np.mean((Y - np.polyval(best, X)) ** 2))
    assert "1.10004 times that of the best line; at most 1.1" in say(check_line, X, Y, best[0], best[1] + height)
