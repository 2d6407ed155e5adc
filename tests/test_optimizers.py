"""Every rule against numbers worked out by hand, on two parameters; the same rule for floats, vectors, batches."""

import ast
import inspect
import subprocess
import sys

import numpy as np
import pytest

from gdlesson import optimizers
from gdlesson.classroom import ready
from gdlesson.optimizers import RULES, adam, adamw, lion

SLOPES = [np.array([0.5, -1.0]), np.array([1.0, 2.0]), np.array([-0.25, 0.5])]

# The first three points from (1, −2) with these slopes and the rate 0.1, worked out from the formulas in decimal
# arithmetic. For example momentum: v = −0.05, then −0.045 − 0.1 = −0.145, then −0.1305 + 0.025 = −0.1055.
BY_HAND = {
    "gradient_descent": [(0.95, -1.9), (0.85, -2.1), (0.875, -2.15)],
    "momentum": [(0.95, -1.9), (0.805, -2.01), (0.6995, -2.159)],
    "nesterov": [(0.905, -1.81), (0.6745, -2.109), (0.60455, -2.2931)],
    "adagrad": [
        (0.9154845866008, -1.9046537454094),
        (0.829418293206, -1.9932152330951),
        (0.850453450557, -2.0148321179514),
    ],
    "rmsprop": [
        (0.6837728664368, -1.6837723920969),
        (0.3980586973405, -1.9694866486567),
        (0.4713035078186, -2.0427314827114),
    ],
    "adadelta": [
        (0.9998585792094, -1.9998585787852),
        (0.9996787930843, -2.000038365289),
        (0.9997387959378, -2.0000983682841),
    ],
    "adam": [
        (0.9000006324515, -1.9000003162268),
        (0.8034827028906, -1.9366106171504),
        (0.744622192181, -1.9781756797413),
    ],
    "adamw": [
        (0.8996006324515, -1.8992003162268),
        (0.8027228626376, -1.9350509370239),
        (0.743541262783, -1.97584197924),
    ],
    "adamax": [
        (0.90000002, -1.90000001),
        (0.8236842381579, -1.9289473769737),
        (0.7847153839016, -1.9564656687973),
    ],
    "nadam": [
        (0.8937212409249, -1.893721230297),
        (0.799107288395, -1.9818877986568),
        (0.8115809382529, -2.0093372597617),
    ],
    "ftrl": [
        (0.3809620907023, -1.3016310519199),
        (0.2948957941199, -1.3901925404739),
        (0.3159309522155, -1.4118094255323),
    ],
    "lion": [(0.9, -1.9), (0.8, -2.0), (0.9, -2.1)],
}

ADAMS = {"learning_rate": 0.001, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7}
DEFAULTS = {
    "gradient_descent": {"learning_rate": 0.01},
    "momentum": {"velocity": 0.0, "learning_rate": 0.01, "momentum": 0.9},
    "nesterov": {"velocity": 0.0, "learning_rate": 0.01, "momentum": 0.9},
    "adagrad": {"accumulator": 0.1, "learning_rate": 0.001, "epsilon": 1e-7},
    "rmsprop": {"v": 0.0, "learning_rate": 0.001, "rho": 0.9, "epsilon": 1e-7},
    "adadelta": {"v": 0.0, "u": 0.0, "learning_rate": 0.001, "rho": 0.95, "epsilon": 1e-7},
    "adam": {"m": 0.0, "v": 0.0, **ADAMS},
    "adamw": {"m": 0.0, "v": 0.0, "weight_decay": 0.004, **ADAMS},
    "adamax": {"m": 0.0, "u": 0.0, **ADAMS},
    "nadam": {"m": 0.0, "v": 0.0, "product": 1.0, **ADAMS},
    "ftrl": {
        "n": 0.1,
        "z": 0.0,
        "learning_rate": 0.001,
        "l1_regularization_strength": 0.0,
        "l2_regularization_strength": 0.0,
    },
    "lion": {"m": 0.0, "learning_rate": 0.001, "beta_1": 0.9, "beta_2": 0.99},
}


def settings_of(rule):
    names = list(inspect.signature(rule).parameters)
    return names[names.index("learning_rate") :]


each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)


def points(rule, x, slopes, **settings):
    """Return the points that a rule leads to, as the contract in optimizers.py says."""
    memory, found = (), []
    for t, g in enumerate(slopes, start=1):
        x, *memory = rule(x, g, t, *memory, **settings)
        found.append(x)
    return found


@each_rule
def test_three_steps_by_hand(rule):
    found = points(rule, np.array([1.0, -2.0]), SLOPES, learning_rate=0.1)
    assert found == pytest.approx(np.array(BY_HAND[rule.__name__]), abs=2e-13)


