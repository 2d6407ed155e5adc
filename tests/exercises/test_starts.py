"""Lesson 6: a start that changes the verdict, and a function with two valleys."""

import math

import numpy as np
import pytest
from answers import applaud, prints, say

from gdlesson.exercises import check_other_verdict, check_valleys


@pytest.mark.parametrize(
    ("start", "regime"), [(8, "diverging"), (-6, "overshooting"), (50**0.5, "bouncing"), (0, "still")]
)
def test_other_verdict_right(start, regime):
    words = applaud(check_other_verdict, start)
    assert f"from 2 it is monotone, from {start:.5g} it is {regime}".replace("-", "−") in words
    assert "\nFrom 2: Slow: after 500 steps" in words


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (-2, "from −2 it is monotone, as it is from 2. Look further.\nFrom 2: Slow"),
        (11, "11 is not between −10 and 10"),
        (None, "put a number in place of None"),
        ("8", "leave the quotation marks out"),
    ],
)
def test_other_verdict_slips(start, words):
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
            "2 valleys, at x = −1, 1: from −1.5 the walk leads to x = −1, where the loss is −1",
        ),
        (lambda x: (x**2 - 4) ** 2 + x, "The deeper one is at x = −2.031."),
        (np.cos, "4 valleys, at x = −9.425, −3.142, 3.142, 9.425"),
        (lambda x: x * x / 20 + math.cos(2 * x), "6 valleys"),
        (lambda x: abs(abs(x) - 3), "2 valleys, at x = −3, 3"),
        (lambda x: min((x - 2) ** 2, (x + 3) ** 2 + 1), "The deeper one is at x = 2."),
        (lambda x: x**20 - 3 * x**2, "2 valleys"),
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
        (lambda x: x**2, "one valley only, at x = 0."),
        (lambda x: x, "no valley: it rises all the way from −10 to 10"),
        (lambda x: -x, "no valley: it falls all the way"),
        (lambda x: -(x**2), "no valley between −10 and 10: it is lowest at the rim"),
        (lambda x: 3, "flat: it is 3 everywhere"),
        (
            lambda x: (x - 3) ** 2 if x > 0 else x + 5,
            "no two valleys that a walk can find. It jumps at x = 0, and",
        ),
        (lambda x: x % 3, "It jumps at x = "),
        (math.tan, "It jumps at x = "),
        (lambda x: round((x * x - 4) ** 2), "It jumps at x = "),
        (lambda x: max(x * x, 4.0), "one valley only, at x = −2 to 2 (a flat floor)."),
        (
            lambda x: x ^ 2,
            "for x = −10 my_function stops with the error TypeError (unsupported operand type(s) for ^: 'float'",
        ),
        (lambda x: x ^ 2, "to square x, write x**2"),
        (lambda x: 1 / x, "for x = 0 my_function stops with the error ZeroDivisionError"),
        (lambda x: np.log(x), "for x = −10 my_function is nan, but it should have a value from −10 to 10"),
        (lambda x: [x, x], "should return one number, but it returns [−10, −10]"),
        (lambda x, y: x, "should begin with  def my_function(x):"),
        (lambda x: None if x > 0 else x, "my_function returns nothing for x = 0.5"),
        (prints, "prints, but it does not return"),
    ],
)
def test_valleys_slips(my_function, words):
    assert words in say(check_valleys, my_function)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda x: cos(x), "write np.cos"),  # noqa: F821
        (lambda x: math_.sqrt(x), "spelt differently"),  # noqa: F821
        (lambda x: math.sqrt(x), "it needs a value for every x"),
        (lambda x, two=2: two(x), "write *"),
    ],
)
def test_what_a_beginner_meets_in_a_curve_of_ones_own(function, words):
    assert words in say(check_valleys, function)
