"""The parts of the picture of networks: how many units are drawn, where the axes end."""

import numpy as np
import pytest

from gdlesson import Network
from gdlesson.explorers.diagram import HIGH, WIDE, Diagram, headings
from gdlesson.explorers.network.epochs import EpochsPanel
from gdlesson.explorers.network.racers import NAME, Racers
from gdlesson.live.drawing import new_figure
from gdlesson.live.ends import accuracy_axis, decades, least_accuracy, plain_numbers, stride_end
from gdlesson.live.field import POINTS, border
from gdlesson.live.looks import OPTIMIZERS, looks


def test_a_border_goes_around_and_where_there_is_none_it_is_empty():
    ends = np.linspace(-2, 2, 41)
    radius = np.hypot(*np.meshgrid(ends, ends))
    line = border(ends, ends, 1 - radius)
    assert np.nanmax(np.abs(np.hypot(*line) - 1)) < 0.01 and line.shape[1] > 40
    assert border(ends, ends, radius + 1).shape == border(ends, ends, 0 * radius + 1).shape == (2, 0)


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
@pytest.mark.parametrize("sizes", [(2, 1, 1), (2, 12, 3, 1), (2, 3, 3, 3, 3, 1)])
def test_each_unit_has_a_map_of_what_it_computes(sizes, activation):
    ax = new_figure(5, 3).add_subplot()
    network, diagram = Network(sizes, activation), Diagram(ax, len(sizes) - 2)
    ends = np.linspace(-1, 1, POINTS)
    seen = np.stack(np.meshgrid(ends, ends), axis=-1).reshape(-1, 2)
    p = network.start(0)
    diagram.show(network, p, seen)
    shown = [sum(shades.image.get_visible() for shades in column) for column in diagram.maps]
    assert shown == [min(size, 8) for size in sizes]
    values = diagram.maps[-1][0].values
    few = seen.reshape(POINTS, POINTS, 2)[::3, ::3].reshape(-1, 2)
    assert values.ravel() == pytest.approx(network.predict(p, few))
    assert (np.diff(diagram.maps[0][0].values, axis=1) > 0).all()  # the first input grows to the right
    images = [shades.values for column in diagram.maps for shades in column]
    assert all(image.min() >= 0 and image.max() <= 1 for image in images)


def test_units_that_are_left_out_are_counted():
    assert headings((2, 16, 3, 1)) == ["inputs", "8 of 16 units", "3 units", "output"]
    assert headings((2, 1, 8, 1)) == ["inputs", "1 unit", "8 units", "output"]
    assert headings((2, 1, 9, 9, 9, 1)) == ["inputs", "1", "8 of 9", "8 of 9", "8 of 9", "output"]


@pytest.mark.parametrize("units", [1, 2, 5, 8, 32])
def test_few_units_have_large_maps_and_no_map_lies_on_another(units):
    ax = new_figure(5, 3).add_subplot(xlim=(0, WIDE), ylim=(0, HIGH))
    sizes = (2, *[units] * 4, 1)
    network, diagram = Network(sizes), Diagram(ax, 4)
    diagram.show(network, network.start(0), np.zeros((POINTS * POINTS, 2)))
    shown = [shades.image for column in diagram.maps for shades in column if shades.image.get_visible()]
    boxes = np.array([image.get_extent() for image in shown])
    assert np.ptp(boxes[:, 1] - boxes[:, 0]) < 1e-9 and boxes.min() >= 0 and boxes[:, 1].max() <= WIDE
    assert boxes[:, 3].max() <= HIGH - 20  # below the headings
    assert boxes[0, 1] - boxes[0, 0] == {1: 51, 2: 51, 5: pytest.approx(46.2), 8: 27, 32: 27}[units]
    assert not overlapping(boxes)


