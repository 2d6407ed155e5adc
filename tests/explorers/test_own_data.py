"""A learner's own data in the explorers: the best answer is within reach and in view, and what is said is true."""

import warnings

import numpy as np
import pytest
from legible import crowded
from own_data import BAD_EXAMPLES, BAD_POINTS, EXAMPLES, POINTS

from gdlesson import explore_line, explore_network, explore_plane, explore_samples, least_squares
from gdlesson.datasets.points import checked_points, step_of
from gdlesson.explorers.line.ranges import best_probability
from gdlesson.explorers.line.run import EACH
from gdlesson.live.controls import positions

LONG = {
    "xlabel": "a rather long name of x, with its unit in brackets (kilometers)",
    "ylabel": "a long name of y (in $, thousands of $ of the year 2020)",
}
CLAIMS = ("settles", "approaches the minimum", "at the minimum", "a minimum already", "lands")
each = pytest.mark.parametrize("data", POINTS.values(), ids=POINTS)


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def ends(lab, name):
    return tuple(positions(lab.controls[name], 2))


def within(value, pair):
    return pair[0] <= value <= pair[1]


def nearest(lab, name, value):
    """Return the position of a slider that is nearest to a value."""
    low, high = ends(lab, name)
    step = step_of((low, high))
    return low + round((min(max(value, low), high) - low) / step) * step


def best_line(x, y):
    """Return slope and intercept by NumPy's own least squares, on x as an explorer counts it."""
    (slope, height), middle = np.polyfit(x - x.mean(), y, 1), x.mean()
    return slope, height - slope * middle


@each
@pytest.mark.parametrize("loss", ["mse", "binary_crossentropy"])
def test_every_move_of_a_line_is_shown(data, loss):
    lab = explore_line(*data, loss=loss)
    x, y = checked_points(*data)
    lab.sweep()
    for name in ("slope", "intercept", "outlier"):
        step = step_of(ends(lab, name))
        assert f"{step:.0e}"[0] in "125" and step == float(f"{step:.0e}")
        assert 100 <= np.ptp(ends(lab, name)) / step <= 400
        assert within(lab.values()[name], ends(lab, name))
    low, high = lab.picture.data.get_ylim()
    left, right = lab.picture.data.get_xlim()
    assert left < (x - lab.origin).min() and (x - lab.origin).max() < right
    assert low < lab.run.y.min() and lab.run.y.max() < high
    assert low < lab.run.predicted.min() and lab.run.predicted.max() < high  # the first line is in view


@each
def test_the_best_line_is_within_reach_and_in_view(data):
    lab, (x, y) = explore_line(*data), checked_points(*data)
    slope, intercept = best_line(x - lab.origin, y)
    assert within(slope, ends(lab, "slope")) and within(intercept, ends(lab, "intercept"))
    lab.set(slope=nearest(lab, "slope", slope))
    level = np.mean(y - lab.slope * (x - lab.origin))
    lab.set(intercept=nearest(lab, "intercept", level))
    size = np.ptp(y) or np.abs(y).max() or 1
    best = np.mean((slope * (x - lab.origin) + intercept - y) ** 2)
    assert lab.run.value <= best + (0.04 * size) ** 2
    assert lab.run.value < lab.picture.shares.get_ylim()[1]
    assert within(slope, lab.picture.map.get_xlim()) and within(intercept, lab.picture.map.get_ylim())
    assert lab.run.value == pytest.approx(np.mean((lab.slope * (x - lab.origin) + lab.intercept - y) ** 2))
    assert f"MSE (the mean squared error): {lab.run.value:.3g}." in lab.verdict.replace("−", "-")


@each
def test_the_best_probability_is_within_reach(data):
    lab, (x, y) = explore_line(*data, loss="binary_crossentropy"), checked_points(*data)
    labels = lab.run.y
    assert np.array_equal(labels, y >= lab.threshold)
    found = best_probability(x - lab.origin, labels)
    if found is not None:
        assert within(found[0], ends(lab, "slope")) and within(found[1], ends(lab, "intercept"))
        lab.set(slope=found[0], intercept=found[1])
        least = lab.run.value
        lab.set(slope=nearest(lab, "slope", found[0]), intercept=nearest(lab, "intercept", found[1]))
        assert least <= lab.run.value < least + 0.02 and lab.run.value < np.log(2)
        return
    tried = [(slope, height) for slope in positions(lab.controls["slope"], 61) for height in range(-20, 21)]
    tried = [line for line in tried if within(line[1], ends(lab, "intercept"))]
    losses = [np.mean(np.logaddexp(0, -(2 * labels - 1) * (a * (x - lab.origin) + b))) for a, b in tried]
    lab.set(slope=tried[np.argmin(losses)][0], intercept=tried[np.argmin(losses)][1])
    assert lab.run.value == pytest.approx(min(losses), abs=1e-5) and lab.run.value < 0.2


@each
def test_the_loss_of_a_line_is_seen_whole_and_judged_rightly(data):
    f = least_squares(*data)
    lab, lowest = explore_plane(f), f.known_minima[0]
    x, y = checked_points(*data)
    assert lowest == pytest.approx(np.array(best_line(x, y)), rel=1e-6, abs=1e-9 * (np.ptp(y) or 1))
    for value, start, (low, high) in zip(lowest, (lab.start_x, lab.start_y), f.view, strict=True):
        assert within(0, (low, high)) and low < start < high
        assert within((value - low) / (high - low), (0.2, 0.8))
    largest = 2 * np.linalg.eigvalsh([[np.mean(x * x), x.mean()], [x.mean(), 1]])[-1]
    rates = ends(lab, "learning_rate")
    assert rates[0] < 0.5 / largest and 2 / largest < rates[1] and 0.6 < lab.learning_rate * largest < 1.5
    for rate in (0.1 / largest, lab.learning_rate, 1.9 / largest):
        for corner in ((0.1, 0.2), (0.9, 0.4), (0.5, 0.9)):
            start = [low + part * (high - low) for part, (low, high) in zip(corner, f.view, strict=True)]
            lab.set(learning_rate=float(rate), start_x=float(start[0]), start_y=float(start[1]))
            judged_rightly(lab.run, lab.verdict, lowest, np.ptp(f.view, axis=1))


