"""Lesson 6: a start that changes the verdict, and a function with two valleys."""

import math
from fractions import Fraction

import numpy as np
import pytest
from answers import applaud, prints, say

from gdlesson.exercises import check_other_verdict, check_valleys


@pytest.mark.parametrize(
    "start", [2.3, 2.5, -2.5, 3, 3.16, np.float64(2.8), np.array(-3.1), 2.24, Fraction(5, 2), 8 / 3]
)
def test_other_verdict_right(start):
    words = applaud(check_other_verdict, start)
    assert (
        "the first step multiplies x by 1 − 0.2·x² = −" in words
        and "jumps over the minimum, and comes nearer" in words
    )


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (1, "multiplies x by 1 − 0.2·x² = 0.8, so the run stays on one side. Look farther away from the minimum."),
        (-2, "= 0.2, so the run stays on one side."),
        (5**0.5, "the first step lands on the minimum. Look a little farther away."),
        (2.236067, "so the run stays on one side"),
        (8, "= −11.8, so each step leads farther away. Look nearer to the minimum."),
        (-3.2, "so each step leads farther away"),
        (7.0711, "so each step leads farther away"),
        (3.1623, "so each step leads farther away"),
        (0, "from 0 nothing moves, because the slope there is 0."),
        (11, "11 is not between −10 and 10"),
        (-1e9, "is not between −10 and 10"),
        (None, "put a number in place of None"),
        ("2.5", "Remove the quotation marks"),
        ([2.5], "should be one number"),
    ],
)
def test_other_verdict_mistakes(start, words):
    assert words in say(check_other_verdict, start)


WELLS = [(7, 1), (8, 1), (7.5, 1), (5, 4), (3, 10), (8, 10), (3.25, 40)]


def wells(place, sharp):
    """Return a function with two valleys as narrow as that, and nearly flat elsewhere."""
    return lambda x: -np.exp(-sharp * (x - place) ** 2) - np.exp(-sharp * (x + place) ** 2)


@pytest.mark.parametrize(
    ("my_function", "words"),
    [
        (
            lambda x: x**4 - 2 * x**2,
            "2 valleys, at x = −1, 1: from −1.5 the run leads to x = −1, where the loss is −1",
        ),
        (lambda x: (x**2 - 4) ** 2 + x, "The deeper one is at x = −2.031."),
        (np.cos, "4 valleys, at x = −9.425, −3.142, 3.142, 9.425"),
        (lambda x: x * x / 20 + math.cos(2 * x), "6 valleys"),
        (lambda x: abs(abs(x) - 3), "2 valleys, at x = −3, 3"),
        (lambda x: min((x - 2) ** 2, (x + 3) ** 2 + 1), "The deeper one is at x = 2."),
        (lambda x: x**20 - 3 * x**2, "2 valleys"),
        (lambda y: float(np.polyval([1, 0, -20, 0, 0], y)) / 100, "2 valleys"),
        (lambda x, waves=3: np.sin(waves * x), "valleys"),
        (lambda x: Fraction(x) ** 4 - 5 * Fraction(x) ** 2, "2 valleys"),
        (lambda x: np.array(x**4 - 8 * x**2), "2 valleys, at x = −2, 2"),
        (lambda x: abs(x - 3) * abs(x + 3), "2 valleys, at x = −3, 3"),
        (lambda x: 5 if abs(x) > 100 else x**4 - 2 * x**2, "2 valleys"),
        *[(wells(place, sharp), f"2 valleys, at x = −{place}, {place}") for place, sharp in WELLS],
        (lambda x: np.cos(500 * x), "at least 370 valleys"),
        (
            lambda x: max((x * x - 4) ** 2, 5),
            "at x = −2.497 to −1.33 (a flat floor), 1.328 to 2.49 (a flat floor): from",
        ),
    ],
)
def test_valleys_right(my_function, words):
    assert words in applaud(check_valleys, my_function)


@pytest.mark.parametrize(
    ("my_function", "words"),
    [
        (lambda x: x**2, "only one valley, at x = 0."),
        (lambda x: x, "no valley: it rises all the way from −10 to 10"),
        (lambda x: -x, "no valley: it falls all the way"),
        (lambda x: -(x**2), "no valley between −10 and 10: it is lowest at the ends"),
        (lambda x: 3, "flat: it is 3 everywhere"),
        (
            lambda x: (x - 3) ** 2 if x > 0 else x + 5,
            "no two valleys that a run can find. It jumps at x = 0: use",
        ),
        (lambda x: x % 3, "It jumps at x = "),
        (math.tan, "It jumps at x = "),
        (lambda x: round((x * x - 4) ** 2), "It jumps at x = "),
        (lambda x: max(x * x, 4.0), "only one valley, at x = −2 to 2 (a flat floor)."),
        (
            lambda x: x ^ 2,
            "for x = −10, my_function stops with the error TypeError (unsupported operand type(s) for ^: 'float'",
        ),
        (lambda x: x ^ 2, "To square x, write x**2"),
        (
            lambda x: 1 / x,
            "for x = 0, my_function stops with the error ZeroDivisionError (float division by zero). It",
        ),
        (lambda x: np.log(x), "for x = −10, my_function is nan, but it should have a value from −10 to 10"),
        (lambda x: [x, x], "should return one number, but it returns the list [−10, −10]"),
        (lambda x, y: x, "should begin with  def my_function(x):"),
        (lambda x: None if x > 0 else x, "for x = 0.5, my_function returns nothing"),
        (prints, "prints, but it does not return"),
    ],
)
def test_valleys_slips(my_function, words):
    assert words in say(check_valleys, my_function)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda x: cos(x), "Write np.cos."),  # noqa: F821
        (lambda x: math_.sqrt(x), "spelled differently"),  # noqa: F821
        (lambda x: math.sqrt(x), "There is no such root or logarithm"),
        (lambda x, two=2: two(x), "Is a * missing before a bracket?"),
    ],
)
def test_what_a_beginner_meets_in_a_curve_of_ones_own(function, words):
    assert words in say(check_valleys, function)
