"""The loop: every row of the running example, every kind of bad input, and what must hold for any quadratic."""

import dataclasses
import math
import re
import warnings

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import gdlesson
from gdlesson import Function, descend, quadratic

F = quadratic([-3, -2, 3])

# learning rate, steps, stop, last x, smallest x visited, regime: measured with the widely copied loop
RUNNING_EXAMPLE = [
    (0.001, 500, "max_iterations", 0.7116006162706949, 0.7116006162706949, "slow"),
    (0.01, 174, "tolerance", 0.33350, 0.33350, "steady"),
    (0.05, 35, "tolerance", 0.33336, 0.33336, "steady"),
    (1 / 6, 1, "tolerance", 1 / 3, 1 / 3, "steady"),
    (0.2, 9, "tolerance", 0.33333, -1.2, "overshooting"),
    (0.25, 21, "tolerance", 0.33333, -3.5, "overshooting"),
    (0.3, 64, "tolerance", 0.33334, -5.8, "overshooting"),
    (1 / 3, 500, "max_iterations", 8, -22 / 3, "bouncing"),
    (0.34, 500, "max_iterations", 2.519278792e9, -2.422383454e9, "diverging"),
]


@pytest.mark.parametrize(("rate", "nit", "stop", "x", "smallest", "regime"), RUNNING_EXAMPLE)
def test_every_row_of_the_running_example(rate, nit, stop, x, smallest, regime):
    run = descend(F, 8, rate)
    assert (run.nit, run.stop, run.regime) == (nit, stop, regime)
    assert run.x == pytest.approx(x, abs=6e-6, rel=1e-9)
    assert run.path.min() == pytest.approx(smallest, abs=6e-6, rel=1e-9)
    assert run.success == (stop == "tolerance")


def test_the_copied_loops_minimum_to_the_last_digit():
    assert descend(F, start=8, learning_rate=0.001).path.min() == 0.7116006162706949


def test_a_rate_of_one_diverges_and_keeps_what_is_finite():
    run = descend(F, 8, 1.0)
    assert (run.stop, run.regime, run.success) == ("diverged", "diverging", False)
    assert np.isfinite(run.path).all() and np.isfinite(run.losses).all()
    assert 200 < run.nit <= 220  # a plain loop raises OverflowError at step 220


def test_uncapped_it_stops_by_tolerance_far_from_the_minimum():
    run = descend(F, 8, 0.001, max_iterations=10_000)
    assert (run.nit, run.stop, run.success) == (1402, "tolerance", True)
    assert run.x == pytest.approx(0.33499, abs=5e-6)
    assert run.x - 1 / 3 == pytest.approx(1e-5 / (6 * 0.001), rel=0.01)
    assert descend(F, 8, 0.003165).stop == "tolerance"
    assert descend(F, 8, 0.003164).stop == "max_iterations"


@pytest.mark.parametrize("rate", [0, 1e-9, 1e-7, 2.1e-7])
def test_a_tiny_rate_is_no_success(rate):
    run = descend(F, 8, rate)
    assert (run.nit, run.stop, run.regime, run.success) == (0, "tolerance", "still", False)
    assert "46" in run.message


def test_a_steep_stop_after_some_steps_is_no_success_either():
    run = descend(F, 8, 1e-5, max_iterations=10**6)
    assert run.nit > 0 and run.stop == "tolerance" and not run.success and "still" in run.message


@pytest.mark.parametrize(
    ("f", "start", "word"),
    [
        (quadratic([0, 0, -1]), 0, "maximum"),
        (Function(math.cos), 0, "maximum"),
        (Function(lambda x: 3.0), 5, "flat all around"),
        (Function(lambda x: -math.exp(-x * x)), 6, "plateau"),
        (Function(lambda x: x**3), 0, "saddle"),
        (Function(lambda x: x**4 - 4 * x**3, lambda x: 4 * x**3 - 12 * x**2), 0, "saddle"),
        (Function(lambda x: 1 - math.exp(-x * x / 8), lambda x: x / 4 * math.exp(-x * x / 8)), 13, "plateau"),
        (Function(lambda x: x[0] ** 2 - x[1] ** 2), [0, 0], "saddle"),
    ],
)
def test_no_slope_is_said_to_be_just_that(f, start, word):
    run = descend(f, start, 0.1)
    assert (run.stop, run.regime, run.nit, run.success) == ("flat", "still", 0, False)
    assert word in run.message and re.search("not? (a )?minimum", run.message)


