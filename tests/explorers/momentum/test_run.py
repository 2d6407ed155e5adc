"""Momentum on x²: what is told from the runs, against the roots of their recurrence, worked out here."""

import warnings
from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdlesson import descend, explore_momentum, optimizers, quadratic
from gdlesson.checks import checked_start
from gdlesson.exercises.mistakes.momentum import damped, pytorch
from gdlesson.explorers.momentum.run import (
    CURVATURE,
    DIVERGES,
    LIMITS,
    LOW_RATES,
    MOMENTA,
    NEAR,
    NEVER,
    RATES,
    REGIMES,
    SLOW,
    STEPS,
    judged,
    momentum_map,
    momentum_run,
    momentum_verdict,
)

START = 8.0
COEFFICIENTS = {  # of r² − p·r + q = 0
    optimizers.momentum: lambda a, b: (1 + b - a * CURVATURE, b),
    optimizers.nesterov: lambda a, b: ((1 + b) * (1 - a * CURVATURE), b * (1 - a * CURVATURE)),
}
every_rule = pytest.mark.parametrize("rule", COEFFICIENTS, ids=lambda rule: rule.__name__)


def roots(rule, rate, beta):
    """Return the two roots, as complex numbers, the larger one first."""
    p, q = COEFFICIENTS[rule](rate, beta)
    root = np.sqrt(complex(p * p - 4 * q))
    return sorted([(p + root) / 2, (p - root) / 2], key=abs, reverse=True)


def way_of(large, small):
    """Return how a run with these roots moves, or None where that is too near to a border to be sure."""
    if abs(abs(large) - abs(small)) < 1e-9 and abs(large.imag) > 1e-9:
        angle = abs(np.angle(large))
        return "overshoots" if 0.1 < angle < np.pi - 0.1 and abs(large) > 0.15 else None
    if abs(large) - abs(small) < 0.02:  # nearly a double root
        return None
    return "steady" if large.real > 0 else "zigzags"


def expected(rule, rate, beta):
    """Return the regime by the roots, or None near a border."""
    large, small = roots(rule, rate, beta)
    way, size = way_of(large, small), abs(large)
    if size > 1.003:
        return "diverges"
    if way is None or size > 0.997:
        return None
    end = START * size**STEPS  # what is left, but for a factor that depends on the other root
    if end > 1e3 * NEAR:
        return "slow"
    return way if end < 1e-3 * NEAR else None


@every_rule
@pytest.mark.parametrize(("rates", "share"), [(RATES, 0.85), (LOW_RATES, 0.75)], ids=["evenly", "logarithmic"])
def test_the_map_says_what_the_roots_say(rule, rates, share):
    cells, sure = momentum_map(START, rule, rates), 0
    for i, beta in enumerate(MOMENTA):
        for j, rate in enumerate(rates):
            regime = expected(rule, rate, beta)
            sure += regime is not None
            assert regime in (None, REGIMES[cells[i, j]]), (rate, beta, regime)
    assert sure > share * cells.size


@every_rule
def test_every_regime_is_on_the_map(rule):
    assert np.array_equal(np.unique(momentum_map(START, rule)), np.arange(len(REGIMES)))


@every_rule
def test_the_limit_is_where_the_roots_and_the_runs_say(rule):
    for beta in (0.0, 0.25, 0.5, 0.9):
        limit = LIMITS[rule][1](beta)
        assert roots(rule, limit, beta)[0] == pytest.approx(-1)
        below, above = (momentum_run(START, share * limit, beta, rule) for share in (0.999, 1.001))
        assert below.regime != "diverges" and above.regime == "diverges" and below.factor < 1 < above.factor


