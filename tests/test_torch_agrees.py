"""Our rules against PyTorch: where its definitions are ours, and where they differ, how.

PyTorch is not in uv.lock, because its wheel for Linux on the public index brings gigabytes of CUDA. Where it is
not installed, these tests are skipped; `pip install torch==2.13.0` brings it, and .ci/run does so.
"""

import importlib.util
import os

import numpy as np
import pytest
from oracles import PROBLEMS, STEPS, paths
from test_keras_agrees import STABLE, gap, one_step_apart, ours

from gdlesson import Function, descend, optimizers
from gdlesson.schedules import exponential_decay

if not importlib.util.find_spec("torch"):
    reason = "PyTorch is not installed: pip install torch==2.13.0 brings a build for these comparisons"
    if os.environ.get("GDLESSON_REQUIRE_TORCH") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason, allow_module_level=True)

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
# at its own defaults, and a problem on which that shows
DIFFERENT = [
    ("adagrad", {"learning_rate": 0.1}, "Adagrad", {"lr": 0.1}, "tiny"),  # starts at 0
    ("rmsprop", {"learning_rate": 0.01}, "RMSprop", {"lr": 0.01}, "rosenbrock"),  # α 0.99
    ("adadelta", {"learning_rate": 1.0}, "Adadelta", {}, "quadratic"),  # ρ 0.9, ε 1e-6
    ("adam", {"learning_rate": 0.02}, "Adam", {"lr": 0.02}, "tiny"),  # ε 1e-8, beside √v̂
    ("adamw", {"learning_rate": 0.02}, "AdamW", {"lr": 0.02}, "rosenbrock"),  # decay 0.01
    ("adamax", {"learning_rate": 0.02}, "Adamax", {"lr": 0.02}, "tiny"),  # ε 1e-8, beside |g|
    ("nadam", {"learning_rate": 0.02}, "NAdam", {"lr": 0.02}, "rosenbrock"),  # 0.96^(0.004t)
]
FADING = exponential_decay(0.001, 20)


def cases():
    return [(*case, problem) for case in SAME for problem in STABLE]


@pytest.fixture(scope="module")
def torch():
    """Return PyTorch's paths: of `SAME` on each problem, of `DIFFERENT`, and of momentum with a fading rate."""
    wanted = [(problem, theirs, settings) for *_, theirs, settings, problem in [*cases(), *DIFFERENT]]
    fading = {"lr": 0.001, "momentum": 0.9, "rates": [FADING(step) for step in range(STEPS)]}
    return paths("torch", [*wanted, ("quadratic", "SGD", fading)])


@pytest.mark.parametrize("number", range(len(cases())), ids=[f"{c[0]}-{c[-1]}" for c in cases()])
def test_the_same_definition_gives_the_same_steps(torch, number):
    name, settings, *_, problem = cases()[number]
    assert one_step_apart(getattr(optimizers, name), problem, settings, torch[number]) < 1e-12
    assert not np.array_equal(torch[number][0], torch[number][-1])


@pytest.mark.parametrize("number", range(len(DIFFERENT)), ids=[c[0] for c in DIFFERENT])
def test_another_definition_gives_other_steps(torch, number):
    name, settings, *_, problem = DIFFERENT[number]
    assert gap(ours(name, problem, settings), torch[len(cases()) + number]) > 1e-4


def test_adams_first_step_on_a_tiny_slope(torch):
    path = torch[len(cases()) + [case[0] for case in DIFFERENT].index("adam")]
    assert abs(path[1] - path[0])[0] / 0.02 == pytest.approx(0.5, rel=1e-6)


def test_momentum_differs_where_the_rate_changes(torch):
    """PyTorch's velocity has no rate in it: a rate that falls slows down at once what Keras lets roll on."""
    gradient, start = PROBLEMS["quadratic"]
    f = Function(lambda p: float(p @ p), gradient)
    run = descend(f, start, FADING, tolerance=0, max_iterations=STEPS, optimizer=optimizers.momentum)
    assert gap(run.path[:2], torch[-1][:2]) < 1e-12
    assert gap(run.path, torch[-1]) > 1e-3
    x, velocity = np.array(start), 0.0
    for step in range(STEPS):
        velocity = 0.9 * velocity + gradient(x)
        x = x - FADING(step) * velocity
    assert gap(x, torch[-1][-1]) < 1e-12
