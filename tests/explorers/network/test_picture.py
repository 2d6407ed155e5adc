"""The parts of the picture of networks: how many units are drawn, where the axes end."""

import numpy as np
import pytest

from gdlesson import Network
from gdlesson.explorers.network.diagram import Diagram, headings
from gdlesson.live.drawing import new_figure
from gdlesson.live.ends import decades, stride_end
from gdlesson.live.field import POINTS, border


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


def test_axes_end_on_a_ladder():
    assert [stride_end(n, 20) for n in (1, 20, 21, 60, 61, 120)] == [20, 20, 40, 60, 80, 120]

    def ends(*losses):
        return decades(np.array(losses), 1e-4, 100.0)

    assert ends(0.9, 0.3) == ends() == (0.1, 1.0) and ends(1e-9, 0.0) == (1e-4, 1.0)
    assert ends(20.0, 0.02, np.nan) == (0.01, 100.0) and ends(1e9) == (0.1, 100.0)