def test_on_the_black_line_and_without_forgetting_nothing_settles():
    cells = momentum_map(START, optimizers.momentum)
    for i in range(0, 91, 2):  # rate = 1 + β is column 50 + β/0.02; nearer to β = 1 the other root is nearly −1
        assert cells[i, 50 + i // 2] == NEVER, MOMENTA[i]
    assert (cells[100, 1:100] == NEVER).all() and (cells[100, 100:] == DIVERGES).all()
    assert (cells[:, 0] == SLOW).all()  # at the rate 0 nothing moves


@settings(max_examples=60)
@given(st.floats(0.01, 2.2), st.floats(0, 0.99), st.sampled_from(list(COEFFICIENTS)))
def test_the_factor_in_the_long_run_is_the_larger_root(rate, beta, rule):
    large, small = roots(rule, rate, beta)
    if way_of(large, small) and abs(large) > 0.2 and abs(small / large) not in (0, 1):
        exact = abs(abs(large) - abs(small)) < 1e-9 or abs(small / large) < 0.9
        run = momentum_run(START, rate, beta, rule)
        assert run.factor == pytest.approx(abs(large), rel=1e-3 if exact else 0.05)


@pytest.mark.parametrize("start", [8.0, -8.0, 0.001, 1e6])
@every_rule
def test_a_run_is_that_of_descend(rule, start):
    run = momentum_run(start, 0.3, 0.8, rule)
    path = descend(quadratic([0, 0, 1]), start, 0.3, 0, STEPS, optimizer=rule, momentum=0.8).path
    assert np.allclose(run.path, path, rtol=1e-12)
    away = np.flatnonzero(abs(path) >= NEAR)[-1]
    assert run.arrival == away + 1 and run.arrives


def test_a_cell_is_judged_as_its_run_alone():
    for rule in COEFFICIENTS:
        cells = momentum_map(START, rule)
        for i, j in [(0, 0), (0, 25), (3, 7), (50, 75), (90, 5), (95, 30), (99, 109), (100, 110), (10, 54)]:
            assert REGIMES[cells[i, j]] == momentum_run(START, RATES[j], MOMENTA[i], rule).regime


def test_the_convention_of_pytorch_has_the_same_map_and_the_damped_one_a_wider():
    ours = momentum_map(START, optimizers.momentum)
    differs = (ours != momentum_map(START, pytorch)) & (ours != NEVER)  # on the line rounding may decide
    assert differs.mean() < 0.003
    assert (momentum_map(START, damped) == DIVERGES).sum() < (ours == DIVERGES).sum()


@pytest.mark.parametrize(
    ("rate", "beta", "words"),
    [
        (0.1, 0.9, "momentum swings around the minimum and settles: from step 254 on it is nearer than 0.00001."),
        (0.1, 0.1, "approaches from one side and settles"),
        (0.9, 0.0, "jumps across the minimum at every step and settles"),
        (0.001, 0.0, "approaches from one side, slowly: after 300 steps it is still 4.39 away."),
        (0.5, 0.0, "lands on the minimum in one step"),
        (0.0, 0.9, "does not move: after 300 steps"),
        (0.1, 1.0, "swings around the minimum, forever: after 300 steps"),
        (1.5, 0.5, "jumps across the minimum at every step, forever"),
        (1.2, 0.0, "jumps across the minimum at every step, and diverges: after 300 steps"),
        (1.95, 0.99, "multiplies the swing by 0.99499."),
        (1e200, 0.0, "the numbers become too large to store"),
    ],
)
def test_words_are_those_of_the_run(rate, beta, words):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        verdict = momentum_verdict(momentum_run(START, rate, beta, optimizers.momentum))
    assert words in verdict and "nan" not in verdict and "inf" not in verdict


def test_a_swing_is_measured_without_its_waves():
    t = np.arange(STEPS + 1)[:, None]
    sizes = np.array([0.5, 0.9, 0.99, 1.0, 1.01])
    found = judged(8 * sizes**t * np.cos(0.7 * t + 0.3))
    assert found.factor == pytest.approx(sizes, rel=1e-9)
    assert [REGIMES[k] for k in found.regime] == ["overshoots", "overshoots", "slow", "bounces", "diverges"]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ((8, -0.1, 0.9, optimizers.momentum), "learning_rate must be"),
        ((np.nan, 0.1, 0.9, optimizers.momentum), "start must be"),
        ((8, 0.1, 0.9, optimizers.gradient_descent), "no setting 'momentum'"),
        ((8, 0.1, 0.9, lambda x, g, t, v=0.0, learning_rate=0.1, momentum=0.9: x), "return x, v"),
        ((8, 0.1, 0.9, 3), "must be a function"),
    ],
)
def test_bad_input_is_told(arguments, complaint):
    with pytest.raises((TypeError, ValueError), match=complaint):
        momentum_run(*arguments)


def test_the_square_is_that_of_the_map():
    from gdlesson.explorers.momentum.run import SQUARE

    assert checked_start(SQUARE, 8) == 8.0 and SQUARE.gradient(1.0) == CURVATURE


def test_one_crossing_is_a_swing_already():
    x = np.array([8.0, 4.0, 1.0, -1.0, -0.5, -0.1, -0.01, -1e-6])[:, None]
    for path, way in [(x, "overshoots"), (-x, "overshoots"), (abs(x), "steady"), (-abs(x), "steady")]:
        found = judged(path)
        assert (REGIMES[found.way[0]], found.arrival[0]) == (way, 7)


@pytest.mark.parametrize("rate", [1e-7, 1e-5])
@pytest.mark.parametrize("rule", [optimizers.gradient_descent, optimizers.momentum, optimizers.nesterov])
def test_a_run_that_only_creeps_is_slow_and_never_bounces(rule, rate):
    path = np.array([8.0, *islice(optimizers.iterates(rule, lambda x: 2 * x, 8.0, lambda t: rate / 50, {}), 300)])
    found = judged(path[:, None])
    assert (np.diff(np.abs(path)) <= 0).all() and REGIMES[found.regime[0]] == "slow"


def test_nesterov_may_land_at_its_second_step():
    lab = explore_momentum(optimizers=["nesterov"], learning_rate=0.5, momentum=0.9)
    assert "jumps across the minimum once, and lands on it at step 2" in lab.verdict
    assert lab.run.path[1] < 0 and abs(lab.run.path[2:]).max() < 1e-12
