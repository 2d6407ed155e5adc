"""The picture of the outcome map: each outcome has a look of its own."""

import numpy as np

from gdlesson import double_well, explore_map, quadratic, quartic, wavy
from gdlesson.explorers.outcome_map.picture import map_image
from gdlesson.explorers.outcome_map.run import outcome_map
from gdlesson.explorers.outcome_map.valleys import ends_in, middle, shades, valleys_of
from gdlesson.live.keys import is_entry
from gdlesson.live.panels import panels_of
from gdlesson.live.tiles import TILES

SQUARE = quadratic([0, 0, 1])


def test_each_regime_has_a_color_and_a_pattern_of_its_own():
    looks = [map_image(np.full((6, 6), number), np.full((6, 6), -1), [], pixels=8) for number in range(len(TILES))]
    flat = {tuple(look.mean(axis=(0, 1)).round(3)) for look in looks}
    patterns = {(look.sum(axis=2) < look.sum(axis=2).max() - 1e-9).tobytes() for look in looks[:6]}
    assert len(flat) == len(TILES) and len(patterns) == 6


def test_a_valley_has_the_same_shade_on_the_map_and_below_the_curve():
    found = outcome_map(wavy, [0.05], [valley.minimum + 0.5 for valley in valleys_of(wavy)])
    into = ends_in(found)
    assert into.ravel().tolist() == list(range(7))
    row = map_image(found.regimes, into, shades(7), pixels=1)[0]
    picture = explore_map(wavy).picture
    assert np.allclose([piece.get_facecolor()[:3] for piece in picture.curve.patches], row)
    assert len(np.unique(row.round(6), axis=0)) == 7
    assert [text.get_text() for text in picture.curve.texts if text.get_text()] == list("1234567")


def test_a_number_that_reaches_below_the_key_takes_nothing_off_the_page():
    lab = explore_map([SQUARE, quartic, double_well, wavy])
    for function in lab.controls["function"].options:
        lab.function = function
        picture, *key = (panel.axes for panel in panels_of(lab.picture.figure, lab.picture.artists))
        assert lab.error is None and set(picture) == {lab.picture.curve, lab.picture.map}
        assert [len(entry) for entry in key] == [1] * 17 and all(is_entry(entry[0]) for entry in key)


def test_the_line_to_the_map_ends_above_the_names_of_the_valleys():
    picture = explore_map(double_well).picture
    panel = picture.panels[0]
    name = next(text for text in picture.curve.texts if text.get_text() == "valley 2")
    picture.figure.draw_without_rendering()
    foot = picture.curve.transData.transform((0, panel.drop.get_ydata()[0]))[1]
    assert foot > name.get_window_extent().y1 - 1


def test_neighboring_valleys_differ_clearly_in_shade():
    for count in range(2, 8):
        assert len(set(shades(count))) == count
        assert min(abs(np.diff(shades(count)))) > 0.1


def test_runs_that_have_not_arrived_belong_to_no_valley():
    found = outcome_map(double_well, [1e-5, 0.05, 0.35, 2.0], [-1.5, 1.5])
    assert ends_in(found).tolist() == [[-1, 0, -1, -1], [-1, 1, -1, -1]]
    flat = outcome_map(lambda x: -x, [0.1], [1.0])
    assert ends_in(flat).tolist() == [[-1]]


def test_the_limits_stand_where_the_curvature_puts_them():
    def limits(f):
        return {
            line.get_linestyle(): line.get_ydata()[0] for line in explore_map(f).picture.map.lines if still(line)
        }

    def still(line):
        return line.get_linestyle() in (":", "--") and len(line.get_xdata()) and line.get_linewidth() > 1

    assert limits(SQUARE) == {":": 0.5, "--": 1.0}
    assert limits(quartic) == {}


def test_the_limits_of_each_valley_end_at_the_hilltop():
    one, other = valleys_of(double_well)
    assert one.right == other.left and abs(double_well.gradient(one.right)) < 0.05
    drawn = [line.get_xdata() for line in explore_map(double_well).picture.map.lines if len(line.get_xdata()) == 2]
    assert sum(list(xs) == [one.left, one.right] for xs in drawn) == 2


def test_a_number_stands_in_the_middle_of_its_area():
    cells = np.zeros((40, 40), dtype=bool)
    cells[3:30, 5:26] = True
    assert middle(cells) == (16, 15)
    assert middle(np.eye(40, dtype=bool)) is None and middle(cells & False) is None


def test_map_and_curve_share_their_axis_and_the_start():
    lab = explore_map([double_well, quartic], start=1.2, learning_rate=0.05)
    for f in (quartic, double_well):
        lab.function = f
        picture = lab.picture
        assert picture.curve.get_xlim() == picture.map.get_xlim() == f.view
        boxes = [ax.get_position().extents for ax in (picture.curve, picture.map)]
        assert np.allclose(*[[box[0], box[2]] for box in boxes]) and boxes[0][1] > boxes[1][3]
        start, path = picture.panels
        assert start.drop.get_xdata()[0] == path.here.get_xdata()[0] == lab.start


def test_the_steps_of_a_run_appear_on_curve_and_map_one_by_one():
    lab = explore_map(double_well, start=1.2, learning_rate=0.05)
    for step in (0, 3, None):
        lab.step = step
        shown = (lab.run.nit if step is None else step) + 1
        dots = lab.picture.panels[1].path
        assert dots.get_xdata().tolist() == lab.run.path[:shown].tolist()
        assert set(dots.get_ydata()) == {0.05}
    lab.step = 3
    assert lab.live.words.startswith(f"Step 3 of {lab.run.nit}")
