"""Lesson 7: a gradient with two components, and the best learning rate of a bowl."""

import sys

import numpy as np
import pytest
from answers import applaud, cell, say

from gdlesson.exercises import check_best_rate, check_gradient
from gdlesson.exercises.mistakes import best_rate, gradient


def in_tuple(p):
    x, y = p
    return 2 * x - 2 + y, 20 * y + 40 + x


def numerically(p):
    def f(p):
        x, y = p
        return (x - 1) ** 2 + 10 * (y + 2) ** 2 + x * y

    h = 1e-4
    return [(f(p + h * side) - f(p - h * side)) / (2 * h) for side in np.eye(2)]


def forever(p):
    while True:
        p = p + 0


@pytest.mark.parametrize(
    "right",
    [
        gradient.slopes,
        in_tuple,
        numerically,
        lambda p: list(in_tuple(p)),
        lambda p: np.array([2 * (p[0] - 1) + p[1], 20 * (p[1] + 2) + p[0]]),
        lambda q: np.stack(in_tuple(q)),
        lambda p: np.array(in_tuple(p), dtype="float32"),
        lambda p: np.array([[2, 1], [1, 20]]) @ p + [-2, 40],
        lambda p: (p - [1, -2]) * [2, 20] + p[::-1],
        lambda p: [float(each) for each in in_tuple(p)],
        lambda p: np.fromiter(in_tuple(p), float),
        lambda p, x=0, y=0: in_tuple(p),
        cell("""
        def my_gradient(p):
            x, y = p
            along_x = 2 * (x - 1) + y
            along_y = 10 * 2 * (y + 2) + x
            return np.array([along_x, along_y])
        """),
    ],
)
def test_right_gradients(right):
    assert "both slopes, at 9 points" in applaud(check_gradient, right)


@pytest.mark.parametrize(
    "right",
    [
        lambda curvatures: 2 / (max(curvatures) + min(curvatures)),
        lambda c: 2 / (c.max() + c.min()),
        lambda c: 1 / ((np.max(c) + np.min(c)) / 2),
        lambda c: 2 / (sorted(c)[0] + sorted(c)[-1]),
        lambda c: 2 / np.sort(c)[[0, -1]].sum(),
        lambda c: float(1 / np.mean([c.max(), c.min()])),
        lambda bends, more=None: 2.0 * (bends.min() + bends.max()) ** -1,
        lambda c: np.divide(2, np.add(np.amax(c), np.amin(c))),
        lambda c: 2 / (np.median(c) - np.median(c) + max(c) + min(c)),
        lambda c: np.linalg.lstsq([[max(c) + min(c)]], [2], rcond=None)[0][0],
        lambda c: 2 / (c[np.argmax(c)] + c[np.argmin(c)]),
        cell("""
        def my_best_rate(curvatures):
            L, mu = curvatures[0], curvatures[0]
            for bend in curvatures:
                L, mu = max(L, bend), min(mu, bend)
            return 2 / (L + mu)
        """),
    ],
)
def test_right_rates(right):
    assert "After 30 steps in the bowl with L = 10 and μ = 1" in applaud(check_best_rate, right)


@pytest.mark.parametrize("mistake", gradient.MISTAKES, ids=lambda mistake: mistake.words[:40])
def test_every_mistake_with_a_gradient_is_named(mistake):
    assert mistake.words in say(check_gradient, lambda p: mistake.wrong(p))


@pytest.mark.parametrize("mistake", best_rate.MISTAKES, ids=lambda mistake: mistake.words[:40])
def test_every_mistake_with_the_best_rate_is_named(mistake):
    assert mistake.words in say(check_best_rate, lambda curvatures: mistake.wrong(curvatures))


