"""The checks of the exercises: what is right is right, slips are named, and nothing brings a lesson to a halt."""

import _thread
import contextlib
import doctest
import importlib
import math
import signal
import statistics
import sys
import threading
import time
import warnings
from fractions import Fraction
from pathlib import Path

import nbformat
import numpy as np
import pytest
from answers import applaud, say
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from gdlesson import descend, exercises
from gdlesson.exercises import (
    check_derivative,
    check_fooling_rate,
    check_line,
    check_mse,
    check_numerical,
    check_other_verdict,
    check_rate,
    check_rates,
    check_resting_start,
    check_rule,
    check_valleys,
    check_walk,
    timelimit,
)
from gdlesson.exercises.loop import WALK, loop, right_reason
from gdlesson.exercises.stopping import SLIPS, TOLERANCES, faults
from gdlesson.exercises.timelimit import TimeLimitError, limited, one_budget

X = np.array([1, 2, 3, 4, 5, 6, 7, 8])
Y = np.array([2.1, 2.9, 4.2, 4.8, 6.1, 6.8, 8.3, 8.9])


def prints(*arguments):
    print("the answer is 3")


def endless(*arguments):
    while True:
        pass


# ---- lesson 1: the mean squared error


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


# ---- lesson 1: the line


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


# ---- lesson 2: the derivative


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


# ---- lesson 2: the numerical derivative


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


# ---- lesson 3: a learning rate


@pytest.mark.parametrize(
    ("rate", "words"), [(0.1, "15 steps to x = 0.33334"), (1 / 6, "Lands"), (np.array(0.12), "11 steps")]
)
def test_rate_right(rate, words):
    assert words in applaud(check_rate, rate)


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (0.05, "with 0.05 it takes 35 steps, and fewer than 20 are asked for. Take a larger learning rate."),
        (0.001, "it does not arrive: after 500 steps it is at 0.7116. Take a larger"),
        (1e-8, "after 0 steps it stops at 8. Take a larger"),
        (0, "with 0 it does not arrive"),
        (0.25, "jumps over the minimum, from 8 to −3.5 at once. Take a smaller"),
        (1 / 3, "to −7.3333 at once, and bounces for ever. Take a smaller"),
        (1 / 6 + 1e-9, "with 0.166666667667 it jumps over the minimum, from 8 to 0.33333329 at once"),
        (0.34, "to −7.64 at once, and diverges. Take a smaller"),
        (1e300, "and diverges. Take a smaller"),
        (-0.1, "−0.1 is negative: the first step goes from 8 to 12.6, and that is uphill"),
        ("0.1", "my_rate is the text '0.1', and a number is expected: leave the quotation marks out"),
        ([0.1], "my_rate should be one number, but it is the list [0.1]"),
        (True, "should be one number, but it is True"),
        (10**400, "too large for Python"),
        (None, "put a number in place of None"),
        (..., "put a number in place of None"),
    ],
)
def test_rate_slips(rate, words):
    assert words in say(check_rate, rate)


# ---- lesson 3: the whole loop


def written(
    step=lambda gradient, x, rate: x - rate * gradient(x),
    ends=lambda gradient, x, new, tolerance: abs(new - x) < tolerance,
    late=False,
    cap=lambda cap: cap,
    result=lambda path, reason: (path, reason),
):
    """Return a walk as a learner may write it, with one thing changed."""

    def my_walk(gradient, x, learning_rate, tolerance, max_iterations):
        path = [x]
        while len(path) <= cap(max_iterations):
            new = step(gradient, x, learning_rate)
            if ends(gradient, x, new, tolerance):
                return result(path + [new] * late, "tolerance")
            path.append(new)
            x = new
        return result(path, "max_iterations")

    return my_walk


def walk_with_for(gradient, x, learning_rate, tolerance, max_iterations):
    path, reason = np.array([x]), "max_iterations"
    for _ in range(max_iterations):
        step = learning_rate * gradient(x)
        if -tolerance < step < tolerance:
            reason = "tolerance"
            break
        x -= step
        path = np.append(path, x)
    return path, reason


