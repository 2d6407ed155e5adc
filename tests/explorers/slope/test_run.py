"""Secants: their slopes, their errors, and what is said about where an error comes from."""

import numpy as np
import pytest

from gdlesson import Function, plateau, quadratic
from gdlesson.explorers.slope.run import STEPS, central_difference, forward_difference, secant, secant_verdict

F = quadratic([-3, -2, 3])
CUBE = Function(lambda x: x**3, lambda x: 3 * x**2, name="x³")


@pytest.mark.parametrize("h", [2.0, 0.5, 0.01])
def test_on_a_parabola_the_forward_error_is_that_of_the_formula(h):
    assert forward_difference(F, 2.0, h) == pytest.approx(10 + 3 * h)
    assert central_difference(F, 2.0, h) == pytest.approx(10)


def test_the_numbers_of_the_facts_for_a_cube_at_8():
    errors = {h: abs(central_difference(CUBE, 8.0, h) - 192) for h in (1e-5, 1e-14, 1e-16)}
    assert errors[1e-5] < 1e-7 and 3 < errors[1e-14] < 5 and errors[1e-16] == 192


@pytest.mark.parametrize("difference", ["forward", "central"])
def test_a_secant_goes_through_two_points_of_the_curve(difference):
    run = secant(CUBE, 2.0, 0.5, difference)
    (left, right), slope = run.ends, run.slope
    assert slope == pytest.approx((CUBE(right) - CUBE(left)) / (right - left)) and right == 2.5
    assert run.tangent == 12 and run.error == abs(slope - 12)
    assert run.errors[difference][np.argmin(abs(STEPS - 1e-3))] == pytest.approx(
        abs({"forward": forward_difference, "central": central_difference}[difference](CUBE, 2.0, 1e-3) - 12)
    )


def test_the_best_step_of_the_error_curve_is_neither_end():
    for name, low, high in (("forward", 1e-9, 1e-6), ("central", 1e-7, 1e-3)):
        assert low < STEPS[secant(CUBE, 8.0, 1.0).errors[name].argmin()] < high


@pytest.mark.parametrize(
    ("h", "difference", "words"),
    [
        (0.1, "forward", "from the bend of the curve"),
        (1e-3, "central", "from the bend of the curve"),
        (1e-12, "central", "from rounding"),
        (1e-16, "forward", "the same number"),
        (1e-7, "forward", "about as small as it gets"),
        (1e-5, "central", "about as small as it gets"),
    ],
)
def test_the_cause_of_an_error_is_told(h, difference, words):
    assert words in secant_verdict(secant(CUBE, 8.0, h, difference))


def test_no_error_is_said_to_be_none():
    straight = Function(lambda x: 2 * x, lambda x: 2.0)
    assert secant_verdict(secant(straight, 1.0, 0.5)).endswith("no difference at all.")


def test_a_function_with_holes_has_an_error_curve_with_holes():
    run = secant(Function(lambda x: np.log(x) if x > 0 else 1 / 0, lambda x: 1 / x), 0.5, 0.1, "central")
    assert np.isnan(run.errors["central"][-1]) and np.isfinite(run.errors["forward"]).all()


@pytest.mark.parametrize(("x", "h"), [(2.3, 10.0), (6.7, 1.0), (1.1, 0.5)])
def test_one_last_digit_is_as_small_as_it_gets(x, h):
    words = secant_verdict(secant(quadratic([0, 0, 1]), x, h, "central"))
    assert "as small as it gets" in words or "no difference" in words


def test_rounding_is_told_from_the_bend_where_values_cancel():
    assert "from rounding" in secant_verdict(secant(plateau, 0.1, 1e-9))
    assert "from rounding" in secant_verdict(secant(plateau, 0.1, 1e-7, "central"))


def test_numbers_that_are_too_large_are_said_to_be_so():
    with pytest.raises(ValueError, match="no longer finite"):
        secant(CUBE, 1e200, 1.0)


def test_two_equal_values_on_both_sides_of_a_minimum_are_no_rounding():
    said = secant_verdict(secant(quadratic([0, -2, 3]), 0.0, 2 / 3))
    assert "same number" not in said and "A smaller h would help." in said
