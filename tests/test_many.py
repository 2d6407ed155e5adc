"""Many runs side by side are the same as one after the other."""

import numpy as np
import pytest

from gdlesson import Function, bowl, descend, descend_many, hubble, quadratic, quartic, rosenbrock
from gdlesson.optimizers import RULES, adam, momentum
from gdlesson.schedules import exponential_decay

RATES = np.array([0.0003, 0.002, 0.01])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("f", [quadratic([-3, -2, 3]), rosenbrock, hubble], ids=lambda f: f.name)
def test_each_run_is_that_of_descend(rule, f):
    start = 2.5 if f.dimensions == 1 else [-0.5, 1.5]
    paths = descend_many(f, start, RATES, steps=60, optimizer=rule)
    for run, rate in enumerate(RATES.tolist()):
        alone = descend(f, start, rate, tolerance=0, max_iterations=60, optimizer=rule)
        assert np.array_equal(alone.path, paths[: alone.nit + 1, ..., run])
        assert alone.nit == 60 or not np.abs(paths[-1, ..., run]).max() < 1e9  # it ended early where it diverged
    assert paths.shape == ((61, 3) if f.dimensions == 1 else (61, 2, 3))


def test_starts_and_settings_may_differ_too():
    starts = np.array([[1.0, 2.0, 3.0], [0.5, -1.0, 2.0]])
    betas = np.array([0.0, 0.5, 0.9])
    paths = descend_many(bowl(10), starts, 0.05, 30, momentum, momentum=betas)
    for run in range(3):
        alone = descend(bowl(10), starts[:, run], 0.05, 0, 30, momentum, momentum=float(betas[run]))
        assert np.array_equal(alone.path, paths[:, :, run])
    fading = descend_many(quartic, np.array([1.0, 2.0]), exponential_decay(0.02, 10), 20)
    assert np.array_equal(fading[:, 1], descend(quartic, 2.0, exponential_decay(0.02, 10), 0, 20).path)


def test_functions_that_take_one_point_at_a_time():
    f = Function(lambda p: float(p[0] ** 2 if p[0] > 0 else -p[0]) + p[1] ** 2, view=((-2, 2), (-2, 2)))
    paths = descend_many(f, [1.0, 1.0], np.array([0.1, 0.2]), 10)
    alone = descend(f, [1.0, 1.0], 0.2, 0, 10)
    assert paths[:, :, 1] == pytest.approx(alone.path, rel=1e-9)


def test_a_run_that_leaves_the_numbers_leaves_the_others_alone():
    paths = descend_many(quartic, 3.0, np.array([0.01, 5.0]), 30)
    assert np.isfinite(paths[:, 0]).all() and not np.isfinite(paths[-1, 1])


@pytest.mark.parametrize(
    ("start", "rate", "words"),
    [
        ([1, 1, 1], 0.1, r"start must be a point \(x, y\) or an array of shape \(2, runs\)"),
        (5, 0.1, "start must be a point"),
        ([1, np.nan], 0.1, "all finite"),
        ([[1, 2], [3, 4]], np.ones(3), r"must be as many each, got \[\(2,\), \(3,\)\]"),
        ([1, 1], [-1.0], "learning_rate must be finite numbers, 0 or more"),
        ([1, 1], -1.0, "learning_rate must be a finite number, 0 or more"),
    ],
)
def test_what_does_not_go_together_is_told(start, rate, words):
    with pytest.raises(ValueError, match=words):
        descend_many(bowl(), start, rate, 3, adam)