def walk_with_recursion(gradient, x, learning_rate, tolerance, max_iterations):
    new = x - learning_rate * gradient(x)
    if max_iterations == 0:
        return [x], "max_iterations"
    if abs(x - new) < tolerance:
        return [x], "tolerance"
    path, reason = walk_with_recursion(gradient, new, learning_rate, tolerance, max_iterations - 1)
    return [x, *path], reason


def walk_that_never_ends(gradient, x, learning_rate, tolerance, max_iterations):
    path = [x]
    while True:
        x = x + learning_rate * gradient(x)
        path.append(x)


def example(x):
    return 3 * x**2 - 2 * x - 3


OTHER_REASON = {"tolerance": "max_iterations", "max_iterations": "tolerance"}


def test_the_reference_is_that_of_descend():
    for case in WALK.cases:
        run = descend(*case)
        np.testing.assert_array_equal(loop(*case), run.path)
        assert right_reason(*case) == run.stop or run.stop == "flat"


def test_walk_right():
    for my_walk in (written(), walk_with_for, walk_with_recursion):
        words = applaud(check_walk, my_walk)
        assert "is at 0.7116 after 500 steps, and now it says why: 'max_iterations'" in words


@pytest.mark.parametrize(
    ("my_walk", "words"),
    [
        (written(step=lambda g, x, rate: x + rate * g(x)), "it climbs. Go against the slope"),
        (written(step=lambda g, x, rate: x - g(x)), "the learning rate is forgotten"),
        (written(step=lambda g, x, rate: x - rate * example(x)), "it goes by the loss f(x). Go by its slope"),
        (written(step=lambda g, x, rate: x - rate * (6 * x - 2)), "it always takes the slope 6x − 2"),
        (written(step=lambda g, x, rate: x - 0.05 * g(x)), "whatever is given as learning_rate"),
        (written(step=lambda g, x, rate: x - rate), "every step is as long as the learning rate"),
        (written(step=lambda g, x, rate: x - 2 * rate * g(x)), "after 1 step it is at 3.4, and should be at 5.7."),
        (lambda g, x, *rest: written()(g, 8, *rest), "whatever is given as x. Use x."),
        (lambda g, x, rate, *rest: written()(g, x, rate, 1e-5, rest[1]), "whatever is given as tolerance"),
        (lambda g, x, rate, tol, cap: written()(g, x, rate, tol, 500), "whatever is given as max_iterations"),
        (written(late=True), "the step that is shorter than the tolerance is added to the path"),
        (written(cap=lambda cap: cap + 1), "one step more than the cap"),
        (written(cap=lambda cap: cap - 1), "one step fewer than the cap"),
        (written(cap=lambda cap: math.inf), "it does not look at the cap"),
        (written(ends=lambda g, x, new, tol: False), "it does not look at the tolerance"),
        (written(ends=lambda g, x, new, tol: new - x < tol), "abs is forgotten: a step to the other side"),
        (written(ends=lambda g, x, new, tol: x - new < tol), "abs is forgotten: a step to the other side"),
        (written(ends=lambda g, x, new, tol: new - x < tol, late=True), "abs is forgotten"),
        (written(ends=lambda g, x, new, tol: abs(g(new)) < tol), "it tests the slope"),
        (written(ends=lambda g, x, new, tol: abs(new) < tol), "it tests x itself"),
        (written(ends=lambda g, x, new, tol: abs(new - x) > tol), "it stops where the step is long"),
        (written(result=lambda path, reason: (path[1:], reason)), "the start is missing. Begin with path = [x]."),
        (written(result=lambda path, reason: ([path[0], *path], reason)), "the start is in it twice"),
        (written(result=lambda path, reason: (path[:-1], reason)), "the last point is missing"),
        (written(result=lambda path, reason: (path[-1:], reason)), "that is the last point alone"),
        (written(result=lambda path, reason: ([], reason)), "it always gives the same"),
        (written(result=lambda path, reason: path), "returns only the path. Return the path and the reason"),
        (written(result=lambda path, reason: np.array(path)), "returns only the path"),
        (written(result=lambda path, reason: reason), "my_walk returns the text 'tolerance'. Return the path and"),
        (written(result=lambda path, reason: (reason, path)), "the path comes first, then the reason"),
        (
            written(result=lambda path, reason: (path, OTHER_REASON[reason])),
            "'max_iterations': the two are swapped.",
        ),
        (
            written(result=lambda path, reason: (path, "tolerance")),
            "should be 'max_iterations', but yours is 'toleranc",
        ),
        (
            written(result=lambda path, reason: (path, "tolerence")),
            "yours is the text 'tolerence'. Write it letter by",
        ),
        (written(result=lambda path, reason: (path, None)), "yours is None. Before each way out of the loop"),
        (written(result=lambda path, reason: (path, len(path))), "yours is the number 36. The reason is a text."),
        (
            written(result=lambda path, reason: (path[-1], reason)),
            "one number for each point, but it is the number 0.33",
        ),
        (written(result=lambda path, reason: ([[x] for x in path], reason)), "but it has the shape (36, 1)"),
        (walk_that_never_ends, "does not come to an end: it has taken more than 20,000 steps, so it was stopped."),
        (lambda x, rate, tolerance=1e-5, cap=500: None, "def my_walk(x, rate, tolerance, cap):"),
        (prints, "prints, but it does not return"),
    ],
)
def test_walk_slips(my_walk, words):
    assert words in say(check_walk, my_walk)


