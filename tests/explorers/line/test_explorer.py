"""The explorer of a line on points without a browser."""

import math

import numpy as np
import pytest

from gdlesson import explore_line
from gdlesson.explorers.line.picture import GRIPS
from gdlesson.explorers.line.run import STEPS, fit, fit_verdict
from gdlesson.live.controls import positions

X, Y = np.arange(1.0, 9.0), np.array([2.1, 2.9, 4.2, 4.8, 6.1, 6.8, 8.3, 8.9])


def test_the_line_is_judged_by_the_chosen_loss():
    lab = explore_line(X, Y, slope=0.5, intercept=2)
    for loss in ("mse", "mae", "huber"):
        lab.set(loss=loss, slope=1.2, intercept=-4, outlier=2)
        expected = fit(X, np.append(Y[:-1], 2), 1.2, -4, loss)
        assert lab.verdict == fit_verdict(expected) and lab.run.value == expected.value


def test_a_probability_can_be_chosen_only_where_there_may_be_labels():
    chances = [{"threshold": 5}, {"loss": "binary_crossentropy"}]
    labs = [explore_line(X, Y), *(explore_line(X, Y, **asked) for asked in chances), explore_line(X, Y >= 5)]
    offered = ["binary_crossentropy" in lab.controls["loss"].options for lab in labs]
    assert offered == [False, True, True, True]


def test_the_outlier_is_dragged_with_the_mouse():
    lab = explore_line(X, Y, slope=0.5, intercept=2, threshold=4.5)
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
    assert lab.picture.data.get_title("left") == "score (drag the line, or the orange diamond)"
    lab.loss = "binary_crossentropy"
    assert lab.picture.data.get_title("left").startswith("score ≥ 5?") and lab.run.y.tolist() == [0] * 4 + [1] * 4
    lab = explore_line(X, Y >= 5, loss="binary_crossentropy")
    assert lab.picture.data.get_xlabel() == "x" and lab.picture.data.get_title("left").startswith("y (drag")
    prices = explore_line(X, Y, ylabel="$ a dozen, in $")
    assert "$ a dozen, in $" in prices.picture.data.get_title("left") and "$" in prices.live.still


def test_the_sliders_of_lesson_01_are_those_of_its_text():
    for y, loss in ((Y, "mse"), (Y, "mae"), (Y, "binary_crossentropy"), (Y >= 5, "binary_crossentropy")):
        lab = explore_line(X, y, threshold=None if y.dtype == bool else 5, loss=loss)
        assert positions(lab.controls["slope"], 2) == [-2, 4] and positions(lab.controls["intercept"], 2) == [
            -10,
            10,
        ]
    assert positions(explore_line(X, Y).controls["outlier"], 2) == [0, 10]


def test_another_kind_of_loss_begins_anew_where_the_line_does_not_fit():
    lab = explore_line(
        [2104, 1600, 2400, 1416, 3000], [400000, 330000, 369000, 232000, 540000], slope=150, threshold=386000
    )
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
    times = explore_line(1.7e9 + 3600 * np.arange(9), np.arange(9) ** 2 + 0.1)
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
        ({"loss": "rmse"}, "loss must be one of mse, mae, huber, binary_crossentropy"),
    ]:
        with pytest.raises((TypeError, ValueError), match=words):
            explore_line(X, Y, **bad)


LEFT, MIDDLE, RIGHT = 1, 2, 3  # areas of the picture, after that of the last point


def height(lab, part):
    """Return where the line is at a part of the width, as a part of the height of the picture."""
    low, high = lab.picture.data.get_ylim()
    x = lab.picture.across(part)
    return (lab.run.slope * x + lab.run.intercept - low) / (high - low)


