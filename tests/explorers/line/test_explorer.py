"""The explorer of a line on points without a browser."""

import math

import numpy as np
import pytest

from gdlesson import explore_line
from gdlesson.explorers.line.run import fit, fit_verdict

X, Y = np.arange(1.0, 9.0), np.array([2.1, 2.9, 4.2, 4.8, 6.1, 6.8, 8.3, 8.9])


def test_the_line_is_judged_by_the_chosen_loss():
    lab = explore_line(X, Y, slope=0.5, intercept=2)
    for loss in ("mse", "mae", "binary_crossentropy"):
        lab.set(loss=loss, slope=1.2, intercept=-4, outlier=2)
        expected = fit(X, np.append(Y[:-1], 2), 1.2, -4, loss)
        assert lab.verdict == fit_verdict(expected) and lab.run.value == expected.value


def test_the_outlier_is_dragged_with_the_mouse():
    lab = explore_line(X, Y, slope=0.5, intercept=2)
    low, high = lab.picture.data.get_ylim()
    lab.live.pointed = [0, 0.2, (3 - low) / (high - low)]
    assert lab.outlier == 3 and lab.run.y[-1] == 3
    lab.live.pointed = [0, 0.9, 1.0]
    assert lab.outlier == lab.controls["outlier"].slider.max
    lab.loss = "binary_crossentropy"
    lab.live.pointed = [0, 0.9, 0.0]
    assert lab.run.y[-1] == 0 and "accuracy" in lab.verdict
    lab.live.pointed = [0, 0.9, 1.0]
    assert lab.run.y[-1] == 1


def test_another_loss_changes_what_stays():
    lab = explore_line(X, Y, slope=0.5, intercept=2)
    before = lab.live.still
    lab.slope = 1
    assert lab.live.still == before
    lab.loss = "mae"
    assert lab.live.still != before


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        ([1], [1], "x and y must be two or more numbers each, because a line needs two points, got 1"),
        ([1, 2], [1, math.nan], "y must be finite, got nan"),
        ([1, 2], [1, 2, 3], "the same length, got 2 and 3 numbers"),
        ("ab", [1, 2], "x must be numbers, got 'ab'"),
    ],
)
def test_points_that_are_none_are_refused(x, y, words):
    with pytest.raises((TypeError, ValueError), match=words):
        explore_line(x, y)


def test_a_line_on_points_of_another_size_is_seen_whole():
    lab = explore_line([1, 2, 3], [100, 200, 300], slope=4, intercept=0)
    assert lab.picture.shares.get_ylim()[1] > 0.5 * 200**2
    labels = explore_line([1, 2, 3], [0, 1, 1], loss="binary_crossentropy")
    labels.live.pointed = [0, 0.5, 1.0]
    assert labels.run.y[-1] == 1
