"""Lesson 14: a cross-entropy that never overflows, and a model that is mostly right, and too sure."""

import math

import numpy as np
import pytest
from answers import applaud, cell, say

from gdlesson.exercises import check_cross_entropy, check_overconfident, probability
from gdlesson.losses import sigmoid


def by_cases(y, z):
    if y == 0:
        z = -z
    return math.log1p(math.exp(-z)) if z > 0 else -z + math.log1p(math.exp(z))


RIGHT = [
    lambda y, z: np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z))),
    lambda y, z: max(z, 0) - z * y + math.log(1 + math.exp(-abs(z))),
    lambda y, z: np.logaddexp(0, z) - y * z,
    lambda label, logit: np.logaddexp(0, (1 - 2 * label) * logit),
    lambda y, z: (z if z > 0 else 0) - y * z + np.log(1 + np.exp(-abs(z))),
    by_cases,
    lambda y, z, base=None: np.where(z > 0, (1 - y) * z, -y * z) + np.log1p(np.exp(-np.abs(z))),
    lambda y, z: np.max([z, 0]) - y * z + np.log1p(np.exp(-np.sqrt(z * z))),
]


@pytest.mark.parametrize("right", RIGHT)
def test_right_cross_entropies(right):
    assert "nothing overflows: z = 1000 where the truth is no costs 1000" in applaud(check_cross_entropy, right)


@pytest.mark.parametrize("mistake", probability.CROSS_ENTROPY.mistakes, ids=lambda each: each.words[:30])
def test_every_mistake_is_named(mistake):
    assert mistake.words in say(check_cross_entropy, lambda y, z: mistake.wrong(y, z))


@pytest.mark.parametrize("mistake", probability.FAR.mistakes)
def test_what_fails_only_far_out_is_told_to_be_right_so_far(mistake):
    words = say(check_cross_entropy, mistake.wrong)
    assert "right so far, but for y = " in words and mistake.words in words


WRONG = [
    ("", "returns nothing"),
    ("return ...", "Write a line with return and your formula"),
    ("p = 1 / (1 + np.exp(-z))\n    return -np.log(p) if y else -np.log(1 - p)", "right so far, but for y = "),
    ("p = 1 / (1 + math.exp(-z))\n    return -math.log(p if y else 1 - p)", "right so far, but for y = "),
    ("return np.log(1 + np.exp(z)) - y * z", "should return 1000, but it returns inf"),
    ("return np.log(1 + np.exp(-z if y == 1 else z))", "exp(1000) is too large"),
    ("p = sigmoid(z)\n    return -np.log(p if y == 1 else 1 - p)", "p is 0 or 1 to the last digit"),
    ("p = 1 / (1 + np.exp(-z))\n    return -np.log(np.where(y == 1, p, 1 - p))", "p is 0 or 1 to the last digit"),
    ("p = 1 / (1 + math.exp(-z))\n    return -math.log(p if y == 1 else 1 - p)", "math domain error"),
    ("p = sigmoid(z)\n    return -(y * np.log(p) + (1 - y) * np.log(1 - p))", "p is 0 or 1 to the last digit"),
    (
        "p = np.clip(sigmoid(z), 1e-7, 1 - 1e-7)\n    return -(y * np.log(p) + (1 - y) * np.log(1 - p))",
        "should return 1000, but it returns 16.1",
    ),
    ("return -(y * np.log(z) + (1 - y) * np.log(1 - z))", "z is no probability"),
    ("return y * np.log(sigmoid(z)) + (1 - y) * np.log(1 - sigmoid(z))", "The sign is wrong"),
    ("return -np.log(sigmoid(z))", "Where y is 0, it should be −log(1 − p)"),
    ("return -(y * np.log10(sigmoid(z)) + (1 - y) * np.log10(1 - sigmoid(z)))", "base 10"),
    ("return -(y * np.log2(sigmoid(z)) + (1 - y) * np.log2(1 - sigmoid(z)))", "base 2"),
    ("return (sigmoid(z) - y)**2", "That is the squared error of p"),
    ("return sigmoid(z)", "That is the probability p"),
    ("return -y * np.log(sigmoid(z))", "Where y is 0, an example has a cost, too"),
    ("return max(z, 0) - y * z", "The logarithm is missing"),
    ("return max(z, 0) - y * z + np.log1p(np.exp(abs(z)))", "The sign in exp is wrong"),
    ("return max(z, 0) + y * z + np.log1p(np.exp(-abs(z)))", "The sign of y·z is wrong"),
    ("print(max(z, 0) - y * z + np.log1p(np.exp(-abs(z))))", "prints, but it does not return"),
    ("return [max(z, 0) - y * z + np.log1p(np.exp(-abs(z)))]", "Take it out of the square brackets"),
    ("return round(max(z, 0) - y * z + np.log1p(np.exp(-abs(z))), 2)", "ound"),
    ("return 0.5", "It always returns the same. Use y and z"),
]


@pytest.mark.parametrize(("body", "words"), WRONG)
def test_wrong_cross_entropies(body, words):
    def_ = f"import math\nfrom gdlesson.losses import sigmoid\ndef my_cross_entropy(y, z):\n    {body or 'pass'}"
    assert words in say(check_cross_entropy, cell(def_))


def test_arguments_in_another_order_are_told():
    assert "my_cross_entropy(y, z)" in say(
        check_cross_entropy, lambda z, y: np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))
    )


@pytest.mark.parametrize(
    ("weight", "bias"),
    [(10, -33), (5, -16.5), (4.0, -13), (100, -325), (1e6, -3.25e6), (np.float64(20), np.int64(-65))],
)
def test_models_that_are_too_sure(weight, bias):
    assert "10 of 12 are right" in applaud(check_overconfident, weight, bias)


@pytest.mark.parametrize(
    ("weight", "bias", "words"),
    [
        (None, None, "put a number in place of None, for my_weight"),
        (5, None, "put a number in place of None, for my_bias"),
        (..., 3, "put a number in place of ..., for my_weight"),
        ("5", -16, "Remove the quotation marks"),
        ([5], -16, "my_weight should be one number, but it is the list [5]"),
        (math.inf, -16, "should be a finite number"),
        (1, -3.25, "Make the model surer, but let it cross 0.5 at the same place"),
        (0.9, -2.9, "it should be above 0.693, that of a coin"),
        (0, 0, "With the weight 0 every student gets the same answer"),
        (0, 5, "With the weight 0 every student gets the same answer"),
        (-5, 16, "The weight is negative"),
        (5, -25, "It says yes above 5 hours"),
        (5, 16, "It says yes above −3.2 hours"),
        (5, -10, "It says yes above 2 hours (−bias/weight). Move that place between 3 and 3.5 hours"),
        (-33, 10, "Weight and bias are swapped"),
        (True, -3, "my_weight should be one number, but it is True"),
    ],
)
def test_other_models(weight, bias, words):
    feedback = check_overconfident(weight, bias)
    assert not feedback.right and words in feedback.words, feedback.words


def test_it_agrees_with_the_package():
    hours, passed = probability.exam()
    z = 10 * hours - 33
    right, loss = probability.results(10, -33)
    assert right == int(((z > 0) == passed).sum())
    assert loss == pytest.approx(np.mean([RIGHT[0](y, each) for y, each in zip(passed, z, strict=True)]))
    assert probability.exact(1, 3) == pytest.approx(-math.log(sigmoid(3.0)))
