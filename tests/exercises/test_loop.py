"""Lesson 3: a learning rate found, and the whole loop written."""

import math

import numpy as np
import pytest
from answers import applaud, cell, prints, say

from gdlesson import descend, quadratic
from gdlesson.exercises import check_descent, check_rate
from gdlesson.exercises.loop import DESCENT, right_reason
from gdlesson.exercises.mistakes.descent import LOSSES, MISTAKES, loop


@pytest.mark.parametrize(
    ("rate", "words"), [(0.1, "15 steps to x = 0.33334"), (1 / 6, "lands"), (np.array(0.12), "11 steps")]
)
def test_rate_right(rate, words):
    assert words in applaud(check_rate, rate)


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (0.05, "with 0.05 it takes 35 steps, but it should take fewer than 20. Take a larger learning rate."),
        (0.001, "it does not arrive: after 500 steps it is at 0.7116. Take a larger"),
        (1e-8, "after 0 steps it stops at 8. Take a larger"),
        (0, "with 0 it does not arrive"),
        (0.25, "jumps over the minimum, from 8 to −3.5. Take a smaller"),
        (1 / 3, "to −7.3333, and bounces forever. Take a smaller"),
        (1 / 6 + 1e-9, "with 0.166666668 it jumps over the minimum, from 8 to 0.33333329. Take a smaller"),
        (0.34, "to −7.64, and diverges. Take a smaller"),
        (1e300, "and diverges. Take a smaller"),
        (-0.1, "−0.1 is negative: the first step leads uphill, from 8 to 12.6. Take a learning rate above 0."),
        (-1e-12, "uphill, from 8 to 8.00000000005."),
        ("0.1", "my_rate is the text '0.1', but it should be a number. Remove the quotation marks."),
        ([0.1], "my_rate should be one number, but it is the list [0.1]"),
        (True, "should be one number, but it is True"),
        (10**400, "too large for Python"),
        (None, "put a number in place of None"),
        (..., "put a number in place of ..."),
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
    """Return a descent as a learner may write it, with one thing changed."""

    def my_descent(gradient, x, learning_rate, tolerance, max_iterations):
        path = [x]
        while len(path) <= cap(max_iterations):
            new = step(gradient, x, learning_rate)
            if ends(gradient, x, new, tolerance):
                return result(path + [new] * late, "tolerance")
            path.append(new)
            x = new
        return result(path, "max_iterations")

    return my_descent


def descent_with_for(gradient, x, learning_rate, tolerance, max_iterations):
    path, reason = np.array([x]), "max_iterations"
    for _ in range(max_iterations):
        step = learning_rate * gradient(x)
        if -tolerance < step < tolerance:
            reason = "tolerance"
            break
        x -= step
        path = np.append(path, x)
    return path, reason


def descent_with_recursion(gradient, x, learning_rate, tolerance, max_iterations):
    new = x - learning_rate * gradient(x)
    if max_iterations == 0:
        return [x], "max_iterations"
    if abs(x - new) < tolerance:
        return [x], "tolerance"
    path, reason = descent_with_recursion(gradient, new, learning_rate, tolerance, max_iterations - 1)
    return [x, *path], reason


def descent_that_never_ends(gradient, x, learning_rate, tolerance, max_iterations):
    path = [x]
    while True:
        x = x + learning_rate * gradient(x)
        path.append(x)


def example(x):
    return 3 * x**2 - 2 * x - 3


OTHER_REASON = {"tolerance": "max_iterations", "max_iterations": "tolerance"}


def test_the_reference_is_that_of_descend():
    for case in DESCENT.cases:
        run = descend(*case)
        np.testing.assert_array_equal(loop(*case), run.path)
        assert right_reason(*case) == run.stop or run.stop == "flat"


def test_descent_right():
    for my_descent in (written(), descent_with_for, descent_with_recursion):
        words = applaud(check_descent, my_descent)
        assert "is at 0.7116 after 500 steps, and now it says why: 'max_iterations'" in words


