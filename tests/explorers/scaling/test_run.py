"""Scaled inputs: the valley against the plane's own least squares, and words that are true."""

import re
import warnings
from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest
from own_data import POINTS

import gdlesson
from gdlesson import datasets, descend, hubble_data, least_squares
from gdlesson.datasets.points import checked_points
from gdlesson.explorers.scaling.run import CLOSER, STEPS, Scaled, scaling_verdict

SETS = {"houses": datasets.houses(), "galaxies": hubble_data()}
PARTS = [0.0, 0.3, 0.9, 1.0]


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("part", PARTS)
def test_its_run_is_that_of_descend_on_the_mean_squared_error(name, part):
    run = Scaled(*SETS[name], part, STEPS)
    loss, rate = least_squares(run.inputs, run.y), 2 / run.curvatures.sum()
    np.testing.assert_allclose(
        run.hessian @ [1.0, 2.0], loss.gradient([1.0, 2.0]) - loss.gradient([0.0, 0.0]), rtol=1e-8
    )
    path = descend(loss, [0, 0], rate, tolerance=0, max_iterations=STEPS).path
    np.testing.assert_allclose(run.path[: len(path)], path, rtol=1e-6, atol=1e-8 * np.abs(run.best).max())
    np.testing.assert_allclose(run.best, np.polyfit(run.inputs, run.y, 1), rtol=1e-8)


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("part", PARTS)
def test_the_steps_that_it_tells_are_needed(name, part):
    run = Scaled(*SETS[name], part, 0)
    factor, n = (run.condition - 1) / (run.condition + 1), run.steps_needed
    assert factor**n <= 1.0001 / CLOSER and (n == 1 or factor ** (n - 1) > 0.9999 / CLOSER)
    told = re.search(r"needs ([\d,]+) steps? to come 1,000 times closer", scaling_verdict(run))
    assert int(told[1].replace(",", "")) == n and len(scaling_verdict(run)) < 221


def test_standardized_inputs_make_a_bowl_and_one_step_is_enough():
    run = Scaled(*SETS["houses"], 1.0, 1)
    assert run.condition == pytest.approx(1) and scaling_verdict(run).endswith(
        "After 1 step the line is the best one."
    )


def test_the_best_line_is_the_same_whatever_the_scale():
    lines = [Scaled(*SETS["galaxies"], part, 0) for part in PARTS]
    predictions = [run.best[0] * run.inputs + run.best[1] for run in lines]
    np.testing.assert_allclose(predictions, [predictions[0]] * len(PARTS), rtol=1e-9)


def exact_condition(x):
    """Return the condition number of the loss of a line over raw inputs, by fractions and fifty digits or more."""
    x = [Fraction(float(each)) for each in x]
    mean, square = sum(x) / len(x), sum(each * each for each in x) / len(x)
    with localcontext(prec=200):
        trace, product = (Decimal(v.numerator) / v.denominator for v in (square + 1, square - mean * mean))
        largest = (trace + (trace * trace - 4 * product).sqrt()) / 2
        return float(largest * largest / product)


@pytest.mark.parametrize("data", POINTS.values(), ids=POINTS)
def test_what_it_says_of_data_of_any_size_is_true(data):
    x, y = checked_points(*data)
    raw = Scaled(x, y, 0.0, STEPS)
    assert raw.condition == pytest.approx(exact_condition(x), rel=1e-6)
    low = Scaled(x, y, 1.0, 1)
    assert low.condition == pytest.approx(1, rel=1e-9) and scaling_verdict(low).endswith("line is the best one.")
    np.testing.assert_allclose(low.line, raw.best_line, rtol=1e-9, atol=1e-9 * (np.ptp(y) or 1))
    for part in PARTS:
        words = scaling_verdict(Scaled(x, y, part, STEPS))
        assert len(words) < 221 and "inf" not in words and "nan" not in words


@pytest.mark.parametrize("data", POINTS.values(), ids=POINTS)
def test_data_of_any_size_are_shown_and_no_line_leaves_the_picture(data):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        lab = gdlesson.explore_scaling(*data)
        for part in (0.0, 0.5, 1.0):
            for step in (0, 1, 2, STEPS):
                lab.scaling, lab.step = part, step
                low, high = lab.picture.plot.get_ylim()
                assert low < lab.run.line.min() and lab.run.line.max() < high and "κ = " in lab.verdict


def test_numbers_are_told_as_a_reader_writes_them():
    assert "κ = 140,000. At its best rate, a run needs 483,191 steps" in scaling_verdict(
        Scaled(*SETS["houses"], 0.0, 0)
    )
    years = scaling_verdict(Scaled(np.arange(2000.0, 2025), np.arange(25.0), 0.0, 0))
    assert "κ = 315,000,000,000" in years and "about 1,090,000,000,000 steps" in years


def test_data_of_ones_own_and_bad_input():
    lab = gdlesson.explore_scaling([1, 2, 3], [2, 4, 7], xlabel="hours")
    assert lab.data == "your data" and "κ = " in lab.verdict
    for bad in [
        {"x": [1, 1], "y": [1, 2]},
        {"x": [1, 2], "y": [1]},
        {"x": [1, 2]},
        {"scaling": 1.5},
        {"scaling": "all"},
    ]:
        with pytest.raises((TypeError, ValueError)):
            gdlesson.explore_scaling(**bad)
