"""The words are right, because every number in them is the run's own."""

import math

import numpy as np
import pytest

from gdlesson import Function, bowl, descend, quadratic, verdict
from gdlesson.words import count, number

F = quadratic([-3, -2, 3])


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (0.001, "Slow: it used all 500 steps and only reached x = 0.7116."),
        (0.05, "Steady: it approaches the minimum from one side, 35 steps to x = 0.33336."),
        (1 / 6, "Steady: it lands at x = 0.33333 in one step."),
        (0.25, "Overshoots, then settles: 21 steps to x = 0.33333."),
        (0.3333, "Overshoots: after 500 steps, the most allowed, it is at x = 7.2704, still on its way."),
        (1 / 3, "Bounces forever between x = −7.3333 and x = 8."),
        (0.34, "Diverges: after 500 steps it is at x = 2.5193e+09, and every step is longer than the one before."),
        (1.0, "Diverges: after 218 steps it is at x = 1.82e+153. At step 219 the numbers become too large"),
        (0, "Does not move: the learning rate is 0"),
    ],
)
def test_the_regime_in_words(rate, words):
    assert verdict(descend(F, 8, rate)).startswith(words)


@pytest.mark.parametrize(
    ("rate", "words"),
    [(0.25, "1 − 0.25·6 = −0.5"), (1 / 6, "= 0."), (1 / 3, "= −1."), (0.33334, "= −1.00004."), (0.01, "= 0.94.")],
)
def test_the_multiplier_in_words(rate, words):
    assert words in verdict(descend(F, 8, rate)) and "Each step" in verdict(descend(F, 8, rate))


def test_elsewhere_the_multiplier_holds_near_a_minimum_only():
    run = descend(Function(lambda x: x**4 - 2 * x**2), 1.2, 0.2)
    assert "Near there each step multiplies the distance by about 1 − 0.2·8 = −0.6." in verdict(run)
    assert "multiplies" not in verdict(descend(Function(lambda x: x**4), 1.0, 0.1))
    assert "multiplies" not in verdict(descend(Function(abs), 8.03, 0.1))


def test_bounces_of_other_kinds():
    assert verdict(descend(Function(abs), 8.03, 0.1)).startswith("Bounces forever between x = −0.07 and x = 0.03.")
    run = descend(Function(math.cos), 0.1, 2.5)  # wanders within a valley, and never settles
    assert run.regime == "bouncing"


def test_a_swing_that_finds_a_length_of_its_own_is_a_bounce():
    run = descend(Function(math.cos), 3, 2.01)
    assert run.regime == "bouncing" and verdict(run).startswith("Bounces forever between x = 2.968")
    wild = descend(Function(math.cos), 1, 6)
    assert wild.regime == "bouncing" and verdict(wild).startswith("Bounces without settling: after 500 steps")


def test_a_bounce_in_two_dimensions_names_points_that_were_visited():
    run = descend(
        Function(lambda x: (x[0] - x[1]) ** 2, lambda x: 2 * (x[0] - x[1]) * np.array([1, -1])), [1, 0], 0.5
    )
    assert verdict(run) == "Bounces forever between x = (0, 1) and x = (1, 0)."


def test_where_it_does_not_slow_down_it_is_not_called_slow():
    away = descend(quadratic([0, 0, -1]), 1, 0.1, max_iterations=30)
    assert verdict(away).startswith(
        "Slow at first: it used all 30 steps and reached x = 237.38, and its steps are getting longer."
    )
    assert verdict(descend(quadratic([0, 2, 0]), 0, 0.1)).endswith(
        "reached x = −100, in steps of the same length."
    )


@pytest.mark.parametrize("start", [2e6, 1e9, -1e12])
def test_far_away_is_no_special_case(start):
    assert "1 − 0.01·6 = 0.94" in verdict(descend(F, start, 0.01, max_iterations=3))


def test_one_point_is_not_enough_for_each_step_multiplies():
    assert "Each step" not in verdict(descend(Function(lambda x: x - math.log(x)), 1.5, 8))
    assert "Each step" not in verdict(descend(Function(math.cosh), 20, 0.01))


def test_it_lands_only_where_it_landed():
    run = descend(F, 8, 0.16, tolerance=1)
    assert run.nit == 1 and verdict(run).startswith("Steady: it approaches the minimum from one side, 1 step to")


def test_running_away_without_a_turn_is_divergence():
    assert descend(quadratic([0, 0, -1]), 1, 0.1).regime == "diverging"
    assert descend(quadratic([0, -1, 0]), 1, 0.1).regime == "slow"


def test_settled_at_the_cap_is_told_from_on_its_way():
    assert "settles at x = 0.33333; the cap stops it" in verdict(descend(F, 8, 0.25, tolerance=0))
    assert "is at the minimum, x = 0.33333; the cap stops it" in verdict(
        descend(F, 8, 0.05, tolerance=0, max_iterations=2000)
    )


@pytest.mark.parametrize("cap", [1, 2, 3])
@pytest.mark.parametrize(
    ("rate", "regime"), [(0.05, "slow"), (0.25, "overshooting"), (1 / 3, "bouncing"), (0.4, "diverging")]
)
def test_a_few_steps_are_enough_to_tell(cap, rate, regime):
    assert descend(F, 8, rate, max_iterations=cap).regime == regime


def test_a_curve_without_symmetry_settles_although_its_swings_are_uneven():
    run = descend(Function(lambda x: x**2 + 0.3 * x**3), 0.5, 0.97)
    assert run.regime == "overshooting"


def test_a_vector_is_written_as_one():
    run = descend(Function(lambda x: float(x @ x), lambda x: 2 * x), [3.0, 4.0], 0.5)
    assert verdict(run) == "Steady: it lands at x = (0, 0) in one step."


@pytest.mark.parametrize("start", [[-3.2, 1.6], [2.0, 1.0]])
def test_where_it_lands_rounding_is_0(start):
    run = descend(bowl(1, 40), start, 1.0)
    assert 0 < np.abs(run.x).max() < 1e-14
    assert verdict(run).startswith("Steady: it lands at x = (0, 0) in one step.")


def test_numbers_and_counts():
    assert (number(-0.5), number(1e-7), number(1234567.0)) == ("−0.5", "1e-07", "1.2346e+06")
    assert (count(1, "step"), count(2, "step")) == ("1 step", "2 steps")


@pytest.mark.parametrize("cap", [1, 2, 3, 30])
@pytest.mark.parametrize(("f", "start"), [(F, 8), (bowl(10), (3, 2))])
@pytest.mark.parametrize("rate", [0.01, 0.19, 0.3, 1.0])
def test_a_schedule_may_end_with_its_run(f, start, rate, cap):
    rates = [rate] * (cap + 1)
    run = descend(f, start, lambda step: rates[step], tolerance=0, max_iterations=cap)
    assert run.nit == cap and verdict(run)


def test_in_two_dimensions_only_what_no_longer_moves_bounces_forever():
    plane = bowl(10)
    told = verdict(descend(plane, (-2.0, 1.0), 0.2, tolerance=0, max_iterations=500))
    assert told.startswith("Bounces forever between x = (0, −1) and x = (0, 1)."), told
    slow = verdict(descend(bowl(1000), (3.0, 1.0), 0.002, 0, 1000))
    assert "forever" not in slow
    rising = descend(plane, (3.0, 1.0), 0.202, tolerance=0, max_iterations=1)
    assert rising.losses[-1] < rising.losses[0]
    assert "its loss has fallen to 8.0676 so far, but it will grow" in verdict(rising)
