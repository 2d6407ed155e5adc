"""The oracle itself: it is right where theory says what happens, and it catches lies."""

from collections import Counter

import numpy as np
import pytest
from oracle_cases import Case, cases
from oracle_landscapes import ellipsoid_landscape, more_variables, names, one_variable, quadratic_landscape
from oracle_runs import continued, judge, judged
from oracle_words import false_words

from gdlesson import optimizers
from gdlesson.functions import as_function

LANDSCAPES = {landscape.source: landscape for landscape in one_variable() + more_variables()}


def truth_of(landscape, start, rate, rule="gradient_descent", cap=100, **more):
    """The case, its run and what the oracle says of it."""
    landscape = LANDSCAPES.get(landscape, landscape)
    settings = more.pop("settings", {})
    case = Case(landscape, start, str(rate), getattr(optimizers, rule), cap=cap, settings=settings, **more)
    run = case.run()
    with np.errstate(all="ignore"):
        return case, run, judge(case, run, continued([case])[:, :, 0])


@pytest.mark.parametrize("landscape", LANDSCAPES.values(), ids=LANDSCAPES)
def test_the_formulas_are_those_of_the_package_and_the_minima_are_minima(landscape):
    f = as_function(eval(landscape.source, names()))
    for start in landscape.starts:
        x = np.ravel(start).astype(float)
        given = float(x[0]) if landscape.n == 1 else x
        assert np.isclose(landscape.at(x), f(given), rtol=1e-9)
        assert np.allclose(landscape.slope_at(x), f.gradient(given), rtol=1e-5, atol=1e-5)
    minima = np.array([landscape.near(np.ravel(start).astype(float)) for start in landscape.starts])
    if not np.isfinite(minima).all():
        return
    scale = landscape.steep * landscape.wide
    assert landscape.corner or np.abs(landscape.slope_at(minima.T)).max() < 1e-10 * scale
    around = np.random.default_rng(0).normal(size=(landscape.n, 300)) * 1e-2
    for minimum in minima:
        assert (landscape.at(minimum[:, None] + around) >= landscape.at(minimum) - 1e-12).all()
        assert landscape.at(minimum) >= landscape.floor - 1e-9 * max(1, abs(landscape.floor))


@pytest.mark.parametrize("curvature", [1e-8, 1e-3, 1.0, 6.0, 1e9])
@pytest.mark.parametrize("lowest", [0.0, 1.5, -300.0])
@pytest.mark.parametrize(
    ("factor", "regime"),
    [(0.9999, "slow"), (0.99, "slow"), (0.7, "steady"), (0.01, "steady"), (-0.3, "overshooting"),
     (-0.9, "overshooting"), (-0.99, "overshooting"), (-1.0, "bouncing"), (-1.1, "diverging"),
     (-7.0, "diverging")],
)  # fmt: skip
def test_on_a_parabola_the_factor_decides(curvature, lowest, factor, regime):
    a = [curvature / 2 * lowest**2, -curvature * lowest, curvature / 2]
    landscape = quadratic_landscape(a, [lowest + 8.0])
    rate = 2 / curvature if factor == -1 else (1 - factor) / curvature
    assert truth_of(landscape, lowest + 8.0, rate)[2].regimes == {regime}


@pytest.mark.parametrize(
    ("factors", "regime"),
    [((0.5, 0.99), "slow"), ((0.2, 0.5), "steady"), ((-0.5, 0.85), "overshooting"),
     ((-0.05, 0.999), "overshooting"),
     ((-0.9, 0.99999), "overshooting"), ((-1.0, 0.5), "bouncing"), ((-1.2, 0.9), "diverging"),
     ((-0.5, 0.2, 0.5, 0.6, 0.7), "overshooting"), ((0.1, 0.2, 0.3, 0.4, 0.5), "steady")],
)  # fmt: skip
@pytest.mark.parametrize("seed", [None, 2])
def test_on_a_bowl_its_main_directions_decide(factors, regime, seed):
    curvatures = 1 - np.array(factors)
    start = tuple(float(x) for x in np.linspace(3, 2, len(factors)))
    landscape = ellipsoid_landscape(curvatures, [0.0] * len(factors), [start], seed)
    cap = 60 if regime == "slow" else 100
    assert truth_of(landscape, start, 1, cap=cap)[2].regimes == {regime}


