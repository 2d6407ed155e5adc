"""Our rules against Optax: where its definitions are ours, and where they differ, how."""

import numpy as np
import pytest
from oracles import PROBLEMS, paths
from test_keras_agrees import STABLE, gap, one_step_apart, ours

from gdlesson import optimizers

SGD = {"learning_rate": 0.0005}
# our rule, our settings, Optax's function, its settings: the same rule
SAME = [
    ("gradient_descent", SGD, "sgd", SGD),
    ("momentum", SGD | {"momentum": 0.8}, "sgd", SGD | {"momentum": 0.8}),
    ("nesterov", SGD | {"momentum": 0.8}, "sgd", SGD | {"momentum": 0.8, "nesterov": True}),
    ("adagrad", {"learning_rate": 0.1}, "adagrad", {"learning_rate": 0.1, "initial_accumulator_value": 0.1}),
    ("rmsprop", {"learning_rate": 0.01, "epsilon": 1e-8}, "rmsprop", {"learning_rate": 0.01}),
    ("adadelta", {"learning_rate": 0.5, "rho": 0.9, "epsilon": 1e-6}, "adadelta", {"learning_rate": 0.5}),
    ("adam", {"learning_rate": 0.02, "epsilon": 0.0}, "adam", {"learning_rate": 0.02, "eps": 0.0}),
    (
        "adamw",
        {"learning_rate": 0.02, "epsilon": 0.0},
        "adamw",
        {"learning_rate": 0.02, "eps": 0.0, "weight_decay": 0.004},
    ),
    ("lion", {"learning_rate": 0.01}, "lion", {"learning_rate": 0.01, "weight_decay": 0.0}),
]
# with these defaults of each its own way, and how far the paths are apart at least
DIFFERENT = [
    ("rmsprop", {"learning_rate": 0.01}, "rmsprop", {"learning_rate": 0.01}, "tiny"),  # ε 1e-8
    ("adadelta", {"learning_rate": 0.5}, "adadelta", {"learning_rate": 0.5}, "rosenbrock"),  # ρ 0.9, ε 1e-6
    ("adam", {"learning_rate": 0.02}, "adam", {"learning_rate": 0.02}, "tiny"),  # ε 1e-8, beside √v̂
    ("adamw", {"learning_rate": 0.02}, "adamw", {"learning_rate": 0.02}, "rosenbrock"),  # decay 1e-4
    ("adamax", {"learning_rate": 0.02}, "adamax", {"learning_rate": 0.02}, "tiny"),  # ε 1e-8, beside |g|
    ("nadam", {"learning_rate": 0.02}, "nadam", {"learning_rate": 0.02}, "rosenbrock"),  # no schedule of β₁
    ("lion", {"learning_rate": 0.01}, "lion", {"learning_rate": 0.01}, "quadratic"),  # weight decay 1e-3
]


def cases(same):
    return [(*case, problem) for case in same for problem in STABLE]


@pytest.fixture(scope="module")
def optax():
    """Return Optax's paths: of `SAME` on each problem, then of `DIFFERENT`."""
    wanted = [*cases(SAME), *DIFFERENT]
    return paths("optax", [(problem, theirs, settings) for *_, theirs, settings, problem in wanted])


@pytest.mark.parametrize("number", range(len(cases(SAME))), ids=[f"{c[0]}-{c[-1]}" for c in cases(SAME)])
def test_the_same_definition_gives_the_same_steps(optax, number):
    name, settings, *_, problem = cases(SAME)[number]
    assert one_step_apart(getattr(optimizers, name), problem, settings, optax[number]) < 1e-12
    assert not np.array_equal(optax[number][0], optax[number][-1])


@pytest.mark.parametrize("number", range(len(DIFFERENT)), ids=[c[0] for c in DIFFERENT])
def test_another_definition_gives_other_steps(optax, number):
    name, settings, *_, problem = DIFFERENT[number]
    assert gap(ours(name, problem, settings), optax[len(cases(SAME)) + number]) > 1e-4


def test_adams_epsilon_shows_where_slopes_are_tiny(optax):
    number = len(cases(SAME)) + [case[0] for case in DIFFERENT].index("adam")
    slope = abs(PROBLEMS["tiny"][0](None)[0])
    first = abs(optax[number][1] - optax[number][0])[0] / 0.02
    assert first == pytest.approx(slope / (slope + 1e-8), rel=1e-6)  # 0.5 of the rate
    mine = abs(np.diff(ours("adam", "tiny", {"learning_rate": 0.02}), axis=0))[0, 0] / 0.02
    root = np.sqrt(0.001)
    assert mine == pytest.approx(root * slope / (root * slope + 1e-7), rel=1e-6)  # 0.003 of it