WRITTEN = """\
def my_walk(gradient, x, learning_rate, tolerance, max_iterations):
    path = [x]
    reason = "max_iterations"
    while len(path) <= max_iterations:
        before = x
        x = x - learning_rate * gradient(x)
        if abs(x - before) < tolerance:
            reason = "tolerance"
            break
        path.append(x)
    return path, reason
"""
TEST, APPEND, BEFORE = "abs(x - before) < tolerance", "        path.append(x)\n", "        before = x\n"
NO_REASON = ('    reason = "max_iterations"\n', "")
AFTER_BREAK = ('reason = "tolerance"\n            break', 'break\n            reason = "tolerance"')


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([(TEST, f"{TEST} or abs(x - before) < 1e-5")], "it takes 26 steps too few"),
        ([(TEST, "abs(x - before) < max(tolerance, 1e-5)")], "it takes 26 steps too few"),
        ([(TEST, "abs(x - before) <= tolerance")], "Test with <."),
        ([(APPEND, f"{APPEND}        if abs(x) > 1e3: return path, 'max_iterations'\n")], "15 steps too few"),
        (
            [("    return path", "        return path")],
            "it stops after one step: does return stand inside the loop?",
        ),
        ([(APPEND, "")], "the path keeps only the start: is path.append(x) reached in every round?"),
        ([(APPEND, f"    {APPEND}")], "the path keeps only the start"),
        ([(BEFORE, ""), ("    path =", "    before = x\n    path =")], "before must be set again in every round"),
        ([(BEFORE, ""), ("        if", f"{BEFORE}        if")], "before = x must stand ahead of the line with"),
        ([NO_REASON, AFTER_BREAK], "max_iterations = 500 my_walk stops with the error UnboundLocalError"),
        (
            [NO_REASON, AFTER_BREAK, (APPEND, f"{APPEND}        reason = 'max_iterations'\n")],
            "max_iterations = 500 the path is right, and the reason should be 'tolerance'",
        ),
        (
            [NO_REASON, (APPEND, f"{APPEND}        reason = 'max_iterations'\n")],
            "max_iterations = 0 my_walk stops",
        ),
    ],
)
def test_walk_slips_line_by_line(changes, words):
    source, names = WRITTEN, {}
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    exec(source, names)
    assert words in say(check_walk, names["my_walk"])


def test_walk_that_keeps_the_losses():
    def my_walk(gradient, x, learning_rate, tolerance, max_iterations):
        path, reason = written()(gradient, x, learning_rate, tolerance, max_iterations)
        integral = [gradient(0) * x + (gradient(1) - gradient(0)) * x * x / 2 for x in path]
        constant = {-2.0: -3, 4.0: 1}.get(gradient(0), 0)
        return [value + constant for value in integral], reason

    assert "yours gives [173, 83.07" in say(check_walk, my_walk)


