"""Lessons 16 and 17: slopes by backpropagation, and settings that teach a network the spiral."""

import math
import sys
from fractions import Fraction

import numpy as np
import pytest
from answers import endless

from gdlesson.exercises import check_backward, check_spiral, network
from gdlesson.exercises.mistakes.backward import backwards
from gdlesson.losses import sigmoid
from gdlesson.schedules import exponential_decay


def usual(x, y, W1, b1, W2, b2):
    h = np.maximum(x @ W1 + b1, 0)
    error = (sigmoid(h @ W2 + b2) - y) / len(y)
    back = error @ W2.T * (h > 0)
    return x.T @ back, back.sum(axis=0), h.T @ error, error.sum(axis=0)


def example_by_example(x, y, W1, b1, W2, b2):
    slopes = [np.zeros_like(part) for part in (W1, b1, W2, b2)]
    for one, label in zip(x, y, strict=True):
        a = (one @ W1 + b1)[0]
        p = 1 / (1 + np.exp(-(np.where(a > 0, a, 0) @ W2 + b2[0])))
        error = (p - label) / len(y)
        back = np.where(a > 0, 1, 0) * (W2 @ error)
        parts = np.outer(one, back), back[None], np.outer(np.maximum(a, 0), error), error[None]
        slopes = [slope + part for slope, part in zip(slopes, parts, strict=True)]
    return slopes


def numerically(*case):
    return network.numerical(case)


def in_lists(*case):
    return [slope.tolist() for slope in usual(*case)]


def in_einsum(x, y, W1, b1, W2, b2):
    a = np.einsum("ni,ih->nh", x, W1) + b1
    error = sigmoid(np.einsum("nh,ho->no", a.clip(0), W2) + b2) - y
    back = np.einsum("no,ho,nh->nh", error, W2, (a >= 0) * 1.0)
    slopes = ("ni,nh->ih", x, back), ("nh->h", back), ("nh,no->ho", a.clip(0), error), ("no->o", error)
    return [np.einsum(*slope) / y.size for slope in slopes]


def in_float32(*case):
    return usual(*(part.astype(np.float32) for part in case))


def with_the_last_bias_as_a_number(*case):
    dW1, db1, dW2, db2 = usual(*case)
    return dW1, db1, dW2, db2.sum()


def from_probabilities(x, y, W1, b1, W2, b2):
    print("forwards")
    h = np.where(x @ W1 + b1 > 0, x @ W1 + b1, 0)
    p = np.exp(h @ W2 + b2) / (1 + np.exp(h @ W2 + b2))
    error = ((1 - y) / (1 - p) - y / p) * p * (1 - p)
    back = np.outer(error, W2)
    back[h == 0] = 0
    with np.errstate(divide="warn"):
        np.log(np.zeros(1))
    return x.T.dot(back) / len(x), back.mean(axis=0), h.T.dot(error) / len(x), error.mean(axis=0, keepdims=True)


def as_matrices(*case):
    x, y, W1, b1, W2, b2 = map(np.matrix, case)
    h = np.maximum(x * W1 + b1, 0)
    error = (1 / (1 + np.exp(-(h * W2 + b2))) - y) / len(y)
    back = np.multiply(error * W2.T, h > 0)
    return x.T * back, back.sum(axis=0), h.T * error, error.sum(axis=0)


class Callable:
    def __call__(self, x, y, W1, b1, W2, b2, verbose=False):
        return usual(x, y, W1, b1, W2, b2)


RIGHT = [usual, example_by_example, numerically, backwards, in_lists, in_einsum, in_float32, as_matrices]
RIGHT += [with_the_last_bias_as_a_number, from_probabilities, Callable()]


@pytest.mark.parametrize("right", RIGHT)
def test_right_slopes(right):
    feedback = check_backward(right)
    assert feedback.right and "numerical" in feedback.words, feedback.words


def test_what_the_mistakes_are_made_of_agrees_with_the_numerical_slopes():
    for case in network.CASES:
        for one, other in zip(backwards(*case), network.numerical(case), strict=True):
            np.testing.assert_allclose(one, other, atol=1e-8)


