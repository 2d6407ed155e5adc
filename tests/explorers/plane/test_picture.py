"""Pictures over the plane: contours, rings of bowls, paths that leave, the error in each direction."""

import numpy as np
import pytest

from gdlesson import Function, bowl, descend, rosenbrock, saddle
from gdlesson.explorers.plane.picture import (
    BowlPanel,
    ContourPanel,
    DirectionsPanel,
    PlanePicture,
    SlopePanel,
    contour_levels,
    draw_contours,
    rings,
)
from gdlesson.explorers.plane.run import errors_along
from gdlesson.landscapes import SURFACES
from gdlesson.live.drawing import new_figure, png

PLAIN = Function(lambda p: p[0] ** 2 + abs(p[1]), name="mine", view=((-2, 2), (-2, 2)))


@pytest.fixture
def ax():
    return new_figure(5, 4).add_subplot()


def data(line):
    return np.asarray(line.get_xydata())


@pytest.mark.parametrize("f", [*SURFACES, PLAIN], ids=lambda f: f.name)
def test_contours_stay_in_the_view_with_a_cross_at_each_minimum(ax, f):
    draw_contours(ax, f)
    assert (ax.get_xlim(), ax.get_ylim()) == f.view and ax.get_title() == f.name
    crosses = [data(line)[0].tolist() for line in ax.lines if line.get_marker() == "+"]
    assert crosses == [list(x) for x in f.known_minima or []]


def test_levels_rise_and_a_plain_has_one():
    levels = contour_levels(np.random.default_rng(1).exponential(size=400))
    assert (np.diff(levels) > 0).all() and len(levels) > 10
    assert len(contour_levels(np.full(9, 3.0))) == 1
    with pytest.raises(ValueError, match="no value to draw"):
        contour_levels(np.full(4, np.nan))


def test_a_function_without_a_value_in_part_of_its_view_is_drawn_where_it_has_one(ax):
    draw_contours(ax, Function(lambda p: np.log(p[0]) + p[1], view=((-1, 1), (-1, 1))))
    assert len(ax.collections) == 2
    with pytest.raises(ValueError, match="no value to draw"):
        draw_contours(ax, Function(lambda p: np.nan, view=((-1, 1), (-1, 1))))


def test_a_path_lies_on_the_contours_from_square_to_diamond(ax):
    panel, run = ContourPanel(ax, saddle), descend(saddle, [1.0, 0.5], 0.1)
    panel.show(run, 5)
    np.testing.assert_array_equal(data(panel.path.dots), run.path[:6])
    np.testing.assert_array_equal(data(panel.start), run.path[:1])
    np.testing.assert_array_equal(data(panel.here), run.path[5:6])
    assert not panel.path.arrow.get_visible()


@pytest.mark.parametrize(("start", "marker"), [((2, 0.5), "v"), ((0.5, -2.9), "^")])
def test_a_path_that_leaves_ends_at_the_edge_with_an_arrow(ax, start, marker):
    panel, run = ContourPanel(ax, bowl(10)), descend(bowl(10), list(start), 0.9)
    panel.show(run, run.nit)
    assert panel.path.arrow.get_visible() and panel.path.arrow.get_marker() == marker
    assert data(panel.path.line)[-1, 1] == pytest.approx({"v": -3, "^": 3}[marker])


@pytest.mark.parametrize(("condition", "angle"), [(1, 0), (10, 30), (100, 90), (1e6, 171)])
def test_rings_are_contours_and_reach_all_corners(condition, angle):
    f = bowl(condition, angle)
    points = rings(f)
    parts = np.split(points, np.flatnonzero(np.isnan(points[0])), axis=1)[:-1]
    losses = [f.on(part[:, np.isfinite(part[0])]) for part in parts]
    assert len(losses) == 12 and all(np.ptp(ring) <= 1e-5 * ring.max() for ring in losses)
    assert losses[-1].min() >= f.on(np.array([[4, 4], [3, -3]])).max() * (1 - 1e-5)


