"""Lesson 16: two slopes by the chain rule."""

import math

import numpy as np
import pytest
from answers import applaud, say

from gdlesson.exercises import check_chain
from gdlesson.losses import sigmoid


def right(x, w, v, y):
    a = w * x
    delta = 1 / (1 + math.exp(-v * a * a)) - y
    return delta * v * 2 * a * x, delta * a * a


def link_by_link(x, w, v, y):
    a = w * x
    h = a**2
    z = v * h
    p = sigmoid(z)
    slope_z = p - y
    slope_h = slope_z * v
    slope_a = slope_h * (2 * a)
    return [slope_a * x, slope_z * h]


def numerical(x, w, v, y):
    def loss(w, v):
        z = v * (w * x) ** 2
        return math.log(1 + math.exp(z)) - y * z

    h = 1e-5
    return (loss(w + h, v) - loss(w - h, v)) / (2 * h), (loss(w, v + h) - loss(w, v - h)) / (2 * h)


@pytest.mark.parametrize(
    "answer",
    [
        right,
        link_by_link,
        numerical,
        lambda *case: np.array(right(*case)),
        lambda *case: list(map(float, right(*case))),
    ],
)
def test_right(answer):
    assert "both slopes for 6 chains" in applaud(check_chain, answer)


def p_of(x, w, v):
    return 1 / (1 + math.exp(-v * (w * x) ** 2))


WRONG = [
    (lambda x, w, v, y: right(x, w, v, y)[::-1], "The two are swapped"),
    (lambda x, w, v, y: tuple(-s for s in right(x, w, v, y)), "Both signs are wrong"),
    (lambda x, w, v, y: right(x, w, v, y)[0], "That is the slope for w alone."),
    (lambda x, w, v, y: right(x, w, v, y)[1], "That is the slope for v alone."),
    (lambda x, w, v, y: sum(right(x, w, v, y)), "That is the sum of both."),
    (lambda x, w, v, y: ((p_of(x, w, v) - y) * 2 * w * x * x, right(x, w, v, y)[1]), "the link v is missing"),
    (lambda x, w, v, y: ((p_of(x, w, v) - y) * v * w * x * x, right(x, w, v, y)[1]), "the 2 is missing"),
    (lambda x, w, v, y: ((p_of(x, w, v) - y) * v * 2 * x, right(x, w, v, y)[1]), "the a is missing"),
    (lambda x, w, v, y: ((p_of(x, w, v) - y) * v * x, right(x, w, v, y)[1]), "The link of the square is missing"),
    (lambda x, w, v, y: ((p_of(x, w, v) - y) * v * (w * x) ** 2 * x, right(x, w, v, y)[1]), "a² where its slope"),
    (lambda x, w, v, y: ((p_of(x, w, v) - y) * v * 2 * w * x, right(x, w, v, y)[1]), "The last link is missing"),
    (
        lambda x, w, v, y: (p_of(x, w, v) * v * 2 * w * x * x, p_of(x, w, v) * (w * x) ** 2),
        "you have only p",
    ),
    (
        lambda x, w, v, y: tuple(s * p_of(x, w, v) * (1 - p_of(x, w, v)) for s in right(x, w, v, y)),
        "The slope of the sigmoid is in there twice",
    ),
    (
        lambda x, w, v, y: tuple(2 * s * p_of(x, w, v) * (1 - p_of(x, w, v)) for s in right(x, w, v, y)),
        "That is the slope of the squared error.",
    ),
    (lambda x, w, v, y: (right(x, w, v, y)[0], (p_of(x, w, v) - y) * w * x), "h is a², not a"),
    (lambda x, w, v, y: None, "return slope_w, slope_v"),
    (lambda x, w, v, y: (x * p_of(x, w, v) + y, w, v * x), "Return two slopes"),
    (lambda x, w, v, y: "slopes", "two numbers"),
    (lambda x, w, v: (0, 0), "my_slopes(x, w, v, y)"),
]


@pytest.mark.parametrize(("answer", "words"), WRONG)
def test_wrong(answer, words):
    assert words in say(check_chain, answer)