@pytest.mark.parametrize(
    ("check", "answer", "words"),
    [
        (check_gradient, None, "write the function my_gradient, and give its name to the check"),
        (
            check_gradient,
            lambda p: None,
            "at p = [3, 1], my_gradient returns nothing. End it with  return np.array",
        ),
        (check_gradient, lambda p: print(p), "prints, but it does not return"),
        (check_gradient, lambda p: "uphill", "should return two numbers, but it returns the text"),
        (check_gradient, lambda p: [[1, 2], [3]], "should return two numbers, but it returns"),
        (
            check_gradient,
            lambda p: (p[0], None),
            "should return two numbers, but it returns a tuple with None in it",
        ),
        (
            check_gradient,
            lambda p: [*in_tuple(p), 0],
            "return [5, 63], but it returns [5, 63, 0]. Return two slopes",
        ),
        (check_gradient, lambda p: [in_tuple(p)], "an array of shape (1, 2). It has two brackets too many"),
        (check_gradient, lambda p: p["x"], "stops with the error IndexError"),
        (check_gradient, lambda p: sys.exit(), "Leave exit() out"),
        (check_gradient, lambda p: p.sort(), "changes what it is given"),
        (check_gradient, lambda x, y: x, "it should begin with  def my_gradient(p):"),
        (check_gradient, lambda p: p * np.nan, "should return [5, 63], but it returns [nan, nan]"),
        (check_gradient, lambda p: [5, 63], "It always returns the same. Use p."),
        (check_gradient, lambda p: gradient.slopes(p) * (1 + 1e-5), "but it returns [5.00005, 63.0006]"),
        (check_gradient, lambda p: gradient.slopes(p) + [0, 1e-3], "[5, 63], but it returns [5, 63.001]"),
        (check_gradient, lambda p: gradient.slopes(p) + [0, 3e-4], "[5, 63], but it returns [5, 63.0003]"),
        (check_best_rate, 0.18, "a function my_best_rate is expected, not the number 0.18"),
        (check_best_rate, lambda c: 2 / max(c) / 0, "should return 0.18182, but it returns inf"),
        (check_best_rate, lambda c: 2 / 0, "It divides by 0."),
        (check_best_rate, lambda c: 0.18, "It always returns the same"),
        (check_best_rate, lambda c: 2 // (max(c) + min(c)), "// cuts off the decimals. Write /."),
        (check_best_rate, lambda c: round(2 / (max(c) + min(c)), 2), "round loses decimals"),
        (check_best_rate, lambda c: 2 / max(c) + min(c), "Parentheses are missing"),
        (check_best_rate, lambda L, mu: 2 / (L + mu), "it should begin with  def my_best_rate(curvatures):"),
        (check_best_rate, ..., "write the function my_best_rate"),
        (
            check_best_rate,
            lambda c: 2 / (max(c) + min(c)) * (1 + 1e-8),
            "return 0.181818182, but it returns 0.181818184",
        ),
        (check_best_rate, lambda c: 2j / (max(c) + min(c)), "should return a number, but it returns 0.18"),
        (check_best_rate, lambda c: float("nan"), "it returns nan"),
        (
            check_best_rate,
            lambda c: np.array([2 / (max(c) + min(c))]),
            "The number is right, but it stands in a row of its own. Take it out",
        ),
        (check_best_rate, lambda c: max(c)(2), "Is a * missing before a bracket?"),
        (check_best_rate, lambda c: c.sort() or 2 / (c[0] + c[-1]), "changes what it is given"),
    ],
)
def test_other_answers(check, answer, words):
    assert words in say(check, answer)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (
            "x, y = p; return np.array(2 * (x - 1) + y, 20 * (y + 2) + x)",
            "The square brackets are missing: np.array tak",
        ),
        ("x, y = p; return np.array([2 * x - 1 + y, 20 * (y + 2) + x])", "at p = [3, 1]"),
        ("x, y = p; return np.array([2 * (x - 1), 20 * (y + 2)])", "The part x·y is missing"),
        (
            "return np.array([2 * (x - 1) + y, 20 * (y + 2) + x])",
            "It always returns the same. Use p. It uses x and y fr",
        ),
        (
            "x, y = point; return np.array([2 * (x - 1) + y, 20 * (y + 2) + x])",
            "The name point is not among the argu",
        ),
        (
            "x, y = p; return 2 * (x - 1) + y; return 20 * (y + 2) + x",
            "That is the slope along x alone. Return both",
        ),
        ("x = p[1]; y = p[2]; return np.array([2 * (x - 1) + y, 0])", "Places are counted from 0"),
        ("x, y = p; return np.array([2 * (x - 1) + y, 20 * (y + 2) + x]) // 1", "// cuts off the decimals"),
        ("x, y, z = p; return np.array([x, y])", "the error ValueError (not enough values to unpack"),
    ],
)
def test_mistakes_in_a_cell_with_a_gradient_are_named(source, words):
    around = {"x": 3.0, "y": 1.0, "point": np.array([3.0, 1.0])}
    assert words in say(check_gradient, cell(f"def my_gradient(p):\n    {source}", **around))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("2 / (L + mu)", "It always returns the same. Use curvatures. It uses L and mu from the notebook."),
        (
            "2 / (max(bends) + min(bends))",
            "The name bends is not among the arguments of my_best_rate. Write curvatures.",
        ),
        ("2 / max(curvatures) + min(curvatures)", "Parentheses are missing"),
        ("2 / (curvatures[0] + curvatures[-1])", "That takes the first and the last curvature"),
        ("2 / (curvatures(0) + curvatures(1))", "An array needs square brackets"),
        ("2 / (math.sqrt(curvatures) + 1)", "np.sqrt, np.exp and so on take arrays"),
        ("2 / curvatures", "an array"),
    ],
)
def test_mistakes_in_a_cell_with_the_best_rate_are_named(source, words):
    around = {"L": 10.0, "mu": 1.0, "bends": np.array([1.0, 2.0])}
    said = say(check_best_rate, cell(f"def my_best_rate(curvatures):\n    return {source}", **around))
    assert words in said or words == "an array" and "but it returns [0.5, 0.2, 2, 0.333333]" in said


def test_what_never_ends_is_stopped(monkeypatch):
    monkeypatch.setattr("gdlesson.exercises.timelimit.SECONDS", 0.05)
    assert "so it was stopped" in say(check_gradient, forever)
