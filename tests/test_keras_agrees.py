"""Every rule against the real Keras, on JAX, in 64 bits: 200 steps, default and other settings, three problems."""

import inspect
import json

import numpy as np
import pytest
from comparing import STABLE, chaotic, check_agreement, gap, one_step_apart, slope_of
from oracles import PROBLEMS, STEPS, defaults, paths, rates

from gdlesson import descend, optimizers
from gdlesson.optimizers import RULES, adagrad, adam, momentum
from gdlesson.schedules import cosine_decay, exponential_decay, step_decay, warm_up

pytestmark = pytest.mark.slow

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


def table():
    """Return the cases: rule, problem, our settings, Keras's class and settings."""
    cases = []
    for name, (theirs, settings) in OURS.items():
        for problem in STABLE:
            for ours, other in settings:
                rate = (
                    {"learning_rate": STABLE[problem]} if theirs == "SGD" and "learning_rate" not in ours else {}
                )
                cases.append((name, problem, ours | rate, theirs, ours | rate | other))
    return cases


CASES = table()


EXPONENTIAL = {"initial_learning_rate": 0.01, "decay_steps": 30, "decay_rate": 0.5}
# our schedule, Keras's class and settings
SCHEDULES = [
    (exponential_decay(0.01, 30, 0.5), "ExponentialDecay", EXPONENTIAL),
    (step_decay(0.01, 30, 0.5), "ExponentialDecay", EXPONENTIAL | {"staircase": True}),
    (
        cosine_decay(0.01, 120, 0.1),
        "CosineDecay",
        {"initial_learning_rate": 0.01, "decay_steps": 120, "alpha": 0.1},
    ),
]
WARM = {"initial_learning_rate": 0.0, "decay_steps": 100, "warmup_target": 0.01, "warmup_steps": 20}
SINGLE = 1e-6  # Keras's cosine on JAX is in 32 bits, whatever floatx says: keras.ops.cos of float64 is float32


@pytest.fixture(scope="module")
def keras():
    """Return Keras's paths: of all cases, then of momentum on the bowl with each of the schedules."""
    wanted = [(problem, theirs, settings) for _, problem, _, theirs, settings in CASES]
    calls = [(kind, settings) for _, kind, settings in SCHEDULES]
    return paths("keras", wanted + [("quadratic", "SGD", {"momentum": 0.5, "schedule": call}) for call in calls])


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{c[0]}-{c[1]}-{i % 2}" for i, c in enumerate(CASES)])
def test_each_rule_is_that_of_keras(keras, number):
    check_agreement(*CASES[number][:3], keras[number])


def test_most_paths_are_compared_as_wholes():
    assert sum(not chaotic(*case[:3]) for case in CASES) >= 60


def test_every_rule_is_among_the_cases():
    assert {rule.__name__ for rule in RULES} == set(OURS)
    assert len(CASES) == 3 * 2 * len(RULES)
    assert len({json.dumps(case) for case in CASES}) == len(CASES)


# -- the comparison can fail


def l2_in_adam(x, g, t, m=0.0, v=0.0, learning_rate=0.001, weight_decay=0.004, **settings):
    return adam(x, g + weight_decay * x, t, m, v, learning_rate, **settings)


def epsilon_in_the_root(x, g, t, m=0.0, v=0.0, learning_rate=0.001, epsilon=1e-7):
    m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
    return x - learning_rate * np.sqrt(1 - 0.999**t) / (1 - 0.9**t) * m / np.sqrt(v + epsilon), m, v


def epsilon_outside_of_it(x, g, t, v=0.0, learning_rate=0.001, epsilon=1e-7):
    v = 0.9 * v + 0.1 * g * g
    return x - learning_rate * g / (np.sqrt(v) + epsilon), v


def memory_first(x, g, t, m=0.0, learning_rate=0.001):
    m = 0.99 * m + 0.01 * g
    return x - learning_rate * np.sign(0.9 * m + 0.1 * g), m


