"""Pictures over the plane: contours, rings of bowls, paths that leave, the distance in each direction."""

import numpy as np
import pytest

from gdlesson import Function, bowl, descend, hubble, least_squares, rosenbrock, saddle
from gdlesson.explorers.plane.directions import DirectionsPanel, SlopePanel
from gdlesson.explorers.plane.downhill import LONGEST, DownhillArrow
from gdlesson.explorers.plane.fit import FitPanel
from gdlesson.explorers.plane.picture import (
    BowlPanel,
    ContourPanel,
    PlanePicture,
    SurfacePanel,
    contour_levels,
    draw_contours,
    rings,
)
from gdlesson.explorers.plane.run import distances_along
from gdlesson.landscapes import SURFACES
from gdlesson.live.drawing import new_figure, png
from gdlesson.live.style import our_style
from gdlesson.live.svg import artist_svg
from gdlesson.live.terrain import LINES

PLAIN = Function(lambda p: p[0] ** 2 + abs(p[1]), name="mine", view=((-2, 2), (-2, 2)))


@pytest.fixture
def ax():
    return new_figure(5, 4).add_subplot()


def data(line):
    return np.asarray(line.get_xydata())


@pytest.mark.parametrize("f", [*SURFACES, PLAIN], ids=lambda f: f.name)
def test_contours_stay_in_the_view_with_a_cross_at_each_minimum(ax, f):
    with our_style():
        draw_contours(ax, f)
    assert (ax.get_xlim(), ax.get_ylim()) == f.view and ax.get_title(loc="left") == f.name
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
    losses = [f.on(ring) for ring in rings(f)]
    assert len(losses) == 12 and all(np.ptp(ring) <= 1e-5 * ring.max() for ring in losses)
    assert losses[0].min() >= f.on(np.array([[4, 4], [3, -3]])).max() * (1 - 1e-5)
    assert (np.diff([ring.mean() for ring in losses]) < 0).all()


def test_the_rings_of_a_bowl_move_and_nothing_is_drawn_anew():
    drawn = PlanePicture(bowl(10), panel=BowlPanel)
    drawn.show(descend(bowl(10), [1, 1], 0.01))
    ring, before = drawn.panels[0].rings[3], png(drawn.figure)
    path = ring.get_path()
    assert drawn.show(descend(bowl(40, 70), [1, 1], 0.01)) is None
    assert not np.array_equal(ring.get_path().vertices, path.vertices)
    assert png(drawn.figure) != before and "a bowl" in drawn.description
    grays = [sum(patch.get_facecolor()[:3]) for patch in drawn.panels[0].rings]
    assert (np.diff(grays) < 0).all()  # the inner ones are darker
    outlined = [
        svg for svg in map(artist_svg, drawn.panels[0].rings, [4500] * 12) if f'stroke="{LINES.lower()}"' in svg
    ]
    assert len(outlined) == len(drawn.panels[0].rings)


def test_each_error_has_its_line_and_its_signs(ax):
    panel, run = DirectionsPanel(ax, bowl(10)), descend(bowl(10), [1, 1], 0.15)
    panel.show(run, 8)
    for line, errors in zip(panel.lines, distances_along(run), strict=True):
        np.testing.assert_allclose(data(line.line)[:, 1], errors[:9])
        assert len(data(line.marks)) == 2 and not len(data(line.arrow))
    looks = [(line.line.get_linestyle(), line.marks.get_marker(), line.line.get_color()) for line in panel.lines]
    assert all(one != other for one, other in zip(*looks, strict=True))


def test_a_round_bowl_has_one_line_and_no_valley(ax):
    panel, run = DirectionsPanel(ax, bowl(1)), descend(bowl(1, 30), [3, 1], 0.5)
    ax.set_xlim(0, 10)
    panel.show(run, 8)
    line, other = panel.lines
    np.testing.assert_allclose(data(line.line)[:, 1], np.hypot(*run.path[:9].T))
    assert not np.isfinite(data(other.line)[:, 1]).any()
    shown = [text.get_text() for text in panel.names.artists if text.get_visible()]
    assert shown == ["every direction"]
    panel.show(descend(bowl(10), [3, 1], 0.15), 8)
    assert [text.get_text() for text in panel.names.artists] == ["across", "along"]


