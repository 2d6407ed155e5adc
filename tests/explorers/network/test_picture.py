"""The picture of a network: the region where it says yes, with its border and its holes."""

import numpy as np
import pytest
from matplotlib.path import Path

from gdlesson.explorers.network.picture import border, filled, generator


def test_regions_with_holes_and_regions_without_end():
    ends = np.linspace(-2, 2, 41)
    radius = np.hypot(*np.meshgrid(ends, ends))
    ring = filled(generator(ends, ends, 0.5 - np.abs(radius - 1)))
    assert ring.contains_points([[1, 0], [1.9, 1.9]]).tolist() == [True, False]
    outer, hole = np.split(ring.vertices, np.flatnonzero(ring.codes == Path.MOVETO)[1:])
    assert area(outer) == pytest.approx(np.pi * 1.5**2, rel=0.02) and area(hole) == pytest.approx(
        -np.pi / 4, rel=0.02
    )
    everything, nothing = filled(generator(ends, ends, radius + 1)), filled(generator(ends, ends, -1 - radius))
    assert everything.contains_points([[0, 0], [1.9, -1.9]]).all() and len(nothing) == 0
    assert isinstance(nothing, Path) and border(generator(ends, ends, radius + 1)).shape == (2, 0)


def area(polygon):
    x, y = polygon.T
    return np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2  # below 0 where it runs clockwise: a hole
