"""Our rules against Optax: where its definitions are ours, and where they differ, how."""

import dialects
import numpy as np
import pytest
from comparing import STABLE, check_agreement, gap, one_step_apart, ours, slope_of
from oracles import PROBLEMS, STEPS, paths

from gdlesson import descend, optimizers
from gdlesson.schedules import exponential_decay

pytestmark = pytest.mark.slow

SGD = {"learning_rate": 0.0005}
RATE = {"learning_rate": 0.02}
BARE = RATE | {"epsilon": 0.0}
# our rule, our settings, Optax's function, its settings: the same rule
SAME = [
    ("gradient_descent", SGD, "sgd", SGD),
    ("momentum", SGD | {"momentum": 0.8}, "sgd", SGD | {"momentum": 0.8}),
    ("nesterov", SGD | {"momentum": 0.8}, "sgd", SGD | {"momentum": 0.8, "nesterov": True}),
    ("adagrad", {"learning_rate": 0.1}, "adagrad", {"learning_rate": 0.1}),
    ("rmsprop", {"learning_rate": 0.01, "epsilon": 1e-8}, "rmsprop", {"learning_rate": 0.01}),
    ("adadelta", {"learning_rate": 0.5, "rho": 0.9, "epsilon": 1e-6}, "adadelta", {"learning_rate": 0.5}),
    ("adam", BARE, "adam", RATE | {"eps": 0.0}),
    ("adamw", BARE, "adamw", RATE | {"eps": 0.0, "weight_decay": 0.004}),
    ("adamax", BARE, "adamax", RATE | {"eps": 0.0}),
    ("lion", {"learning_rate": 0.01}, "lion", {"learning_rate": 0.01, "weight_decay": 0.0}),
]
# our rule, Optax's function, a problem on which its defaults show; the rule that is Optax's, and its settings
DIFFERENT = [
    ("rmsprop", "rmsprop", "tiny", optimizers.rmsprop, {"epsilon": 1e-8}),
    ("adadelta", "adadelta", "rosenbrock", optimizers.adadelta, {"rho": 0.9, "epsilon": 1e-6}),
    ("adam", "adam", "tiny", dialects.adam_corrected, {}),
    ("adamw", "adamw", "rosenbrock", dialects.adamw_corrected, {"weight_decay": 1e-4}),
    ("adamax", "adamax", "tiny", dialects.adamax_floor, {}),
    ("nadam", "nadam", "rosenbrock", dialects.nadam_constant, {}),
    ("lion", "lion", "quadratic", dialects.lion_decaying, {}),
]
FADING = exponential_decay(0.001, 20)
CASES = [(*case, problem) for case in SAME for problem in STABLE]


@pytest.fixture(scope="module")
def optax():
    """Return Optax's paths: of `CASES`, of `DIFFERENT`, of Nadam without ε, and of momentum with a fading rate."""
    wanted = [(problem, theirs, settings) for *_, theirs, settings, problem in CASES]
    wanted += [(problem, theirs, RATE) for _, theirs, problem, *_ in DIFFERENT]
    fading = {"momentum": 0.9, "rates": [FADING(step) for step in range(STEPS)]}
    return paths("optax", [*wanted, ("quadratic", "nadam", RATE | {"eps": 0.0}), ("quadratic", "sgd", fading)])


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{c[0]}-{c[-1]}" for c in CASES])
def test_the_same_definition_gives_the_same_steps(optax, number):
    name, settings, *_, problem = CASES[number]
    check_agreement(name, problem, settings, optax[number])


@pytest.mark.parametrize("number", range(len(DIFFERENT)), ids=[c[0] for c in DIFFERENT])
def test_its_defaults_give_other_steps_and_this_rule_is_why(optax, number):
    name, _, problem, theirs, settings = DIFFERENT[number]
    path = optax[len(CASES) + number]
    assert gap(ours(name, problem, RATE), path) > 1e-4
    assert one_step_apart(theirs, problem, RATE | settings, path) < 1e-12


def test_nadam_never_matches(optax):
    """Even without ε, the first step is another one: β₁ itself in place of the schedule."""
    path = optax[len(CASES) + len(DIFFERENT)]
    assert gap(ours("nadam", "quadratic", BARE)[1], path[1]) > 1e-4
    assert one_step_apart(dialects.nadam_constant, "quadratic", BARE, path) < 1e-12


def test_momentum_differs_where_the_rate_changes(optax):
    """Optax's sgd multiplies by the rate at the end: it is another rule as soon as the rate changes."""
    start = PROBLEMS["quadratic"][1]
    mine, theirs = (
        descend(slope_of("quadratic"), start, FADING, 0, STEPS, rule).path
        for rule in (optimizers.momentum, dialects.momentum_without_rate)
    )
    assert gap(mine[:2], optax[-1][:2]) < 1e-12 and gap(mine, optax[-1]) > 1e-3
    assert gap(theirs, optax[-1]) < 1e-12


def test_adams_epsilon_shows_where_slopes_are_tiny(optax):
    path = optax[len(CASES) + [case[0] for case in DIFFERENT].index("adam")]
    theirs, mine = (abs(steps[1] - steps[0])[0] / 0.02 for steps in (path, ours("adam", "tiny", RATE)))
    root = np.sqrt(0.001) * 1e-8  # of v after one step
    assert theirs == pytest.approx(0.5, rel=1e-6)  # g / (g + ε), where g is ε
    assert mine == pytest.approx(root / (root + 1e-7), rel=1e-6) and mine == pytest.approx(0.00315, abs=5e-6)