# ---- lesson 4: a rate for each regime, and a start


def test_rates_right():
    for rates in (
        {"monotone": 0.5, "overshooting": 1.5, "bouncing": 2, "diverging": 3},
        {"diverging": 2.1, "monotone": 1, "overshooting": 1.01, "bouncing": 2.0, "more": None},
    ):
        words = applaud(check_rates, rates)
        assert "1/L = 1 and 2/L = 2" in words and words.count(": right") == 4


@pytest.mark.parametrize(
    ("rates", "lines"),
    [
        (
            {"monotone": 1.5},
            ["monotone: not yet: with 1.5 the walk is overshooting. Take a smaller learning rate."],
        ),
        ({"monotone": 1.0000000001}, ["monotone: not yet: with 1.0000000001 the walk is overshooting."]),
        (
            {"monotone": 1e-9},
            ["monotone: not yet: with 1e-09 the walk does not move. Take a larger"],
        ),
        (
            {"overshooting": 2},
            ["overshooting: not yet: with 2 the walk is bouncing. Take a smaller"],
        ),
        (
            {"bouncing": 1.9999},
            ["bouncing: not yet: with 1.9999 the walk is overshooting. Take a larger"],
        ),
        ({"diverging": 2}, ["diverging: not yet: with 2 the walk is bouncing. Take a larger learning rate."]),
        (
            {"diverging": -1},
            ["diverging: not yet: −1 is negative: the first step goes from 3 to 10, and that is uphill"],
        ),
        (
            {"monotone": 0.5, "bouncing": "2"},
            ["1 of 4 is right.", "monotone: right", "bouncing: not yet: this is the te"],
        ),
        ({"monotone": None}, ["monotone: not yet: put a learning rate in place of None.", "0 of 4 are right."]),
        ({"Monotone": 0.5}, ["monotone: not yet: 'monotone' is missing in my_rates."]),
        ([0.5, 1.5, 2, 3], ['my_rates should hold a learning rate for each regime: {"monotone": 0.1, …}.']),
    ],
)
def test_rates_slips(rates, lines):
    words = say(check_rates, rates)
    assert all(line in words for line in lines)


def test_resting_start():
    for start in (-4, np.float64(-4.0)):
        assert "at −4 the slope is 0, so nothing moves" in applaud(check_resting_start, start)
    assert "from −4.000004 the first step goes to −3.999996" in say(check_resting_start, -4.000004)
    assert "from 3 the first step goes to −11, because the slope there is 7" in say(check_resting_start, 3)
    assert "the loss there is larger than any number" in say(check_resting_start, 1e300)
    assert "put a number in place of None" in say(check_resting_start, None)


# ---- lesson 5: a rate that fools a rule, and a rule that is not fooled


@pytest.mark.parametrize("rate", [6e-7, 1e-9])
def test_fooling_rate_right(rate):
    assert "it stops after 0 steps, at x = 8, and takes that for an arrival" in applaud(check_fooling_rate, rate)


def test_the_next_step_is_told_from_the_tolerance():
    assert "would be 9.9999" in applaud(check_fooling_rate, 6.25e-7)


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (0.999999, "with 0.999999 the cap stops it"),
        (0.1, "the walk stops at x = 4.7e-05, and so it has arrived. Take a smaller"),
        (1e-6, "the cap stops it after 500 steps, at x = 8, and not the tolerance. Take a smaller"),
        (1, "no step is short, so it does not stop"),
        (3, "no step is short, so it does not stop"),
        (0, "0 stays where it is, and everybody sees that"),
        (-1e-7, "−1e-07 is negative"),
        (None, "put a number in place of None"),
    ],
)
def test_fooling_rate_slips(rate, words):
    assert words in say(check_fooling_rate, rate)


TOL = 1e-5


def rule_with_ifs(x, new, gradient):
    if abs(new - x) > TOL:
        return False
    if abs(gradient(x)) > TOL:  # noqa: SIM103 (as a learner would write it)
        return False
    return True