def test_markers_at_the_lowest_height_are_whole(ax):
    panel, run = DirectionsPanel(ax, bowl(1)), descend(bowl(1), [3, 1], 1.0)
    panel.show(run, 1)
    lowest = ax.transData.transform(data(panel.lines[0].marks)[-1])[1]
    assert lowest - ax.bbox.y0 > 8 * ax.figure.dpi / 72 / 2


def test_an_error_that_leaves_ends_at_the_top_with_an_arrow(ax):
    panel, run = DirectionsPanel(ax, bowl(10)), descend(bowl(10), [1, 1], 0.5)  # times −4, times 0.5
    panel.show(run, run.nit)
    across, along = panel.lines
    assert data(across.arrow).tolist() == [[3, 30]]  # 4³ is more than three times the view
    assert np.isfinite(data(across.line)[:4]).all() and np.isnan(data(across.line)[4:, 1]).all()
    assert not len(data(along.arrow)) and np.nanmin(data(along.line)[:, 1]) >= 1e-7
    assert np.isnan(data(along.line)[-1, 1])  # lost in the rounding of the other one


def test_a_distance_below_the_axis_ends_there_with_an_arrow_instead_of_a_plateau(ax):
    panel, run = DirectionsPanel(ax, bowl(10)), descend(bowl(10), [1, 1], 0.11)  # across: times −0.1
    panel.show(run, run.nit)
    across, along = panel.lines
    end = int(np.flatnonzero(distances_along(run)[0] > across.low).max()) + 1
    assert end < run.nit and data(across.sunk).tolist() == [[end, across.low]]
    assert np.isnan(data(across.line)[end + 1 :, 1]).all() and np.isfinite(data(across.line)[: end + 1]).all()
    assert not len(data(along.sunk)) and np.isfinite(data(along.line)).all()
    assert across.end().tolist() == [end, across.low]  # here is its name


def test_only_the_axis_of_steps_changes_and_it_ends_where_the_run_does():
    drawn = PlanePicture(bowl(10), panel=BowlPanel)
    plane, errors = drawn.figure.axes
    before, ends = (plane.axis(), errors.get_ylim(), plane.get_position().bounds), []
    for condition, angle, rate in [(1, 0, 0.5), (10, 30, 0.05), (100, 179, 0.02), (100, 45, 3.0), (10, 0, 1e6)]:
        run = descend(bowl(condition, angle), [-4, 3], rate)
        drawn.show(run)
        png(drawn.figure)
        ends.append(drawn.subject[1])
        assert run.nit <= ends[-1] <= max(10, 2.5 * run.nit) and errors.get_xlim()[1] >= ends[-1]
        assert drawn.figure.axes == [plane, errors]
        assert before == (plane.axis(), errors.get_ylim(), plane.get_position().bounds)
    assert len(set(ends)) > 2


def test_without_a_known_minimum_there_is_the_length_of_the_gradient():
    drawn = PlanePicture(PLAIN)
    run = descend(PLAIN, [1.5, 0.0], 0.1, max_iterations=20)
    drawn.show(run)
    line = drawn.panels[1].line.line
    np.testing.assert_allclose(data(line)[:, 1], 2 * run.path[:, 0], rtol=1e-6)
    assert "length of the gradient" in drawn.description and isinstance(drawn.panels[1], SlopePanel)
    assert drawn.show(descend(rosenbrock, [1, 2], 0.001)) == (rosenbrock, 500)
    assert isinstance(drawn.panels[1], DirectionsPanel) and "across the valley" in drawn.description


@pytest.mark.parametrize("value", [lambda p: 0 * p[0], lambda p: 3.0, lambda p: float(p[0] > 0)])
def test_level_functions_can_be_drawn(value):
    f = Function(value, view=((-1, 1), (-1, 1)))
    drawn = PlanePicture(f)
    drawn.show(descend(f, [0.5, 0.5], 0.1))
    assert png(drawn.figure).startswith(b"\x89PNG")


