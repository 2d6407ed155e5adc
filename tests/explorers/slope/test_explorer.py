"""The explorer of a secant without a browser."""

import math

import numpy as np
import pytest

from gdlesson import Function, explore_slope, quadratic
from gdlesson.explorers.slope.run import secant, secant_verdict
from gdlesson.live.controls import positions

SQUARE, CUBE = quadratic([0, 0, 1]), Function(lambda x: x**3, lambda x: 3 * x**2, name="x³")


def test_the_secant_follows_its_controls():
    lab = explore_slope(CUBE, x=5, h=1)
    lab.set(x=3, h=1e-3, difference="central")
    assert lab.verdict == secant_verdict(secant(CUBE, 3.0, 1e-3, "central"))
    lab.controls["h"].typed = "0"
    assert lab.live.failed and "h must be more than 0" in lab.live.words
    lab.h = 0.1
    assert not lab.live.failed


def test_a_slope_that_cannot_be_shown_is_refused_at_once():
    with pytest.raises(ValueError, match="x must be between"):
        explore_slope(SQUARE, x=1000)
    with pytest.raises(ValueError, match="h must be more than 0"):
        explore_slope(SQUARE, h=0)
    with pytest.raises(ValueError, match="difference must be one of forward, central, got 'sideways'"):
        explore_slope(SQUARE, difference="sideways")
    with pytest.raises(TypeError, match="a function is expected"):
        explore_slope("x²")
    assert "the same number" in explore_slope(lambda x: math.exp(x), x=1, h=1e-16, view=(0, 3)).verdict


@pytest.mark.parametrize(
    ("f", "words"),
    [
        (Function(lambda x: x * x, lambda x: [2 * x]), "must be one number, but it has the shape"),
        (lambda x, y: x, "missing 1 required positional argument"),
    ],
)
def test_what_is_wrong_is_said_in_words(f, words):
    with pytest.raises(ValueError, match=words):
        explore_slope(f)


def test_errors_are_shown_or_not_and_the_view_has_two_ends():
    for errors in ("no", None, 1, []):
        with pytest.raises(TypeError, match="errors must be True or False, got"):
            explore_slope(quadratic([0, 0, 1]), errors=errors)
    with pytest.raises(ValueError, match=r"view must be two finite numbers in rising order, got \(\(1.0, 2.0\)"):
        explore_slope(quadratic([0, 0, 1]), view=[[1, 2], [3, 4]])


def test_a_view_may_be_an_array_and_x_is_first_in_its_middle():
    assert explore_slope(SQUARE, view=np.array([0, 5])).x == 2.5
    assert explore_slope(quadratic([0, -40, 1])).x == 20


def test_without_errors_the_slope_has_two_pictures_and_larger_steps():
    lab = explore_slope(SQUARE, x=2, h=5, errors=False)
    assert len(lab.picture.figure.axes) == 2 and positions(lab.controls["h"])[0] == 0.01
    lab.sweep()


def test_rise_and_run_are_drawn_as_a_triangle_with_their_lengths():
    lab = explore_slope(SQUARE, x=2, h=5)
    for difference, corners, words in [
        ("forward", [(2, 4), (7, 4), (7, 49)], ["run 5", "rise 45"]),
        ("central", [(-3, 9), (7, 9), (7, 49)], ["run 10", "rise 40"]),
    ]:
        lab.difference = difference
        for panel in lab.picture.panels[:2]:
            assert [text.get_text() for text in panel.lines.words] == words
        assert lab.picture.panels[0].lines.sides.get_xydata().tolist() == [list(corner) for corner in corners]
        assert lab.run.rise / lab.run.run == lab.run.slope
    lab.set(h=0.01, difference="forward")
    shown = [[text.get_visible() for text in panel.lines.words] for panel in lab.picture.panels[:2]]
    assert shown == [[False, False], [True, True]]  # only the magnified triangle is large enough for words


@pytest.mark.parametrize(("x", "difference"), [(3, "forward"), (-2, "central"), (0, "forward")])
def test_secant_and_tangent_have_their_names_and_the_ends_are_in_view(x, difference):
    lab = explore_slope(SQUARE, x=x, h=1, difference=difference, view=(-4, 4))
    curve, zoom = lab.picture.panels[:2]
    names = [(text.get_text(), text.get_visible()) for text in zoom.names.artists]
    assert names == [("tangent", True), ("secant", True)]
    (low, high), room = curve.lines.ax.get_xlim(), 0.5
    assert low < min(lab.run.ends) - room and max(lab.run.ends) + room < high


def test_the_smaller_h_the_straighter_the_magnified_curve():
    lab = explore_slope(CUBE, x=2, h=1)
    zoom, bends = lab.picture.panels[1], []
    for h in (1, 0.1, 0.01, 0.001):
        lab.h = h
        xs, ys = zoom.curve.get_data()
        bends.append(abs(ys - zoom.lines.tangent.get_ydata()[1] / xs[-1] * xs).max())
        assert zoom.lines.ends.get_xdata().tolist() == [0, 1]
    assert np.all(np.diff(bends) < 0) and bends[-1] < 0.01
    assert zoom.times.get_text() == "× 5,000"
    lab.set(x=8, h=1e-16)  # for the computer, all of these x are the same number
    assert set(zoom.curve.get_ydata()) == {0.0}


def test_a_level_curve_is_magnified_too():
    lab = explore_slope(SQUARE, x=0, h=1e-6)
    zoom = lab.picture.panels[1]
    assert abs(zoom.curve.get_ydata()).max() < 1e-3 and lab.error is None


def test_play_lets_h_shrink_and_another_move_ends_it():
    lab = explore_slope(CUBE, x=2, h=1)
    for step, h in ((1, 0.631), (5, 0.1), (30, 1e-6), (80, 1e-16)):
        lab.step = step
        assert lab.run.h == h and lab.h == 1
        assert lab.verdict.startswith(f"h has shrunk to {h:.3g}. ")
    lab.x = 3
    assert lab.step == 0 and lab.run.h == 1 and lab.verdict.startswith("The secant's slope")
    lab.h = 1e-10
    lab.step = 80
    assert lab.run.h == 1e-16  # as small as its slider goes
    lab.controls["h"].value = 1e-20
    lab.step = 3
    assert lab.run.h == 1e-20


def test_the_names_of_both_differences_stand_beside_their_own_lines():
    panel = explore_slope(Function(lambda x: x**4, lambda x: 4 * x**3), x=3).picture.panels[2]
    for words, name in zip(panel.names, ("forward", "central"), strict=True):
        box = words.get_window_extent(panel.here.figure.canvas.get_renderer())
        assert words.get_text() == name and panel.here.axes.bbox.containsx(box.x0)
        near = {}
        for each, line in panel.lines.items():
            points = line.axes.transData.transform(np.column_stack(line.get_data()))
            assert not any(box.contains(*point) for point in points)
            near[each] = np.hypot(*(points - [(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2]).T).min()
        assert min(near, key=near.get) == name
