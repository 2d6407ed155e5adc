"""One table of landscapes drives all of these tests."""

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

import gdlesson
from gdlesson.calculus import minima, numerical_gradient
from gdlesson.landscapes import LANDSCAPES

# each landscape: its name, how many minima lie in its view, where its lowest is, and whether it has a corner there
TABLE = {
    "x⁴": (1, 0.0, False),
    "x⁴ − 2x² + 0.4x": (2, -1.0466805, False),
    "1 − exp(−x²/8)": (1, 0.0, False),
    "|x|": (1, 0.0, True),
    "x²/16 − cos 2x": (7, 0.0, False),
}
every = pytest.mark.parametrize("f", [*LANDSCAPES, gdlesson.quadratic([-3, -2, 3])], ids=lambda f: f.name)


def test_all_are_in_the_table_and_have_public_names():
    assert [f.name for f in LANDSCAPES] == list(TABLE)
    public = [gdlesson.quartic, gdlesson.double_well, gdlesson.plateau, gdlesson.absolute, gdlesson.wavy]
    assert public == LANDSCAPES


@every
def test_the_gradient_is_that_of_the_value(f):
    for x in np.linspace(*f.view, 41) + 0.0123:
        assert f.gradient(x) == pytest.approx(numerical_gradient(f, float(x)), rel=1e-7, abs=1e-8)


@every
def test_floats_and_arrays_give_the_same_numbers_to_the_last_bit(f):
    xs = np.linspace(*f.view, 1001).reshape(7, 143)
    assert np.array_equal(f(xs), np.vectorize(f, otypes=[float])(xs))
    assert np.array_equal(f.gradient(xs), np.vectorize(f.gradient, otypes=[float])(xs))


@every
def test_the_known_minima_are_those_that_scipy_finds(f):
    low, high = f.view
    edges = np.linspace(low, high, 402)  # an even number, so that no edge is a minimum
    found = set()
    for left, right in zip(edges[:-2], edges[2:], strict=True):
        best = minimize_scalar(f, bounds=(left, right), method="bounded", options={"xatol": 1e-12})
        if left + 1e-5 < best.x < right - 1e-5:
            found.add(round(best.x, 3) + 0.0)
    assert sorted(found) == [pytest.approx(x, abs=2e-3) for x in minima(f)]
    for x in minima(f):
        near = minimize_scalar(f, bracket=(x - 0.1, x + 0.07), options={"xtol": 1e-10})
        assert x == pytest.approx(near.x, abs=2e-3 if f.name == "x⁴" else 1e-6)


@pytest.mark.parametrize("f", LANDSCAPES, ids=lambda f: f.name)
def test_number_place_and_kind_of_minima(f):
    count, lowest, corner = TABLE[f.name]
    known = minima(f)
    assert len(known) == count and min(known, key=f) == pytest.approx(lowest, abs=1e-6)
    for x in known:
        assert f.gradient(x) == pytest.approx(0, abs=1e-12)
        assert f.gradient(x - 1e-3) < 0 < f.gradient(x + 1e-3)
        assert (abs(f.gradient(x + 1e-9)) > 0.5) == corner


@pytest.mark.parametrize("f", LANDSCAPES, ids=lambda f: f.name)
def test_what_is_known_is_what_would_be_found(f):
    searched = gdlesson.Function(f.value, f.slope, view=f.view)
    assert minima(searched) == pytest.approx(minima(f), abs=1e-9)


@pytest.mark.parametrize("f", LANDSCAPES, ids=lambda f: f.name)
def test_descent_with_a_small_rate_ends_in_the_valley_it_starts_in(f):
    for x in minima(f):
        run = gdlesson.descend(f, x + 0.05, 0.001, tolerance=0)
        assert abs(run.x - x) < 0.05