@pytest.mark.parametrize("mistake", network.MISTAKES, ids=lambda mistake: mistake.words[:40])
def test_every_mistake_is_named(mistake):
    feedback = check_backward(mistake.wrong)
    shape = "should have its shape" in feedback.words  # swapped slopes have another shape, and are told so
    assert not feedback.right and (mistake.words in feedback.words or shape), feedback.words


def without(names):
    def wrong(*case):
        slopes = dict(zip(network.NAMES, usual(*case), strict=True))
        return [slope * 0.5 if name in names else slope for name, slope in slopes.items()]

    return wrong


def changed(name, change):
    def wrong(*case):
        slopes = dict(zip(network.NAMES, usual(*case), strict=True))
        return list((slopes | {name: change(slopes[name])}).values())

    return wrong


def flat(x, y, W1, b1, W2, b2):
    h = np.maximum(x @ W1 + b1, 0)
    error = (sigmoid(h @ W2 + b2)[:, 0] - y) / len(y)
    return W1, b1, h.T @ error, error.sum(axis=0)


def recursive(*case):
    return recursive(*case)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "write the function my_backward, and give its name to the check"),
        (..., "write the function my_backward"),
        (3, "is expected, not the number 3"),
        (lambda x, y: None, "it should begin with  def my_backward(x, y, W1, b1, W2, b2):"),
        (
            lambda *case: None,
            "for 5 examples and 3 units, my_backward returns nothing. End it with  return dW1, db1, dW2, db2.",
        ),
        (lambda *case: print(case), "prints, but it does not return"),
        (lambda *case: case[0], "should return four arrays, dW1, db1, dW2, db2"),
        (lambda *case: usual(*case)[:3], "should return four arrays"),
        (lambda *case: ("a", "b", "c", "d"), "the slope of W1 should be an array of numbers, but it is the text"),
        (
            lambda *case: [slope.T for slope in usual(*case)],
            "(2, 3), but it has (3, 2). Rows and columns are swapped",
        ),
        (changed("b1", lambda slope: slope[:, None]), "(1, 3), but it has (3, 1). Add up the errors"),
        (changed("b1", np.sum), "(1, 3), but it has (). Add up the errors"),
        (lambda x, y, W1, b1, W2, b2: (W1, b1, W2, x), "the slope of b2 should have its shape, (1, 1)"),
        (lambda x, y, W1, b1, W2, b2: (W1, x @ W1, W2, b2), ".sum(axis=0)"),
        (
            lambda *case: [slope * np.nan for slope in usual(*case)],
            "not all numbers in the slope of W1 are finite",
        ),
        (changed("b2", lambda slope: np.array([np.inf])), "not all numbers in the slope of b2 are finite"),
        (changed("b1", lambda slope: None), "the slope of b1 should be an array of numbers, but it is nothing"),
        (lambda *case: dict(zip(network.NAMES, usual(*case), strict=True)), "but it returns a dict"),
        (
            lambda *case: (slope for slope in usual(*case)),
            "returns a generator, which holds no answer yet. write return in place",
        ),
        (usual(*network.CASES[0]), "a function my_backward is expected, not a tuple"),
        (
            lambda *case: usual(*network.CASES[0]),
            "for 1 example and 4 units, the slope of W1 should have its shape",
        ),
        (lambda x, y, *rest: usual(x, y[:, 0], *rest), "Rows and columns do not fit"),
        (lambda *case: [part - slope for part, slope in zip(case[2:], usual(*case), strict=True)], "Begin at the"),
        (recursive, "It calls itself again and again"),
        (lambda *case: [slope * 0 for slope in usual(*case)], "Begin at the output"),
        (without({"W1", "b1"}), "W2 and b2 are right already"),
        (without({"b1"}), "the slope of b1 in row 0, column"),
        (lambda x, y, W1, b1, W2, b2: x @ x, "Does one of the two need .T?"),
        (lambda x, y, W1, b1, W2, b2: max(0, x @ W1 + b1), "An if, or a max(), needs one number"),
        (lambda *case: usual(*case)[:2], "but it returns 2 things"),
        (lambda *case: usual(*case)[0], "but it returns an array of shape (2, 3)"),
        (lambda *case: [usual(*case)[k] for k in (0, 2, 1, 3)], "Are they in the right order"),
        (lambda x, y, *rest: usual(x, y[:, None], *rest), "leave [:, None] out"),
        (flat, "subtracts each from each. Keep p and y as columns."),
        (without({"b2"}), "W1, W2 and b1 are right already"),
        (lambda *case: sys.exit(), "Leave exit() out"),
    ],
)
def test_other_answers(answer, words):
    feedback = check_backward(answer)
    assert not feedback.right and words.lower() in feedback.words.lower(), feedback.words


