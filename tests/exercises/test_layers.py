"""Lesson 15: a forward pass, and the size of weights with which ReLU layers keep a signal alive."""

import math
from fractions import Fraction

import numpy as np
import pytest
from answers import applaud, cell, say

from gdlesson.exercises import check_forward, check_scale, layers
from gdlesson.losses import sigmoid


def usual(x, W1, b1, W2, b2):
    h = np.maximum(x @ W1 + b1, 0)
    return sigmoid(h @ W2 + b2)


def one_by_one(x, W1, b1, W2, b2):
    p = []
    for row in x:
        h = [max(sum(row[i] * W1[i, k] for i in range(len(row))) + b1[0, k], 0) for k in range(W1.shape[1])]
        z = sum(h[k] * W2[k, 0] for k in range(len(h))) + b2[0, 0]
        p.append(1 / (1 + math.exp(-z)))
    return p


def with_where(x, W1, b1, W2, b2):
    a = np.dot(x, W1) + b1
    z = np.where(a > 0, a, 0).dot(W2) + b2
    return 1 / (1 + np.exp(-z))


def with_a_mask(data, weights, bias, more, last):
    a = data @ weights + bias
    a[a < 0] = 0
    return np.exp(a @ more + last) / (1 + np.exp(a @ more + last))


RIGHT = [
    usual,
    one_by_one,
    with_where,
    with_a_mask,
    lambda *case: usual(*case)[:, 0],
    lambda *case: usual(*case).tolist(),
    lambda *case: np.matrix(usual(*case)),
    lambda x, W1, b1, W2, b2: 0.5 + 0.5 * np.tanh((((x @ W1 + b1) * (x @ W1 + b1 > 0)) @ W2 + b2) / 2),
]


@pytest.mark.parametrize("right", RIGHT)
def test_right_forward_passes(right):
    assert "right for 6 networks" in applaud(check_forward, right)


@pytest.mark.parametrize("mistake", layers.FORWARD.mistakes, ids=lambda each: each.words[:30])
def test_every_mistake_of_a_forward_pass_is_named(mistake):
    assert mistake.words in say(check_forward, mistake.wrong)


WRONG = [
    ("pass", "my_forward returns nothing. End it with  return"),
    ("...", "my_forward returns nothing"),
    ("h = np.maximum(x @ W1 + b1, 0)\n    return h", "Use W2 and b2"),
    ("h = np.maximum(x @ W1 + b1, 0)\n    return h @ W2 + b2", "That is z of the output unit"),
    ("h = np.tanh(x @ W1 + b1)\n    return sigmoid(h @ W2 + b2)", "The hidden layer has tanh"),
    ("h = x @ W1 + b1\n    return sigmoid(h @ W2 + b2)", "The ReLU of the hidden layer is missing"),
    ("h = np.maximum(x @ W1, 0)\n    return sigmoid(h @ W2 + b2)", "b1"),
    ("h = np.maximum(x @ W1 + b1, 0)\n    return sigmoid(h @ W2)", "b2"),
    ("h = np.maximum(x * W1 + b1, 0)\n    return sigmoid(h @ W2 + b2)", "ValueError"),
    ("h = np.maximum(W1 @ x + b1, 0)\n    return sigmoid(h @ W2 + b2)", "Does one of the two need .T?"),
    ("h = max(x @ W1 + b1, 0)\n    return sigmoid(h @ W2 + b2)", "An if, or a max(), needs one number"),
    ("h = np.maximum(x @ W1 + b1, 0)\n    return sigmoid(h @ W2 + b2) > 0.5", "0"),
    ("h = np.maximum(x @ W1 + b1, 0)\n    print(sigmoid(h @ W2 + b2))", "prints, but it does not return"),
    ("h = np.maximum(x @ W1 + b1, 0)\n    return 1 / (1 + np.exp(h @ W2 + b2))", "minus"),
    ("h = np.maximum(x @ W1 + b1, 1)\n    return sigmoid(h @ W2 + b2)", "should return"),
    ("h = np.minimum(x @ W1 + b1, 0)\n    return sigmoid(h @ W2 + b2)", "should return"),
    ("x += 1\n    return sigmoid(x @ W1)", "my_forward changes what it is given"),
    ("return 0.5 * np.ones((len(x), 1))", "It returns the same, whatever W1"),
]


@pytest.mark.parametrize(("body", "words"), WRONG)
def test_wrong_forward_passes(body, words):
    head = "from gdlesson.losses import sigmoid\ndef my_forward(x, W1, b1, W2, b2):"
    assert words in say(check_forward, cell(f"{head}\n    {body}"))


SCALES = [
    lambda inputs: math.sqrt(2 / inputs),
    lambda n: (2 / n) ** 0.5,
    lambda inputs: np.sqrt(2) / np.sqrt(inputs),
    lambda inputs: np.sqrt(2.0 / np.float64(inputs)),
    lambda inputs, gain=2: gain**0.5 * inputs**-0.5,
    lambda inputs: float(Fraction(2, inputs)) ** 0.5,
]


@pytest.mark.parametrize("right", SCALES)
def test_right_scales(right):
    words = applaud(check_scale, right)
    assert "the mean square, 1 at first, is 1 with your scale; with 1/√inputs it is 0.00098" in words or (
        "with your scale" in words
    )


def test_with_the_right_scale_the_mean_square_stays_and_with_the_other_one_it_is_halved_ten_times():
    assert layers.mean_square_after(math.sqrt(2 / layers.WIDE)) == pytest.approx(1, rel=0.3)
    assert layers.mean_square_after(1 / math.sqrt(layers.WIDE)) == pytest.approx(2**-10, rel=0.3)


@pytest.mark.parametrize("mistake", layers.SCALE.mistakes, ids=lambda each: each.words[:40])
def test_every_mistake_of_a_scale_is_named(mistake):
    assert mistake.words in say(check_scale, mistake.wrong)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("pass", "Write a line with return and your formula"),
        ("return None", "Write a line with return"),
        ("return 1", "It always returns the same. Use inputs"),
        ("return 0.05", "It always returns the same"),
        ("return np.random.normal(0, 1, inputs)", "should return 0.5"),
        ("return 2 / inputs", "That is the mean square of the weights"),
        ("return 1 / np.sqrt(inputs)", "before the ReLU"),
        ("return np.sqrt(2) / inputs", "Only the 2 stands under the root"),
        ("return np.sqrt(2 * inputs)", "The more inputs, the smaller"),
        ("return np.sqrt(6 / inputs)", "limit of evenly spread weights"),
        ("return str((2 / inputs)**0.5)", "it is a text"),
        ("return [(2 / inputs)**0.5]", "Take it out of the square brackets"),
        ("print((2 / inputs)**0.5)", "prints, but it does not return"),
        ("return round((2 / inputs)**0.5, 2)", "ound"),
        ("return (2 // inputs)**0.5", "/"),
    ],
)
def test_wrong_scales(body, words):
    assert words in say(check_scale, cell(f"def my_scale(inputs):\n    {body}"))