def test_plain_descent_on_bowls_agrees_with_its_closed_form():
    """x after k steps is m + Σ (1 − ηλᵢ)ᵏ·cᵢ·vᵢ: what that says is compared with what the oracle sees."""
    plain = [each for each in cases() if each.landscape.family and each.rule is optimizers.gradient_descent]
    exact = [each for each in plain if not each.landscape.numerical and "(" not in each.rate]
    kinds = Counter()
    for case, run, truth in judged(exact):
        start, m = np.ravel(case.start), case.landscape.near(np.ravel(case.start).astype(float))
        values, columns = np.linalg.eigh(case.landscape.hessian(m))
        factors, parts = 1 - float(case.rate) * values, columns.T @ (start - m)
        if values.min() <= 0 or run.nit == 0 or truth.unsure:
            continue
        loss = [float(values @ (factors**k * parts) ** 2) for k in (0, run.nit)]
        swings = np.abs(factors * parts) > 1e-5 * np.abs(parts).max()
        if loss[1] > 100 * loss[0]:
            expected = {"diverging"}
        elif np.abs(factors + 1).min() < 1e-2 or np.abs(factors).max() > 1:
            continue
        else:
            expected = {"overshooting"} if (swings & (factors < -1e-5)).any() else {"slow", "steady"}
        assert expected & truth.regimes, (case.call, factors, truth)
        kinds[min(expected)] += len(truth.regimes) == 1
    assert min(kinds.values()) > 40, kinds