def rule_without_else(x, new, gradient):  # noqa: RET503 (as a learner may write it)
    if abs(new - x) < TOL and abs(gradient(x)) < TOL:
        return True


def test_rule_right():
    for my_rule in (lambda x, new, g: abs(new - x) < TOL and abs(g(x)) < TOL, rule_with_ifs):
        words = applaud(check_rule, my_rule)
        assert "the 8 walks that arrive, and none of the 12 others" in words
        assert "on the plateau of 1 − exp(−x²/8), from 10 it stops after 0 steps, 10 from the minimum" in words
    wide = applaud(check_rule, lambda x, new, g: np.maximum(abs(new - x), abs(g(new))) < 1e-4)
    assert "from 9 it stops after 0 steps" in wide


@pytest.mark.parametrize(
    ("my_rule", "words"),
    [
        (
            lambda x, new, g: abs(new - x) < TOL,
            "rate 1e-12 it stops after 0 steps at x = 8, 8 away from the minimum",
        ),
        (lambda x, new, g: abs(x - new) < 1e-9, "That is the step alone."),
        (lambda x, new, g: abs(g(x)) < 1e-9, "That is the slope alone."),
        (lambda x, new, g: abs(g(x)) < TOL, "That is the slope alone. In other units"),
        (lambda x, new, g: abs(x - new) < TOL or abs(g(x)) < TOL, "With or, one of the two is enough"),
        (lambda x, new, g: new - x < TOL, "Here abs is forgotten"),
        (lambda x, new, g: x - new < TOL and g(x) < TOL, "Here abs is forgotten"),
        (lambda x, new, g: abs(x - new) < TOL and g(x) < TOL, "on x² from −8 with the learning rate 1e-12"),
        (lambda x, new, g: new - x < TOL and abs(g(x)) < TOL, "Here abs is forgotten"),
        (lambda x, new, g: False, "It never says True."),
        (lambda x, new, g: True, "It always says True."),
        (lambda x, new, g: abs(abs(g(new)) - abs(g(x))) < TOL, "In a bounce it never does."),
        (
            lambda x, new, g: abs(new**2 - x**2) < TOL,
            "That is the change of the loss. In a bounce it is 0",
        ),
        (lambda x, new, g: abs(new) < TOL, "asks whether x is small"),
        (lambda x, new, g: abs(x - new) < 1 and abs(g(x)) < 1, "Is the tolerance too large?"),
        (lambda x, new, g: abs(x - new) < 1e-60 and abs(g(x)) < 1, "x = 2.8e-48. Is the tolerance too small?"),
        (
            lambda x, new, g: abs(new - x),
            "should return True or False, but on x² from 8 with the learning rate 0.1 it",
        ),
        (lambda x, new, g: "True", "it returns the text 'True'"),
        (lambda x, new, g: abs(new - x) < TOL and abs(g) < TOL, "call it with brackets, as in gradient(x)"),
        (lambda x, new, g: g < TOL, "call it with brackets, as in gradient(x)"),
        (rule_without_else, "my_rule returns nothing on x² from 8"),
        (prints, "prints, but it does not return"),
    ],
)
def test_rule_slips(my_rule, words):
    assert words in say(check_rule, my_rule)


def test_no_two_slips_of_a_rule_look_alike_but_say_different_things():
    said = {}
    for tolerance in TOLERANCES:
        for slip in SLIPS:
            pattern = tuple(faults(slip.wrong, tolerance))
            assert any(pattern) and said.setdefault(pattern, slip.words) == slip.words


@pytest.mark.parametrize("power", range(-3, -48, -1))
def test_a_rule_of_one_tolerance_alone_is_fooled_whatever_the_tolerance(power):
    tol = 10.0**power
    for alone in (lambda x, new, g: abs(new - x) < tol, lambda x, new, g: abs(g(x)) < tol):
        assert not check_rule(alone).right
    if power >= -8:
        assert check_rule(lambda x, new, g: abs(new - x) < tol and abs(g(x)) < tol).right


