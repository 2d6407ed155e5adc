"""Averages of a path against pandas, and what they are good for: noise."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from gdlesson import averaged, descend_on_samples, hubble_data

paths = arrays(float, array_shapes(min_dims=1, max_dims=2, min_side=1, max_side=30), elements=st.floats(-1e6, 1e6))


@given(paths, st.floats(0, 1))
def test_it_is_the_expanding_mean_of_pandas_from_that_step_on(path, since):
    means, first = averaged(path, since), int(since * (len(path) - 1))
    expected = pd.DataFrame(path[first:]).expanding().mean().to_numpy().reshape(path[first:].shape)
    np.testing.assert_allclose(means[first:], expected, rtol=1e-9, atol=1e-6)
    np.testing.assert_array_equal(means[:first], path[:first])


def test_the_path_itself_stays_as_it_is():
    path = np.array([3.0, 1.0])
    averaged(path, 0)
    assert path.tolist() == [3, 1]


def test_a_mean_of_the_tail_beats_the_noise_of_mini_batches_for_each_of_20_seeds():
    x, y = hubble_data()
    best = np.polyfit(x, y, 1)
    for seed in range(20):
        path = descend_on_samples(x, y, [0, 0], 0.1, 4, 100, seed).path
        typical = np.median(np.linalg.norm(path[len(path) // 2 :] - best, axis=1))
        assert np.linalg.norm(averaged(path)[-1] - best) < typical / 2


@pytest.mark.parametrize(
    ("path", "since", "error", "words"),
    [
        (None, 0.5, TypeError, "path must be"),
        ([], 0.5, ValueError, "path must be"),
        (3.0, 0.5, ValueError, "one row for each step"),
        ([1, np.nan], 0.5, ValueError, "path must be"),
        ([1, 2], 1.1, ValueError, "since must be between 0 and 1, got 1.1"),
        ([1, 2], -0.1, ValueError, "since must be between 0 and 1, got -0.1"),
        ([1, 2], "half", TypeError, "since must be one number"),
        ([[[1]]], 0.5, ValueError, "one row for each step"),
    ],
)
def test_bad_input_is_refused(path, since, error, words):
    with pytest.raises(error, match=words):
        averaged(path, since)