@pytest.mark.parametrize("beta", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("share", [0.5, 2.0])
def test_momentum_swings_beyond_the_rate_that_theory_names(beta, share):
    """x₊ = (1 + β − ηL)·x − β·x₋ has real roots, and no sign changes, up to ηL = (1 − √β)²."""
    rate = share * (1 - beta**0.5) ** 2
    landscape = quadratic_landscape([0, 0, 0.5], [8.0])
    truth = truth_of(landscape, 8.0, rate, "momentum", cap=60, settings={"momentum": beta})[2]
    assert ("overshooting" in truth.regimes) == (share > 1)
    assert share < 1 or truth.regimes == {"overshooting"}


@pytest.mark.parametrize(
    ("arguments", "regime"),
    [
        (("absolute", 8.03, 0.1), "bouncing"),  # between −0.07 and 0.03, for ever
        (("absolute", 8.03, 0.01), "slow"),
        (("quadratic([0, 0, 1])", 8.0, 0.4, "lion"), "bouncing"),  # its steps never get shorter
        (("math.sin", 4.0, 2.01), "bouncing"),  # beyond 2/L the swing finds a length of its own
        (("math.sin", 4.0, 1.5), "overshooting"),
        (("quartic", 2.0, 0.3), "diverging"),
        (("quartic", 2.0, 0.01), "slow"),
        (("hinge", -2.0, 0.13), "steady"),
        (("quadratic([-3, -2, 3])", 8.0, "exponential_decay(3, 50)"), "diverging"),
        (
            ("quadratic([-3, -2, 3])", 8.0, "exponential_decay(3, 50)", "gradient_descent", 500),
            "diverging",
        ),  # and freezes as the rate dies
        (("quadratic([-3, -2, 3])", 8.0, 0), "still"),
        (("quadratic([-3, -2, 3])", 8.0, 1e-11), "still"),
        (("himmelblau", (3.0, 2.0), 0.01), "still"),
        (("bowl(10)", (3.0, 0.1), 0.15), "overshooting"),
        (("himmelblau", (0.0, 0.0), 0.02, "gradient_descent", 20), "overshooting"),
    ],
)
def test_runs_of_which_one_can_say_what_happens(arguments, regime):
    assert truth_of(*arguments)[2].regimes == {regime}


LIES = [
    (
        ("bowl(10)", (3.0, 0.1), 0.15),
        "Comes from one side: 60 steps. Each step multiplies it by −0.5.",
        "contradiction",
    ),
    (("quadratic([-3, -2, 3])", 8.0, 0.05), "Zigzags across the valley to x = 0.33336.", "says overshooting"),
    (("quadratic([-3, -2, 3])", 8.0, 0.05), "Diverges: every step is longer.", "says diverging"),
    (("quadratic([-3, -2, 3])", 8.0, 0.05), "Diverges: every step is longer.", "step lengths"),
    (("quadratic([-3, -2, 3])", 8.0, 0.25), "Approaches from one side.", "says one side"),
    (("quadratic([-3, -2, 3])", 8.0, 0.25), "Overshoots, then settles: 20 steps to x = 0.33333.", "step count"),
    (("quadratic([-3, -2, 3])", 8.0, 0.25), "Overshoots: 21 steps to x = 0.33433.", "places"),
    (("quadratic([-3, -2, 3])", 8.0, 0.25), "It multiplies the distance by 1 − 0.25·6 = −0.4.", "factor"),
    (
        ("quadratic([-3, -2, 3])", 8.0, 0.001),
        "Each step multiplies the distance by 1 − 0.001·6 = 1.",
        "numbers alike",
    ),
    (("quadratic([-3, -2, 3])", 8.0, 0.001), "Picks up speed, and its steps are growing.", "step lengths"),
    (("quadratic([-3, -2, 3])", 8.0, 0.001), "The slope there is 2.3.", "slope"),
    (
        ("quadratic([-3, -2, 3])", 8.0, 0.01),
        "Stopped by tolerance, with the minimum about 0.001 away.",
        "says how near",
    ),
    (("absolute", 8.03, 0.1), "Overshoots, and is still on its way.", "says on its way"),
    (
        ("himmelblau", (0.0, 0.0), 0.02, "gradient_descent", 20),
        "Never settles: it still jumps about.",
        "says bouncing",
    ),
    (("hinge", -2.0, 0.1), "The slope is 0, but this is a plateau, not a minimum.", "says plateau"),
    (("hinge", -2.0, 0.1), "The slope is 0, but this is a plateau, not a minimum.", "says no minimum"),
    (("quartic", 0.1, 0.001), "Its slope is 0.004: this is a minimum already.", "says minimum"),
    (("saddle", (1.0, 0.0), 0.1), "The slope is 0, but this is a maximum, not a minimum.", "says maximum"),
    (("bowl(100, 30)", (3.0, 1.0), 0.001), "Slow: its condition number is 10.", "condition number"),
]


@pytest.mark.parametrize(("arguments", "words", "category"), LIES)
def test_lies_are_caught(arguments, words, category):
    assert category in [found for found, _ in false_words(*truth_of(*arguments), words)]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("bowl(10)", (3.0, 0.1), 0.15), "Zigzags, then settles. Across the valley by 1 − 0.15·10 = −0.5."),
        (("quadratic([-3, -2, 3])", 8.0, 0.05), "Approaches from one side: 35 steps to x = 0.33336."),
        (("quadratic([-3, -2, 3])", 8.0, 0.05), "Each step multiplies the distance by 1 − 0.05·6 = 0.7."),
        (("quadratic([-3, -2, 3])", 8.0, 0.34), "Diverges: every step is longer. The slope there is 152.16."),
        (("absolute", 8.03, 0.1), "Bounces forever, between x = −0.07 and x = 0.03."),
        (("saddle", (1.0, 0.0), 0.1), "The slope is 0, but this is a saddle, not a minimum."),
        (("bowl(100, 30)", (3.0, 1.0), 0.001), "Too slow: it used all 100 steps. Its condition number is 100."),
    ],
)
def test_true_words_pass(arguments, words):
    case, run, truth = truth_of(*arguments)
    found = [each for each in false_words(case, run, truth, words) if "152" not in words or each[0] != "slope"]
    assert found == []
