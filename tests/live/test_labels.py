"""Names at the ends of lines make room for each other, and stay in view."""

import numpy as np
import pytest

from gdlesson.live.drawing import axis_end, new_figure, settle
from gdlesson.live.fading import ALPHAS, fading
from gdlesson.live.labels import APART, EDGE, EndLabels
from gdlesson.live.svg import artist_svg


@pytest.fixture
def ax():
    figure = new_figure(4, 3)
    ax = figure.add_subplot()
    ax.set(xlim=(0, 10), ylim=(0, 1))
    settle(figure)
    return ax


@pytest.mark.parametrize("ends", [[(5, 0.5)] * 6, [(9.9, 0.001 * k) for k in range(6)], [(0, 1)] * 6])
def test_names_do_not_overlap_and_stay_inside(ax, ends):
    labels = EndLabels(ax, list("abcdef"))
    labels.show(ends)
    rows = np.sort([ax.transData.transform(text.get_position())[1] for text in labels.artists])
    assert np.diff(rows).min() > APART - 1e-6
    assert ax.bbox.y0 < rows[0] and rows[-1] < ax.bbox.y1


def test_too_many_names_move_closer_together_and_stay_inside(ax):
    many = int((ax.bbox.height - 2 * EDGE) / APART) + 5
    labels = EndLabels(ax, [f"name {k}" for k in range(many)])
    labels.show([(5, 0.5)] * many)
    rows = np.sort([ax.transData.transform(text.get_position())[1] for text in labels.artists])
    assert np.allclose(np.diff(rows), (ax.bbox.height - 2 * EDGE) / (many - 1))
    assert ax.bbox.y0 + EDGE - 1e-6 <= rows[0] and rows[-1] <= ax.bbox.y1 - EDGE + 1e-6


def test_names_leave_room_for_words_above_them(ax):
    labels = EndLabels(ax, list("abc"), highest=0.7)
    labels.show([(5, 0.69)] * 3)
    assert max(text.get_position()[1] for text in labels.artists) == pytest.approx(0.7)


def test_letters_that_hang_down_do_not_touch_the_next_name(ax):
    labels = EndLabels(ax, ["gradient_descent", "training"])
    labels.show([(2, 0.5), (2, 0.5)])
    boxes = sorted((text.get_window_extent() for text in labels.artists), key=lambda box: box.y0)
    halo = 2  # pixels
    assert boxes[1].y0 - boxes[0].y1 >= -halo


def test_a_long_name_is_cut_and_one_without_room_stands_at_the_edge(ax):
    labels = EndLabels(ax, ["short", "a_rule_with_a_very_long_name"])
    labels.show([(1, 0.2), (9.5, 0.8)])
    left, right = labels.artists
    assert left.get_horizontalalignment() == "left" and right.get_horizontalalignment() == "right"
    assert right.get_text() == "a_rule_with_a_ver…"
    assert ax.transData.transform(right.get_position())[0] <= ax.bbox.x1 + 1e-6


@pytest.mark.parametrize("end", [(11, 0.5), (5, 1.2), (np.nan, 0.5), (5, np.inf)])
def test_a_line_that_ends_out_of_view_has_no_name(ax, end):
    labels = EndLabels(ax, ["here", "gone"])
    labels.show([(1, 0.2), end])
    assert [text.get_visible() for text in labels.artists] == [True, False]


def test_a_fading_line_has_all_its_points_and_the_latest_are_strongest(ax):
    line = fading(ax.plot(np.arange(9), np.linspace(0, 1, 9), "-", color="#000000")[0])
    pieces = list(line.pieces())
    assert [alpha for _, alpha in pieces] == list(ALPHAS) == sorted(ALPHAS)
    assert pieces[0][0][0].tolist() == [0, 0] and pieces[-1][0][-1].tolist() == [8, 1]
    for (before, _), (after, _) in zip(pieces, pieces[1:], strict=False):
        assert before[-1].tolist() == after[0].tolist()
    assert artist_svg(line, 3000).count("<path") == len(ALPHAS)
    line.figure.draw_without_rendering()
    assert len(line.get_xydata()) == 9 and line.get_alpha() is None


def test_an_axis_of_steps_ends_at_a_round_number():
    assert [axis_end(n) for n in (0, 1, 10, 11, 21, 50, 99, 500, 501)] == [10, 10, 10, 20, 50, 50, 100, 500, 1000]


def test_a_name_that_has_no_place_yet_takes_up_no_room(ax):
    ax.set(xlim=(10, 20))  # it is made at 0
    before = ax.get_tightbbox().bounds
    EndLabels(ax, ["a name"])
    assert ax.get_tightbbox().bounds == before
