"""The map of the loss of every line."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from gdlesson.explorers.line.run import EACH, fit
from gdlesson.explorers.line.valley import RINGS, Losses, ValleyPanel, levels_of, slim

X, Y = np.arange(1.0, 9.0), np.array([2.1, 2.9, 4.2, 4.8, 6.1, 6.8, 8.3, 8.9])
RANGES = (-2.0, 4.0), (-10.0, 10.0)


@pytest.mark.parametrize("loss", EACH)
@pytest.mark.parametrize("last", [8.9, 2.0])
def test_each_place_of_the_map_is_the_loss_of_its_line(loss, last):
    y = (Y >= 5).astype(float) if loss == "binary_crossentropy" else Y
    last = float(last >= 5) if loss == "binary_crossentropy" else last
    losses = Losses(X, y, loss, RANGES)
    heights = losses.on(last)
    for row, column in [(0, 0), (30, 12), (60, 60), (33, 27)]:
        line = losses.slopes[column], losses.intercepts[row]
        assert heights[row, column] == pytest.approx(fit(X, np.append(y[:-1], last), *line, loss).value)


def panel(loss="mse", y=Y, best=(1, 1)):
    ax = Figure(figsize=(4, 3)).add_subplot()
    valley = ValleyPanel(ax, X)
    valley.frame(loss, RANGES)
    valley.show(fit(X, y, 0.5, 2, loss), best)
    return valley


@pytest.mark.parametrize("loss", ["mse", "mae", "huber"])
def test_a_ring_is_where_the_loss_has_one_height(loss):
    valley = panel(loss)
    levels = levels_of(np.sqrt(valley.losses.on(Y[-1])))
    assert len(valley.rings) == RINGS
    for ring, level in list(zip(valley.rings, levels, strict=True))[:-2]:
        corners = ring.get_path().vertices
        (left, right), (low, high) = RANGES
        inner = (corners > [left + 0.01, low + 0.01]).all(axis=1) & (corners < [right - 0.01, high - 0.01]).all(
            axis=1
        )
        values = [np.sqrt(fit(X, Y, *corner, loss).value) for corner in corners[inner]]
        assert np.allclose(values, level, rtol=0.06, atol=0.02)


def test_the_darkest_ring_holds_the_best_line():
    best = np.polyfit(X, Y, 1)
    assert all(ring.get_path().contains_point(best) for ring in panel().rings)


def test_a_line_off_the_map_is_shown_at_its_edge():
    assert panel(best=(9, 50)).best.get_xydata().tolist() == [[4, 10]]


def test_corners_on_a_straight_side_are_left_out_and_others_stay():
    side = np.linspace(0, 100, 41)
    square = [(s, 0) for s in side[:-1]] + [(100, s) for s in side[:-1]]
    square += [(100 - s, 100) for s in side[:-1]] + [(0, 100 - s) for s in side[:-1]]
    corners = slim(np.array(square, float))
    assert len(corners) < 20
    assert {(0, 0), (100, 0), (100, 100), (0, 100)} <= {tuple(corner) for corner in corners}


def test_a_map_of_losses_too_large_for_numbers_is_still_drawn():
    losses = Losses(X, Y, "mse", ((-1e200, 1e200), (-1.0, 1.0)))
    valley = panel()
    valley.losses = losses
    valley.draw_rings(np.sqrt(losses.on(Y[-1])))
    assert len(valley.rings[0].get_path())
