"""Newton's method and the line search of the explorer: their steps, how they end, and what is said about it."""

import numpy as np
import pytest
from scipy import optimize

from gdlesson import Function, explore_curvature
from gdlesson.explorers.curvature.run import CURVES, METHODS, NEAR, PART, curvature_run
from gdlesson.explorers.curvature.telling import curvature_verdict, step_told

SQUARE, QUARTIC, ROOT, WELLS = CURVES


def verdict(f, start, rate=0.05, method="Newton"):
    return curvature_verdict(curvature_run(f, start, rate, method))


@pytest.mark.parametrize("f", CURVES, ids=str)
def test_the_curves_know_their_slope_curvature_and_minima(f):
    xs = np.linspace(-3, 3, 25)
    for x in xs:
        np.testing.assert_allclose(f.gradient(x), optimize.approx_fprime(x, f, 1e-7)[0], atol=1e-4)
        np.testing.assert_allclose(f.bend(x), (f.gradient(x + 1e-5) - f.gradient(x - 1e-5)) / 2e-5, atol=1e-6)
    assert all(abs(f.gradient(x)) < 1e-12 and f.bend(x) >= 0 for x in f.known_minima)


@pytest.mark.parametrize("start", [-3, 0.9, 3])
def test_on_a_parabola_newton_needs_one_step(start):
    run = curvature_run(SQUARE, start)
    assert (run.own.nit, run.own.end) == (1, "arrived") and run.plain.nit > 15
    assert "Newton arrives after 1 step. The parabola is the curve itself" in curvature_verdict(run)


def test_on_the_fourth_power_each_step_leaves_two_thirds():
    run = curvature_run(QUARTIC, 2.5)
    np.testing.assert_allclose(run.own.path, 2.5 * (2 / 3) ** np.arange(run.own.nit + 1))
    assert run.own.path[-2] > NEAR >= run.own.path[-1] and "Each step leaves 0.667 of the" in curvature_verdict(
        run
    )


@pytest.mark.parametrize(
    ("start", "end"), [(0.99, "arrived"), (-0.5, "arrived"), (1.01, "diverged"), (-2, "diverged")]
)
def test_on_the_root_newton_arrives_from_within_1_only(start, end):
    run = curvature_run(ROOT, start)
    few = run.own.path[:4]
    np.testing.assert_allclose(few[1:], -(few[:-1] ** 3), rtol=1e-9)  # algebra: the step leads from x to −x³
    assert run.own.end == end
    assert ("Each vertex is farther out than the one before." in curvature_verdict(run)) == (end == "diverged")


def test_newton_climbs_where_the_curve_bends_down():
    run = curvature_run(WELLS, 0.5)
    assert run.own.end == "top" and run.own.losses[-1] > run.own.losses[0] and run.plain.end == "arrived"
    assert curvature_verdict(run).startswith(
        "Newton stands on a maximum, x = "
    ) and "its vertex is a maximum." in verdict(WELLS, 0.5)


def test_where_the_curvature_is_0_there_is_no_vertex():
    cube = Function(lambda x: x**4 - 6 * x**2, lambda x: 4 * x**3 - 12 * x, view=(-3, 3), name="x⁴ − 6x²")
    cube.bend = lambda x: 12 * x * x - 12
    run = curvature_run(cube, 1)
    assert run.own.end == "straight" and "without a vertex" in curvature_verdict(run)
    assert "so no vertex." in step_told(run, 0)


@pytest.mark.parametrize("f", CURVES, ids=str)
@pytest.mark.parametrize("start", [-3, -1.1, 0.3, 2.9])
@pytest.mark.parametrize("rate", [0.003, 0.3, 10.0])
def test_every_accepted_try_is_the_first_one_below_the_limit(f, start, rate):
    own = curvature_run(f, start, rate, "trying and halving").own
    assert own.end in ("arrived", "cap") and (np.diff(own.losses) <= 0).all()
    for x, search in zip(own.path, own.notes, strict=False):
        slope = f.gradient(x)
        below = [f(x - t * slope) <= f(x) - PART * t * slope**2 for t in search.tries]
        assert below == [False] * (len(below) - 1) + [True]