@pytest.mark.parametrize(
    ("my_descent", "words"),
    [
        (written(step=lambda g, x, rate: x + rate * g(x)), "It climbs. Go against the slope"),
        (written(step=lambda g, x, rate: x - g(x)), "The learning rate is missing"),
        (written(step=lambda g, x, rate: x - rate * example(x)), "It uses the loss f(x). Use its slope"),
        (written(step=lambda g, x, rate: x - rate * (6 * x - 2)), "It always takes the slope 6x − 2"),
        (written(step=lambda g, x, rate: x - 0.05 * g(x)), "It returns the same, whatever learning_rate is"),
        (written(step=lambda g, x, rate: x - rate), "Every step is as long as the learning rate"),
        (written(step=lambda g, x, rate: x - 2 * rate * g(x)), "After 1 step it is at 3.4, and should be at 5.7."),
        (lambda g, x, *rest: written()(g, 8, *rest), "The number 8 stands where x belongs."),
        (lambda g, x, rate, *rest: written()(g, x, rate, 1e-5, rest[1]), "whatever tolerance is"),
        (lambda g, x, rate, tol, cap: written()(g, x, rate, tol, 500), "The number 500 stands where cap belongs."),
        (written(late=True), "The step that is shorter than the tolerance is added to the path"),
        (written(cap=lambda cap: cap + 1), "one step more than the cap"),
        (written(cap=lambda cap: cap - 1), "one step fewer than the cap"),
        (written(cap=lambda cap: math.inf), "It does not look at the cap"),
        (written(ends=lambda g, x, new, tol: False), "It does not look at the tolerance"),
        (written(ends=lambda g, x, new, tol: new - x < tol), "abs is missing: a step to the other side"),
        (written(ends=lambda g, x, new, tol: x - new < tol), "abs is missing: a step to the other side"),
        (written(ends=lambda g, x, new, tol: new - x < tol, late=True), "abs is missing"),
        (written(ends=lambda g, x, new, tol: abs(g(new)) < tol), "It tests the slope"),
        (written(ends=lambda g, x, new, tol: abs(new) < tol), "It tests x itself"),
        (written(ends=lambda g, x, new, tol: abs(new - x) > tol), "It stops where the step is long"),
        (written(result=lambda path, reason: (path[1:], reason)), "The start is missing. Begin with path = [x]."),
        (written(result=lambda path, reason: ([path[0], *path], reason)), "The start is in it twice"),
        (written(result=lambda path, reason: (path[:-1], reason)), "The last point is missing"),
        (written(result=lambda path, reason: (path[-1:], reason)), "That is the last point alone"),
        (written(result=lambda path, reason: ([], reason)), "It always returns the same"),
        (written(result=lambda path, reason: path), "returns only the path. Return the path and the reason"),
        (written(result=lambda path, reason: np.array(path)), "returns only the path"),
        (
            written(result=lambda path, reason: reason),
            "my_descent returns the text 'tolerance'. Return the path and",
        ),
        (written(result=lambda path, reason: (reason, path)), "The path comes first, then the reason"),
        (
            written(result=lambda path, reason: (path, OTHER_REASON[reason])),
            "'max_iterations'. The two are swapped.",
        ),
        (
            written(result=lambda path, reason: (path, "tolerance")),
            "should be 'max_iterations', and yours is 'toleranc",
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
        (
            descent_that_never_ends,
            "does not come to an end: it has taken more than 20,000 steps, so it was stopped.",
        ),
        (
            lambda x, rate, tolerance=1e-5, cap=500: None,
            "yours begins with  def my_descent(x, rate, tolerance=1e-05, cap=500):",
        ),
        (prints, "prints, but it does not return"),
    ],
)
def test_descent_slips(my_descent, words):
    assert words in say(check_descent, my_descent)


WRITTEN = """\
def my_descent(gradient, x, learning_rate, tolerance, max_iterations):
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
        ([(TEST, f"{TEST} or abs(x - before) < 1e-5")], "The number 1e-05 stands where tolerance belongs."),
        ([(TEST, "abs(x - before) < max(tolerance, 1e-5)")], "The number 1e-05 stands where tolerance belongs."),
        ([(TEST, "abs(x - before) <= tolerance")], "Test with <."),
        ([(APPEND, f"{APPEND}        if abs(x) > 1e3: return path, 'max_iterations'\n")], "15 steps too few"),
        (
            [("    return path", "        return path")],
            "The return stands inside the loop, so it ends in the first round.",
        ),
        ([(APPEND, "")], "The path keeps only the start. Is path.append(x) reached in every round?"),
        ([(APPEND, f"    {APPEND}")], "The path keeps only the start"),
        (
            [(APPEND, APPEND[4:])],
            "The line  path.append(x)  stands below the loop, so it runs only once. Indent it",
        ),
        (
            [(BEFORE, ""), ("    path =", "    before = x\n    path =")],
            "The line before = x must stand above the step, in every round.",
        ),
        (
            [(BEFORE, ""), ("        if", f"{BEFORE}        if")],
            "The line before = x must stand above the step, in every round.",
        ),
        ([NO_REASON, AFTER_BREAK], "max_iterations = 500, my_descent stops with the error UnboundLocalError"),
        (
            [NO_REASON, AFTER_BREAK, (APPEND, f"{APPEND}        reason = 'max_iterations'\n")],
            "max_iterations = 500, the path is right, but the reason should be 'tolerance'",
        ),
        (
            [NO_REASON, (APPEND, f"{APPEND}        reason = 'max_iterations'\n")],
            "max_iterations = 0, my_descent stops",
        ),
    ],
)
def test_descent_slips_line_by_line(changes, words):
    source = WRITTEN
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    assert words in say(check_descent, cell(source))


def test_descent_that_keeps_the_losses():
    def my_descent(gradient, x, learning_rate, tolerance, max_iterations):
        path, reason = written()(gradient, x, learning_rate, tolerance, max_iterations)
        integral = [gradient(0) * x + (gradient(1) - gradient(0)) * x * x / 2 for x in path]
        constant = {-2.0: -3, 4.0: 1}.get(gradient(0), 0)
        return [value + constant for value in integral], reason

    assert "it returns [173, 83.07" in say(check_descent, my_descent)


FOR = """\
def my_descent(gradient, x, learning_rate, tolerance, max_iterations):
    path = [x]
    for n in range(max_iterations):
        new = x - learning_rate * gradient(x)
        if abs(new - x) < tolerance:
            return path, "tolerance"
        x = new
        path.append(x)
    return path, "max_iterations"
"""


@pytest.mark.parametrize(
    "source",
    [
        WRITTEN,
        FOR,
        FOR.replace("return path,", "return np.array(path),"),
        FOR.replace("return path,", "return tuple(path),").replace('"tolerance"', "'tolerance'"),
        FOR.replace('path, "tolerance"', '[path, "tolerance"]').replace('path, "max', '(path), "max'),
        FOR.replace("        x = new\n        path.append(x)", "        path = path + [new]\n        x = new"),
        FOR.replace("abs(new - x) < tolerance", "not abs(learning_rate * gradient(x)) >= tolerance"),
        FOR.replace("abs(new - x) < tolerance", "-tolerance < x - new < tolerance"),
        FOR.replace("x, learning_rate, tolerance, max_iterations):", "start, eta, tol, cap, verbose=False):")
        .replace("[x]", "[start]")
        .replace("range(max_iterations)", "range(cap)")
        .replace("new = x", "x = path[-1]; new = x")
        .replace("learning_rate *", "eta *")
        .replace("< tolerance", "< tol"),
        FOR.replace("path = [x]", "path = [float(x)]").replace("abs(new - x)", "np.abs(np.subtract(new, x))"),
        FOR.replace("    for n in", "    print('here we go')\n    for n in"),
        """
        def my_descent(gradient, x, learning_rate, tolerance, max_iterations):
            path, n = [x], 0
            while True:
                if n == max_iterations:
                    return path, "max_iterations"
                before, x = x, x - learning_rate * gradient(x)
                if abs(before - x) < tolerance:
                    break
                path, n = [*path, x], n + 1
            return path, "tolerance"
        """,
        """
        def my_descent(gradient, x, learning_rate, tolerance, max_iterations):
            path = [x]
            for _ in range(max_iterations):
                step = learning_rate * gradient(path[-1])
                if abs(step) < tolerance:
                    reason = "tolerance"
                    break
                path.append(path[-1] - step)
            else:
                reason = "max_iterations"
            return path, reason
        """,
    ],
)
def test_a_loop_is_right_in_any_form(source):
    assert "path and reason, in 18 runs" in applaud(check_descent, cell(source))


SWAPPED = FOR.replace("gradient, x, learning_rate", "x, gradient, learning_rate")
SHORT = FOR.replace(
    "(gradient, x, learning_rate, tolerance, max_iterations)", "(x, learning_rate, max_iterations=500)"
)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (
            SWAPPED,
            "the arguments come in another order: it should begin with  def my_descent(gradient, x, learning_rate",
        ),
        (SWAPPED.replace('"max_iterations"', "'max'"), "the arguments come in another order"),
        (FOR.replace("tolerance, max_iterations):", "max_iterations, tolerance):"), "come in another order"),
        (SHORT, "it should begin with  def my_descent(gradient, x, learning_rate, tolerance, max_iterations):"),
        (
            FOR.replace("        path.append(x)", "    path.append(x)"),
            "The line  path.append(x)  stands below the loop",
        ),
        (
            FOR.replace("        x = new\n", "").replace("(x)\n    return", "(new)\n    return"),
            "Every step begins at the start again.",
        ),
        (
            FOR.replace("learning_rate * gradient(x)", "eta * gradient(x)"),
            "The name eta is not among the arguments",
        ),
        (
            FOR.replace("learning_rate * gradient(x)", "step * gradient(x)"),
            "The name step is not known here. Write",
        ),
        (FOR.replace("< tolerance", "< 1e-5"), "The number 1e-05 stands where tolerance belongs"),
        (FOR.replace("range(max_iterations)", "range(500)"), "The number 500 stands where max_iterations belongs"),
        (
            FOR.replace("path = [x]", "path = [8]").replace("x = new", "x = new"),
            "The number 8 stands where x belongs",
        ),
        (FOR.replace("gradient(x)", "gradient(x, a)"), "gradient takes one number here, but it is called with 2."),
        (FOR.replace("gradient(x)", "slope(x)"), "It always takes the slope 6x − 2."),
        (FOR.replace("gradient(x)", "gradient * x"), "A function is used like a number"),
        (
            FOR.replace("learning_rate * gradient(x)", "learning_rate(gradient(x))"),
            "Is a * missing before a bracket?",
        ),
        (FOR.replace("abs(new - x)", "new - x"), "abs is missing"),
        (
            FOR.replace('path, "max_iterations"', 'path, "cap"'),
            "yours is the text 'cap'. Write it letter by letter",
        ),
        (FOR.replace('path, "max_iterations"', '"max_iterations", path'), "The path comes first, then the reason"),
        (
            FOR.replace("x - learning_rate * gradient(x)", "round(x - learning_rate * gradient(x), 3)"),
            "round loses decimals",
        ),
        (FOR.replace("return path,", "return path[1:],"), "The start is missing"),
        (FOR.replace("return path,", "return len(path),"), "one number for each point, but it is the number 36"),
        (FOR.replace("x - learning_rate", "x - 1.0000001 * learning_rate"), "5.6999998"),
    ],
)
def test_mistakes_in_a_cell_with_the_loop_are_named(source, words):
    around = {"eta": 0.05, "a": [-3, -2, 3], "slope": lambda x: 6 * x - 2}
    assert words.lower() in say(check_descent, cell(source, **around)).lower()


@pytest.mark.parametrize(
    "mistake", [each for each in MISTAKES if each.words != LOSSES], ids=lambda mistake: mistake.words[:40]
)
def test_every_known_mistake_with_the_loop_is_named(mistake):
    def my_descent(gradient, x, learning_rate, tolerance, max_iterations):
        bend = gradient(1.0) - gradient(0.0)
        lift = {-2.0: -3, 4.0: 1}.get(gradient(0.0), 0)  # of the two functions of the lessons
        f = quadratic([lift, gradient(0.0), bend / 2])
        path = mistake.wrong(f, x, learning_rate, tolerance, max_iterations)
        reason = right_reason(f, x, learning_rate, tolerance, max_iterations)
        return path, reason

    assert mistake.words in say(check_descent, my_descent)
