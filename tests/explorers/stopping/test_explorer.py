"""The explorer of stopping rules without a browser."""

import pytest

from gdlesson import explore_stopping, quadratic
from gdlesson.explorers.stopping.run import find_stops, stops_verdict

SQUARE = quadratic([0, 0, 1])


def test_the_stops_follow_their_controls():
    lab = explore_stopping(SQUARE)
    lab.set(rule="slope", tolerance=1e-3, learning_rate=0.7, cap=40)
    assert lab.verdict == stops_verdict(find_stops(SQUARE, 8.0, 0.7, 1e-3, 40, "slope"))
    lab.controls["tolerance"].typed = "-1"
    assert not lab.live.failed and "tolerance must be" in lab.controls["tolerance"].refused


def test_a_start_that_is_a_point_is_refused():
    with pytest.raises(TypeError, match="start must be one number"):
        explore_stopping(lambda v: v @ v, start=[1, 2])
