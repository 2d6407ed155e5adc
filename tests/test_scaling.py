"""Standardization against scikit-learn, and a line converted back to the old units."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.preprocessing import StandardScaler

from gdlesson import datasets, hubble_data, scale_of, standardize

columns = arrays(
    float,
    st.tuples(st.integers(2, 20), st.integers(1, 3)),
    elements=st.floats(-1e4, 1e4).map(lambda v: round(v, 2)),
)


@given(columns)
def test_it_is_scikit_learns_and_so_is_its_inverse(x):
    if not (np.ptp(x, axis=0) > 0).all():
        with pytest.raises(ValueError, match="nothing to divide by"):
            scale_of(x)
        return
    theirs, ours = StandardScaler().fit(x), scale_of(x)
    np.testing.assert_allclose(ours.apply(x), theirs.transform(x), rtol=1e-6, atol=1e-8)
    z = np.linspace(-2, 2, 7)[:, None] * np.ones(x.shape[1])
    np.testing.assert_allclose(ours.undo(z), theirs.inverse_transform(z), rtol=1e-9, atol=1e-6)
    np.testing.assert_allclose(ours.undo(ours.apply(x)), x, rtol=1e-9, atol=1e-7)


@pytest.mark.parametrize("data", [hubble_data, datasets.houses])
def test_a_line_through_scaled_inputs_is_the_line_through_the_old_ones(data):
    x, y = data()
    line = np.polyfit(standardize(x), y, 1)
    np.testing.assert_allclose(scale_of(x).undo_line(*line), np.polyfit(x, y, 1), rtol=1e-9)


def test_a_line_with_several_inputs_comes_back_to_the_old_units():
    rng = np.random.default_rng(0)
    x, y = rng.normal([3, -50, 1000], [1, 20, 300], (40, 3)), rng.normal(size=40)

    def fit(inputs):
        *slopes, intercept = np.linalg.lstsq(np.column_stack([inputs, np.ones(40)]), y, rcond=None)[0]
        return np.array(slopes), intercept

    slopes, intercept = scale_of(x).undo_line(*fit(standardize(x)))
    theirs, height = fit(x)
    np.testing.assert_allclose(slopes, theirs, rtol=1e-9)
    assert intercept == pytest.approx(height, rel=1e-9)


@pytest.mark.parametrize(
    ("use", "error", "words"),
    [
        (lambda scale: scale.apply([1, 2, 3]), ValueError, r"x must have 2 columns, got the shape \(3,\)"),
        (lambda scale: scale.apply([[1], [2]]), ValueError, r"x must have 2 columns, got the shape \(2, 1\)"),
        (lambda scale: scale.undo(5), ValueError, r"z must have 2 columns, got the shape \(\)"),
        (lambda scale: scale.undo_line(3, 1), ValueError, "slope must have 2 columns"),
        (lambda scale: scale.undo_line([3, np.nan], 1), ValueError, "slope must be finite"),
        (lambda scale: scale.undo_line([3, 1], "high"), TypeError, "intercept must be one number"),
    ],
)
def test_columns_that_do_not_fit_are_refused(use, error, words):
    with pytest.raises(error, match=words):
        use(scale_of([[1, 2], [3, 7]]))


def test_large_numbers_do_not_overflow():
    assert standardize([1e200, 3e200]).tolist() == pytest.approx([-1.0, 1.0])


@pytest.mark.parametrize(
    ("x", "error", "words"),
    [
        ([3, 3, 3], ValueError, "nothing to divide by"),
        ([[1, 2], [1, 3]], ValueError, "nothing to divide by"),
        ([], ValueError, "must be a row of numbers"),
        (5, ValueError, "must be a row of numbers"),
        ([5e-324, 1e-323], ValueError, "nothing to divide by"),
        ([1, np.nan], ValueError, "x must be finite"),
        (["a", "b"], TypeError, "x must be"),
        (None, TypeError, "x must be"),
    ],
)
def test_bad_input_is_refused(x, error, words):
    with pytest.raises(error, match=words):
        scale_of(x)


def test_the_houses_are_made_up_of_a_price_for_each_square_meter_and_noise():
    size, price = datasets.houses()
    slope, intercept = np.polyfit(size, price, 1)
    assert size.shape == price.shape == (20,) and 2 < slope < 4 and 0 < intercept < 150
