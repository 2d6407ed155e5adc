"""The picture of a descent: the run on its curve with its end magnified, and the loss."""

import numpy as np
import pytest

from gdlesson import Function, descend, explore, quadratic
from gdlesson.explorers.descent.picture import CurvePanel, DescentPicture, LossPanel
from gdlesson.live.drawing import new_figure

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
    assert not panel.path.arrow.get_visible()


@pytest.mark.parametrize("step", [0, 1, 2, 3])
def test_the_ball_touches_the_curve_from_above_at_the_current_point(ax, step):
    panel, run = CurvePanel(ax, F), descend(F, 8, 0.25)
    panel.show(run, step)
    middle = ax.transData.transform(data(panel.here)[0])
    xs = np.linspace(-9, 10, 20001)
    away = np.hypot(*(ax.transData.transform(np.column_stack([xs, F.on(xs)])) - middle).T)
    radius = (panel.here.get_markersize() + panel.here.get_markeredgewidth()) / 2 * ax.figure.dpi / 72
    assert xs[away.argmin()] == pytest.approx(run.path[step], abs=0.05)
    assert away.min() == pytest.approx(radius, abs=0.1)
    assert data(panel.here)[0, 1] > F(float(data(panel.here)[0, 0]))


def test_a_star_marks_every_tenth_of_the_run(ax):
    panel, run = CurvePanel(ax, F), descend(F, 8, 0.001)
    panel.show(run, run.nit)
    np.testing.assert_array_equal(data(panel.path.stars)[:, 0], run.path[50::50])


def test_part_of_a_run_ends_at_its_step_with_the_tangent_there(ax):
    panel, run = CurvePanel(ax, F), descend(F, 8, 0.05)
    panel.show(run, 3)
    assert len(data(panel.path.dots)) == 4
    (x0, y0), (x1, y1) = data(panel.tangent)
    assert (y1 - y0) / (x1 - x0) == pytest.approx(F.gradient(run.path[3]))


@pytest.mark.parametrize(
    ("rate", "step", "marker"), [(0.339, 7, "<"), (0.34, 6, ">"), (1.0, 1, "^"), (1e9, 1, "^")]
)
def test_a_run_that_leaves_the_view_ends_at_its_edge_with_an_arrow(ax, rate, step, marker):
    panel, run = CurvePanel(ax, F), descend(F, 8, rate)
    panel.show(run, run.nit)
    assert panel.path.arrow.get_visible() and panel.path.arrow.get_marker() == marker
    assert panel.path.words.get_text() == f"leaves the view at step {step}"
    (left, right), (_, top) = ax.get_xlim(), ax.get_ylim()
    x, y = data(panel.path.line)[-1]
    assert {"<": x - left, ">": x - right, "^": y - top}[marker] == pytest.approx(0, abs=1e-6)
    before, after = (run.path[step - 1], run.losses[step - 1]), (run.path[step], run.losses[step])
    assert not left <= after[0] <= right and left <= before[0] <= right
    along = (x - before[0]) / (after[0] - before[0])  # it ends on the straight line to the next point
    assert y == pytest.approx(before[1] + along * (after[1] - before[1]), rel=1e-5)


def test_the_axes_do_not_jump_but_for_the_steps_which_end_where_the_run_does():
    drawn = DescentPicture(F)
    limits = [(ax.get_xlim(), ax.get_ylim()) for ax in drawn.figure.axes]
    for rate, end in [(0.001, 500), (0.05, 50), (0.25, 50), (1 / 6, 10), (1 / 3, 500), (0.31, 100), (1e6, 50)]:
        drawn.show(descend(F, 8, rate))
        curve, loss = drawn.figure.axes
        assert [(curve.get_xlim(), curve.get_ylim()), loss.get_ylim()] == [limits[0], limits[1][1]]
        assert end < loss.get_xlim()[1] < 1.1 * end and loss.get_xscale() == "linear"


def test_titles_stay_where_they_are_when_the_inset_appears():
    drawn = DescentPicture(F)
    heights = []
    for rate in (1 / 3, 0.05):
        drawn.show(descend(F, 8, rate))
        drawn.figure.draw_without_rendering()
        heights += [ax.title.get_window_extent().y0 for ax in drawn.figure.axes]
    assert drawn.panels[0].zoom.inset.ax.get_visible() and len(set(heights)) == 1


