"""The diagnosis of trainings whose problem is known: over data, networks, optimizers, scales, ours and Keras's."""

import re

import numpy as np
import pytest
from trainings import BARE, PROBLEMS, Case, has_its_problem, made, made_in_keras

from gdlesson import diagnose, prepare_keras
from gdlesson.datasets import blobs

GD, MOMENTUM, RMSPROP, ADAM = "gradient_descent", "momentum", "rmsprop", "adam"


def case(problem, cure=None, **settings):
    return Case(problem, settings, cure or {})


KNOWN = [
    case("healthy"),
    case("healthy", activation="relu", optimizer=MOMENTUM, rate=0.03),
    case("healthy", data="circles", noise=0.1, hidden=(16, 16), rate=0.01),
    case("healthy", data="circles", noise=0.1, activation="sigmoid", optimizer=RMSPROP, rate=0.03),
    case("healthy", data="spiral", noise=0.1, activation="relu", hidden=(16, 16), rate=0.01),
    case("healthy", data="blobs", noise=0.5, hidden=(), optimizer=GD, rate=0.3),
    case("healthy", data="blobs", noise=0.5, hidden=(8, 8, 8), rate=0.003, validation=False),
    case("healthy", data="penguins", n=200, seed=1),
    case("healthy", data="rare", n=800, noise=0.2, rate=0.02),
    case("healthy", data="wide", n=2000, noise=0.1, hidden=(16, 16), epochs=60),
    case("healthy", data="houses", n=500, noise=0.2, standardize=True),
    # rate too large
    case("rate too large", {"rate": 0.1}, optimizer=MOMENTUM, rate=3.0),
    case("rate too large", {"rate": 0.1}, optimizer=GD, rate=30.0, hidden=(16, 16)),
    case("rate too large", {"rate": 0.01}, rate=1.0, data="blobs", noise=0.5),
    case("rate too large", {"rate": 0.01}, optimizer=RMSPROP, rate=1.0, data="penguins", n=200),
    case("rate too large", {"rate": 0.3}, optimizer=GD, rate=10.0, activation="relu", data="circles", noise=0.1),
    case("rate too large", {"rate": 0.01}, rate=0.6, hidden=(16, 16), data="spiral", noise=0.1),
    case("rate too large", {"rate": 0.01}, optimizer=RMSPROP, rate=0.3, data="rare", noise=0.2, n=500),
    case("rate too large", {"rate": 0.1}, optimizer=MOMENTUM, rate=1.0, data="wide", noise=0.1, hidden=(16, 16)),
    case("rate too large", {"rate": 0.1}, optimizer=GD, rate=30.0, hidden=(), validation=False),
    case("rate too large", {"rate": 0.01}, rate=1.0, hidden=(16, 16, 16), activation="relu"),
    case("rate too large", {"rate": 0.1}, optimizer=GD, rate=1e200),
    # rate too small, or too few epochs
    case("rate too small", {"rate": 0.1}, optimizer=GD, rate=0.001),
    case("rate too small", {"rate": 0.01}, rate=0.0001, data="blobs", noise=0.5),
    case("rate too small", {"rate": 0.01}, rate=0.0001, data="penguins", n=200, hidden=(16, 16)),
    case("rate too small", {"rate": 1.0}, optimizer=GD, rate=0.01, data="circles", noise=0.1),
    case("rate too small", {"rate": 0.01}, optimizer=RMSPROP, rate=0.0001, data="rare", noise=0.2, n=500),
    case("rate too small", {"rate": 0.1}, optimizer=MOMENTUM, rate=0.0003, activation="relu", hidden=(16, 16)),
    case("rate too small", {"optimizer": ADAM}, optimizer=GD, rate=0.01, hidden=(16, 16), activation="sigmoid"),
    case("rate too small", {"rate": 0.01}, rate=0.0002, hidden=(), data="blobs", noise=0.5, validation=False),
    case("rate too small", {"rate": 0.01}, rate=0.0001, data="houses", n=500, standardize=True),
    case("too few epochs", {"epochs": 100}, epochs=15),
    case("too few epochs", {"epochs": 200}, epochs=25, data="circles", noise=0.1, rate=0.003),
    case("too few epochs", {"epochs": 200}, epochs=20, data="penguins", n=200, optimizer=GD, rate=0.1),
    case("too few epochs", {"epochs": 300}, epochs=40, data="spiral", noise=0.1, activation="sigmoid", rate=0.01),
    # dead start
    case("dead start", {"start": "random"}, start="zeros"),
    case("dead start", {"start": "random"}, start="zeros", data="penguins", n=200),
    case("dead start", {"start": "random"}, start="zeros", data="rare", n=500, noise=0.2, activation="relu"),
    case("dead start", {"start": "random"}, start="zeros", hidden=(16, 16), optimizer=RMSPROP, validation=False),
    case("dead start", {"start": "random"}, start="dead", activation="relu", optimizer=GD, rate=0.1),
    case("dead start", {"start": "random"}, start="dead", activation="relu", data="penguins", n=200, batch=200),
    case("dead start", {"start": "random"}, start="dead", activation="sigmoid", data="circles", noise=0.1),
    case("dead start", {"start": "random"}, start="equal", data="circles", noise=0.1, hidden=(16, 16)),
    # inputs not scaled
    case("inputs not scaled", {"scale": 1}, scale=1000),
    case("inputs not scaled", {"scale": 1}, scale=1000, data="circles", noise=0.1, activation="sigmoid"),
    case("inputs not scaled", {"scale": 1}, scale=0.001, optimizer=GD, rate=0.1, data="blobs", noise=0.5),
    case("inputs not scaled", {"shift": 0}, shift=100),
    case("inputs not scaled", {"shift": 0}, shift=100, data="penguins", n=200),
    case(
        "inputs not scaled", {"shift": 0}, shift=-100, data="blobs", noise=0.5, hidden=(), optimizer=GD, rate=0.1
    ),
    case("inputs not scaled", {"standardize": True}, data="penguins in mm", n=200),
    case(
        "inputs not scaled", {"standardize": True}, data="penguins in mm", n=200, hidden=(), optimizer=GD, rate=0.1
    ),
    case(
        "inputs not scaled", {"standardize": True}, data="penguins in mm", n=200, activation="relu", optimizer=GD
    ),
    case("inputs not scaled", {"standardize": True}, data="houses", n=500),
    case("inputs not scaled", {"standardize": True}, data="houses", n=500, activation="relu", hidden=(16, 16)),
    # shuffled labels
    case("shuffled labels", {"labels": "true"}, labels="shuffled"),
    case("shuffled labels", {"labels": "true"}, labels="shuffled", n=96, hidden=(32, 32), rate=0.02, batch=16),
    case("shuffled labels", {"labels": "true"}, labels="shuffled", data="penguins", n=200),
    case(
        "shuffled labels",
        {"labels": "true"},
        labels="shuffled",
        data="penguins",
        n=80,
        hidden=(32, 32),
        rate=0.02,
        seed=1,
    ),
    case("shuffled labels", {"labels": "true"}, labels="shuffled", data="circles", noise=0.1, activation="relu"),
    case("shuffled labels", {"labels": "true"}, labels="shuffled", data="blobs", noise=0.5, hidden=()),
    case("shuffled labels", {"labels": "true"}, labels="shuffled", data="wide", noise=0.1, hidden=(32, 32)),
    case("shuffled labels", {"labels": "true"}, labels="shuffled", data="rare", n=500, noise=0.2),
    case("shuffled labels", {"labels": "true"}, labels="shuffled", data="spiral", noise=0.1, optimizer=RMSPROP),
    # overfitting
    case("overfitting", n=48, noise=0.35, hidden=(32, 32), rate=0.02, batch=16, epochs=200, seed=7),
    case("overfitting", n=48, noise=0.35, hidden=(32, 32), activation="relu", rate=0.01, batch=16, epochs=200),
    case("overfitting", n=40, noise=1.0, data="blobs", hidden=(32, 32), rate=0.02, batch=16),
    case("overfitting", n=48, noise=0.4, hidden=(32, 32), optimizer=RMSPROP, rate=0.01, epochs=300, batch=16),
    case("too few examples", {"n": 2000}, n=60, noise=0.8, data="wide", hidden=(32, 32), batch=16),
    case("overfitting", n=200, noise=1.0, data="rare", hidden=(32, 32), rate=0.01, epochs=200),
    case("overfitting", n=64, noise=1.0, data="houses", standardize=True, hidden=(32, 32), rate=0.01),
    case("overfitting", n=48, noise=0.35, hidden=(32, 32, 32), optimizer=MOMENTUM, rate=0.1, batch=16, epochs=200),
    # noise, and networks that are too small
    case("noise", data="blobs", noise=3.0, hidden=(), rate=0.03, n=512),
    case("noise", labels=0.25, n=512),
    case("noise", labels=0.2, data="circles", noise=0.1, activation="relu", n=512),
    case("noise", labels=0.3, data="houses", standardize=True, n=500, hidden=(4,), optimizer=GD, rate=0.3),
    case("noise", data="rare", noise=3.0, n=1000, hidden=(4,)),
    case("network too small", {"hidden": (16,)}, hidden=(), rate=0.03),
    case("network too small", {"hidden": (16,)}, hidden=(), data="circles", noise=0.1, rate=0.03),
    case(
        "network too small",
        {"hidden": (16, 16)},
        hidden=(),
        data="spiral",
        noise=0.1,
        optimizer=RMSPROP,
        rate=0.01,
    ),
    case(
        "network too small",
        {"hidden": (16,)},
        hidden=(1,),
        data="circles",
        noise=0.1,
        activation="relu",
        rate=0.03,
    ),
    case("network too small", {"hidden": (16,)}, hidden=(), data="wide", noise=0.1, n=500, validation=False),
    case(
        "network too small",
        {"hidden": (16, 16)},
        hidden=(2,),
        data="spiral",
        noise=0.1,
        optimizer=MOMENTUM,
        rate=0.1,
    ),
]
HELD = [  # written first, and looked at only when all thresholds were set
    case(
        "healthy",
        data="moons",
        activation="sigmoid",
        hidden=(16, 16),
        optimizer=ADAM,
        rate=0.03,
        epochs=150,
        seed=3,
    ),
    case("healthy", data="blobs", noise=0.4, activation="relu", optimizer=RMSPROP, rate=0.005, n=300, seed=4),
    case("healthy", data="penguins", n=220, hidden=(8, 8), optimizer=MOMENTUM, rate=0.05, seed=5),
    case(
        "rate too large", {"rate": 0.01}, data="houses", n=400, standardize=True, rate=1.0, hidden=(16, 16), seed=3
    ),
    case("rate too large", {"rate": 0.1}, data="circles", noise=0.1, optimizer=MOMENTUM, rate=5.0, seed=4),
    case("rate too large", {"rate": 0.3}, data="penguins", n=200, hidden=(), optimizer=GD, rate=100.0, seed=2),
    case(
        "rate too small",
        {"rate": 0.1},
        data="penguins",
        n=200,
        hidden=(16,),
        optimizer=MOMENTUM,
        rate=0.0002,
        seed=2,
    ),
    case("rate too small", {"rate": 0.01}, data="wide", n=400, noise=0.1, rate=0.0001, activation="relu", seed=5),
    case("too few epochs", {"epochs": 150}, data="spiral", noise=0.1, hidden=(16, 16), epochs=12, seed=6),
    case("dead start", {"start": "random"}, start="zeros", data="houses", n=400, standardize=True, seed=3),
    case("dead start", {"start": "random"}, start="equal", data="spiral", noise=0.1, rate=0.03, seed=4),
    case(
        "dead start",
        {"start": "random"},
        start="dead",
        activation="relu",
        data="rare",
        n=500,
        hidden=(16, 16),
        seed=3,
    ),
    case(
        "inputs not scaled", {"scale": 1}, scale=300, data="spiral", noise=0.1, hidden=(16, 16), rate=0.01, seed=2
    ),
    case("inputs not scaled", {"shift": 0}, shift=500, data="rare", n=500, noise=0.2, activation="relu", seed=3),
    case("inputs not scaled", {"standardize": True}, data="houses", n=400, hidden=(), optimizer=MOMENTUM, seed=5),
    case("shuffled labels", {"labels": "true"}, labels="shuffled", data="houses", n=400, standardize=True, seed=4),
    case(
        "shuffled labels", {"labels": "true"}, labels="shuffled", n=64, hidden=(32, 32), activation="relu", seed=6
    ),
    case("shuffled labels", {"labels": "true"}, labels="shuffled", data="penguins", n=150, hidden=(32,), seed=8),
    case(
        "overfitting",
        n=40,
        noise=0.4,
        hidden=(24, 24),
        activation="sigmoid",
        rate=0.05,
        batch=8,
        epochs=200,
        seed=3,
    ),
    case("overfitting", data="penguins", n=40, hidden=(32, 32), activation="relu", rate=0.02, epochs=200, seed=9),
    case("overfitting", data="spiral", n=60, noise=0.5, hidden=(32, 32), rate=0.02, batch=16, epochs=150, seed=2),
    case("noise", data="moons", noise=0.9, n=600, hidden=(8,), seed=3),
    case("noise", data="wide", noise=0.1, labels=0.3, n=800, hidden=(8,), optimizer=RMSPROP, rate=0.003, seed=4),
    case(
        "network too small", {"hidden": (16,)}, hidden=(), data="circles", noise=0.15, optimizer=MOMENTUM, seed=5
    ),
    case(
        "network too small", {"hidden": (32,)}, hidden=(1,), data="moons", activation="sigmoid", rate=0.05, seed=6
    ),
]


