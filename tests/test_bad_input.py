"""Whatever is passed in is either taken or told in one sentence of ours, never in NumPy's or Python's words."""

import traceback

import numpy as np
import pytest

import gdlesson as g
from gdlesson import Function, Network, bowl, datasets, descend, descend_many, losses, quadratic, schedules, train
from gdlesson.networks.curves import best_epoch, history_of
from gdlesson.networks.watching import Watcher, numbers

BAD = [
    None,
    "a",
    "",
    True,
    [],
    {},
    {1, 2},
    [[1], [2, 3]],
    [None, None],
    ["a", "b"],
    [True, False],
    [1, 2, 3],
    [[1, 2], [3, 4]],
    [np.nan, 1],
    np.zeros((2, 2, 2)),
    np.array(["a", "b"]),
    np.nan,
    np.inf,
    -1,
    -1.5,
    0,
    1e300,
    10**400,
    10**9,
    1j,
    object,
    max,
]

X2, NETWORK = quadratic([0, 0, 1]), Network((2, 3, 1))
P, (X, Y), (FAR, FAST) = NETWORK.start(), datasets.moons(20), g.hubble_data()
MOMENTUM = {"optimizer": "momentum", "momentum": 0.5}
PREDICTED = {"actual": [1, 0], "predicted": [0.2, 0.5]}
SHORT = {"learning_rate": 0.1, "batch_size": 5, "epochs": 2, "seed": 0}
TRIED = [  # a function, and arguments that it takes
    (descend, {"f": X2, "start": 8, "learning_rate": 0.1, "tolerance": 1e-5, "max_iterations": 20, **MOMENTUM}),
    (descend_many, {"f": X2, "start": 8, "learning_rate": 0.1, "steps": 5, **MOMENTUM}),
    (descend_many, {"f": bowl(), "start": [1, 1], "learning_rate": 0.1, "steps": 5, **MOMENTUM}),
    (
        Function,
        {"value": abs, "gradient": np.sign, "name": "a", "view": (-1, 1), "minima": [0], "everywhere": True},
    ),
    (X2.on, {"xs": [1]}),
    (quadratic, {"a": [1, 2, 3]}),
    (bowl, {"condition": 10, "angle": 0}),
    (g.least_squares, {"x": FAR, "y": FAST, "name": "line", "view": None}),
    (g.verdict, {"run": descend(X2, 8, 0.1)}),
    *[(each, PREDICTED) for each in (losses.mse, losses.mae, losses.binary_crossentropy, losses.accuracy)],
    (losses.sigmoid, {"z": 1}),
    (losses.softmax, {"z": [1, 2]}),
    (losses.categorical_crossentropy, {"actual": [1], "predicted": [[0.2, 0.8]]}),
    (losses.categorical_gradient, {"actual": [1], "z": [[0.2, 0.8]]}),
    (schedules.constant, {"learning_rate": 0.1}),
    (schedules.step_decay, {"learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.5}),
    (schedules.exponential_decay, {"learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.5}),
    (schedules.cosine_decay, {"learning_rate": 0.1, "decay_steps": 10, "alpha": 0.5}),
    (schedules.warm_up, {"then": 0.1, "warmup_steps": 10}),
    (schedules.as_schedule, {"learning_rate": 0.1}),
    (schedules.constant(0.1), {"step": 1}),
    (schedules.step_decay(0.1, 10), {"step": 1}),
    (schedules.exponential_decay(0.1, 10), {"step": 1}),
    (schedules.cosine_decay(0.1, 10), {"step": 1}),
    (schedules.warm_up(0.1, 10), {"step": 1}),
    *[(each, {"n": 10, "noise": 0.1, "seed": 0}) for each in (datasets.moons, datasets.spiral)],
    (datasets.split, {"x": X, "y": Y, "parts": (0.5, 0.5), "seed": 0}),
    (Network, {"sizes": (2, 3, 1), "activation": "tanh"}),
    (NETWORK.start, {"seed": 0, "initializer": "he_normal"}),
    (NETWORK.layers, {"p": P}),
    (NETWORK.gradient, {"p": P, "x": X, "y": Y}),
    (NETWORK.predict, {"p": P, "x": X}),
    (NETWORK.measure, {"p": P, "x": X, "y": Y}),
    (
        train,
        {"network": NETWORK, "x": X, "y": Y, **SHORT, "start": P, "shuffle": True, "callbacks": [], **MOMENTUM},
    ),
    (train, {"network": NETWORK, "x": X, "y": Y, **SHORT, "validation": (X, Y)}),
    (g.smooth, {"values": [1, 2, 3], "weight": 0.5}),
    (g.stop_early, {"patience": 2, "monitor": "val_loss"}),
    (g.stop_early(), {"epoch": 0, "logs": {"val_loss": 0.5}}),
    (lambda loss: g.stop_early(monitor="loss")(0, {"loss": loss}), {"loss": 0.5}),
    (best_epoch, {"values": [1, 2]}),
    (history_of, {"training": {"loss": [0.5]}}),
    (g.diagnose, {"training": {"loss": [0.5]}}),
    (Watcher, {"epochs": 1}),
    (g.LiveCurves, {"epochs": 1, "smoothing": 0.5, "log": False}),
    (g.LiveCurves, {"examples": datasets.moons(8), "validation": datasets.moons(8)}),
    (g.LiveCurves(), {"epoch": 0, "logs": {"loss": 0.5}}),
    (numbers, {"logs": {"loss": 0.5}}),
    (lambda loss: numbers({"loss": loss}), {"loss": 0.5}),
    (g.descend_on_samples, {"x": FAR, "y": FAST, "start": (0, 0), **SHORT}),
    (g.find_stops, {"f": X2, "start": 8, "learning_rate": 0.1, "tolerance": 1e-5, "cap": 100, "rule": "step"}),
    (g.momentum_run, {"start": 8, "learning_rate": 0.1, "momentum": 0.9, "rule": "nesterov"}),
    (g.race, {"f": bowl(), "optimizers": ["adam"], "starts": (3, 2), "budget": 10, "rates": [0.1, 0.2]}),
    (g.random_starts, {"f": bowl(), "seed": 0, "count": 3}),
    (g.sensitivity, {"f": bowl(), "starts": (2, 1), "rates": [0.1, 0.2], "budget": 5, **MOMENTUM}),
    (g.tuned, {"rates": [0.1, 0.2], "losses": [1, 2]}),
]
CASES = [(function, arguments, name) for function, arguments in TRIED for name in arguments]
IDS = [f"{getattr(function, '__qualname__', type(function).__name__)}-{name}" for function, _, name in CASES]


@pytest.mark.parametrize(("function", "arguments", "name"), CASES, ids=IDS)
def test_what_is_refused_is_refused_in_our_own_words(function, arguments, name):
    function(**arguments)
    for bad in BAD:
        try:
            function(**arguments | {name: bad})
        except (TypeError, ValueError) as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            assert "gdlesson" in last.filename and last.line.startswith("raise"), (bad, error)
            assert "\n" not in str(error) and len(str(error)) < 400, error


REFUSED = [  # what was silently taken, or refused in other words
    (lambda: descend_many(X2, "here", 0.1), TypeError, "start must be a number or an array .*, got 'here'"),
    (lambda: descend_many(X2, [[1], [2, 3]], 0.1), TypeError, r"start must be .*, got \[\[1\], \[2, 3\]\]"),
    (lambda: descend_many(X2, [], 0.1), ValueError, r"start must be a number or an array .*, got \[\]"),
    (lambda: descend_many(X2, True, 0.1), TypeError, "start must be a number or an array .*, got True"),
    (lambda: descend_many(X2, [True, False], 0.1), TypeError, r"start must be .*, got \[True, False\]"),
    (lambda: descend_many(X2, 8, [True, False]), TypeError, r"learning_rate must be .*, got \[True, False\]"),
    (lambda: quadratic([True, False, True]), ValueError, "a must be three finite numbers"),
    (lambda: descend_many(bowl(), None, 0.1), TypeError, r"start must be a point \(x, y\) .*, got None"),
    (lambda: descend_many(X2, 8, []), ValueError, r"learning_rate must be .* in one row, got \[\]"),
    (lambda: descend_many(X2, 8, 0.1, 10**9), ValueError, "steps must be a whole number from 0 to 1000000, got"),
    (
        lambda: descend_many(X2, np.ones(200), 0.1, 10**6),
        ValueError,
        "steps of 200 runs are more than the 100000000",
    ),
    (
        lambda: descend_many(X2, 8, 0.1, **MOMENTUM | {"momentum": []}),
        ValueError,
        r"momentum must be .*, got \[\]",
    ),
    (
        lambda: descend_many(X2, 8, 0.1, **MOMENTUM | {"momentum": [[0.5]]}),
        ValueError,
        "momentum must be one numb",
    ),
    (lambda: descend(X2, 8, 0.1, **MOMENTUM | {"momentum": [0.5, 0.9]}), TypeError, "momentum must be one number"),
    (
        lambda: descend(X2, 8, 0.1, **MOMENTUM | {"momentum": True}),
        TypeError,
        "momentum must be one number, got T",
    ),
    (lambda: Function(abs, everywhere="no"), TypeError, "everywhere must be True or False, got 'no'"),
    (lambda: Function(abs, minima=np.zeros((1, 1, 1))), TypeError, "minima must be a list of numbers or points"),
    (lambda: g.verdict(None), TypeError, r"verdict\(\) takes a run that descend returned, got None"),
    (lambda: Network((2, 10**9, 1)), ValueError, "sizes must give at most 10000000 parameters, got 4000000001"),
    (lambda: g.stop_early(monitor=3), TypeError, "monitor must be the name of a row, such as 'val_loss', got 3"),
    (lambda: Watcher("ten"), TypeError, "epochs must be one number, got 'ten'"),
    (lambda: numbers("loss"), TypeError, "logs must be numbers by name, such as {\"loss\": 0.5}, got 'loss'"),
    (lambda: numbers({"loss": "low"}), TypeError, "loss must be one number, got 'low'"),
    (lambda: numbers({"loss": [1, 2]}), ValueError, "one training is watched at a time, but its 'loss' is 2"),
    (lambda: g.find_stops(X2, 8, 0.1, cap=10**9), ValueError, "cap must be a whole number from 0 to 1000000, got"),
    (
        lambda: g.momentum_run(0, 0.1, 0.9, "momentum"),
        ValueError,
        "start must not be 0: that is the minimum itself",
    ),
    (lambda: g.random_starts(bowl(), 0, "five"), TypeError, "count must be one number, got 'five'"),
    (lambda: g.random_starts(bowl(), 0, 0), ValueError, "count must be a whole number from 1 to 1000000, got 0"),
    (lambda: g.tuned("ab", [1, 2]), TypeError, "rates must be numbers, got 'ab'"),
    (lambda: g.tuned([np.nan, 0.1], [1, 2]), ValueError, "rates must be finite, got nan"),
    (lambda: g.tuned([-0.1, 0.1], [1, 2]), ValueError, "rates must be above 0, got -0.1"),
]


@pytest.mark.parametrize(("call", "error", "words"), REFUSED, ids=[words[:40] for _, _, words in REFUSED])
def test_it_is_told_what_was_given_and_what_is_expected(call, error, words):
    with pytest.raises(error, match=words):
        call()