def test_the_line_is_dragged_by_its_ends_and_its_middle():
    lab = explore_line(X, Y, slope=0.5, intercept=2)
    for area, fixed in ((LEFT, GRIPS[2]), (RIGHT, GRIPS[0])):
        before = height(lab, fixed)
        lab.live.pointed = [area, 0.5, 0.6]
        at = (0.0 + 0.3) / 2 if area == LEFT else (0.58 + 0.85) / 2
        assert height(lab, fixed) == pytest.approx(before, abs=0.01)
        assert height(lab, at) == pytest.approx(0.6, abs=0.01)
    slope = lab.slope
    lab.live.pointed = [MIDDLE, 0.5, 0.4]
    assert lab.slope == slope and height(lab, (0.3 + 0.58) / 2) == pytest.approx(0.4, abs=0.01)


def test_a_line_of_probabilities_goes_through_the_place_it_is_dragged_to():
    lab = explore_line(X, Y >= 5, slope=1, intercept=-4.5, loss="binary_crossentropy")
    low, high = lab.picture.data.get_ylim()
    for area, part in ((MIDDLE, 0.44), (LEFT, 0.15)):
        lab.live.pointed = [area, 0.5, (0.7 - low) / (high - low)]
        chance = 1 / (1 + np.exp(-(lab.slope * lab.picture.across(part) + lab.intercept)))
        assert chance == pytest.approx(0.7, abs=0.01)
    lab.live.pointed = [LEFT, 0.5, 1.0]  # above every probability
    assert lab.error is None and np.isfinite(lab.run.value)


def test_an_error_is_the_side_of_a_square_on_the_screen():
    lab = explore_line(X, Y, slope=0.5, intercept=2)
    picture = lab.picture
    corners = picture.data.transData.transform(
        picture.squares.get_path().vertices.reshape(-1, 5, 2).reshape(-1, 2)
    )
    wide, high = np.ptp(corners.reshape(-1, 5, 2), axis=1).T
    assert np.allclose(wide, high) and len(wide) == len(X)
    errors = abs(lab.run.predicted - lab.run.y)
    assert np.allclose(np.ptp(picture.squares.get_path().vertices.reshape(-1, 5, 2)[..., 1], axis=1), errors)
    for loss in ("mae", "huber"):
        lab.loss = loss
        assert len(picture.squares.get_path()) == 0


def best(lab):
    return lab.best_slope, lab.best_intercept


def test_the_best_line_so_far_is_kept_for_the_same_points_and_loss():
    lab = explore_line(X, Y, slope=0.5, intercept=2)
    lab.slope = 1
    assert best(lab) == (1, 2)
    value = lab.run.value
    lab.slope = 3
    assert best(lab) == (1, 2)
    assert lab.picture.best_words.get_text() == f"your best ★: {value:.3g}"
    drawn = lab.picture.best.get_ydata()[3:]
    assert np.allclose(drawn, 2 + np.linspace(*lab.picture.data.get_xlim(), 81))
    lab.set(slope=1, intercept=1)
    assert best(lab) == (1, 1) and len(lab.picture.best.get_ydata()) == 0  # it is the line that is shown
    slope, intercept = np.polyfit(X, Y, 1)
    ahead = lab.frame_at([0, slope, intercept, *lab.key()[3:]])
    better = fit(X, Y, slope, intercept).value
    assert f"your best: {better:.3g}" in ahead[2]  # drawn before the kernel hears of this line
    lab.slope = 0
    lab.loss = "mae"
    assert best(lab) == (0, 1)
    lab.slope = 1
    lab.slope = 0
    lab.live.pointed = [0, 0.9, 0.3]  # another last point
    assert best(lab) == (0, 1)


@pytest.mark.parametrize("loss", ["mse", "mae", "huber", "binary_crossentropy"])
def test_play_shows_a_descent_from_the_line_that_was_chosen(loss):
    lab = explore_line(X, np.append(Y[:-1], 2), slope=-1, intercept=8, loss=loss, threshold=5)
    lab.optimizer = "slope"
    values, chosen = [lab.run.value], (lab.slope, lab.intercept)
    for step in range(1, STEPS + 1):
        lab.step = step
        values.append(lab.run.value)
        assert lab.verdict.startswith(f"Step {step} of {STEPS}: ")
    assert (lab.slope, lab.intercept) == chosen and best(lab) == chosen
    assert values[-1] < 0.5 * values[0] and values[-1] <= min(values) * 1.02
    line = lab.run.slope, lab.run.intercept
    lab.live.pointed = [MIDDLE, 0.5, 0.5]  # the line that is seen is the one that is dragged
    assert lab.step == 0 and lab.slope == pytest.approx(line[0], abs=0.01)