def overlapping(boxes):
    """Return the pairs of boxes (left, right, bottom, top) that have an area in common."""
    left, right, bottom, top = np.transpose(boxes)
    across = np.minimum(right[:, None], right) - np.maximum(left[:, None], left)
    along = np.minimum(top[:, None], top) - np.maximum(bottom[:, None], bottom)
    return np.argwhere(np.triu((across > 1e-9) & (along > 1e-9), 1)).tolist()


@pytest.mark.parametrize("maps", range(2, 13))
def test_the_maps_of_several_networks_have_room_for_their_names(maps):
    ax = new_figure(5, 3).add_subplot(xlim=(0, WIDE), ylim=(0, HIGH))
    racers = Racers(ax, [f"my_own_optimizer_with_number_{k}" for k in range(maps)])
    racers.show(np.zeros((maps, POINTS * POINTS)), list(range(maps)), np.zeros(maps))
    boxes = np.array([shades.image.get_extent() for shades in racers.maps])
    assert not overlapping(boxes - [0, 0, NAME, 0])  # each with its name below it
    assert boxes[:, 1].max() <= WIDE and boxes[:, 2].min() >= NAME and boxes[:, 3].max() <= HIGH
    pixels = ax.bbox.width / WIDE
    for text, column in zip(racers.words, boxes[:, 0], strict=True):
        rest = boxes[:, 0][boxes[:, 0] > column + 1].min(initial=WIDE + 4)
        end = text.get_position()[0] * pixels + 7.4 * len(text.get_text())
        assert end <= rest * pixels and text.get_text().endswith("…")


def test_axes_end_on_a_ladder():
    assert [stride_end(n, 20) for n in (1, 20, 21, 60, 61, 120)] == [20, 20, 40, 60, 80, 120]

    def ends(*losses):
        return decades(np.array(losses), 1e-4, 100.0)

    assert ends(0.9, 0.3) == ends() == (0.1, 1.0) and ends(1e-9, 0.0) == (1e-4, 1.0)
    assert ends(20.0, 0.02, np.nan) == (0.01, 100.0) and ends(1e9) == (0.1, 100.0)


def test_an_axis_of_accuracies_begins_at_one_half_if_all_are_above():
    assert [least_accuracy(values) for values in ([0.5, 0.9], [0.49, 0.9], [np.nan], [])] == [0.5, 0.0, 0.0, 0.5]
    for least, ticks in ((0.5, [0.5, 0.75, 1]), (0.0, [0, 0.5, 1])):
        axis = accuracy_axis(least)
        assert axis["ylim"][0] == least and 1 < axis["ylim"][1] <= 1.04 and axis["yticks"] == ticks


def test_an_axis_of_losses_has_at_least_three_numbers():
    for ends, numbers in (((0.1, 1), ["0.1", "0.2", "0.5", "1"]), ((0.01, 1), ["0.01", "0.1", "1"])):
        ax = new_figure(3, 2).add_subplot(yscale="log", ylim=ends)
        plain_numbers(ax)
        low, high = ax.get_ylim()
        ticks = zip(ax.get_yticks(), ax.get_yticklabels(), strict=True)
        assert [text.get_text() for at, text in ticks if low <= at <= high * 1.0001] == numbers


def test_each_line_ends_in_the_marker_of_its_map_and_has_almost_the_whole_width():
    ax = new_figure(3, 2).add_subplot()
    panel = EpochsPanel(ax, list(OPTIMIZERS), 60, ylim=(0, 1))
    panel.show(np.linspace(0.1, 0.9, 6) * np.ones((60, 1)), list(range(6)))
    assert [text.get_visible() for text in panel.ends.labels.artists] == [False] * 6
    ends = [mark.get_xydata()[0] for mark in panel.ends.marks]
    assert np.allclose(ends, np.column_stack([np.full(6, 60), np.linspace(0.1, 0.9, 6)]))
    assert [mark.get_marker() for mark in panel.ends.marks] == [looks(k)[1] for k in range(6)]
    assert 60 / ax.get_xlim()[1] > 0.9
