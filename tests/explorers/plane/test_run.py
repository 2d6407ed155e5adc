"""A descent over the plane: its errors across and along the valley, and its words."""

import numpy as np
import pytest

from gdlesson import bowl, descend, hubble, rosenbrock, saddle
from gdlesson.explorers.plane.run import distances_along, main_directions, plane_verdict
from gdlesson.functions import Function
from gdlesson.optimizers import momentum


@pytest.mark.parametrize("angle", [0, 25, 90, 140])
def test_errors_fall_by_their_multipliers(angle):
    run = descend(bowl(10, angle), [2.0, 1.0], 0.15, max_iterations=20)
    across, along = distances_along(run)
    assert across[1:] == pytest.approx(0.5 * across[:-1], rel=1e-6)
    assert along[1:] == pytest.approx(0.85 * along[:-1], rel=1e-6)
    assert main_directions(bowl(10, angle), [0, 0])[0] == pytest.approx([10, 1])


def test_errors_need_a_minimum_to_be_known_and_take_the_nearest():
    run = descend(saddle, [0.5, -0.5], 0.1)
    across, along = distances_along(run)
    assert np.hypot(across[0], along[0]) == pytest.approx(np.hypot(0.5, np.sqrt(2) - 0.5))
    with pytest.raises(ValueError, match="no minimum of f is known"):
        distances_along(descend(lambda p: p[0] ** 2 + p[1] ** 2, [1, 1], 0.1))


@pytest.mark.parametrize(
    ("rate", "end"),
    [
        (0.05, "by 1 − 0.05·10 = 0.5 across the valley, by 1 − 0.05·1 = 0.95 along it (slower)"),
        (0.19, "by 1 − 0.19·10 = −0.9 across the valley (slower), by 1 − 0.19·1 = 0.81 along it"),
        (2 / 11, "= −0.81818 across the valley, by 1 − 0.181818·1 = 0.81818 along it"),
        (0.2, "by 1 − 0.2·10 = −1 across the valley, by 1 − 0.2·1 = 0.8 along it"),
        (0.200001, "the distance across the valley by 1 − 0.200001·10 = −1.00001"),
        (0.21, "the distance across the valley by 1 − 0.21·10 = −1.1"),
        (2.5, "= −24 across the valley, by 1 − 2.5·1 = −1.5 along it"),
    ],
)
def test_the_words_are_those_of_the_run(rate, end):
    words = plane_verdict(descend(bowl(10, 20), [2.0, 1.0], rate))
    assert words.endswith(f"{end}.") and words.count("Each step multiplies the distance ") == 1


@pytest.mark.parametrize("rate", [0.001, 0.013, 0.05, 0.1, 0.18, 0.2, 0.3])
@pytest.mark.parametrize("condition", [1, 3.16, 10, 100])
def test_the_words_on_a_bowl_take_two_lines(condition, rate):
    assert len(plane_verdict(descend(bowl(condition, 30), [-3.2, 1.6], rate, max_iterations=500))) <= 225


def test_a_round_bowl_has_one_multiplier_and_any_other_bowl_is_one_too():
    words = plane_verdict(descend(bowl(1, 40), [2.0, 1.0], 0.5))
    assert words.endswith("Each step multiplies the distance by 1 − 0.5·1 = 0.5, whatever its direction.")
    trough = Function(lambda p: p[0] ** 2 + 0 * p[1], lambda p: np.array([2 * p[0], 0.0]))
    assert "multiplies" not in plane_verdict(descend(trough, [1, 1], 0.1))  # it is level along it
    assert "1 − 0.4·4.0671 = −0.62684" in plane_verdict(descend(hubble, [0, 0], 0.4))


def test_no_multipliers_where_there_are_none():
    for run in (
        descend(rosenbrock, [-1, 1], 0.001),
        descend(bowl(10), [1, 1], 0.01, optimizer=momentum),
        descend(bowl(10), [0, 0], 0.01),
        descend(bowl(10), [1, 1], lambda step: 0.1),
        descend(saddle, [0.1, 0.1], 0.1),
    ):
        assert "multiplies" not in plane_verdict(run)
