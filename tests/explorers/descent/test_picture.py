"""The picture of a descent: the path on its curve, the loss, the multiplier."""

import numpy as np
import pytest

from gdlesson import descend, quadratic
from gdlesson.explorers.descent.picture import CurvePanel, DescentPicture, LossPanel, MultiplierPanel
from gdlesson.live.drawing import new_figure, png

F = quadratic([-3, -2, 3])


@pytest.fixture
def ax():
    return new_figure(5, 4).add_subplot()


def data(line):
    return np.asarray(line.get_xydata())


def test_the_path_lies_on_the_curve(ax):
    panel, run = CurvePanel(ax, F), descend(F, 8, 0.25)
    panel.show(run, run.nit)
    np.testing.assert_array_equal(data(panel.path.dots), np.column_stack([run.path, run.losses]))
    np.testing.assert_array_equal(data(panel.start), [[8, 173]])
    np.testing.assert_array_equal(data(panel.here), [[run.x, run.fun]])
    assert not panel.path.arrow.get_visible()


def test_a_star_marks_every_tenth_of_the_run(ax):
    panel, run = CurvePanel(ax, F), descend(F, 8, 0.001)
    panel.show(run, run.nit)
    np.testing.assert_array_equal(data(panel.path.stars)[:, 0], run.path[50::50])


def test_part_of_a_run_ends_at_its_step_with_the_tangent_there(ax):
    panel, run = CurvePanel(ax, F), descend(F, 8, 0.05)
    panel.show(run, 3)
    assert len(data(panel.path.dots)) == 4 and data(panel.here)[0, 0] == run.path[3]
    (x0, y0), (x1, y1) = data(panel.tangent)
    assert (y1 - y0) / (x1 - x0) == pytest.approx(F.gradient(run.path[3]))


@pytest.mark.parametrize(
    ("rate", "step", "marker"), [(0.339, 7, "<"), (0.34, 6, ">"), (1.0, 1, "^"), (1e9, 1, "^")]
)
def test_a_run_that_leaves_the_view_ends_at_its_edge_with_an_arrow(ax, rate, step, marker):
    panel, run = CurvePanel(ax, F), descend(F, 8, rate)
    panel.show(run, run.nit)
    assert panel.path.arrow.get_visible() and panel.path.arrow.get_marker() == marker
    assert panel.path.words.get_text() == f"leaves at step {step}"
    (left, right), (_, top) = ax.get_xlim(), ax.get_ylim()
    x, y = data(panel.path.line)[-1]
    assert {"<": x - left, ">": x - right, "^": y - top}[marker] == pytest.approx(0, abs=1e-6)
    before, after = (run.path[step - 1], run.losses[step - 1]), (run.path[step], run.losses[step])
    assert not left <= after[0] <= right and left <= before[0] <= right
    along = (x - before[0]) / (after[0] - before[0])  # it ends on the straight line to the next point
    assert y == pytest.approx(before[1] + along * (after[1] - before[1]), rel=1e-5)


def test_the_axes_do_not_jump():
    drawn = DescentPicture(F)
    before = [ax.axis() for ax in drawn.figure.axes]
    for rate in [0, 1e-4, 0.05, 0.25, 1 / 3, 0.34, 1.0, 1e6]:
        drawn.show(descend(F, 8, rate))
        png(drawn.figure)
    assert [ax.axis() for ax in drawn.figure.axes] == before


def test_the_loss_is_shown_above_the_lowest_one(ax):
    panel, run = LossPanel(ax, F), descend(F, 8, 0.05)
    panel.show(run, run.nit)
    np.testing.assert_allclose(data(panel.path.dots)[:, 1], run.losses + 10 / 3, rtol=1e-4)
    assert ax.get_yscale() == "log"


@pytest.mark.parametrize(
    ("rate", "x", "marker"), [(0.25, -0.5, "D"), (1 / 6, 0, "D"), (0.34, -1.04, "D"), (1.0, -1.93, "<")]
)
def test_the_number_line_shows_the_multiplier(ax, rate, x, marker):
    panel, run = MultiplierPanel(ax, F), descend(F, 8, rate)
    panel.show(run, run.nit)
    assert data(panel.here)[0, 0] == pytest.approx(x) and panel.here.get_marker() == marker


def test_without_a_round_minimum_there_is_no_multiplier(ax):
    run = descend(abs, 3, 0.1)
    panel = MultiplierPanel(ax, run.function)
    panel.show(run, 1)
    assert len(data(panel.here)) == 0 and "no curvature" in panel.words.get_text()


def test_no_two_signs_differ_by_color_alone():
    drawn = DescentPicture(F)
    signs = [
        (line.get_marker(), line.get_linestyle())
        for line in drawn.panels[0].artists
        if hasattr(line, "get_marker")
    ]
    assert len(signs) == len(set(signs))