@pytest.mark.parametrize(("scale", "start"), [(1e-10, 8), (1e-12, 8), (1e-12, 100), (1e-9, 3)])
def test_a_shallow_bowl_is_no_arrival(scale, start):
    run = descend(Function(lambda x: scale * x * x, lambda x: 2 * scale * x), start, 0.1)
    assert run.stop == "flat" and not run.success and f"the minimum is still about {start} away" in run.message


def test_far_out_in_a_plain_there_is_no_hilltop():
    assert "plateau" in descend(lambda x: -1 / (1 + x * x), 1e4, 1.0).message


def test_a_start_at_the_minimum_has_nowhere_to_go():
    run = descend(quadratic([0, 0, 1]), 0, 0.1)
    assert (run.stop, run.regime, run.success) == ("flat", "still", True) and "minimum already" in run.message


def test_a_flat_lowest_stretch_is_a_minimum():
    run = descend(Function(lambda x: max(x, 0.0)), 1.05, 0.1)
    assert (run.nit, run.success, run.regime) == (11, True, "steady")


def test_tolerance_zero_runs_to_the_cap():
    run = descend(F, 8, 0.25, tolerance=0, max_iterations=300_000)
    assert (run.nit, run.stop, run.regime) == (300_000, "max_iterations", "overshooting")
    assert descend(F, 8, 0.25, tolerance=0, max_iterations=0).nit == 0


def test_a_start_decides_on_a_quartic():
    def quartic(x):
        return x**4

    assert descend(quartic, 2, 0.01).regime == "slow"
    run = descend(quartic, 8, 0.01)
    assert (run.regime, run.stop, run.nit) == ("diverging", "diverged", 4)


def test_nothing_warns_and_nothing_overflows():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for f in (F, Function(lambda x: x**4), Function(lambda x: np.exp(x) + np.exp(-x)), Function(math.cosh)):
            for rate in (1.0, 50.0, 1e300):
                assert descend(f, 8, rate).regime == "diverging"
        assert descend(lambda x: np.sum(x**4), np.array([8.0, 1.0]), 1.0).regime == "diverging"


def test_vectors_go_down_by_the_same_line():
    run = descend(Function(lambda x: float(x @ x), lambda x: 2 * x), [3, 4], 0.1)
    assert run.path.shape == (run.nit + 1, 2) and run.success
    np.testing.assert_allclose(run.path[1], [2.4, 3.2])


def test_a_learners_function_is_differentiated_and_it_says_so():
    run = descend(lambda x: 3 * x**2 - 2 * x - 3, 8, 0.01)
    assert run.nit == 174 and run.x == pytest.approx(descend(F, 8, 0.01).x, abs=1e-8)
    assert "numerically" in run.message and "numerically" in gdlesson.verdict(run)
    assert "numerically" not in descend(F, 8, 0.01).message