SLIPS = {
    "t one too many": ("adam", lambda x, g, t, *memory, **s: adam(x, g, t + 1, *memory, **s)),
    "t from 0, where that can be": ("adam", lambda x, g, t, *memory, **s: adam(x, g, max(t - 1, 1), *memory, **s)),
    "no look ahead": ("nesterov", momentum),
    "the other sign": ("momentum", lambda x, g, t, *memory, **s: momentum(x, -g, t, *memory, **s)),
    "epsilon within the root": ("adam", epsilon_in_the_root),
    "epsilon outside of the root": ("rmsprop", epsilon_outside_of_it),
    "decay through the divisions": ("adamw", l2_in_adam),
    "memory before direction": ("lion", memory_first),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_would_be_seen(keras, slip):
    name, wrong = SLIPS[slip]
    assert farthest(keras, name, wrong) > 1e-7 > 1e-12 > farthest(keras, name, getattr(optimizers, name))


# every default, but one that is too small beside the 0.1 that it is added to
DEFAULTS = [(rule, name) for rule in RULES for name in list(inspect.signature(rule).parameters)[3:]]
DEFAULTS.remove((adagrad, "epsilon"))


@pytest.mark.parametrize(("rule", "name"), DEFAULTS, ids=lambda part: getattr(part, "__name__", part))
def test_another_default_would_be_seen(keras, rule, name):
    """A hundredth more or less, or ±0.01 in place of 0, of each memory and each setting."""
    found = default_values(rule)
    names = list(found)
    gaps = []
    for value in (found[name] * 1.01 or 0.01, found[name] * 0.99 or -0.01):
        memory = [(found | {name: value})[each] for each in names[: names.index("learning_rate")]]
        settings = {name: value} if len(memory) <= names.index(name) else {}
        gaps.append(farthest(keras, rule.__name__, rule, memory, settings))
    assert any(not gap < 1e-11 for gap in gaps)  # nan is seen as well


def default_values(rule):
    return {name: each.default for name, each in list(inspect.signature(rule).parameters.items())[3:]}


def farthest(keras, name, rule, memory=(), wrong=None):
    """Return the largest gap of a rule's steps to Keras's, on the three problems with Keras's defaults."""
    numbers = [k for k, case in enumerate(CASES) if case[0] == name and k % 2 == 0]
    with np.errstate(all="ignore"):
        return np.max(
            [one_step_apart(rule, CASES[k][1], CASES[k][2] | (wrong or {}), keras[k], memory) for k in numbers]
        )


# -- defaults and schedules

# what Keras calls our memory before step 1, and which of its settings turn its SGD into our rules
CALLED = {("adagrad", "accumulator"): "initial_accumulator_value", ("ftrl", "n"): "initial_accumulator_value"}
TURNED = {"momentum", "nesterov", "weight_decay"}


def test_defaults_are_those_of_keras():
    for rule, theirs in zip(RULES, defaults(OURS[rule.__name__][0] for rule in RULES), strict=True):
        mine = {CALLED.get((rule.__name__, name), name): value for name, value in default_values(rule).items()}
        turned = TURNED if OURS[rule.__name__][0] == "SGD" else set()
        shared = set(mine) & set(theirs) - turned
        assert set(list(mine)[list(mine).index("learning_rate") :]) - turned <= shared
        for name in shared:
            assert mine[name] == pytest.approx(theirs[name], rel=1e-6), (rule.__name__, name)


def test_schedules_give_the_rates_of_keras():
    *found, warm = rates([(kind, settings) for _, kind, settings in SCHEDULES] + [("CosineDecay", WARM)])
    for (schedule, kind, _), theirs in zip(SCHEDULES, found, strict=True):
        mine = [schedule(step) for step in range(STEPS)]
        assert mine == pytest.approx(theirs, rel=SINGLE if kind == "CosineDecay" else 1e-13)
        assert theirs[0] == pytest.approx(0.01) and theirs[-1] < 0.002
    # Keras's first step has its initial rate, here 0, and would not move; ours is one step ahead while it warms up
    mine = [warm_up(cosine_decay(0.01, 100), 20)(step) for step in range(STEPS)]
    assert warm[0] == 0 and mine[:20] == pytest.approx(warm[1:21], rel=1e-13)
    assert mine[20:] == pytest.approx(warm[20:], rel=SINGLE, abs=1e-9)


@pytest.mark.parametrize("number", range(len(SCHEDULES)), ids=["exponential", "stair", "cosine"])
def test_descend_with_a_schedule_goes_where_keras_goes(keras, number):
    schedule, kind, _ = SCHEDULES[number]
    path, start = keras[len(CASES) + number], PROBLEMS["quadratic"][1]
    run = descend(slope_of("quadratic"), start, schedule, 0, STEPS, momentum, momentum=0.5)
    assert gap(run.path, path) < (SINGLE if kind == "CosineDecay" else 1e-12)
    constant = descend(slope_of("quadratic"), start, 0.01, 0, STEPS, momentum, momentum=0.5)
    assert gap(constant.path, path) > 1e-2