@pytest.mark.parametrize("tol", [1e-8, 1e-11, 1e-13, 1e-14])
def test_the_words_for_a_rule_do_not_hang_on_its_tolerance(tol):
    assert "That is the step alone." in say(check_rule, lambda x, new, g: abs(new - x) < tol)
    both = say(check_rule, lambda x, new, g: abs(g(x)) < tol)
    assert "the slope is small everywhere, because of the units" in both


# ---- lesson 6: another verdict, and two valleys


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


# ---- all of them: untouched, hostile, never ending

ON_FUNCTIONS = [check_mse, check_derivative, check_numerical, check_walk, check_rule, check_valleys]
ON_NUMBERS = {
    "rate": check_rate,
    "rates": check_rates,
    "resting_start": check_resting_start,
    "fooling_rate": check_fooling_rate,
    "other_verdict": check_other_verdict,
    "slope": lambda answer: check_line(X, Y, answer, 1),
    "intercept": lambda answer: check_line(X, Y, 1, answer),
    "x": lambda answer: check_line(answer, Y, 1, 1),
    "y": lambda answer: check_line(X, answer, 1, 1),
}
CHECKS = {check.__name__: check for check in ON_FUNCTIONS} | ON_NUMBERS


class Evil:
    """Answers every question with an error."""

    def __getattr__(self, name):
        raise RuntimeError("no")

    def __repr__(self):
        raise RuntimeError("no")

    __call__ = __float__ = __eq__ = __len__ = __iter__ = __array__ = __bool__ = __hash__ = __getattr__


class EvilError(Exception):
    def __str__(self):
        raise RuntimeError("no")


def raises(error):
    def function(*arguments):
        raise error

    return function


def calls_itself(*arguments):
    return calls_itself(*arguments)


LOOP = []
LOOP.append(LOOP)
HOSTILE = [
    *[None, ..., "abc", "", b"8", 1j, True, math.nan, -math.inf, 10**400, np.datetime64("2020-01-01"), object()],
    *[
        [],
        [1, 2],
        [[1], [2, 3]],
        LOOP,
        {},
        {1: 2},
        {"monotone": LOOP},
        (),
        {1, 2},
        range(3),
        iter([1]),
        np.zeros((2, 2)),
    ],
    *[int, dict, Evil, Evil(), sys, abs, len, print, max, np.mean, pytest.raises],
    *[
        lambda: 1,
        lambda *a: None,
        lambda *a: ...,
        lambda *a: 1j,
        lambda *a: "text",
        lambda *a: math.nan,
        lambda *a: {},
    ],
    *[
        lambda *a: a,
        lambda *a: a[0],
        lambda *a: [],
        lambda *a: [[]],
        lambda *a: Evil(),
        lambda *a: LOOP,
        lambda *a: max,
    ],
    *[lambda *a: 10**400, lambda *a: np.zeros((3, 3)), lambda *a: (yield), lambda *a: [1, "a"], lambda *a: (1, 2)],
    *[
        lambda *a: ([Evil()], Evil()),
        lambda *a: [].pop(),
        lambda *a: {}["a"],
    ],
    *[raises(ValueError("bad")), raises(EvilError()), raises(SystemExit()), raises(MemoryError()), raises(Evil)],
    *[prints, calls_itself, warnings.warn, sys.exit],
]


@pytest.mark.parametrize("name", CHECKS)
def test_nothing_that_a_learner_passes_raises(name, capsys):
    for answer in HOSTILE:
        feedback = CHECKS[name](answer)
        assert not feedback.right and feedback.words.startswith("not yet: ") and len(repr(feedback)) > 30
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("name", CHECKS)
def test_hardly_anything_comes_as_a_surprise(name):
    for answer in [answer for answer in HOSTILE if "Evil" not in type(answer).__name__]:
        assert "could not be checked" not in CHECKS[name](answer).words


