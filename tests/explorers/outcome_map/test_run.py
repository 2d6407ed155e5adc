"""The outcome map: each cell is what `descend` says, for all kinds of functions, and nothing else is lost."""

import dataclasses
import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdlesson import Function, descend, quadratic
from gdlesson.explorers.outcome_map.run import BLOCK, REGIMES, STEADY, outcome_map
from gdlesson.landscapes import LANDSCAPES, absolute, double_well, plateau, quartic, wavy

F = quadratic([-3, -2, 3])
RATES = [0, 1e-7, 0.001, 0.003, 0.01, 0.1, 1 / 6, 0.2, 0.25, 0.3, 1 / 3, 0.34, 0.5, 1.0, 1.02, 3.0, 1e300]
STARTS = [-9.0, -2.0, -1.0, -0.3, 0.0, 1e-3, 1 / 3, 0.7, 1.0, 2.5, 8.0]


def expected(f, start, rate, **settings):
    """Return regime, whether capped, and end of one cell, by `descend`."""
    try:
        run = descend(f, start, rate, **settings)
    except (TypeError, ValueError):
        return "undefined", False, math.nan
    return run.regime, run.stop == "max_iterations", run.x


def check_every_cell(f, rates=RATES, starts=STARTS, exact=True, **settings):
    """Compare a map with `descend` cell by cell, and return the map."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = outcome_map(f, rates, starts, **settings)
    assert found.regimes.shape == found.capped.shape == found.ends.shape == (len(starts), len(rates))
    for i, start in enumerate(starts):
        for j, rate in enumerate(rates):
            regime, capped, end = expected(f, start, rate, **settings)
            got = REGIMES[found.regimes[i, j]], found.capped[i, j]
            assert got == (regime, capped), f"start {start}, rate {rate}"
            same = pytest.approx(end, rel=0 if exact else 1e-9, abs=0 if exact else 1e-9, nan_ok=True)
            assert found.ends[i, j] == same, f"start {start}, rate {rate}"
    return found


POLYNOMIALS = [F, quadratic([0, 0, 1]), quadratic([0, 1, -1]), quadratic([0, 2, 0]), quadratic([1, 0, 0]), quartic]
PLAIN = [  # functions of a learner, without a gradient; True: NumPy gives the same numbers as Python's floats
    (lambda x: x * x * x * x - 2 * x * x, True),
    (lambda x: x - math.log(x), True),
    (lambda x: x - np.log(x), False),
    (lambda x: max(x, 0.0) ** 2, True),
    (lambda x: x * x if x > 0 else -x, True),
    (lambda x: x if np.all(x > 0) else -x, True),
    (lambda x: np.sum(x * x), True),
    (lambda x: math.nan if 2 < abs(x) < 2.1 else x * x, True),
    (lambda x: math.cosh(x), True),
    (lambda x: np.cosh(x), False),
    (lambda x: 1 / x + x * x, True),
    (lambda x: abs(round(x)), True),
    (lambda x: 3, True),
]
WITH_SLOPE = [  # the loss has holes where the slope has none, and the other way round
    Function(lambda x: x - np.log(x), lambda x: 1 - 1 / x),
    Function(lambda x: np.where(x > 5, np.nan, x * x), lambda x: 2 * x),
    Function(lambda x: x * x, lambda x: 2 * x if x < 2 else math.nan),
    Function(lambda x: x * x / 2, lambda x: x),
    Function(abs, lambda x: 1 if x > 0 else -1),
    Function(lambda x: -x * x * x * x, lambda x: -4 * x * x * x),
    Function(lambda x: np.maximum(5000 - x, 0.0), lambda x: np.where(x < 5000, -1.0 - x, 0.0)),
]


@pytest.mark.parametrize("f", [*POLYNOMIALS, double_well, absolute], ids=str)
def test_every_cell_is_what_descend_says(f):
    check_every_cell(f)


@pytest.mark.parametrize("f", [plateau, wavy], ids=str)
def test_landscapes_with_other_functions_agree_too(f):
    check_every_cell(f, rates=[0.001, 0.1, 0.2, 1, 4], exact=False)  # below the rates of chaos


@pytest.mark.parametrize("f", WITH_SLOPE)
def test_losses_and_slopes_may_have_holes(f):
    check_every_cell(f)


@pytest.mark.parametrize(("f", "exact"), PLAIN)
def test_any_function_of_a_learner_is_judged_right(f, exact):
    check_every_cell(f, rates=[0.001, 0.02, 0.1, 0.5, 3.0, 1e4], exact=exact, max_iterations=60)


@pytest.mark.parametrize("cap", [0, 1, 2, 3, 4, 19, 20, 21, 22, 23, 24, 25, 26, 47, 48, 49, 50])
@pytest.mark.parametrize("f", [F, quartic, double_well], ids=str)
def test_small_caps(f, cap):
    check_every_cell(f, max_iterations=cap)


@pytest.mark.parametrize("tolerance", [0, 1e-300, 1e-16, 1e-12, 1e-8, 0.01, 1.0, 100.0])
@pytest.mark.parametrize("f", [F, quartic, double_well, absolute], ids=str)
def test_any_tolerance(f, tolerance):
    check_every_cell(f, tolerance=tolerance, max_iterations=150)


@pytest.mark.parametrize("f", [F, quadratic([0, 1, -1]), quartic], ids=str)
def test_starts_of_any_size(f):
    check_every_cell(f, starts=[1e-170, -1e-9, 1e5, -1e12, 1e100, 1e160, -1e308])


@pytest.mark.parametrize("bend", [0.5, 1.0, 3.0, 7.1])
def test_steps_on_the_border_to_rounding_errors(bend):
    f, starts = quadratic([0, 0, bend / 2]), np.random.default_rng(0).uniform(-20, 20, 60)
    for cap in (1, 2, 10):
        check_every_cell(f, np.array([0.9, 1, 1.1]) * 1e-12 / bend, starts, max_iterations=cap, tolerance=0)


parabolas = st.tuples(st.floats(-5, 5), st.floats(-5, 5), st.floats(0.01, 100))


@given(
    parabolas,
    st.lists(st.floats(0, 2.5), min_size=1, max_size=4),
    st.lists(st.floats(-20, 20), min_size=1, max_size=4),
    st.integers(0, 120),
    st.sampled_from([0, 1e-13, 1e-5, 0.1]),
)
def test_every_cell_of_any_parabola(parabola, paces, starts, cap, tolerance):
    top, middle, bend = parabola
    f = quadratic([top, -bend * middle, bend / 2])
    rates = [pace / bend for pace in [*paces, 1, 2]]
    check_every_cell(f, rates, starts, max_iterations=cap, tolerance=tolerance)


@given(st.floats(0.01, 100))
def test_a_parabola_has_vertical_bands(bend):
    f, rates = quadratic([0, 0, bend / 2]), np.array([0.1, 0.9, 1.1, 1.9, 2.1, 3]) / bend
    rows = [[REGIMES[k] for k in row] for row in outcome_map(f, rates, [-8, -1, 0, 2, 5]).regimes]
    words = ["steady"] * 2 + ["overshooting"] * 2 + ["diverging"] * 2
    assert rows == [words, words, ["still"] * 6, words, words]


def test_the_bands_of_a_parabola_end_where_they_should():
    starts = np.linspace(-8, 8, 16)
    found = outcome_map(quadratic([0, 0, 1]), [0.5, 1.0], starts)  # 1/L and 2/L
    assert (found.regimes[:, 0] == STEADY).all() and (found.ends[:, 0] == 0).all()
    assert (found.regimes[:, 1] == REGIMES.index("bouncing")).all() and (found.ends[:, 1] == starts).all()


@pytest.mark.parametrize("f", [quartic, double_well], ids=str)
def test_elsewhere_the_start_decides_too(f):
    found = outcome_map(f, np.logspace(-3, 0, 30), np.linspace(*f.view, 30))
    different = [len(set(column)) for column in found.regimes.T]
    assert sum(count > 1 for count in different) >= 8
    assert {"steady", "overshooting", "diverging"} <= {REGIMES[k] for k in np.unique(found.regimes)}


def test_the_four_regimes_of_the_running_example_and_what_is_slow():
    found = outcome_map(F, [0.001, 0.01, 0.25, 1 / 3, 0.34], [8])
    assert [REGIMES[k] for k in found.regimes[0]] == [
        *["slow", "steady", "overshooting", "bouncing", "diverging"],
    ]
    assert found.capped.tolist() == [[True, False, False, True, True]]
    assert found.ends[0, 0] == 0.7116006162706949


def test_a_start_without_a_value_is_undefined_and_the_others_are_run():
    found = outcome_map(math.log, [0.1, 0.5], [-1.0, 0.0, 2.0, math.e])
    assert [[REGIMES[k] for k in row] for row in found.regimes][:2] == [["undefined"] * 2] * 2
    assert np.isnan(found.ends[:2]).all() and np.isfinite(found.ends[2:]).all() and not found.capped[:2].any()
    assert (found.regimes[2:] != REGIMES.index("undefined")).all()


def test_a_map_of_more_cells_than_run_at_once_is_put_together_right():
    rates, starts = np.linspace(0.001, 0.4, BLOCK // 100 + 7), np.linspace(-9, 9, 103)
    found = outcome_map(F, rates, starts, max_iterations=30)
    assert found.regimes.size > BLOCK
    for i, j in [(0, 0), (99, 5), (100, 406), (102, 0), (102, 406)]:
        one = expected(F, starts[i], rates[j], max_iterations=30)
        assert (REGIMES[found.regimes[i, j]], found.capped[i, j], found.ends[i, j]) == one


def test_a_function_that_changes_its_argument_does_no_harm():
    def greedy(x):
        x -= 1
        return x * x

    check_every_cell(Function(greedy, lambda x: 2 * (x - 1)), rates=[0.1, 0.6, 1.1])


def test_a_map_is_frozen_and_leaves_its_arguments_alone():
    rates, starts = np.array([0.1, 0.2]), np.array([1.0, 2.0])
    found = outcome_map(F, rates, starts)
    rates[0] = starts[0] = 99
    assert found.learning_rates[0] == 0.1 and found.starts[0] == 1
    for table in (found.regimes, found.capped, found.ends, found.learning_rates, found.starts):
        with pytest.raises(ValueError, match="read-only"):
            table[...] = 0
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.ends = 0
    assert found.regimes.dtype == np.int8 and found.function is F and REGIMES[STEADY] == "steady"


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"learning_rates": [0.1, -0.2]}, ValueError, "learning_rates must be 0 or more, got -0.2"),
        ({"learning_rates": [0.1, math.nan]}, ValueError, "learning_rates must be finite, got nan"),
        ({"learning_rates": 0.1}, TypeError, "learning_rates must be a row of numbers, .* got 0.1"),
        ({"learning_rates": []}, TypeError, "learning_rates must be a row of numbers"),
        ({"learning_rates": ["0.1"]}, TypeError, "learning_rates must be a row of numbers"),
        ({"learning_rates": [[0.1]]}, TypeError, "learning_rates must be a row of numbers"),
        ({"learning_rates": [[0.1], [1, 2]]}, TypeError, "learning_rates must be a row of numbers"),
        ({"learning_rates": None}, TypeError, "learning_rates must be a row of numbers, .* got None"),
        ({"starts": [1, math.inf]}, ValueError, "starts must be finite, got inf"),
        ({"starts": [1j]}, TypeError, "starts must be a row of numbers"),
        ({"tolerance": -1}, ValueError, "tolerance must be"),
        ({"max_iterations": 2.5}, ValueError, "max_iterations must be a whole number"),
        ({"f": 3}, TypeError, "a function is expected"),
        ({"f": lambda x: None}, TypeError, "returned None"),
        ({"f": lambda x: undefined_name}, ValueError, "NameError"),  # noqa: F821
        ({"f": math.log, "starts": [-1, -2]}, ValueError, "failed at x = -1.0"),
    ],
)
def test_bad_input_is_refused_before_anything_runs(arguments, error, words):
    with pytest.raises(error, match=words):
        outcome_map(**({"f": F, "learning_rates": [0.1], "starts": [8]} | arguments))


def test_all_landscapes_are_mapped_without_a_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for f in LANDSCAPES:
            found = outcome_map(f, np.logspace(-4, 3, 20), np.linspace(*f.view, 21))
            assert np.isfinite(found.ends).all() and (found.regimes < REGIMES.index("undefined")).all()
