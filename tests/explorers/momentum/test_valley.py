"""The rules in a narrow valley: each direction is a run on x², and the table says what happens in it."""

import numpy as np
import pytest

from gdlesson import optimizers
from gdlesson.explorers.momentum.run import NEAR, REGIMES, STEPS, momentum_run
from gdlesson.explorers.momentum.valley import CONDITION, VALLEY, roll_words, valley_run, valley_verdict
from gdlesson.table import parted
from gdlesson.words import number

RULES = [optimizers.momentum, optimizers.nesterov]
CASES = [(0.1, 0.9), (0.9, 0.9), (1.5, 0.57), (0.02, 0.9), (0.1, 0.0), (2.2, 1.0), (0.5, 0.0)]


def run_at(rate, beta, rule=optimizers.momentum):
    return valley_run(8.0, rate, beta, rule, RULES)


def test_the_gradient_is_that_of_the_valley():
    points = np.random.default_rng(3).normal(size=(2, 20))
    for k, step in enumerate(np.eye(2) * 1e-6):
        slopes = (VALLEY(points + step[:, None]) - VALLEY(points - step[:, None])) / 2e-6
        np.testing.assert_allclose(VALLEY.gradient(points)[k], slopes, atol=1e-8)


@pytest.mark.parametrize(("rate", "beta"), CASES)
def test_across_and_along_are_runs_at_their_points_of_the_map(rate, beta):
    for roll in run_at(rate, beta).rolls[1:]:
        for direction, share in enumerate([rate / CONDITION, rate]):
            alone = momentum_run([-8, 8][direction], share, beta, roll.rule)
            same = np.isclose(roll.path[:, direction], alone.path, rtol=1e-6, atol=1e-9, equal_nan=True)
            assert same[np.abs(alone.path) < 1e100].all()
            assert REGIMES[roll.judged.regime[direction]] == alone.regime
    plain = run_at(rate, 0.0).rolls
    assert np.array_equal(plain[0].path, plain[1].path, equal_nan=True)  # with β = 0 momentum is plain descent


@pytest.mark.parametrize(("rate", "beta"), CASES)
def test_a_rule_has_arrived_when_it_says_so(rate, beta):
    run = run_at(rate, beta)
    for roll in run.rolls:
        errors = np.abs(roll.path).max(axis=1)
        assert (errors[roll.arrival :] < NEAR).all() and not errors[roll.arrival - 1] < NEAR
    assert run.last == min(STEPS, max(roll.arrival for roll in run.rolls))


@pytest.mark.parametrize(
    ("rate", "beta", "begin"),
    [
        (0.1, 0.9, "Overshoots: across the valley momentum swings around the minimum and settles."),
        (0.1, 0.1, "Steady: across the valley momentum approaches from one side and settles."),
        (0.5, 0.0, "Steady: across the valley momentum lands on the minimum in one step, and stays."),
        (0.001, 0.0, "Slow: across the valley momentum approaches from one side, slowly: after 300 steps"),
        (1.2, 0.0, "Diverges: across the valley momentum jumps across the minimum at every step, and diverges"),
        (1.5, 0.5, "Bounces: across the valley momentum jumps across the minimum at every step, forever"),
        (0.0, 0.9, "Does not move: after 300 steps momentum is where it began."),
    ],
)
def test_the_verdict_begins_with_the_regime_and_ends_with_a_table(rate, beta, begin):
    said, rows = parted(valley_verdict(run_at(rate, beta)))
    assert said.startswith(begin) and len(said) < 160
    assert [line.split()[0] for line in rows.splitlines()] == ["rule", "gradient_descent", "momentum", "nesterov"]


def test_the_table_holds_the_numbers_of_the_runs():
    run = run_at(0.1, 0.9)
    row = parted(valley_verdict(run))[1].splitlines()[2]
    assert row.split("  ")[0] == "momentum" and "overshoots, ×0.949" in row
    assert row.endswith(f"from step {run.rolls[1].arrival}") and run.rolls[1].arrival == 268
    assert "does not move" in valley_verdict(run_at(0.0, 0.9)) and "×1 " not in valley_verdict(run_at(0.001, 0.0))


def test_a_step_says_how_far_each_rule_is():
    run = run_at(0.1, 0.9)
    said, rows = parted(roll_words(run, 25))
    assert said == "Step 25 of 300: nesterov is nearest to the minimum."
    along, across = run.rolls[1].path[25]
    assert rows.splitlines()[2].split() == ["momentum", *(number(x, 3) for x in (across, along)), "3.79"]
    assert np.hypot(along, across) == pytest.approx(3.79, abs=0.005)
    assert len(rows.splitlines()) == len(parted(valley_verdict(run))[1].splitlines())  # the page does not jump
    assert "all are equally far from the minimum" in roll_words(run, 0)
    for step in (0, 150, STEPS):  # after an overflow, too
        assert parted(roll_words(run_at(2.2, 1.0), step))[1]
