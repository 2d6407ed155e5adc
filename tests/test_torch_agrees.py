"""Our rules against PyTorch: where its definitions are ours, and where they differ, how.

PyTorch is not in uv.lock, because its wheel for Linux on the public index brings gigabytes of CUDA. Where it is
not installed, these tests are skipped; `pip install torch==2.13.0` brings it, and .ci/run does so.
"""

import importlib.util
import os

import dialects
import numpy as np
import pytest
from comparing import STABLE, check_agreement, gap, one_step_apart, ours, slope_of
from oracles import PROBLEMS, STEPS, paths

from gdlesson import averaged, descend, optimizers
from gdlesson.schedules import exponential_decay

pytestmark = pytest.mark.slow

SGD = {"learning_rate": 0.0005}
# our rule, our settings, PyTorch's class, its settings: the same rule
SAME = [
    ("gradient_descent", SGD, "SGD", {"lr": 0.0005}),
    ("momentum", SGD | {"momentum": 0.8}, "SGD", {"lr": 0.0005, "momentum": 0.8}),
    ("nesterov", SGD | {"momentum": 0.8}, "SGD", {"lr": 0.0005, "momentum": 0.8, "nesterov": True}),
    (
        "adagrad",
        {"learning_rate": 0.1, "epsilon": 0.0},
        "Adagrad",
        {"lr": 0.1, "initial_accumulator_value": 0.1, "eps": 0.0},
    ),
    (
        "rmsprop",
        {"learning_rate": 0.01, "rho": 0.99, "epsilon": 0.0},
        "RMSprop",
        {"lr": 0.01, "eps": 0.0},
    ),
    ("adadelta", {"learning_rate": 1.0, "rho": 0.9, "epsilon": 1e-6}, "Adadelta", {}),
    ("adam", {"learning_rate": 0.02, "epsilon": 0.0}, "Adam", {"lr": 0.02, "eps": 0.0}),
    (
        "adamw",
        {"learning_rate": 0.02, "epsilon": 0.0, "weight_decay": 0.01},
        "AdamW",
        {"lr": 0.02, "eps": 0.0},
    ),
    ("adamax", {"learning_rate": 0.02, "epsilon": 0.0}, "Adamax", {"lr": 0.02, "eps": 0.0}),
    ("nadam", {"learning_rate": 0.02, "epsilon": 1e-8}, "NAdam", {"lr": 0.02, "momentum_decay": 1.0}),
]
# our rule, PyTorch's class, a problem on which its defaults show; the rule that is PyTorch's
DIFFERENT = [
    ("adagrad", "Adagrad", "tiny", dialects.adagrad_from_0),
    ("rmsprop", "RMSprop", "rosenbrock", dialects.rmsprop_outside),
    ("rmsprop", "RMSprop", "tiny", dialects.rmsprop_outside),
    ("adam", "Adam", "tiny", dialects.adam_corrected),
    ("adamw", "AdamW", "rosenbrock", dialects.adamw_corrected),
    ("adamax", "Adamax", "tiny", dialects.adamax_floor),
    ("nadam", "NAdam", "rosenbrock", dialects.nadam_slow),
]
# the learning rates of PyTorch's classes; Keras's have 0.001 everywhere
RATES = {"Adagrad": 0.01, "RMSprop": 0.01, "Adadelta": 1.0, "Adam": 0.001, "Adamax": 0.002, "NAdam": 0.002}
FADING = exponential_decay(0.001, 20)
CASES = [(*case, problem) for case in SAME for problem in STABLE]


@pytest.fixture(scope="module")
def torch():
    """Return PyTorch's paths: of `CASES`, of `DIFFERENT`, at all `RATES`, and of momentum with a fading rate."""
    if not importlib.util.find_spec("torch"):
        reason = "PyTorch is not installed: pip install torch==2.13.0 brings a build for these comparisons"
        (pytest.fail if os.environ.get("GDLESSON_REQUIRE_TORCH") == "1" else pytest.skip)(reason)
    wanted = [(problem, theirs, settings) for *_, theirs, settings, problem in CASES]
    wanted += [(problem, theirs, {}) for _, theirs, problem, _ in DIFFERENT]
    wanted += [("quadratic", theirs, {}) for theirs in RATES]
    fading = {"lr": 0.001, "momentum": 0.9, "rates": [FADING(step) for step in range(STEPS)]}
    return paths("torch", [*wanted, ("quadratic", "SGD", fading)])


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{c[0]}-{c[-1]}" for c in CASES])
def test_the_same_definition_gives_the_same_steps(torch, number):
    name, settings, *_, problem = CASES[number]
    check_agreement(name, problem, settings, torch[number])


@pytest.mark.parametrize("number", range(len(DIFFERENT)), ids=[f"{c[0]}-{c[2]}" for c in DIFFERENT])
def test_its_defaults_give_other_steps_and_this_rule_is_why(torch, number):
    name, theirs, problem, dialect = DIFFERENT[number]
    path, rate = torch[len(CASES) + number], {"learning_rate": RATES.get(theirs, 0.001)}
    assert gap(ours(name, problem, rate), path) > 1e-4
    assert one_step_apart(dialect, problem, {}, path) < 1e-12


def test_its_default_rates_are_others(torch):
    """The first step of Adam and its kin is about as long as the rate: so the rate shows."""
    found = torch[len(CASES) + len(DIFFERENT) : -1]
    first = {theirs: np.abs(path[1] - path[0]).max() for theirs, path in zip(RATES, found, strict=True)}
    for theirs in ("Adagrad", "Adam", "Adamax"):
        assert first[theirs] == pytest.approx(RATES[theirs], rel=1e-6)
    assert first["RMSprop"] == pytest.approx(RATES["RMSprop"] / np.sqrt(1 - 0.99), rel=1e-6)
    settings = {"learning_rate": RATES["Adadelta"], "rho": 0.9, "epsilon": 1e-6}
    assert one_step_apart("adadelta", "quadratic", settings, found[list(RATES).index("Adadelta")]) < 1e-12


def test_adams_first_step_on_a_tiny_slope(torch):
    path = torch[len(CASES) + [case[0] for case in DIFFERENT].index("adam")]
    theirs, mine = (abs(each[1] - each[0])[0] / 0.001 for each in (path, ours("adam", "tiny", {})))
    assert theirs == pytest.approx(0.5, rel=1e-6) and mine == pytest.approx(0.00315, abs=5e-6)


def test_momentum_differs_where_the_rate_changes(torch):
    """PyTorch's velocity has no rate in it: a rate that falls slows down at once what Keras lets roll on."""
    start = PROBLEMS["quadratic"][1]
    mine, theirs = (
        descend(slope_of("quadratic"), start, FADING, 0, STEPS, rule).path
        for rule in (optimizers.momentum, dialects.momentum_without_rate)
    )
    assert gap(mine[:2], torch[-1][:2]) < 1e-12 and gap(mine, torch[-1]) > 1e-3
    assert gap(theirs, torch[-1]) < 1e-12


@pytest.mark.usefixtures("torch")  # which skips it, or fails, where PyTorch is not installed
def test_averaging_is_torchs():
    import torch

    path = np.random.default_rng(0).normal(size=(30, 4))
    model = torch.nn.Linear(4, 1, bias=False).double()
    mean = torch.optim.swa_utils.AveragedModel(model)
    for place in path[10:]:
        model.weight.data[:] = torch.tensor(place)
        mean.update_parameters(model)
    theirs = mean.module.weight.detach().numpy()[0]
    np.testing.assert_allclose(averaged(path, since=10 / 29)[-1], theirs, rtol=1e-12)