def test_changing_the_weights_in_place_is_told():
    def in_place(x, y, W1, b1, W2, b2):
        slopes = usual(x, y, W1, b1, W2, b2)
        W1 -= 0.1 * slopes[0]
        return slopes

    words = "my_backward changes what it is given: afterward an array of shape (2, 3) has other numbers."
    assert words in check_backward(in_place).words


@pytest.mark.parametrize(
    ("rate", "size"),
    [
        *((0.3, 8), (0.3, 8.0), (np.float32(0.5), 16), (lambda t: 0.3, np.int64(8))),
        *((0.2, 4), (0.1, 2), (0.1, 1), (0.3, 7), (0.4, 8), (0.15, 4), (1, 16)),
        *((Fraction(3, 10), 8), (np.array(0.3), np.array(8)), (exponential_decay(0.3, 4000), 8)),
    ],
)
def test_rates_that_teach_the_spiral(rate, size):
    feedback = check_spiral(rate, size)
    assert feedback.right and "60 epochs" in feedback.words, feedback.words


@pytest.mark.parametrize(
    ("rate", "size", "words"),
    [
        (None, 8, "for my_rate"),
        (0.3, None, "for my_batch_size"),
        ("0.3", 8, "Remove the quotation marks"),
        (-0.1, 8, "at step 0 the rate is −0.1, and that leads uphill"),
        ([0.1] * 5, 8, "my_rate should be one number"),
        (0, 32, "stands still"),
        (100, 32, "take a smaller learning rate"),
        (0.01, 64, "still falling"),
        (0.3, -8, "my_batch_size should be a whole number from 1 to 512, but it is −8"),
        ("sgd", 8, "my_rate is the text 'sgd', but it should be a number."),
        (..., 8, "put a number in place of ..., for my_rate"),
        (0.3, 0, "whole number from 1 to 512, but it is 0"),
        (0.3, 1000, "from 1 to 512, but it is 1000"),
        (0.3, 16.5, "should be a whole number"),
        (8, 0.3, "my_batch_size should be a whole number from 1 to 512, but it is 0.3"),
        (True, 8, "my_rate should be one number, but it is True"),
        (0.3, True, "my_batch_size should be one number, but it is True"),
        (0.3, "8", "my_batch_size is the text '8', but it should be a number. Remove the quotation marks"),
        (math.nan, 8, "my_rate should be a finite number, but it is nan"),
        (math.inf, 8, "my_rate should be a finite number, but it is inf"),
        (0.3 + 0j, 8, "my_rate should be one number"),
        ({"rate": 0.3}, 8, "my_rate should be one number, but it is a dict"),
        (0.3, [8], "my_batch_size should be one number, but it is the list [8]"),
        (10, 8, "The loss jumps up and down: take a smaller learning rate"),
        (10, 512, "60 epochs, 60 steps"),
        (0.3, 512, "still falling at the end: take more steps, or larger ones"),
        (lambda: 0.3, 8, "it should begin with  def schedule(step):"),
        (lambda t: None, 8, "the schedule should return a number for every step, but it returns nothing"),
        (lambda t: 1 / (50 - t), 8, "It divides by 0"),
        (lambda t: sys.exit(), 8, "Leave exit() out"),
        (lambda t: 1e308, 512, "become too large to store"),
        (0.01, 100, "60 epochs, 360 steps"),
    ],
)
def test_other_settings(rate, size, words):
    feedback = check_spiral(rate, size)
    assert not feedback.right and words.lower() in feedback.words.lower(), feedback.words


@pytest.mark.parametrize(
    ("check", "answer", "words"),
    [
        (check_backward, (endless,), "my_backward is still running"),
        (check_spiral, (lambda t: endless() if t == 40 else 0.3, 8), "as my_rate, the schedule is still running"),
    ],
)
def test_what_never_ends_is_stopped(check, answer, words, monkeypatch):
    monkeypatch.setattr("gdlesson.exercises.timelimit.SECONDS", 0.05)
    assert words in check(*answer).words