@pytest.mark.parametrize(("method", "f"), [(method, f) for method in METHODS for f in CURVES], ids=str)
def test_verdicts_are_short_and_agree_with_the_run(method, f):
    for start in np.linspace(-3, 3, 25):
        for rate in (0.001, 0.05, 1, 10):
            run = curvature_run(f, start, rate, method)
            words = curvature_verdict(run)
            assert len(words) <= 220 and "nan" not in words and "inf" not in words, words
            assert " 1 steps" not in words and " 1 tries" not in words
            for k in {0, 1, run.nit // 2, run.nit}:
                said = step_told(run, min(k, run.nit))
                assert len(said) <= 220 and "nan" not in said, said
            if run.own.nit:
                arrives = f" arrives after {run.own.nit} step"
                assert (arrives in words.split(". ")[0]) == (run.own.left[-1] <= NEAR)


def test_nothing_moves_where_the_slope_is_0():
    assert verdict(WELLS, 0) == "The slope at the start is 0, so nothing moves, but this is a maximum."
    assert verdict(WELLS, 2).startswith("The start is within 0.001 of a minimum already")
    step = Function(lambda x: x**4 - 4 * x**3, lambda x: 4 * x**3 - 12 * x**2, view=(-3, 4))
    assert verdict(step, 0).endswith("but this is no minimum.")


def test_a_rate_that_no_halving_saves_is_refused():
    assert "Trying and halving gives up at the start: every rate it tried was too large." in verdict(
        SQUARE, 2, 1e200, "trying and halving"
    )


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ((SQUARE, "a"), TypeError, "start must be one number"),
        ((SQUARE, 1, 0), ValueError, "learning_rate must be above 0"),
        ((SQUARE, 1, -1), ValueError, "learning_rate must be a finite number"),
        ((SQUARE, 1, 0.1, "newton's"), ValueError, "method must be one of Newton, trying and halving, got"),
        ((SQUARE, 1, 0.1, None), ValueError, "method must be one of"),
        ((lambda x: x, 1), ValueError, "has no minimum between x = -10 and x = 10"),
        ((3, 1), TypeError, "a function is expected"),
    ],
)
def test_bad_input_is_refused(arguments, error, words):
    with pytest.raises(error, match=words):
        curvature_run(*arguments)


def test_the_explorer_shows_a_function_of_a_learner():
    lab = explore_curvature(Function(lambda x: np.cosh(x), view=(-4, 4)), start=3)
    assert lab.run.own.end == "arrived" and lab.verdict.startswith("Newton arrives after ")
    with pytest.raises(ValueError, match="start must be between -4 and 4, got 5"):
        explore_curvature(Function(lambda x: np.cosh(x), view=(-4, 4)), start=5)
    with pytest.raises(ValueError, match="method must be one of"):
        explore_curvature(method="bisection")


def test_steps_are_shown_one_by_one_with_what_the_next_is_made_from():
    lab = explore_curvature(start=2.5)
    lab.set(function="x⁴", step=0)
    assert "Next: slope 62.5, curvature 75; −slope/curvature = −0.833." in lab.live.words
    lab.set(method="trying and halving", learning_rate=1, step=0)
    assert "Next: tries 1, 0.5, 0.25, 0.125, 0.0625; 0.0625 is accepted." in lab.live.words
    panel = lab.picture.panels[0]
    assert panel.next.get_xdata()[0] == pytest.approx(2.5 - 0.0625 * 62.5)
    assert panel.away.get_text() == "← 4 tries are out of view"


def test_who_has_ended_takes_no_next_step():
    root = Function(lambda x: np.sqrt(1 + x * x), lambda x: x / np.sqrt(1 + x * x), view=(-4, 4), minima=[0.0])
    run = curvature_run(root, 3.0, 0.05, "Newton")
    assert run.own.end == "diverged" and step_told(run, 50).endswith("Newton has ended.")
    fast = curvature_run(Function(lambda x: x**4, lambda x: 4 * x**3, view=(-4, 4), minima=[0.0]), 3.0, 10.0)
    assert fast.plain.end == "diverged"
    assert "gradient descent has ended at" in step_told(fast, fast.plain.nit + 1)
    away = curvature_run(root, -0.5, 10.0)
    assert away.plain.left[-1] > away.plain.left[0] and "rate 10 is 4" in curvature_verdict(away)