KERAS = [
    case("healthy", activation="relu", hidden=(16, 16), rate=0.02, epochs=40),
    case("healthy", data="rare", n=800, noise=0.2, rate=0.02, epochs=40),
    case("rate too large", {"rate": 0.1}, optimizer=MOMENTUM, rate=3.0, epochs=40),
    case("rate too large", {"rate": 0.01}, optimizer=RMSPROP, rate=1.0, data="penguins", n=200, epochs=40),
    case("rate too small", {"rate": 0.01}, rate=0.0001, data="blobs", noise=0.5, epochs=40),
    case(
        "rate too small",
        {"optimizer": ADAM},
        optimizer=GD,
        rate=0.01,
        hidden=(16, 16),
        activation="sigmoid",
        epochs=60,
    ),
    case("dead start", {"start": "random"}, start="zeros", epochs=40),
    case("dead start", {"start": "random"}, start="zeros", data="penguins", n=200, epochs=40),
    case("dead start", {"start": "random"}, start="dead", activation="relu", data="rare", n=500, epochs=40),
    case("inputs not scaled", {"standardize": True}, data="penguins in mm", n=200, epochs=40),
    case("inputs not scaled", {"standardize": True}, data="houses", n=500, activation="relu", epochs=40),
    case("inputs not scaled", {"shift": 0}, shift=100, data="blobs", noise=0.5, optimizer=GD, rate=0.1, epochs=40),
    case("shuffled labels", {"labels": "true"}, labels="shuffled", n=96, hidden=(32, 32), rate=0.02, batch=16),
    case("shuffled labels", {"labels": "true"}, labels="shuffled", data="penguins", n=200, epochs=40),
    case("shuffled labels", {"labels": "true"}, labels="shuffled", data="penguins", n=80, hidden=(32, 32), seed=1),
    case("overfitting", n=48, noise=0.35, hidden=(32, 32), rate=0.02, batch=16, epochs=100, seed=7),
    case("overfitting", n=40, noise=1.0, data="blobs", hidden=(32, 32), rate=0.02, batch=16),
    case("noise", labels=0.25, n=512, epochs=40),
    case("noise", data="blobs", noise=3.0, hidden=(), rate=0.03, n=512, epochs=40),
    case("network too small", {"hidden": (16,)}, hidden=(), data="circles", noise=0.1, rate=0.03, epochs=40),
]


