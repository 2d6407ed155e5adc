"""The explorer of a line on points without a browser."""

import math

import numpy as np
import pytest

from gdlesson import explore_line
from gdlesson.explorers.line.run import fit, fit_verdict
from gdlesson.live.controls import positions

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
    assert lab.outlier == lab.controls["outlier"].high
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


def test_names_of_the_axes_come_from_the_lesson():
    lab = explore_line(X, Y, xlabel="hours of study", ylabel="score", threshold=5)
    assert lab.picture.data.get_xlabel() == "hours of study, x"
    assert lab.picture.data.get_title() == "score (the orange diamond can be dragged)"
    lab.loss = "binary_crossentropy"
    assert lab.picture.data.get_title().startswith("score ≥ 5?") and lab.run.y.tolist() == [0] * 4 + [1] * 4
    lab = explore_line(X, Y >= 5, loss="binary_crossentropy")
    assert lab.picture.data.get_xlabel() == "x" and lab.picture.data.get_title().startswith("y (the")
    prices = explore_line(X, Y, ylabel="$ a dozen, in $")
    assert "$ a dozen, in $" in prices.picture.data.get_title() and "$" in prices.live.still


def test_the_sliders_of_lesson_01_are_those_of_its_text():
    for y, loss in ((Y, "mse"), (Y, "mae"), (Y, "binary_crossentropy"), (Y >= 5, "binary_crossentropy")):
        lab = explore_line(X, y, threshold=None if y.dtype == bool else 5, loss=loss)
        assert positions(lab.controls["slope"], 2) == [-2, 4] and positions(lab.controls["intercept"], 2) == [
            -10,
            10,
        ]
    assert positions(explore_line(X, Y).controls["outlier"], 2) == [0, 10]


def test_another_kind_of_loss_begins_anew_where_the_line_does_not_fit():
    lab = explore_line([2104, 1600, 2400, 1416, 3000], [400000, 330000, 369000, 232000, 540000], slope=150)
    lab.loss = "mae"
    assert lab.slope == 150
    lab.loss = "binary_crossentropy"
    assert (lab.slope, lab.intercept) == (0, 0) and set(lab.run.predicted) == {0.5}
    lab.set(slope=0.01, intercept=-20)
    lab.loss = "mse"
    assert lab.slope == 0.01 and lab.intercept == -20  # a line, too, if a low one
    lab.live.pointed = [0, 0.5, 1.0]
    lab.loss = "binary_crossentropy"
    lab.live.pointed = [0, 0.5, 0.0]
    assert lab.outlier == 232000 and lab.run.y[-1] == 0


def test_x_far_from_0_is_counted_from_a_round_number_and_the_words_say_so():
    lab = explore_line(np.arange(1990, 2021), 15 - 0.3 * np.arange(31), slope=-0.3, intercept=12, xlabel="year")
    assert lab.origin == 2000 and lab.picture.data.get_xlabel() == "year, x − 2000"
    assert lab.verdict.endswith("Here x is counted from 2000: the line is slope · (x − 2000) + intercept.")
    assert lab.run.predicted[10] == 12 and lab.run.value < 1e-20
    times = explore_line(1.7e9 + 3600 * np.arange(9), np.arange(9) % 2 + 0.1)
    worst = int(times.run.x[times.run.each.argmax()])
    assert f"x = {worst} costs most" in times.verdict  # all digits: 1.7e+09 would be any of them


def test_a_line_may_begin_beyond_the_usual_ends_and_not_beyond_numbers():
    lab = explore_line(X, Y, slope=50, intercept=-300)
    assert lab.slope == 50 and positions(lab.controls["intercept"], 2)[0] <= -300
    for bad, words in [
        ({"slope": math.inf}, "slope must be a finite number below 1e150 in size, got inf"),
        ({"intercept": "low"}, "intercept must be one number"),
        ({"threshold": math.nan}, "threshold must be a finite number"),
        ({"xlabel": 3}, "xlabel must be a text, got 3"),
        ({"loss": "rmse"}, "loss must be one of mse, mae, binary_crossentropy"),
    ]:
        with pytest.raises((TypeError, ValueError), match=words):
            explore_line(X, Y, **bad)