def test_the_rings_of_a_bowl_move_and_nothing_is_drawn_anew():
    drawn = PlanePicture(bowl(10), panel=BowlPanel)
    before = data(drawn.panels[0].rings).copy(), png(drawn.figure)
    assert drawn.show(descend(bowl(40, 70), [1, 1], 0.01)) is None
    assert not np.array_equal(data(drawn.panels[0].rings), before[0], equal_nan=True)
    assert png(drawn.figure) != before[1] and "a bowl" in drawn.description


def test_each_error_has_its_line_and_its_signs(ax):
    panel, run = DirectionsPanel(ax, bowl(10), 500), descend(bowl(10), [1, 1], 0.15)
    panel.show(run, 8)
    for line, errors in zip(panel.lines, errors_along(run), strict=True):
        np.testing.assert_allclose(data(line.line)[:, 1], errors[:9])
        assert len(data(line.marks)) == 2 and not len(data(line.arrow))
    looks = [(line.line.get_linestyle(), line.marks.get_marker(), line.line.get_color()) for line in panel.lines]
    assert all(one != other for one, other in zip(*looks, strict=True))


def test_an_error_that_leaves_ends_at_the_top_with_an_arrow(ax):
    panel, run = DirectionsPanel(ax, bowl(10), 500), descend(bowl(10), [1, 1], 0.5)  # times −4, times 0.5
    panel.show(run, run.nit)
    across, along = panel.lines
    assert data(across.arrow).tolist() == [[3, 30]]  # 4³ is more than three times the view
    assert np.isfinite(data(across.line)[:4]).all() and np.isnan(data(across.line)[4:, 1]).all()
    assert not len(data(along.arrow)) and np.nanmin(data(along.line)[:, 1]) >= 1e-7
    assert np.isnan(data(along.line)[-1, 1])  # lost in the rounding of the other one


def test_the_axes_do_not_jump():
    drawn = PlanePicture(bowl(10), panel=BowlPanel)
    before = [ax.axis() for ax in drawn.figure.axes]
    for condition, angle, rate in [(1, 0, 0), (10, 30, 0.05), (100, 179, 0.02), (100, 45, 3.0), (10, 0, 1e6)]:
        drawn.show(descend(bowl(condition, angle), [-4, 3], rate))
        png(drawn.figure)
    assert [ax.axis() for ax in drawn.figure.axes] == before


def test_without_a_known_minimum_there_is_the_length_of_the_gradient():
    drawn = PlanePicture(PLAIN)
    run = descend(PLAIN, [1.5, 0.0], 0.1, max_iterations=20)
    drawn.show(run)
    line = drawn.panels[1].line.line
    np.testing.assert_allclose(data(line)[:, 1], 2 * run.path[:, 0], rtol=1e-6)
    assert "length of the gradient" in drawn.description and isinstance(drawn.panels[1], SlopePanel)
    assert drawn.show(descend(rosenbrock, [1, 2], 0.001)) is rosenbrock
    assert isinstance(drawn.panels[1], DirectionsPanel) and "across the valley" in drawn.description


@pytest.mark.parametrize("value", [lambda p: 0 * p[0], lambda p: 3.0, lambda p: float(p[0] > 0)])
def test_level_functions_can_be_drawn(value):
    f = Function(value, view=((-1, 1), (-1, 1)))
    drawn = PlanePicture(f)
    drawn.show(descend(f, [0.5, 0.5], 0.1))
    assert png(drawn.figure).startswith(b"\x89PNG")


def test_no_two_signs_of_a_panel_differ_by_color_alone():
    for panel in PlanePicture(rosenbrock).panels:
        looks = [(a.get_marker(), a.get_linestyle()) for a in panel.artists if hasattr(a, "get_marker")]
        drawn = [look for look in looks if look != ("^", "None")]  # one arrow for each line
        assert len(drawn) == len(set(drawn))