@pytest.mark.parametrize("case", KNOWN + HELD, ids=str)
def test_the_problem_is_there(case):
    assert has_its_problem(case)


def right(reading, faults, words):
    return reading.fault in faults and all(re.search(word, reading.words) for word in words)


@pytest.mark.parametrize("case", KNOWN, ids=str)
def test_and_is_found_and_named(case):
    reading = diagnose(made(**case.settings)[0])
    assert right(reading, *PROBLEMS[case.problem]), reading.words


def test_and_so_are_nearly_all_that_were_held_back():
    """One is missed: noise that rmsprop has not reached yet, so that its rate is called too small."""
    readings = [(diagnose(made(**case.settings)[0]), case) for case in HELD]
    assert sum(right(reading, *PROBLEMS[case.problem]) for reading, case in readings) >= len(HELD) - 1


@pytest.mark.slow
@pytest.mark.parametrize("case", KERAS, ids=str)
def test_and_so_in_keras_with_the_examples_and_from_curves_alone(case):
    fit, x, y = made_in_keras(**case.settings)
    told, bare = diagnose(fit, x, y), diagnose(fit)
    assert right(told, *PROBLEMS[case.problem]), told.words
    assert right(bare, *(PROBLEMS | BARE)[case.problem]), bare.words


def fit_in_keras(x, y, loss, outputs, activation, epochs=15, **settings):
    prepare_keras()
    import keras

    keras.utils.set_random_seed(0)
    layers = [keras.layers.Dense(8, "tanh"), keras.layers.Dense(outputs, activation)]
    model = keras.Sequential([keras.Input((x.shape[1],)), *layers])
    model.compile(loss=loss, optimizer="adam", **settings)
    return model.fit(x, y, epochs=epochs, verbose=0)


