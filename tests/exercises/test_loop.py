"""Lesson 3: a learning rate found, and the whole loop written."""

import math

import numpy as np
import pytest
from answers import applaud, prints, say

from gdlesson import descend
from gdlesson.exercises import check_rate, check_walk
from gdlesson.exercises.loop import WALK, right_reason
from gdlesson.exercises.mistakes.walk import loop


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
