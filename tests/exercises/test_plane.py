"""The checks of lesson 7: right answers in several forms, every mistake by name, hostile inputs."""

import sys

import numpy as np
import pytest

from gdlesson.exercises import check_best_rate, check_gradient, plane


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


@pytest.mark.parametrize("right", [plane.slopes, in_tuple, lambda p: list(in_tuple(p)), numerically])
def test_right_gradients(right):
    assert check_gradient(right).right


@pytest.mark.parametrize(
    "right", [lambda L, mu: 2 / (L + mu), lambda L, mu: 1 / ((L + mu) / 2), lambda a, b: 2 / (b + a)]
)
def test_right_rates(right):
    feedback = check_best_rate(right)
    assert feedback.right and "after 30 steps" in feedback.words


@pytest.mark.parametrize("task", [plane.GRADIENT, plane.RATE], ids=lambda task: task.name)
def test_every_mistake_is_named(task):
    check = {"my_gradient": check_gradient, "my_best_rate": check_best_rate}[task.name]
    for mistake in task.mistakes:
        feedback = check(mistake.wrong)
        assert not feedback.right and mistake.words in feedback.words, mistake.words


@pytest.mark.parametrize(
    ("check", "answer", "words"),
    [
        (check_gradient, None, "write the function my_gradient(p)"),
        (check_gradient, lambda p: None, "returns nothing at p = [3, 1]"),
        (check_gradient, lambda p: print(p), "prints, but it does not return"),
        (check_gradient, lambda p: "uphill", "should return two numbers, but it returns the text"),
        (check_gradient, lambda p: [[1, 2], [3]], "should return two numbers, but it returns"),
        (check_gradient, lambda p: (p[0], None), "yours gives [3, nan]"),
        (check_gradient, lambda p: [*in_tuple(p), 0], "it should be [5, 63], yours gives [5, 63, 0]"),
        (check_gradient, lambda p: [in_tuple(p)], "yours gives an array of the shape (1, 2)"),
        (check_gradient, lambda p: p["x"], "stops with the error IndexError"),
        (check_gradient, lambda p: sys.exit(), "leave exit() out"),
        (check_gradient, forever, "so it was stopped"),
        (check_gradient, lambda p: p.sort(), "changes what it is given"),
        (check_gradient, lambda x, y: x, "it should begin with  def my_gradient(p):"),
        (check_gradient, lambda p: p * np.nan, "it should be [5, 63]"),
        (check_gradient, lambda p: [5, 63], "always gives the same"),
        (check_best_rate, 0.18, "a function my_best_rate(L, mu) is expected, not the number 0.18"),
        (check_best_rate, lambda L, mu: 2 / L / 0, "divides by 0"),
        (check_best_rate, lambda L, mu: 0.18, "always gives the same"),
        (check_best_rate, lambda L, mu: 2 / (10 + mu), "whatever is given as L"),
        (check_best_rate, lambda L, mu: L, "it should be 0.18182, yours gives 10"),
        (check_best_rate, ..., "write the function my_best_rate(L, mu)"),
        (check_best_rate, lambda L: 2 / L, "it should begin with  def my_best_rate(L, mu):"),
        (check_best_rate, lambda L, mu: 2j / (L + mu), "should return a number, but it returns 0.18"),
        (check_best_rate, lambda L, mu: float("nan"), "yours gives nan"),
        (check_best_rate, lambda L, mu: np.array([2 / (L + mu)]), "yours gives [0.181818]"),
    ],
)
def test_other_answers(check, answer, words):
    feedback = check(answer)
    assert not feedback.right and words in feedback.words, feedback.words
