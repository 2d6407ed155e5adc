"""The picture of an optimizer at work: its arrows, its bars, its axes, its helpers."""

import numpy as np
import pytest
from colors import contrast, in_dark
from matplotlib.colors import to_rgb

from gdlesson import Function, bowl, hubble, optimizers
from gdlesson.explorers.adaptive.arrows import NAN, STYLES, arrow, box
from gdlesson.explorers.adaptive.bars import columns, ratio_words
from gdlesson.explorers.adaptive.memory import remembered, round_down, scale_of, window
from gdlesson.explorers.adaptive.picture import AdaptivePicture, LossLines
from gdlesson.explorers.adaptive.run import adapt
from gdlesson.live.drawing import inside, new_figure
from gdlesson.live.panels import panels_of
from gdlesson.live.style import our_style

START = np.array([-3.0, 2.0])


@pytest.mark.parametrize("f", [bowl(10, 30), hubble], ids=["bowl", "hubble"])
def test_the_panels_leave_room_for_controls_and_three_lines_of_words(f):
    picture = AdaptivePicture(f, 100)
    boxes = [panel.box for panel in panels_of(picture.figure, picture.artists)]
    assert len(boxes) == 2 and max(box.height for box in boxes) * 848 / sum(box.width for box in boxes) < 450


@our_style()
def test_the_loss_is_above_the_minimum_if_one_is_known():
    unknown = Function(lambda p: p[0] ** 2 + p[1] ** 2, view=((-4, 4), (-4, 4)))
    for f, words in ((bowl(10), "loss above the minimum"), (unknown, "loss above the lowest")):
        lines = LossLines(new_figure(4, 3).add_subplot(), f, 100)
        assert lines.line.axes.get_title("left") == words and lines.line.axes.get_xlabel() == "step"
        assert [text.get_text() for text in lines.names.artists] == ["this run", "gradient_descent"]


def test_an_arrow_ends_at_its_tip_and_its_head_is_symmetric():
    tail, way = np.array([1.0, 2.0]), np.array([3.0, -4.0])
    points = np.array(arrow(tail, way)).T
    assert np.array_equal(points[0], tail) and np.array_equal(points[1], tail + way)
    assert np.isnan(points[2]).all() and np.array_equal(points[4], tail + way)
    left, right = points[3] - points[4], points[5] - points[4]
    assert np.isclose(np.hypot(*left), np.hypot(*right)) and np.isclose(left @ way, right @ way) and left @ way < 0


def test_an_arrow_that_is_cut_short_has_two_strokes_across_its_shaft():
    tail, way = np.array([1.0, 2.0]), np.array([3.0, -4.0])
    whole, cut = (np.array(arrow(tail, way, short)) for short in (False, True))
    assert np.array_equal(cut[:, :6], whole, equal_nan=True) and cut.shape == (2, 12)
    for first in (7, 10):
        stroke = cut[:, first + 1] - cut[:, first]
        middle = (cut[:, first + 1] + cut[:, first]) / 2 - tail
        assert 0 < middle @ way < way @ way and np.isclose(np.cross(np.append(middle, 0), np.append(way, 0))[2], 0)
        assert stroke[0] * way[1] - stroke[1] * way[0] != 0


def test_a_box_is_open_where_it_is_too_large():
    closed, tall = (np.array(box(np.zeros(2), np.array([1.0, high]), 3.0)).T for high in (2.0, 9.0))
    assert np.nanmax(closed, axis=0).tolist() == [1, 2] and np.isfinite(closed).all(axis=1).sum() == 8
    assert np.nanmax(tall, axis=0).tolist() == [1, 3] and np.isfinite(tall).all(axis=1).sum() == 4


def test_small_helpers():
    assert [round_down(x) for x in (0.7, 1, 9.99, 23)] == pytest.approx([0.5, 1, 5, 20])
    assert scale_of(np.array([[3.0, 4.0], [0.0, 1.0], [np.nan, 0.0]]), 2.0) == pytest.approx(0.2)
    assert scale_of(np.zeros((3, 2)), 2.0) == 1.0 == scale_of(np.full((2, 2), np.inf), 2.0)
    xs, ys = columns(np.array([-1, 0]), np.array([0.5, -1.0]))
    assert xs.tolist() == [-1, -1, -1, 0, 0, 0] and ys[[0, 1, 3, 4]].tolist() == [0, 0.5, 0, -1]