def test_a_part_of_a_run_keeps_the_axis_of_the_whole():
    drawn, run = DescentPicture(F), descend(F, 8, 0.05)
    assert drawn.show(run) == 50
    assert drawn.show(run, 3) is None


def test_the_loss_is_shown_above_the_lowest_one(ax):
    panel, run = LossPanel(ax, F), descend(F, 8, 0.05)
    panel.show(run, run.nit)
    np.testing.assert_allclose(data(panel.path.dots)[:, 1], run.losses + 10 / 3, rtol=1e-4)
    assert ax.get_yscale() == "log"


def test_the_sign_for_losses_below_the_axis_comes_with_the_step(ax):
    panel, run = LossPanel(ax, quadratic([0, 0, 1])), descend(quadratic([0, 0, 1]), 8, 0.5)
    panel.show(run, 0)
    assert not panel.arrow.get_visible()
    panel.show(run, 1)
    assert panel.arrow.get_visible() and data(panel.arrow).tolist() == [[1, 1e-12]]


def test_no_two_signs_differ_by_color_alone():
    drawn = DescentPicture(F)
    panel = drawn.panels[0]
    signs = [
        (line.get_marker(), line.get_linestyle(), line.get_markersize() > 10)
        for line in panel.artists
        if hasattr(line, "get_marker") and line not in [panel.zoom.inset.leader, *panel.zoom.artists]
    ]
    assert len(signs) == len(set(signs))


@pytest.mark.parametrize("rate", [0.001, 0.05, 0.2, 0.28])
def test_the_end_of_a_run_is_magnified_by_a_power_of_ten_where_nothing_else_is(rate):
    drawn, run = DescentPicture(F), descend(F, 8, rate)
    drawn.show(run)
    panel, inset = drawn.panels[0], drawn.panels[0].zoom.inset
    zoom = np.diff(inset.parent.get_xlim())[0] * inset.place[2] / np.diff(inset.ax.get_xlim())[0]
    assert inset.ax.get_visible() and round(np.log10(zoom), 9) == round(np.log10(zoom)) >= 1
    assert inset.label.get_text().replace(" ", "") == f"×{round(zoom)}"
    left, right = inset.ax.get_xlim()
    assert left < run.x < right and (left < run.path[-3:]).all() and (run.path[-3:] < right).all()
    low, high = panel.ax.transData.inverted().transform(
        panel.ax.transAxes.transform(np.reshape(inset.place, (2, 2)).cumsum(0))
    )
    xs = np.linspace(low[0], high[0], 100)
    assert (F.on(xs) < low[1]).all() or (F.on(xs) > high[1]).all()
    covered = (low[0] < run.path) & (run.path < high[0]) & (low[1] < run.losses) & (run.losses < high[1])
    assert not covered.any()


@pytest.mark.parametrize(("rate", "step"), [(1 / 6, None), (1 / 3, None), (0.34, None), (0.05, 2)])
def test_nothing_is_magnified_where_the_run_can_be_seen_or_does_not_settle(rate, step):
    drawn = DescentPicture(F)
    drawn.show(descend(F, 8, rate), step)
    assert not any(artist.get_visible() for artist in drawn.panels[0].zoom.artists)


def test_a_long_name_ends_before_the_next_panel():
    drawn = DescentPicture(
        Function(lambda x: x**2, name="a_name_of_a_function_that_goes_on_and_on_until_nobody_reads_it")
    )
    drawn.figure.draw_without_rendering()
    title, loss = drawn.figure.axes[0].title, drawn.figure.axes[1]
    assert title.get_window_extent().x1 < loss.get_tightbbox().x0
    assert "until_nobody_reads_it" in drawn.description


def test_a_picture_depends_on_its_run_alone_whatever_was_shown_before():
    lab, shown = explore(quadratic([-3, -2, 3]), start=8), {}
    for rate in [
        0.3,
        0.000145,
        0.3,
        0.00182,
        0.05,
        0.000145,
        0.05,
        0.00182,
    ]:  # at 0.3 the inset has a smaller place
        lab.learning_rate = rate
        assert shown.setdefault(rate, lab.live.moving) == lab.live.moving
