"""Every rule against the real Keras, on JAX, in 64 bits: 200 steps, default and other settings, three problems."""

import numpy as np
import pytest
from oracles import PROBLEMS, STEPS, paths

from gdlesson import Function, descend, optimizers
from gdlesson.optimizers import RULES, adam, momentum, rmsprop
from gdlesson.schedules import cosine_decay, exponential_decay, step_decay, warm_up

# for each of our rules: the class in Keras, and pairs of our settings and Keras's, where they have other names
OURS = {
    "gradient_descent": ("SGD", [({}, {}), ({"learning_rate": 0.0007}, {})]),
    "momentum": ("SGD", [({}, {"momentum": 0.9}), ({"learning_rate": 0.0003, "momentum": 0.7}, {})]),
    "nesterov": (
        "SGD",
        [
            ({}, {"momentum": 0.9, "nesterov": True}),
            ({"learning_rate": 0.0003, "momentum": 0.7}, {"nesterov": True}),
        ],
    ),
    "adagrad": ("Adagrad", [({}, {}), ({"learning_rate": 0.3, "epsilon": 1e-3}, {})]),
    "rmsprop": ("RMSprop", [({}, {}), ({"learning_rate": 0.01, "rho": 0.7, "epsilon": 1e-4}, {})]),
    "adadelta": ("Adadelta", [({}, {}), ({"learning_rate": 1.0, "rho": 0.8, "epsilon": 1e-4}, {})]),
    "adam": ("Adam", [({}, {}), ({"learning_rate": 0.05, "beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-3}, {})]),
    "adamw": (
        "AdamW",
        [({}, {}), ({"learning_rate": 0.05, "weight_decay": 0.1, "beta_1": 0.8, "beta_2": 0.95}, {})],
    ),
    "adamax": ("Adamax", [({}, {}), ({"learning_rate": 0.05, "beta_1": 0.8, "beta_2": 0.95}, {})]),
    "nadam": ("Nadam", [({}, {}), ({"learning_rate": 0.05, "beta_1": 0.8, "beta_2": 0.95}, {})]),
    "ftrl": (
        "Ftrl",
        [
            ({}, {}),
            (
                {
                    "learning_rate": 0.5,
                    "l1_regularization_strength": 0.3,
                    "l2_regularization_strength": 0.2,
                },
                {},
            ),
        ],
    ),
    "lion": ("Lion", [({}, {}), ({"learning_rate": 0.02, "beta_1": 0.8, "beta_2": 0.9}, {})]),
}
STABLE = {"rosenbrock": 0.0005, "badly scaled": 0.0005, "quadratic": 0.01}  # where the default 0.01 is too much
THREE = ["rosenbrock", "quadratic", "badly scaled"]


def table():
    """Return the cases: rule, problem, our settings, Keras's class and settings."""
    cases = []
    for name, (theirs, settings) in OURS.items():
        for problem in THREE:
            for ours, other in settings:
                rate = (
                    {"learning_rate": STABLE[problem]} if theirs == "SGD" and "learning_rate" not in ours else {}
                )
                cases.append((name, problem, ours | rate, theirs, ours | rate | other))
    return cases


CASES = table()


@pytest.fixture(scope="module")
def keras():
    """Return Keras's paths of all cases."""
    return paths("keras", [(problem, theirs, settings) for _, problem, _, theirs, settings in CASES])


def gap(path, other):
    """Return how far two paths are apart, as part of the larger of 1 and the farthest point."""
    return np.abs(path - other).max() / max(1.0, np.abs(other).max())


def ours(name, problem, settings, nudge=0.0):
    """Return our own path, by `descend`, from a start that may be nudged by such a part of it."""
    gradient, start = PROBLEMS[problem]
    start = np.array(start) * (1 + nudge)
    rule, settings = getattr(optimizers, name), dict(settings)
    rate = settings.pop("learning_rate", default_rate(rule))
    f = Function(lambda p: float(p @ p), gradient)
    return descend(f, start, rate, tolerance=0, max_iterations=STEPS, optimizer=rule, **settings).path


def default_rate(rule):
    """Return the learning rate in a rule's signature."""
    names = rule.__code__.co_varnames[: rule.__code__.co_argcount]
    return dict(zip(names[-len(rule.__defaults__) :], rule.__defaults__, strict=True))["learning_rate"]


def one_step_apart(rule, problem, settings, path):
    """Return how far our steps lead from Keras's, each taken from Keras's own point: no error can grow."""
    gradient, memory, worst = PROBLEMS[problem][0], (), 0.0
    for t, (x, theirs) in enumerate(zip(path, path[1:], strict=False), start=1):
        new, *memory = rule(x, gradient(x), t, *memory, **settings)
        worst = max(worst, gap(new, theirs))
    return worst


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{c[0]}-{c[1]}-{i % 2}" for i, c in enumerate(CASES)])
def test_each_rule_is_that_of_keras(keras, number):
    name, problem, settings, *_ = CASES[number]
    path = keras[number]
    assert path.shape == (STEPS + 1, len(PROBLEMS[problem][1])) and np.isfinite(path).all()
    assert not np.array_equal(path[0], path[1])
    assert one_step_apart(getattr(optimizers, name), problem, settings, path) < 1e-12
    if not chaotic(name, problem, settings):
        assert gap(ours(name, problem, settings), path) < 1e-12


def chaotic(name, problem, settings):
    """Tell whether a path magnifies the last digit of its start: then only its steps can be compared."""
    path = ours(name, problem, settings)
    return max(gap(ours(name, problem, settings, nudge), path) for nudge in (-1e-15, 1e-15)) > 1e-13


def test_most_paths_are_compared_as_wholes():
    assert sum(not chaotic(*case[:3]) for case in CASES) >= 60


def test_every_rule_is_among_the_cases():
    assert {rule.__name__ for rule in RULES} == set(OURS)
    assert len(CASES) == 3 * 2 * len(RULES)


WRONG = {
    "t from 0": lambda x, g, t, m=0.0, v=0.0, **s: adam(x, g, t + 1, m, v, **s),
    "epsilon within the root": lambda x, g, t, m=0.0, v=0.0, **s: adam(x, g, t, m, v, **s | {"epsilon": 0.0}),
    "beta_2 of PyTorch's RMSprop": lambda x, g, t, v=0.0, **s: rmsprop(x, g, t, v, **s | {"rho": 0.99}),
    "the other sign": lambda x, g, t, v=0.0, **s: momentum(x, -g, t, v, **s),
}


@pytest.mark.parametrize("slip", WRONG)
def test_the_comparison_can_fail(keras, slip):
    right = {"t": "adam", "epsilon": "adam", "beta_2": "rmsprop", "the": "momentum"}[slip.split()[0]]
    number = next(k for k, case in enumerate(CASES) if case[:2] == (right, "rosenbrock") and k % 2)
    assert one_step_apart(WRONG[slip], "rosenbrock", CASES[number][2], keras[number]) > 1e-6


SCHEDULES = [
    (exponential_decay(0.01, 30, 0.5), ["ExponentialDecay", [0.01, 30, 0.5, False]]),
    (step_decay(0.01, 30, 0.5), ["ExponentialDecay", [0.01, 30, 0.5, True]]),
    (cosine_decay(0.01, 120, 0.1), ["CosineDecay", [0.01, 120, 0.1]]),
]


def test_schedules_are_those_of_keras():
    names = {
        "ExponentialDecay": ["initial_learning_rate", "decay_steps", "decay_rate", "staircase"],
        "CosineDecay": ["initial_learning_rate", "decay_steps", "alpha"],
    }
    calls = [[kind, dict(zip(names[kind], values, strict=True))] for _, (kind, values) in SCHEDULES]
    # Keras's warm-up begins at its initial rate, ours one step on: at k / 20 of the full rate, k from 1
    warm = {"initial_learning_rate": 0.0005, "decay_steps": 100, "warmup_target": 0.01, "warmup_steps": 19}
    calls.append(["CosineDecay", warm])
    found = paths("keras", [("quadratic", "SGD", {"momentum": 0.5, "schedule": call}) for call in calls])
    mine = [schedule for schedule, _ in SCHEDULES] + [warm_up(cosine_decay(0.01, 100), 19 + 1)]
    for path, schedule, steps in zip(found, mine, [STEPS, STEPS, STEPS, 20], strict=True):
        gradient, start = PROBLEMS["quadratic"]
        f = Function(lambda p: float(p @ p), gradient)
        run = descend(f, start, schedule, tolerance=0, max_iterations=STEPS, optimizer=momentum, momentum=0.5)
        # Keras calculates a schedule in 32 bits unless told otherwise: its rates have seven digits
        assert gap(run.path[: steps + 1], path[: steps + 1]) < 1e-6
        assert not np.array_equal(path[0], path[-1])