@pytest.mark.parametrize("rule", optimizers.RULES, ids=lambda rule: rule.__name__)
def test_the_picture_shows_the_arrows_that_a_rule_has_and_stays_in_its_axes(rule):
    picture = AdaptivePicture(bowl(100, 20), 50)
    limits = [(ax.get_xlim(), ax.get_ylim()) for ax in picture.figure.axes]
    for rate in (0.0, 0.01, 1.0):
        run = adapt(bowl(100, 20), START, rate, 50, rule, at=20)
        assert picture.show(run) is None
        seen = inside(picture.arrows.ax, *run.path[run.at][:, None]).all()
        lines = picture.arrows.lines
        assert (len(lines["size"].get_xdata()) > 0) == (seen and run.size is not None)
        if rate:
            assert (len(lines["mean"].get_xdata()) > 0) == (seen and run.mean is not None)
        step = np.array(lines["step"].get_data())
        assert (step.size > 0) == (seen and np.isfinite(run.steps[run.at]).all() and run.steps[run.at].any())
    assert limits == [(ax.get_xlim(), ax.get_ylim()) for ax in picture.figure.axes]


def test_arrows_point_where_slope_mean_and_step_do():
    picture, run = AdaptivePicture(bowl(100, 20), 50), adapt(bowl(100, 20), START, 0.1, 50, at=30)
    picture.show(run)
    for name, way in {"slope": -run.slopes[30], "mean": -run.mean[30], "step": run.steps[30]}.items():
        tail, tip = np.array(picture.arrows.lines[name].get_data()).T[:2]
        assert np.allclose((tip - tail) / np.hypot(*(tip - tail)), way / np.hypot(*way)), name
        assert np.array_equal(tail, run.path[30])


@pytest.mark.parametrize("corrected", [True, False])
def test_lengths_can_be_compared_between_the_steps_of_a_run(corrected):
    picture, run = AdaptivePicture(bowl(30), 50), adapt(bowl(30), START, 0.1, 50, corrected=corrected)
    scales = {"slope": [], "step": []}
    for at in range(0, 50, 7):
        picture.show(run.looked_at(at))
        for name, drawn in scales.items():
            xs, ys = picture.arrows.lines[name].get_data()
            length = np.hypot(xs[1] - xs[0], ys[1] - ys[0]) / np.hypot(*remembered(run)[name][at])
            (drawn if len(xs) == 6 else []).append(length)  # cut short: marked, and shorter
    assert all(len(drawn) > 4 and np.ptp(drawn) < 1e-9 for drawn in scales.values())
    assert picture.arrows.words.get_text().startswith("steps × 5, slopes × 0.0")


def test_the_step_before_is_a_ghost_at_the_same_scale():
    picture, run = AdaptivePicture(bowl(30), 50), adapt(bowl(30), START, 0.1, 50)
    picture.show(run)
    assert len(picture.arrows.ghost.get_xdata()) == 0
    picture.show(run.looked_at(10))
    tail, tip = np.array(picture.arrows.ghost.get_data()).T[:2]
    assert np.array_equal(tail, run.path[10]) and np.allclose(tip - tail, 5 * run.steps[9])


def test_a_name_stands_beyond_the_tip_of_its_arrow_whatever_its_direction():
    panel, tail, names = AdaptivePicture(bowl(30), 50).arrows, np.zeros(2), len(STYLES)
    to_pixels = panel.ax.transData.transform
    for angle in np.arange(0, 2 * np.pi, np.pi / 8):
        tip = np.array([np.cos(angle), np.sin(angle)])
        for k, name in enumerate(STYLES):
            panel.names.show([panel.beyond(name, tail, tip) if k == place else NAN for place in range(names)])
            box = panel.names.artists[k].get_window_extent()
            start, end = to_pixels([tail, tip])
            assert not box.contains(*end) and box.padded(14).contains(*end), (name, angle)
            assert np.hypot(*(np.mean(box.get_points(), axis=0) - start)) > np.hypot(*(end - start))


@pytest.mark.parametrize("name", STYLES)
def test_the_name_of_an_arrow_can_be_read_on_the_landscape_in_a_dark_theme(name):
    panel = AdaptivePicture(bowl(30), 50).arrows
    text = panel.names.artists[list(STYLES).index(name)]
    highest = np.array([83, 84, 85]) / 255  # as a page shows it where it is brightest
    assert contrast(in_dark(text.get_color()), highest) > 3.4 and text.get_text() == STYLES[name][0]
    assert contrast(to_rgb(text.get_color()), to_rgb("white")) > 6