def test_a_descent_is_frozen():
    run = descend(F, 8, 0.01)
    with pytest.raises(dataclasses.FrozenInstanceError):
        run.x = 0
    with pytest.raises(ValueError, match="read-only"):
        run.path[0] = 0


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"learning_rate": -0.1}, ValueError, "learning_rate must be a finite number, 0 or more, got -0.1"),
        ({"learning_rate": math.nan}, ValueError, "learning_rate must be .* got nan"),
        ({"learning_rate": math.inf}, ValueError, "learning_rate must be .* got inf"),
        ({"learning_rate": "0.1"}, TypeError, "learning_rate must be one number, got '0.1'"),
        ({"learning_rate": [0.1, 0.2]}, TypeError, "learning_rate must be one number"),
        ({"learning_rate": None}, TypeError, "learning_rate must be one number, got None"),
        ({"learning_rate": 1j}, TypeError, "learning_rate must be one number"),
        ({"start": math.inf}, ValueError, "start must be finite, got inf"),
        ({"start": math.nan}, ValueError, "start must be finite, got nan"),
        ({"start": "8"}, TypeError, "start must be a number"),
        ({"start": None}, (TypeError, ValueError), "start must be"),
        ({"start": 10**400}, ValueError, "start must be finite"),
        ({"learning_rate": 10**400}, ValueError, "learning_rate must be finite"),
        ({"learning_rate": np.complex128(1)}, TypeError, "learning_rate must be one number"),
        ({"start": b"8"}, TypeError, "start must be a number"),
        ({"start": []}, TypeError, "start must be a number"),
        ({"start": [[1.0, 2.0]]}, TypeError, "start must be a number"),
        ({"tolerance": -1}, ValueError, "tolerance must be"),
        ({"max_iterations": 2.5}, ValueError, "max_iterations must be a whole number, 0 or more, got 2.5"),
        ({"max_iterations": -1}, ValueError, "max_iterations must be a whole number"),
        ({"max_iterations": math.inf}, ValueError, "max_iterations must be a whole number"),
        ({"f": 3}, TypeError, "a function is expected"),
        ({"f": lambda x: None}, TypeError, "returned None"),
        ({"f": lambda x: "low"}, TypeError, "returned 'low'"),
        ({"f": lambda x: [x, x]}, ValueError, "must be one number"),
        ({"f": lambda x: math.nan}, ValueError, "must be finite"),
        ({"f": lambda: 1}, ValueError, "failed at x = 8.0: TypeError"),
        ({"f": lambda x: 1 / (x - 8)}, ValueError, "ZeroDivisionError"),
        ({"f": Function(abs, lambda x: np.array([1.0, 1.0]))}, ValueError, "the gradient of abs .* one number"),
        (
            {"f": Function(lambda x: x @ x, lambda x: 2 * x[:, None]), "start": [1, 2]},
            ValueError,
            r"shape \(2, 1\)",
        ),
        ({"f": Function(lambda x: x @ x, lambda x: 1.0), "start": [1, 2]}, ValueError, "a vector of 2 numbers"),
        ({"f": Function(lambda x: x**2, lambda x: None)}, TypeError, "returned None"),
    ],
)
def test_bad_input_is_refused_before_the_loop(arguments, error, words):
    with pytest.raises(error, match=words):
        descend(**({"f": F, "start": 8, "learning_rate": 0.1} | arguments))


@pytest.mark.parametrize("f", [math.log, np.log, lambda x: x - math.log(x)])
def test_a_run_that_leaves_the_domain_of_its_function_is_kept(f):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run = descend(f, 8.0, 64)
    assert (run.stop, run.success) == ("diverged", False) and np.isfinite(run.path).all()
    assert "has no value" in run.message and "has no value" in gdlesson.verdict(run)


def test_a_run_that_ends_beside_the_edge_of_the_domain_is_judged_without_looking_over_it():
    f = Function(lambda x: x - 0.05 * math.sqrt(x), lambda x: 1 - 0.025 / math.sqrt(x))
    assert descend(f, 0.01, 1e-4, tolerance=1e-8, max_iterations=5000).nit == 256


@pytest.mark.parametrize(
    ("f", "start", "rate"),
    [
        (quadratic([0, -2000, 1]), 1005, 1e-6),
        (quadratic([0, -200, 1]), 100.5, 1e-6),
        (Function(lambda x: x**3, lambda x: 3 * x * x), 1, 0.3),
        (Function(lambda x: x - math.sin(x)), 1, 0.3),
        (Function(lambda x: math.exp(-x)), 0, 100),
        (Function(lambda x: math.log1p(math.exp(-x))), 0, 100),
        (Function(math.tanh), -3, 50),
        (Function(lambda x: x[0] ** 2 - x[1] ** 2), [1, 0], 0.1),
        (Function(lambda x: x[0] ** 2 - x[1] ** 2), [1, 1e-9], 0.1),
        (Function(lambda x: x[0] * x[1]), [1, 1], 0.1),
        (Function(lambda x: x[0] ** 4 + x[1] ** 4 - 4 * x[0] * x[1]), [0, 0], 0.1),
    ],
)
def test_no_success_without_a_minimum(f, start, rate):
    assert not descend(f, start, rate).success