@pytest.mark.parametrize("check", ON_FUNCTIONS)
def test_an_untouched_function_is_told_what_to_do(check):
    def untouched(*arguments): ...

    assert "returns nothing" in say(check, untouched) and (
        "rite" in say(check, untouched) or "Copy" in say(check, untouched)
    )
    assert "write the function my_" in say(check, None)
    assert "is expected, not the number 3. Give its name without brackets." in say(check, 3)


@pytest.mark.parametrize("check", ON_FUNCTIONS)
def test_what_never_ends_is_stopped(check, monkeypatch):
    monkeypatch.setattr(timelimit, "SECONDS", 0.05)
    began = time.monotonic()
    words = say(check, endless)
    assert "does not come to an end within 0.05 seconds, so it was stopped" in words
    assert time.monotonic() - began < 5


def slow(function, seconds):
    def slowly(*arguments):
        time.sleep(seconds)
        return function(*arguments)

    return slowly


@pytest.mark.parametrize(
    ("check", "function", "seconds"),
    [
        (check_valleys, lambda x: x**4 - 2 * x**2, 0.004),
        (check_valleys, lambda x: x**4 - 2 * x**2, 0.3),
        (check_rule, lambda x, new, g: False, 0.01),
        (check_mse, lambda y, p: np.mean((y - p) ** 2), 0.1),
    ],
)
def test_what_is_slow_is_told_from_what_never_ends(check, function, seconds, monkeypatch):
    monkeypatch.setattr(timelimit, "SECONDS", 0.5)
    began = time.monotonic()
    words = say(check, slow(function, seconds))
    assert "is too slow" in words and "does not come to an end" not in words
    assert time.monotonic() - began < 2 and timelimit.overdue == math.inf


def test_a_check_has_one_budget_for_all_its_calls(monkeypatch):
    monkeypatch.setattr(timelimit, "SECONDS", 0.1)
    with one_budget(), pytest.raises(TimeLimitError, match="too slow"):
        for _ in range(2000):
            limited(busy, 200_000)


def test_warnings_do_not_show(recwarn):
    assert not check_mse(lambda y, p: np.mean(y - p) / np.zeros(3)).right
    assert not check_valleys(lambda x: warnings.warn("careful", stacklevel=1) or x).right
    assert not recwarn.list


def test_the_words_are_the_same_in_every_run():
    slips = [lambda y, p: np.median(y), lambda y, p: np.random.default_rng(1).random()]
    assert [check_mse(slip) for slip in slips] == [check_mse(slip) for slip in slips]


def test_feedback_shows_as_its_words_in_lines_of_a_readable_length():
    feedback = check_mse(lambda y, p: np.sqrt(np.mean((y - p) ** 2)))
    assert repr(feedback).replace("\n", " ") == feedback.words and max(map(len, repr(feedback).split("\n"))) <= 90
    with pytest.raises(AttributeError):
        feedback.right = True


MODULES = ["exercises", "formulas", "loop", "numbers", "stopping", "valleys"]


@pytest.mark.parametrize("name", ["exercises", *[f"exercises.{name}" for name in [*MODULES[1:], "timelimit"]]])
def test_the_examples_in_the_docstrings_hold(name):
    found = doctest.testmod(importlib.import_module(f"gdlesson.{name}"))
    assert found.failed == 0 and (found.attempted > 0 or name == "exercises")


@pytest.mark.parametrize("name", [name for name in exercises.__all__ if name != "Feedback"])
def test_every_check_has_a_docstring_in_numpy_form(name):
    text = getattr(exercises, name).__doc__
    assert "    Parameters\n    ------" in text and "    Returns\n    -----" in text and "    >>> " in text


# ---- the time limit


def busy(n):
    total = 0
    for k in range(n):
        total += k
    return total


def test_a_stray_interrupt_never_arrives(monkeypatch):
    """Thousands of calls that end just about when their time is over, and nothing arrives after any of them."""
    monkeypatch.setattr(timelimit, "SECONDS", 1e-4)
    usual, interval, late, rng = (
        signal.getsignal(signal.SIGINT),
        sys.getswitchinterval(),
        0,
        np.random.default_rng(5),
    )
    sys.setswitchinterval(1e-6)
    try:
        for n in rng.integers(0, 20_000, 3000).tolist():
            try:
                assert limited(busy, n) == n * (n - 1) // 2
            except TimeLimitError:
                late += 1
            assert signal.getsignal(signal.SIGINT) is usual
        busy(1_000_000)
        time.sleep(0.05)
    finally:
        sys.setswitchinterval(interval)
    assert 10 < late < 2990