def judged_rightly(run, words, lowest, wide):
    """Check that a run is said to be at the minimum only if it is, and else what would help."""
    if (np.abs(run.x - lowest) / wide).max() > 0.02:
        assert not run.success and not any(claim in words for claim in CLAIMS), words
    steep, flat = run.function.gradient([1.0, 0.0]) - run.function.gradient([0.0, 0.0])
    narrow = (steep + 2) ** 2 > 1100 * (2 * steep - flat * flat)
    if narrow and not run.success:
        assert "condition number is" in words and "Taking (x − x.mean()) / x.std() in place of x makes" in words


@each
def test_samples_of_any_unit_are_learned_from(data):
    lab = explore_samples(*data)
    run, whole = lab.run
    f, contours, loss = run.function, lab.picture.figure.axes[0], lab.picture.loss.ax
    for point in (f.known_minima[0], run.path[0]):
        assert within(point[0], contours.get_xlim()) and within(point[1], contours.get_ylim())
    assert not run.diverged and not whole.diverged
    assert whole.losses[-1] < whole.losses[0] or whole.losses[0] == run.lowest
    assert run.level <= run.above[0] and run.nit <= 1200
    low, high = loss.get_ylim()
    assert within(run.above[0], (low, high)) or run.above[0] == 0
    lab.sweep()
    lab.set(batch_size=ends(lab, "batch_size")[0], epochs=ends(lab, "epochs")[1])
    run, most = lab.run[0], ends(lab, "epochs")[1]
    assert run.epochs == 1 or run.nit <= 1200
    assert (f"not {most}, so that" in lab.verdict) == (run.epochs < most)


@pytest.mark.slow
@each
def test_nothing_is_cut_off_or_lies_on_something_else(data):
    for names in ({}, LONG):
        lab = explore_line(*data, loss="binary_crossentropy", **names)
        for loss in EACH:
            lab.loss = loss
            assert crowded(lab.picture.figure) == []
    assert crowded(explore_plane(least_squares(*data)).picture.figure) == []
    assert crowded(explore_samples(*data).picture.figure) == []


@pytest.mark.parametrize("data", BAD_POINTS.values(), ids=BAD_POINTS)
@pytest.mark.parametrize("use", [explore_line, least_squares, explore_samples])
def test_data_that_determine_no_line_get_one_sentence(use, data):
    *points, words = data
    with pytest.raises((TypeError, ValueError), match=words) as caught:
        use(*points)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", EXAMPLES.values(), ids=EXAMPLES)
def test_the_boundary_between_examples_is_found_and_in_view(data):
    lab = explore_network(data, "adam", learning_rate=0.03, epochs=60, **LONG)
    lab.wait()
    x, y = np.asarray(data[0], dtype=float), np.asarray(data[1]).ravel()
    panel, (accuracy,) = lab.picture.field, lab.run.scores[1]
    assert accuracy > 0.95 and f"{round(accuracy * len(y))} of {len(y)} examples are right" in lab.verdict
    middle, size = x.mean(axis=0), x.std(axis=0)
    usual = (np.abs(middle) <= 3).all() and (size > 0.1).all() and (size < 10).all()
    assert ("scaled to mean 0" in lab.verdict) != usual
    line = panel.border.get_xydata()
    labels = lab.picture.plane.get_xlabel(), lab.picture.plane.get_ylabel()
    assert len(line) > 20 and [label.replace("\n", " ") for label in labels] == list(LONG.values())
    assert crowded(lab.picture.figure) == []
    for values, grid in zip(x.T, (panel.xs, panel.ys), strict=True):
        assert grid[0] < values.min() and values.max() < grid[-1]
    nearest_point = [
        np.abs(grid - values[:, None]).argmin(axis=1)
        for values, grid in zip(x.T, (panel.xs, panel.ys), strict=True)
    ]
    yes = panel.shades.values[nearest_point[1], nearest_point[0]] > 0.5
    assert np.mean(yes == y) == pytest.approx(accuracy, abs=0.03)


def test_many_examples_are_thinned_out_and_all_of_them_are_learned_from():
    x, y = np.random.default_rng(0).normal(size=(2, 5000)).T, np.arange(5000) % 2
    lab = explore_network((x, y), epochs=1, units=2)
    assert "of 5000 examples are right" in lab.verdict and "(600 of 5,000)" in lab.picture.plane.get_title("left")
    assert len(lab.picture.field.wrong.get_xdata()) <= 600


@pytest.mark.parametrize("data", BAD_EXAMPLES.values(), ids=BAD_EXAMPLES)
def test_examples_that_are_none_get_one_sentence(data):
    x, y, words = data
    with pytest.raises((TypeError, ValueError), match=words) as caught:
        explore_network((x, y))
    assert "\n" not in str(caught.value)


def test_examples_of_one_kind_have_no_boundary_and_are_told():
    lab = explore_network((EXAMPLES["as they are"][0], np.ones(200)), epochs=2, units=2)
    assert "All labels are 1: to learn a line between yes and no takes examples of both, 0 and 1." in lab.verdict
