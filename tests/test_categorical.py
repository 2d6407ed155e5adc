"""Softmax and the categorical cross-entropy against SciPy, scikit-learn, and Keras; its gradient, numerically."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gdlesson import losses, prepare_keras

logits = arrays(float, (4, 3), elements=st.floats(-50, 50))
RNG = np.random.default_rng(3)
Z, LABELS = RNG.normal(0, 3, (200, 5)), RNG.integers(0, 5, 200)


@given(arrays(float, (4, 3), elements=st.floats(-1e300, 1e300)))
def test_softmax_is_scipys(z):
    special = pytest.importorskip("scipy.special")
    with np.errstate(over="ignore"):
        np.testing.assert_allclose(losses.softmax(z), special.softmax(z, axis=-1), rtol=1e-12, atol=1e-300)
        np.testing.assert_allclose(losses.softmax(z).sum(axis=-1), 1, rtol=1e-12)


@given(logits, st.floats(-20, 20))
def test_adding_one_number_to_all_changes_no_probability(z, more):
    np.testing.assert_allclose(losses.softmax(z + more), losses.softmax(z), rtol=1e-9, atol=1e-30)


@given(st.floats(-30, 30))
def test_of_two_classes_softmax_is_the_sigmoid_of_their_difference(z):
    assert losses.softmax([0, z])[1] == pytest.approx(losses.sigmoid(z), rel=1e-9, abs=1e-15)


def test_softmax_takes_numbers_of_any_size_and_any_number_of_rows():
    assert losses.softmax([-1e308, 1e308]).tolist() == [0, 1]
    assert losses.softmax(np.zeros((2, 3, 4))).tolist() == np.full((2, 3, 4), 0.25).tolist()
    assert losses.softmax([1000, 1000]).tolist() == [0.5, 0.5]


def test_it_is_scikit_learns_log_loss():
    metrics, p = pytest.importorskip("sklearn.metrics"), losses.softmax(Z)
    wanted = metrics.log_loss(LABELS, p)
    assert losses.categorical_crossentropy(LABELS, p) == pytest.approx(wanted, rel=1e-12)
    assert losses.categorical_crossentropy(np.eye(5)[LABELS], p) == pytest.approx(wanted, rel=1e-12)


@pytest.mark.slow
def test_it_is_that_of_keras_clipped_ends_included():
    prepare_keras()
    import keras

    p = np.vstack([losses.softmax(Z), np.eye(5)])
    labels = np.append(LABELS, [0, 1, 3, 3, 0])
    rows = keras.losses.categorical_crossentropy(np.eye(5)[labels], p)
    numbers = keras.losses.sparse_categorical_crossentropy(labels, p)
    ours = losses.categorical_crossentropy(labels, p)
    assert ours == pytest.approx(float(np.mean(rows)), rel=1e-5)
    assert ours == pytest.approx(float(np.mean(numbers)), rel=1e-5)


def test_for_two_classes_it_is_the_binary_cross_entropy():
    p, labels = losses.sigmoid(Z[:, 0]), LABELS % 2
    both = np.column_stack([1 - p, p])
    assert losses.categorical_crossentropy(labels, both) == pytest.approx(losses.binary_crossentropy(labels, p))


def test_the_gradient_is_the_numerical_one():
    z, labels, h = Z[:6], LABELS[:6], 1e-5
    gradient = losses.categorical_gradient(labels, z)
    for index in np.ndindex(z.shape):
        ends = [z.copy(), z.copy()]
        ends[0][index] += h
        ends[1][index] -= h
        up, down = (losses.categorical_crossentropy(labels, losses.softmax(end)) for end in ends)
        assert gradient[index] == pytest.approx((up - down) / (2 * h), abs=1e-9)
    assert np.array_equal(gradient, losses.categorical_gradient(np.eye(5)[labels], z))
    np.testing.assert_allclose(gradient.sum(axis=1), 0, atol=1e-15)


REFUSED = [
    ([[1, 0]], [0.5, 0.5], r"predicted must have the shape \(n, classes\), got \(2,\)"),
    ([0], [[0.5, 0.6]], "probabilities from 0 to 1, which add up to 1 in each row"),
    ([0], [[-0.5, 1.5]], "probabilities from 0 to 1"),
    ([2], [[0.5, 0.5]], "whole and from 0 to 1, got 2"),
    ([0.5], [[0.5, 0.5]], "whole and from 0 to 1, got 0.5"),
    ([0, 1], [[0.5, 0.5]], r"actual must have the shape \(1,\) or \(1, 2\), got \(2,\)"),
    ([[1, 1]], [[0.5, 0.5]], "actual must have one 1 in each row"),
    ([[0.5, 0.5]], [[0.5, 0.5]], "actual must have one 1 in each row"),
]


@pytest.mark.parametrize(("actual", "predicted", "words"), REFUSED)
def test_what_is_no_class_or_no_probability_is_refused(actual, predicted, words):
    with pytest.raises(ValueError, match=words):
        losses.categorical_crossentropy(actual, predicted)


def test_a_softmax_needs_a_row():
    with pytest.raises(ValueError, match=r"one number for each class, got the shape \(\)"):
        losses.softmax(3)
    with pytest.raises(ValueError, match=r"z must have the shape \(n, classes\)"):
        losses.categorical_gradient([0], [1, 2])
