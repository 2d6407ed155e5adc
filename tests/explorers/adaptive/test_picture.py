"""The picture of an optimizer at work: its arrows, its axes, its helpers."""

import numpy as np
import pytest

from gdlesson import bowl, optimizers
from gdlesson.explorers.adaptive.picture import AdaptivePicture, arrow, box, ratio, round_down
from gdlesson.explorers.adaptive.run import adapt

START = np.array([-3.0, 2.0])


def test_an_arrow_ends_at_its_tip_and_its_head_is_symmetric():
    tail, way = np.array([1.0, 2.0]), np.array([3.0, -4.0])
    points = np.array(arrow(tail, way)).T
    assert np.array_equal(points[0], tail) and np.array_equal(points[1], tail + way)
    assert np.isnan(points[2]).all() and np.array_equal(points[4], tail + way)
    left, right = points[3] - points[4], points[5] - points[4]
    assert np.isclose(np.hypot(*left), np.hypot(*right)) and np.isclose(left @ way, right @ way) and left @ way < 0


def test_small_helpers():
    assert [round_down(x) for x in (0.7, 1, 9.99, 23)] == pytest.approx([0.5, 1, 5, 20])
    assert np.array(box(np.zeros(2), np.array([1.0, 2.0]))).T[0].tolist() == [-1, -2]
    nothing = np.full(2, np.nan)
    assert [ratio(np.array(pair)) for pair in ([1.0, -94.0], [0, 0], [0, 1], nothing)] == [
        "94 : 1",
        "0",
        "one only",
        "none",
    ]


@pytest.mark.parametrize("rule", optimizers.RULES, ids=lambda rule: rule.__name__)
def test_the_picture_shows_the_arrows_that_a_rule_has_and_stays_in_its_axes(rule):
    picture = AdaptivePicture(bowl(100, 20), 50)
    limits = [(ax.get_xlim(), ax.get_ylim()) for ax in picture.figure.axes]
    for rate in (0.0, 0.01, 1.0):
        run = adapt(bowl(100, 20), START, rate, 50, rule, at=20)
        assert picture.show(run) is None
        lines = picture.panels[0].lines
        assert (len(lines["size"].get_xdata()) > 0) == (run.size is not None)
        if rate:
            assert (len(lines["mean"].get_xdata()) > 0) == (run.mean is not None)
        step = np.array(lines["step"].get_data())
        assert (step.size > 0) == (np.isfinite(run.steps[run.at]).all() and run.steps[run.at].any())
    assert limits == [(ax.get_xlim(), ax.get_ylim()) for ax in picture.figure.axes]


def test_arrows_point_where_slope_mean_and_step_do():
    picture, run = AdaptivePicture(bowl(100, 20), 50), adapt(bowl(100, 20), START, 0.1, 50, at=30)
    picture.show(run)
    for name, way in {"slope": -run.slopes[30], "mean": -run.mean[30], "step": run.steps[30]}.items():
        tail, tip = np.array(picture.panels[0].lines[name].get_data()).T[:2]
        assert np.allclose((tip - tail) / np.hypot(*(tip - tail)), way / np.hypot(*way)), name
        assert np.array_equal(tail, run.path[30])


def test_a_step_is_drawn_at_one_scale_so_that_a_longer_one_looks_longer():
    picture, drawn = AdaptivePicture(bowl(30), 50), []
    for corrected in (True, False):
        run = adapt(bowl(30), START, 0.1, 50, corrected=corrected)
        picture.show(run)
        tail, tip = np.array(picture.panels[0].lines["step"].get_data()).T[:2]
        drawn.append(np.hypot(*(tip - tail)))
        assert picture.panels[0].words.get_text() == "the step is drawn at 2 times its length"
    assert drawn[1] / drawn[0] == pytest.approx(10**0.5, rel=1e-3)
    picture.show(adapt(bowl(30), START, 0.1, 50, optimizers.gradient_descent))
    assert picture.panels[0].words.get_text() == "the step is drawn at 0.2 times its length"