@pytest.mark.slow
def test_classes_of_keras_have_a_guessing_of_their_own():
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(300, 2)), rng.integers(0, 3, size=300)
    fit = fit_in_keras(x, y, "sparse_categorical_crossentropy", 3, "softmax", epochs=60)
    share = np.bincount(y) / 300
    assert diagnose(fit).facts.guessing == pytest.approx(np.log(3))
    assert diagnose(fit, x, y).facts.guessing == pytest.approx(-(share * np.log(share)).sum())
    assert diagnose(fit).fault == diagnose(fit, x, y).fault == "stuck near guessing"


@pytest.mark.slow
def test_a_regression_of_keras_is_not_compared_with_guessing():
    x = np.random.default_rng(0).normal(size=(200, 2))
    fit = fit_in_keras(x, x.sum(axis=1), "mse", 1, "linear", epochs=80)
    for reading in (diagnose(fit), diagnose(fit, x, x.sum(axis=1))):
        assert reading.fault in ("healthy", "rate too small") and "guess" not in reading.words


@pytest.mark.slow
def test_a_nan_among_the_inputs_of_keras_is_found():
    x, y = blobs(64)
    x[5, 0] = np.nan
    fit = fit_in_keras(x, y, "binary_crossentropy", 1, "sigmoid", metrics=["accuracy"])
    assert diagnose(fit).fault == "not a number" and "np.isnan(x).any()" in diagnose(fit).words
    assert "There is a nan" in diagnose(fit, x, y).words


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (
            {"scale": 300, "activation": "relu", "optimizer": "gradient_descent", "rate": 10},
            "the rate may be wrong",
        ),
        ({"scale": 500, "rate": 1e-5}, "the rate may be wrong, too"),
        ({"labels": "shuffled", "rate": 1e-5, "hidden": (16, 16)}, "check some labels, and try a larger network"),
        ({"labels": "shuffled", "rate": 2.0}, "If it then ends no better than guessing, check some labels"),
        ({"data": "circles", "labels": "shuffled", "hidden": (1,), "noise": 0.08}, "or the epochs are too few"),
    ],
    ids=["scale and large rate", "scale and small rate", "labels and small rate", "labels and large rate", "all"],
)
def test_of_two_problems_at_once_the_second_is_named_as_well(settings, words):
    run, _ = made(epochs=60, **settings)
    assert words in str(diagnose(run))
