"""Examples split into sets: none lost, none twice, each with its label; as many in each as scikit-learn has."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdlesson.datasets import moons, split

SHARES = [(0.6, 0.2, 0.2), (0.5, 0.5), (0.75, 0.25), (0.7, 0.2, 0.1), (0.25, 0.25, 0.25, 0.25)]


@given(st.integers(10, 400), st.sampled_from(SHARES), st.integers(0, 10**6))
def test_every_example_is_in_one_set_with_its_label(n, parts, seed):
    sets = split(np.arange(2 * n).reshape(n, 2), np.arange(n), parts, seed)
    labels = np.concatenate([y for _, y in sets])
    assert len(sets) == len(parts) and sorted(labels) == list(range(n))
    assert all(np.array_equal(x[:, 0], 2 * y) and np.array_equal(x[:, 1], 2 * y + 1) for x, y in sets)
    assert all(abs(len(y) - share * n) < 1 for (_, y), share in zip(sets, parts, strict=True))


@given(st.integers(5, 400), st.sampled_from([0.2, 0.25, 0.5, 0.3]))
def test_two_sets_have_the_sizes_of_scikit_learn(n, test):
    from sklearn.model_selection import train_test_split

    theirs = train_test_split(np.arange(n), test_size=test, random_state=0)
    assert [len(y) for _, y in split(np.arange(n), np.arange(n), (1 - test, test))] == list(map(len, theirs))


@pytest.mark.parametrize("n", [10, 48, 80, 103, 512])
def test_three_sets_have_the_sizes_of_splitting_twice(n):
    from sklearn.model_selection import train_test_split

    rest, test = train_test_split(np.arange(n), test_size=0.2, random_state=0)
    sizes = [len(y) for _, y in split(*moons(n))]
    training, validation = train_test_split(rest, train_size=int(0.6 * n), random_state=0)
    assert sizes == [len(training), len(validation), len(test)]


def test_a_seed_repeats_the_order_another_one_has_another_and_none_is_that_of_the_data():
    x, y = np.arange(100.0), np.arange(100.0)
    first, again, other = (split(x, y, seed=seed)[0][1].tolist() for seed in (3, 3, 4))
    assert first == again != other and first != sorted(first)


def test_sorted_labels_are_mixed():
    labels = np.repeat([0.0, 1.0], 250)
    shares = [y.mean() for seed in range(20) for _, y in split(labels, labels, seed=seed)]
    assert 0.3 < min(shares) < max(shares) < 0.7


def test_the_data_stay_as_they_are():
    x, y = moons(50)
    before = x.copy(), y.copy()
    (training, _), *_ = split(x, y)
    training[:] = 0
    assert np.array_equal(x, before[0]) and np.array_equal(y, before[1])


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        (([1, 2, 3], [1, 2]), ValueError, r"as many rows each, got the shapes \(3,\) and \(2,\)"),
        ((3, 4), ValueError, "as many rows each"),
        ((["a"], [1]), TypeError, "x must be numbers"),
        (([1] * 10, [1] * 10, (0.6, 0.2)), ValueError, "add up to 1"),
        (([1] * 10, [1] * 10, (60, 20, 20)), ValueError, "add up to 1"),
        (([1] * 10, [1] * 10, (1.0,)), ValueError, "two or more"),
        (([1] * 10, [1] * 10, (1.2, -0.2)), ValueError, "above 0"),
        (([1] * 10, [1] * 10, (np.nan, 0.5)), ValueError, "above 0"),
        (([1] * 10, [1] * 10, 0.6), ValueError, "two or more"),
        (([1] * 10, [1] * 10, "0.6"), TypeError, "parts must be numbers"),
        (([1] * 2, [1] * 2), ValueError, "would have 1, 0, 1"),
        (([1] * 9, [1] * 9, (0.9, 0.05, 0.05)), ValueError, "would have 8, 0, 1"),
        (([], []), ValueError, "would have 0, 0, 0"),
        (([1] * 10, [1] * 10, (0.5, 0.5), -1), ValueError, "seed"),
        (([1] * 10, [1] * 10, (0.5, 0.5), 1.5), (TypeError, ValueError), "seed"),
    ],
)
def test_what_cannot_be_split_is_refused(arguments, error, words):
    with pytest.raises(error, match=words):
        split(*arguments)