def test_another_line_ends_the_descent():
    lab = explore_line(X, Y, slope=0.5, intercept=2)
    for name in ("slope", "intercept", "outlier"):
        lab.step = 30
        setattr(lab, name, 1.5)
        assert lab.step == 0 and lab.run.slope == lab.slope
    lab.step = 30
    key = lab.key()
    key[1] = 1.0
    assert lab.frame_at(key) is None  # the page must not show it: a descent from there has not begun
    key[1], key[-1] = lab.slope, 20
    assert lab.frame_at(key)[0] == key


MAP = 4  # the area of the map


def test_a_click_on_the_map_chooses_a_line():
    lab = explore_line(X, Y, slope=0.5, intercept=2)
    lab.step = 12
    lab.live.pointed = [MAP, 0.5, 0.55]
    assert (lab.slope, lab.intercept, lab.step) == (1.0, 1.0, 0)
    assert lab.picture.valley.here.get_xydata().tolist() == [[1.0, 1.0]]


def test_a_guess_is_seen_on_the_map_and_its_fate_in_words():
    lab, kept = explore_line(X, Y, slope=0.5, intercept=2), 0
    before = lab.run.value
    for step in range(1, STEPS + 1):
        lab.step = step
        valley, better = lab.picture.valley, lab.run.value < before
        kept, before = kept + better, lab.run.value
        assert lab.run.kept == better and f"Kept so far: {kept}." in lab.verdict and len(lab.verdict) <= 220
        assert lab.verdict.startswith(
            f"Guess {step} of {STEPS} is {'better, so it is kept' if better else 'no better, so the line stays'}: "
        )
        assert len(valley.dots.get_xydata()) == kept + 1 and len(valley.dropped.get_xydata()) == step - kept
        assert np.isnan(lab.picture.guess.get_ydata()).all() == better
        assert (
            valley.here.get_xydata()[0].tolist() == lab.run.path[-1].tolist() == [lab.run.slope, lab.run.intercept]
        )
    assert 0 < kept < STEPS and best(lab) == (0.5, 2)
    assert valley.words.get_text() == f"60 guesses, {kept} kept"


def test_what_the_player_does_is_said_on_the_map():
    lab = explore_line(X, Y, slope=0.5, intercept=2)
    seen = []
    for lab.optimizer in ("guess", "slope"):
        for lab.step in (0, 1, 2):
            seen.append(lab.picture.valley.words.get_text())
    assert seen[0] == "▶ guesses" and seen[1][:8] == "1 guess," and seen[2][:10] == "2 guesses,"
    assert seen[3:] == ["▶ follows the slope", "1 step by the slope", "2 steps by the slope"]


def test_the_rings_of_the_map_follow_the_last_point_and_the_loss():
    lab = explore_line(X, Y, slope=0.5, intercept=2)
    looks = set()
    for loss in ("mse", "mae", "huber"):
        for lab.outlier in (8.9, 2.0):
            lab.loss = loss
            looks.add(str([patch.get_path().vertices.round(2).tolist() for patch in lab.picture.valley.rings]))
    assert len(looks) == 6
    assert lab.picture.map.get_title("left") == "Huber's loss of every line (click)"


def test_a_star_marks_the_best_line_unless_it_is_the_one_that_is_shown():
    lab = explore_line(X, Y, slope=0.5, intercept=2)
    assert len(lab.picture.valley.best.get_xdata()) == 0
    lab.slope = 3
    assert lab.picture.valley.best.get_xydata().tolist() == [[0.5, 2]]