@pytest.mark.parametrize(
    ("f", "start", "rate", "x"),
    [
        (Function(math.cos), 0.5, 0.5, math.pi),
        (Function(math.cosh), 3, 0.05, 0),
        (Function(lambda x: x - math.log(x)), 3, 0.3, 1),
        (Function(lambda x: 0.1 * x**2 + math.sin(3 * x)), 0, 0.05, -0.51206),
        (quadratic([0, 0, 1e-6]), 8, 1e5, 0),
        (quadratic([0, 0, 1e6]), 8, 1e-7, 0),
        (Function(lambda x: (x[0] - x[1]) ** 2), [1.0, 0.0], 0.1, [0.5, 0.5]),
        (Function(lambda x: (x[0] - 1) ** 2 + 10 * (x[1] + 2) ** 2), [5, 5], 0.04, [1, -2]),
    ],
)
def test_success_at_a_minimum(f, start, rate, x):
    run = descend(f, start, rate)
    assert run.success and run.x == pytest.approx(x, abs=2e-3)


def test_a_tolerance_that_is_too_large_is_named_and_not_the_rate():
    run = descend(F, 8, 0.1, tolerance=5)
    assert not run.success and "only because the tolerance is so large" in run.message
    assert "plateau" not in descend(F, 8, 0.001, tolerance=100).message
    assert "learning rate is as small as 1e-07" in descend(F, 8, 1e-7).message


def test_rate_zero_and_no_slope_are_said_with_tolerance_zero_too():
    assert "learning rate is 0" in descend(F, 8, 0, tolerance=0).message
    assert "maximum" in descend(quadratic([0, 0, -1]), 0, 0.1, tolerance=0, max_iterations=3).message


parabolas = st.builds(
    lambda top, x_min, bend: (quadratic([top, -bend * x_min, bend / 2]), x_min, bend),
    st.floats(-100, 100),
    st.floats(-5, 5),
    st.floats(0.01, 100),
)


@given(parabolas, st.floats(-20, 20), st.floats(0.001, 2.5))
def test_the_regime_is_that_of_the_multiplier(parabola, start, pace):
    f, x_min, bend = parabola
    multiplier = 1 - pace
    assume(abs(start - x_min) > 0.1 and abs(abs(multiplier) - 1) > 1e-5 and abs(multiplier) > 1e-3)
    run = descend(f, start, pace / bend)
    if run.nit == 0:  # a steep bend and a tiny step: the tolerance stops it before it moves
        assert run.regime == "still"
    elif multiplier > 0:
        near = abs(run.x - x_min) / 2e-3  # 200 tolerances: a run that the cap stops so near has arrived
        assert (
            run.regime == ("slow" if run.stop == "max_iterations" and near > 1 else "steady") or 0.99 < near < 1.01
        )
    else:
        assert run.regime == ("overshooting" if multiplier > -1 else "diverging")


@given(parabolas, st.floats(-20, 20), st.floats(0.001, 2.5), st.integers(0, 60))
def test_what_a_descent_says_holds(parabola, start, pace, cap):
    f, x_min, bend = parabola
    rate = pace / bend
    run = descend(f, start, rate, max_iterations=cap)
    assert run.nit == len(run.path) - 1 == len(run.losses) - 1 <= cap
    assert run.path[0] == start and run.path[-1] == run.x and run.losses[-1] == run.fun == f(run.x)
    for before, after in zip(run.path, run.path[1:], strict=False):
        assert after == before - rate * f.gradient(before)
    if run.success:
        assert abs(run.x - x_min) <= 1e-5 + 0.0101 * abs(run.x - start) + 1e-8
