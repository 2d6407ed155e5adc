"""Lesson 2: the derivative of a parabola, and the numerical derivative."""

import math

import numpy as np
import pytest
from answers import applaud, prints, say

from gdlesson.exercises import check_derivative, check_numerical


def f(x, a):
    return a[2] * x**2 + a[1] * x + a[0]


def derivative_by_hand(x, a):
    """Add up the terms, for any number of coefficients."""
    return sum(k * c * x ** (k - 1) for k, c in enumerate(a) if k)


def derivative_that_changes_its_input(x, a):
    a[2] *= 2
    return a[2] * x + a[1]


def test_derivative_right():
    for my_derivative in (lambda x, a: 2 * a[2] * x + a[1], derivative_by_hand):
        words = applaud(check_derivative, my_derivative)
        assert "the slope is 46 at 8, and 0 at 1/3" in words and "numerical" not in words
    for h in (1e-4, 1e-5):
        words = applaud(check_derivative, lambda x, a, h=h: (f(x + h, a) - f(x - h, a)) / (2 * h))
        assert "A good numerical derivative" in words


@pytest.mark.parametrize(
    ("my_derivative", "words"),
    [
        (lambda x, a: -(2 * a[2] * x + a[1]), "it should be 46, yours gives −46: the sign is wrong"),
        (f, "yours gives 173: that is f itself"),
        (lambda x, a: a[2] * x + a[1], "the 2 is missing"),
        (lambda x, a: 2 * a[2] * x + a[1] + a[0], "a[0] is still there"),
        (lambda x, a: 2 * a[2] * x, "a[1] is missing"),
        (lambda x, a: 2 * a[2] * x + a[1] * x, "an x too many"),
        (lambda x, a: 2 * a[2] * x**2 + a[1] * x, "powers should fall by one"),
        (lambda x, a: 2 * a[2], "that is the second derivative"),
        (
            lambda x, a: 6 * x - 2,
            "a = [1, 4, 0.5] it should be 12, yours gives 46: that holds for a = [−3, −2, 3] only",
        ),
        (lambda x, a: 2 * a[0] * x + a[1], "a is used in the wrong order: a[2] belongs to x²"),
        (lambda x, a: 2 * (a[2] * x + a[1]), "the 2 belongs to x² only. Leave the brackets out."),
        (lambda x, a: 2 * a[1] * x + a[0], "the numbers of a are counted from 0"),
        (lambda x, a: 2 * a[2] * x ^ 1, "to square x, write x**2"),
        (lambda x, a: a[2] ^ 2 * x, "to square x, write x**2"),
        (lambda x, a: 2 * a(2) * x, "write square brackets, as in a[2]"),
        (lambda x, a: 46.0, "it always gives the same. Use what it is given, x and a."),
        (lambda x, a: 2 * a[2] * 8 + a[1], "whatever is given as x. Use x."),
        (
            lambda x, a: np.sum(2 * a[2] * x + a[1]),
            "it should be [5, 6, 7], yours gives 18: the answer should have the",
        ),
        (lambda x, a: (f(x + 0.01, a) - f(x, a)) / 0.01, "looks one step of h = 0.01 to the right"),
        (lambda x, a: (f(x, a) - f(x - 0.5, a)) / 0.5, "looks one step of h = 0.5 to the left"),
        (lambda x, a: (f(x + 1e-13, a) - f(x - 1e-13, a)) / 2e-13, "come from an h that is too small"),
        (lambda x, a: (f(x + 1e-20, a) - f(x - 1e-20, a)) / 2e-20, "it is always 0. If this is a numerical"),
        (
            derivative_that_changes_its_input,
            "changes what it is given: afterwards [−3, −2, 3] has become [−3, −2, 6]",
        ),
        (
            lambda x, a: math.sin(x),
            "it should be 46, yours gives 0.98936: it gives the same, whatever is given as a",
        ),
        (prints, "prints, but it does not return"),
    ],
)
def test_derivative_slips(my_derivative, words):
    assert words in say(check_derivative, my_derivative)


def test_numerical_right():
    for my_slope in (
        lambda f, x, h: (f(x + h) - f(x - h)) / (2 * h),
        lambda f, x, h: (f(x + h) / h - f(x - h) / h) / 2,
    ):
        words = applaud(check_numerical, my_slope)
        assert "yours errs by 1 with h = 1, " in words and "e-09 with h = 1e-05, 4 with h = 1e-14." in words


@pytest.mark.parametrize(
    ("my_slope", "words"),
    [
        (
            lambda f, x, h: (f(x + h) - f(x)) / h,
            "it should be 12.01, yours gives 12.61: it looks to the right only",
        ),
        (lambda f, x, h: (f(x) - f(x - h)) / h, "it looks to the left only"),
        (lambda f, x, h: (f(x + h) - f(x - h)) / h, "that is twice as much"),
        (lambda f, x, h: f(x + h) - f(x - h), "that is the rise alone. Divide it by 2h."),
        (lambda f, x, h: (f(x + h) - f(x - h)) / 2 * h, "Set brackets: / (2 * h)"),
        (lambda f, x, h: f(x + h) - f(x - h) / (2 * h), "only the second part is divided"),
        (lambda f, x, h: (f(x - h) - f(x + h)) / (2 * h), "the sign is wrong"),
        (lambda f, x, h: (f(x + h) + f(x - h)) / (2 * h), "the two are added"),
        (lambda f, x, h: (f(x + 1e-5) - f(x - 1e-5)) / 2e-5, "the same, whatever is given as h. Use h."),
        (lambda f, x, h: ((x + h) ** 3 - (x - h) ** 3) / (2 * h), "the same, whatever is given as f. Use f."),
        (lambda f, x, h: f.gradient(x), "the same, whatever is given as h"),
        (lambda f, x, h: f + h, "TypeError"),
        (prints, "prints, but it does not return"),
    ],
)
def test_numerical_slips(my_slope, words):
    assert words in say(check_numerical, my_slope)