def test_the_box_is_named_for_both_its_half_sides_and_a_step_for_the_learning_rate():
    picture, run = AdaptivePicture(bowl(30), 50), adapt(bowl(30), START, 0.1, 50, at=7)
    picture.show(run)
    assert STYLES["size"][0] == "± √v"
    xs, ys = picture.arrows.lines["size"].get_data()
    sides = np.nanmax(xs) - run.path[7][0], np.nanmax(ys) - run.path[7][1]
    assert np.allclose(sides, picture.arrows.scales(run, remembered(run))["size"] * remembered(run)["size"][7])
    for panel in picture.memories:
        assert panel.words.get_text().endswith(" × learning rate")


@pytest.mark.parametrize("learning_rate", [1e-4, 0.0123, 1.0])
def test_the_words_above_the_bars_stay_in_their_panel_and_clear_of_each_other(learning_rate):
    picture = AdaptivePicture(hubble, 50)
    for at in (0, 1, 7, 50):
        picture.show(adapt(hubble, START, learning_rate, 50, at=at))
        for panel in picture.memories:
            words, top = panel.words.get_window_extent(), panel.top.get_window_extent()
            assert words.x0 > panel.words.axes.bbox.x0 and words.y0 >= top.y1 - 1
            names = [text.get_window_extent() for text in panel.names.artists if text.get_visible()]
            assert all(words.y0 >= name.y1 - 1 for name in names)


def test_the_step_before_is_drawn_thin_on_top_of_the_step():
    panel = AdaptivePicture(bowl(30), 50).arrows
    order = [panel.artists.index(line) for line in (panel.lines["step"], panel.ghost)]
    assert order == sorted(order) and panel.ghost.get_linewidth() < panel.lines["step"].get_linewidth() / 2
    assert panel.ghost.get_color() != panel.lines["step"].get_color()


def test_an_arrow_too_long_to_show_stays_in_view_and_is_marked():
    picture, run = AdaptivePicture(bowl(30), 50), adapt(bowl(30), START, 0.001, 50, optimizers.momentum)
    cut = 0
    for at in range(51):
        picture.show(run.looked_at(at))
        marked = False
        for line in picture.arrows.lines.values():
            xs, ys = line.get_data()
            marked = marked or len(xs) == 12 and line is not picture.arrows.lines["size"]
            assert len(xs) == 0 or (abs(xs[1]) <= 4 and abs(ys[1]) <= 3)
        assert marked == ("//: longer" in picture.arrows.words.get_text())
        cut += marked
    assert 0 < cut < 25


def test_the_ratio_of_mean_and_size_is_the_step_in_learning_rates():
    for rule in ("adam", "rmsprop", "adagrad"):
        run = adapt(bowl(30), START, 0.1, 60, rule)
        parts = remembered(run)
        above = parts["slope" if rule != "adam" else "mean"]
        assert np.allclose(-above / parts["size"], run.steps / 0.1, rtol=1e-4), rule


def test_where_slopes_change_sign_the_mean_is_small_in_a_wide_band_and_so_is_the_step():
    run = adapt(bowl(30), START, 1.0, 60, at=60)
    picture = AdaptivePicture(bowl(30), 60)
    picture.show(run)
    panel, parts = picture.memories[1], window(run, remembered(run), 1, 20)
    assert {-1.0, 1.0} <= set(np.sign(parts["slope"])) and abs(parts["mean"][-1]) < 0.3 * parts["size"][-1]
    outline = panel.band.get_path().vertices
    assert np.ptp(outline[:, 1]) > 4 * abs(panel.mean.get_ydata()[-1])
    assert panel.words.get_text() == ratio_words(run, parts) and "m/√v = " in panel.words.get_text()
    assert f"axis ± {panel.top.get_text().split()[-1]}" == panel.top.get_text()


@pytest.mark.parametrize("rule", optimizers.RULES, ids=lambda rule: rule.__name__)
def test_the_bars_show_only_what_a_rule_has(rule):
    picture, run = AdaptivePicture(bowl(30), 50), adapt(bowl(30), START, 0.01, 50, rule, at=30)
    picture.show(run)
    for panel in picture.memories:
        assert panel.band.get_visible() == (run.size is not None) == ("√v" in panel.words.get_text())
        assert np.isfinite(panel.mean.get_ydata()).all() == (run.mean is not None)
        assert len(panel.bars.get_xdata()) == 3 * 19 and "step = " in panel.words.get_text()
