"""The losses against their formulas."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

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


def test_to_be_sure_and_wrong_costs_much_but_not_infinitely_much():
    assert losses.binary_crossentropy([1], [0]) == pytest.approx(-math.log(1e-7))
    assert losses.binary_crossentropy([1], [1]) == pytest.approx(0, abs=1e-6)


@given(st.floats(-700, 700))
def test_the_sigmoid_is_its_formula(z):
    assert losses.sigmoid(z) == pytest.approx(1 / (1 + math.exp(-z)), abs=1e-12)


def test_the_sigmoid_takes_any_size_without_a_warning():
    assert losses.sigmoid(np.array([-1e308, 0, 1e308])).tolist() == [0, 0.5, 1]


@pytest.mark.parametrize("name", ["mse", "mae", "binary_crossentropy", "accuracy"])
def test_what_does_not_fit_together_is_refused(name):
    loss = getattr(losses, name)
    with pytest.raises(ValueError, match=r"same shape.*\(2,\) and \(2, 1\)"):
        loss(np.zeros(2), np.zeros((2, 1)))
    with pytest.raises(ValueError, match="at least one number"):
        loss([], [])
    with pytest.raises(ValueError, match="two lists of numbers are expected"):
        loss(["a"], [1])


def test_labels_and_probabilities_are_checked():
    with pytest.raises(ValueError, match="label must be 0 or 1, got"):
        losses.binary_crossentropy([2], [0.5])
    with pytest.raises(ValueError, match="between 0 and 1, got"):
        losses.binary_crossentropy([1], [1.5])