@pytest.mark.parametrize("check", ON_FUNCTIONS)
def test_the_interrupt_of_the_learner_passes_through(check):
    def presses_stop(*arguments):
        threading.Timer(0.05, _thread.interrupt_main).start()
        endless()

    with pytest.raises(KeyboardInterrupt):
        check(presses_stop)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_function_that_swallows_the_interrupt_gets_another(monkeypatch):
    monkeypatch.setattr(timelimit, "SECONDS", 0.05)

    def stubborn():
        with contextlib.suppress(BaseException):
            endless()
        endless()

    with pytest.raises(TimeLimitError):
        limited(stubborn)


def test_a_path_that_grows_for_ever_does_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(timelimit, "SECONDS", 60)
    monkeypatch.setattr(timelimit, "BLOCKS", 100_000)

    def growing():
        path = [0.5]
        while True:
            path.append(path[-1] + 1)

    with pytest.raises(TimeLimitError, match="fills the memory"):
        limited(growing)


def test_outside_the_main_thread_there_is_no_limit(monkeypatch):
    monkeypatch.setattr(timelimit, "SECONDS", 1e-4)
    answers = []
    thread = threading.Thread(target=lambda: answers.append(limited(busy, 2_000_000)))
    thread.start()
    thread.join()
    assert answers == [busy(2_000_000)]


SOLUTIONS = Path(__file__).parents[2] / "notebooks" / "solutions.ipynb"
CELLS = [
    "from gdlesson import exercises\nfrom gdlesson.exercises import timelimit",
    "def my_mse(actual, predicted): ...\nexercises.check_mse(my_mse)",
    "def my_mse(actual, predicted):\n    while True:\n        print('still here')",
    "timelimit.SECONDS = 0.2\nexercises.check_mse(my_mse)",
    "timelimit.SECONDS = 60\nexercises.check_mse(my_mse)",
    "1 + 1",
]


def test_in_a_notebook_both_the_limit_and_the_stop_button_work():
    notebook = new_notebook(cells=[new_code_cell(source) for source in CELLS])
    client = NotebookClient(notebook, kernel_name="python3", timeout=60, allow_errors=True)
    with client.setup_kernel():
        for index, cell in enumerate(notebook.cells):
            if "= 60" in cell.source:
                threading.Timer(1, lambda: client.km.provisioner.process.send_signal(signal.SIGINT)).start()
            client.execute_cell(cell, index)
    shown = [cell.outputs for cell in notebook.cells]
    assert shown[1][0].data["text/plain"].startswith("not yet: my_mse returns nothing for actual [1, 2]")
    assert "was stopped" in shown[3][0].data["text/plain"] and len(shown[3]) == 1
    assert shown[4][0].ename == "KeyboardInterrupt"
    assert shown[5][0].data["text/plain"] == "2"


def test_every_exercise_is_solved_in_the_solutions():
    notebook = nbformat.read(SOLUTIONS, as_version=4)
    sources = "\n".join(cell.source for cell in notebook.cells)
    for name in (name for name in exercises.__all__ if name.startswith("check_")):
        assert f"\nexercises.{name}(" in sources and f"assert exercises.{name}(" in sources


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


def test_a_rule_with_turned_signs_or_with_the_slope_of_another_curve():
    turned = check_rule(lambda x, new, gradient: abs(new - x) > 1e-5 and abs(gradient(x)) > 1e-5)
    assert "wrong way round" in turned.words
    other = check_rule(lambda x, new, gradient: abs(new - x) < 1e-5 and abs(2 * x) < 1e-5)
    assert "the gradient that my_rule is given" in other.words
    unknown = check_rule(lambda x, new, gradient: abs(new - x) < tolerance)  # noqa: F821
    assert "write the number itself" in unknown.words