@each_rule
def test_a_float_a_vector_and_a_batch_give_the_same_numbers(rule):
    rates = np.array([0.01, 0.1, 0.3])
    batch = points(rule, np.array([[1.0] * 3, [-2.0] * 3]), [g[:, None] for g in SLOPES], learning_rate=rates)
    for run, rate in enumerate(rates.tolist()):
        vector = points(rule, np.array([1.0, -2.0]), SLOPES, learning_rate=rate)
        assert np.array_equal(vector, [x[:, run] for x in batch])
        for k, start in enumerate([1.0, -2.0]):
            alone = points(rule, start, [float(g[k]) for g in SLOPES], learning_rate=rate)
            assert alone == [x[k] for x in vector] and np.ndim(alone[0]) == 0


SETTINGS = [(rule, name) for rule in RULES for name in settings_of(rule)]


@pytest.mark.parametrize(("rule", "name"), SETTINGS, ids=lambda part: getattr(part, "__name__", part))
def test_each_setting_may_differ_from_run_to_run(rule, name):
    values = np.array([0.05, 0.2, 0.45, 0.9])
    settings = {"learning_rate": 0.1, name: values}
    batch = points(rule, np.array([[1.0] * 4, [-2.0] * 4]), [g[:, None] for g in SLOPES], **settings)
    for run, value in enumerate(values.tolist()):
        alone = points(rule, np.array([1.0, -2.0]), SLOPES, **settings | {name: value})
        if name.startswith("beta"):  # NumPy's power of an array may differ in its last bit from that of a float
            assert alone == pytest.approx(np.array([x[:, run] for x in batch]), rel=1e-14)
        else:
            assert np.array_equal(alone, [x[:, run] for x in batch])
    if rule is not lion:  # which sees nothing but signs: its means of these slopes have the same ones
        assert any(len(set(row)) > 1 for x in batch for row in x.tolist())


@each_rule
def test_nothing_that_is_given_is_changed(rule):
    x, g = np.array([1.0, -2.0]), SLOPES[0].copy()
    new, *memory = rule(x, g, 1)
    kept = [np.array(part) for part in memory]
    rule(new, g, 2, *memory)
    assert np.array_equal(x, [1.0, -2.0]) and np.array_equal(g, SLOPES[0])
    assert all(np.array_equal(a, b) for a, b in zip(kept, memory, strict=True))


@each_rule
def test_names_and_defaults(rule):
    parameters = inspect.signature(rule).parameters
    assert list(parameters)[:3] == ["x", "g", "t"]
    assert {name: p.default for name, p in list(parameters.items())[3:]} == DEFAULTS[rule.__name__]


@each_rule
def test_a_rule_is_short_and_names_its_source(rule):
    body = ast.parse(inspect.getsource(rule)).body[0].body
    lines = sum(part.end_lineno - part.lineno + 1 for part in body[1:])
    assert 1 <= lines <= 8
    assert "(1847)" in rule.__doc__ or any(f"({year})" in rule.__doc__ for year in range(1960, 2027))


def test_there_are_twelve_rules():
    assert [rule.__name__ for rule in RULES] == list(BY_HAND) == list(DEFAULTS)


def test_ftrl_with_regularisation_by_hand():
    """z = 0.5 − (√0.35 − √0.1)/0.1 = −2.253798…; with l1 = 3 it is cut to 0, with l1 = 1 and l2 = 2 it moves."""
    assert optimizers.ftrl(1.0, 0.5, 1, learning_rate=0.1, l1_regularization_strength=3)[0] == 0
    z = 0.5 - (0.35**0.5 - 0.1**0.5) / 0.1
    x = optimizers.ftrl(
        1.0, 0.5, 1, learning_rate=0.1, l1_regularization_strength=1, l2_regularization_strength=2
    )[0]
    assert x == pytest.approx((-1 - z) / (0.35**0.5 / 0.1 + 4), rel=1e-14)


def test_adams_step_is_about_the_rate_whatever_the_slope():
    for slope in (1e-3, 1.0, 1e6):
        assert 8.0 - adam(8.0, slope, 1, learning_rate=0.1)[0] == pytest.approx(0.1, rel=4e-3)
    assert 1 - adam(1.0, 1e-8, 1, learning_rate=1.0)[0] == pytest.approx(0.00315, rel=2e-3)
    assert adamw(8.0, 1.0, 1)[0] < adam(8.0, 1.0, 1)[0]
    assert lion(0.0, 1e-30, 1)[0] == -0.001


def test_nothing_but_numpy_is_needed():
    code = (
        "import sys, numpy as np, gdlesson; gdlesson.descend(gdlesson.rosenbrock, [0, 0], 0.01, optimizer='adam');"
        "print(sorted({'keras', 'jax', 'optax', 'torch', 'tensorflow', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    needed = {requirement.name for requirement in ready.needed()}  # Keras is an extra, for two lessons
    assert "numpy" in needed and not needed & {"keras", "jax", "optax", "torch", "tensorflow"}
