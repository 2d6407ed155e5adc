"""The losses against their formulas."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import special

from gdlesson import losses

values = arrays(float, 5, elements=st.floats(-1e3, 1e3))


@given(values, values)
def test_mse_and_mae_are_their_formulas(actual, predicted):
    errors = [p - a for a, p in zip(actual.tolist(), predicted.tolist(), strict=True)]
    assert losses.mse(actual, predicted) == pytest.approx(sum(e * e for e in errors) / 5)
    assert losses.mae(actual, predicted) == pytest.approx(sum(map(abs, errors)) / 5)


@given(arrays(float, 6, elements=st.floats(0.001, 0.999)), arrays(int, 6, elements=st.integers(0, 1)))
def test_cross_entropy_and_accuracy_are_their_formulas(p, label):
    pairs = list(zip(p.tolist(), label.tolist(), strict=True))
    expected = -sum(math.log(q if y else 1 - q) for q, y in pairs) / 6
    assert losses.binary_crossentropy(label, p) == pytest.approx(expected)
    assert losses.accuracy(label, p) == sum((q > 0.5) == y for q, y in pairs) / 6


@given(values, values, st.floats(0.01, 100))
def test_hubers_loss_is_scipys(actual, predicted, delta):
    assert losses.huber(actual, predicted, delta) == pytest.approx(special.huber(delta, predicted - actual).mean())


@pytest.mark.slow
def test_hubers_loss_is_keras_s():
    from gdlesson import prepare_keras

    prepare_keras()
    import keras

    actual, predicted = np.array([0.0, 1, 2, 3]), np.array([0.5, 1, 5, -4])
    for delta in (0.3, 1.0, 4.0):
        theirs = float(keras.losses.Huber(delta)(actual, predicted))
        assert losses.huber(actual, predicted, delta) == pytest.approx(theirs, rel=1e-6)


@pytest.mark.parametrize("delta", [0, -1, np.nan, "1", None])
def test_hubers_loss_refuses_a_delta_that_is_not_above_0(delta):
    with pytest.raises((TypeError, ValueError), match="delta must be"):
        losses.huber([1], [2], delta)


def test_to_be_sure_and_wrong_costs_much_but_not_infinitely_much():
    assert losses.binary_crossentropy([1], [0]) == pytest.approx(-math.log(1e-7))
    assert losses.binary_crossentropy([1], [1]) == pytest.approx(0, abs=1e-6)


@given(st.floats(-700, 700))
def test_the_sigmoid_is_its_formula(z):
    assert losses.sigmoid(z) == pytest.approx(1 / (1 + math.exp(-z)), abs=1e-12)


def test_the_sigmoid_takes_any_size_without_a_warning():
    assert losses.sigmoid(np.array([-1e308, 0, 1e308])).tolist() == [0, 0.5, 1]


ALL = ["huber", "mse", "mae", "binary_crossentropy", "accuracy"]
REFUSED = [  # names, actual, predicted, the error, and its words
    (ALL, None, None, TypeError, "actual must be numbers, got None"),
    (ALL, [1, None], [1, 0], TypeError, r"actual must be numbers, got \[1, None\]"),
    (ALL, [1, 0], ["a", "b"], TypeError, r"predicted must be numbers, got \['a', 'b'\]"),
    (ALL, ["1"], [1], TypeError, "actual must be numbers"),
    (ALL, [1, 0], [[1], [0, 1]], TypeError, "predicted must be numbers"),
    (ALL, [1j], [1], TypeError, "actual must be numbers"),
    (ALL, [np.nan], [1], ValueError, "actual must be finite, got nan"),
    (ALL, [1, 0], [1, np.inf], ValueError, "predicted must be finite, got inf"),
    (ALL, [], [], ValueError, r"at least one number, got the shapes \(0,\) and \(0,\)"),
    (ALL, 1, 1, ValueError, r"one row each, of shape \(n,\), got the shape \(\)"),
    (ALL, [[1], [0]], [[1], [0]], ValueError, r"one row each, of shape \(n,\), got the shape \(2, 1\)"),
    (ALL, True, 1, TypeError, "actual must be numbers, got True"),
    (ALL, [1, 0], [True, False], TypeError, r"predicted must be numbers, got \[True, False\]"),
    (ALL[:2], [True, False], [1, 0], TypeError, r"actual must be numbers, got \[True, False\]"),
    (ALL, [1, 0], [[1], [0]], ValueError, r"same shape .*, got the shapes \(2,\) and \(2, 1\)"),
    (ALL, [1, 0], 1, ValueError, r"same shape .*, got the shapes \(2,\) and \(\)"),
    (ALL[3:], [0, 2], [0.5, 0.5], ValueError, "actual must be labels, each 0 or 1, got 2"),
    (ALL[3:], [-1, 1], [0.5, 0.5], ValueError, "actual must be labels, each 0 or 1, got -1"),
    (ALL[3:], [0, 1], [0.5, 1.5], ValueError, "predicted must be probabilities from 0 to 1, got 1.5"),
    (ALL[3:], [0, 1], [-1e-9, 1], ValueError, "predicted must be probabilities from 0 to 1, got -1e-09"),
]


@pytest.mark.parametrize(
    ("name", "actual", "predicted", "error", "words"),
    [(name, *row) for names, *row in REFUSED for name in names],
    ids=str,
)
def test_bad_input_gets_one_sentence_that_says_what_is_expected(name, actual, predicted, error, words):
    with pytest.raises(error, match=words):
        getattr(losses, name)(actual, predicted)


def test_booleans_are_labels_and_huge_errors_are_infinite():
    assert losses.accuracy([True, False], [0.9, 0.2]) == 1
    assert losses.mse([1e200], [-1e200]) == math.inf and losses.mae([1e308], [-1e308]) == math.inf
    with pytest.raises(TypeError, match="z must be numbers, got None"):
        losses.sigmoid(None)