def test_no_two_signs_of_a_panel_differ_by_color_alone():
    for panel in PlanePicture(hubble).panels:
        lines = [a for a in panel.artists if hasattr(a, "get_marker")]
        looks = [(a.get_marker(), a.get_linestyle(), a.get_markersize(), a.get_linewidth()) for a in lines]
        drawn = [look for look in looks if look[:2] not in [("^", "None"), ("v", "None")]]  # arrows
        assert len(drawn) == len(set(drawn))


def arrow_of(arrow):
    """Return foot and tip of an arrow in pixels."""
    corners = arrow.ax.transData.transform(arrow.patch.get_path().vertices)
    return (corners[0] + corners[1]) / 2, corners[4]


@pytest.mark.parametrize("f", [bowl(10, 30), rosenbrock, hubble], ids=lambda f: f.name)
@pytest.mark.parametrize("point", [(-1.5, 2.0), (1.8, 0.5)])
def test_the_arrow_points_downhill_and_is_longer_where_it_is_steeper(ax, f, point):
    draw_contours(ax, f)
    ax.apply_aspect()
    arrow = DownhillArrow(ax, "#222222")
    arrow.show(f, np.array(point))
    foot, tip = arrow_of(arrow)
    assert foot == pytest.approx(ax.transData.transform(point), abs=0.1)
    way = ax.transData.transform(point - f.gradient(np.array(point))) - foot
    assert (tip - foot) @ way == pytest.approx(np.hypot(*(tip - foot)) * np.hypot(*way))
    low = f.known_minima[0]
    nearer = low + 0.1 * (np.array(point) - low)  # on a bowl, a tenth of the slope
    if f is not rosenbrock:
        arrow.show(f, nearer)
        closer = np.subtract(*arrow_of(arrow))
        assert np.hypot(*closer) < np.hypot(*(tip - foot)) <= LONGEST + 0.1
    arrow.show(f, low)
    assert not arrow.patch.get_visible()


def test_each_end_of_the_run_has_an_arrow_while_there_is_a_slope(ax):
    panel, run = SurfacePanel(ax, bowl(10)), descend(bowl(10), [3, 1], 0.15)
    shown = []
    for step in (0, 3, run.nit):
        panel.show(run, step)
        shown.append([arrow.patch.get_visible() for arrow in panel.arrows])
    assert shown == [[True, False], [True, True], [True, False]]


def test_the_data_stand_beside_the_loss_of_their_line():
    x, y = np.arange(1.0, 9.0), np.array([2.1, 2.9, 4.2, 4.8, 6.1, 6.8, 8.3, 8.9])
    f = least_squares(x, y)
    drawn, run = PlanePicture(f), descend(f, [0, 3], 0.01)
    plane, fit, _ = drawn.figure.axes
    assert isinstance(drawn.panels[1], FitPanel) and "the data, and the line" in drawn.description
    np.testing.assert_array_equal(data(fit.lines[0]), np.column_stack([x, y]))
    for step in (0, 5, run.nit):
        drawn.show(run, step)
        slope, intercept = run.path[step]
        ends, heights = data(drawn.panels[1].now).T
        np.testing.assert_allclose(heights, slope * ends + intercept)
        np.testing.assert_allclose(data(drawn.panels[1].first)[:, 1], 3)
    assert len(data(drawn.panels[1].earlier)) % 3 == 0
    assert [ax.get_xlabel() for ax in PlanePicture(hubble).figure.axes] == ["slope", "distance", "step"]
    assert len(PlanePicture(rosenbrock).figure.axes) == 2


def test_of_many_data_only_some_are_drawn_and_the_axes_hold_them_all(ax):
    x = np.linspace(-1, 1, 5000)
    panel = FitPanel(ax, least_squares(x, x**2))
    assert len(ax.lines[0].get_xdata()) == 500 and panel.ends[0] < -1 < 1 < panel.ends[1]
