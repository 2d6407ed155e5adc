"""One training in Keras and in our network, from the same weights: the curves, and the words about them."""

import json

import numpy as np
import pytest
from processes import python

from gdlesson import Network, train
from gdlesson.datasets import blobs, circles, moons, penguins
from gdlesson.explorers.keras_twin.run import KerasTrainer, TwoRuns, keras_verdict, train_twice
from gdlesson.networks.training import Training
from gdlesson.networks.with_keras import parameters_of
from gdlesson.words import number

NETWORK = Network((2, 16, 16, 1))
START = NETWORK.start(seed=0)

# Rates at which a training is not chaotic. Lion takes the sign of a slope: a rounding may turn a whole step round.
RATES = {
    "gradient_descent": [0.01, 0.5],
    "momentum": [0.03, 0.1],
    "nesterov": [0.03, 0.1],
    "adagrad": [0.01, 0.1],
    "rmsprop": [0.001, 0.01],
    "adadelta": [0.1],
    "adam": [0.001, 0.01],
    "adamw": [0.001, 0.01],
    "adamax": [0.01, 0.1],
    "nadam": [0.001, 0.01],
    "ftrl": [0.1],
}


@pytest.fixture(scope="module")
def trainer():
    return KerasTrainer(NETWORK, START, *moons())


def last(runs):
    """Return the last of several runs."""
    *_, run = runs
    return run


@pytest.mark.slow
@pytest.mark.parametrize("rule", RATES)
def test_keras_gives_our_loss_in_every_epoch_and_our_accuracy(trainer, rule):
    for rate in RATES[rule]:
        run = last(train_twice(trainer, rule, rate, 30))
        model, _ = trainer.models[rule]
        assert run.complete and run.both == 30
        assert run.apart().max() < 1e-5 and run.apart("accuracy").max() < 1e-6
        assert np.abs(parameters_of(model) - run.ours.p[0]).max() < 1e-3
        assert run.theirs["loss"][-1] < run.theirs["loss"][0] - 0.05  # it is a training, not a standing still
        assert "always less than 0.00001 apart; the accuracy is equal" in keras_verdict(run)


@pytest.mark.slow
def test_the_comparison_can_fail(trainer):
    x, y = moons()
    theirs = last(trainer.train("momentum", 0.1, 5))
    for rule, rate, settings in [
        ("momentum", 0.1, {"momentum": 0.899}),
        ("nesterov", 0.1, {}),
        ("momentum", 0.1001, {}),
    ]:
        ours = train(NETWORK, x, y, rule, rate, epochs=5, start=START, shuffle=False, **settings)
        assert np.abs(theirs["loss"] - ours.history["loss"]).max() > 3e-5
    shuffled = train(NETWORK, x, y, "momentum", 0.1, epochs=5, start=START)
    assert np.abs(theirs["loss"] - shuffled.history["loss"]).max() > 1e-3


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sizes", "activation", "data"),
    [((2, 1), "tanh", blobs()), ((2, 8, 1), "relu", penguins()), ((2, 5, 3, 1), "sigmoid", circles(100))],
)
def test_other_networks_and_a_last_batch_that_is_smaller(sizes, activation, data):
    network = Network(sizes, activation)
    run = last(train_twice(KerasTrainer(network, network.start(3), *data), "nesterov", 0.05, 6))
    assert run.apart().max() < 1e-5 and run.apart("accuracy").max() < 1e-6


IN_64_BITS = """
import json, numpy as np, gdlesson
gdlesson.prepare_keras()
import keras
keras.config.set_floatx("float64")
from gdlesson.datasets import moons
from gdlesson.explorers.keras_twin.run import KerasTrainer, train_twice
from gdlesson.networks.with_keras import parameters_of
network = gdlesson.Network((2, 16, 16, 1), "sigmoid")
trainer, gaps = KerasTrainer(network, network.start(0), *moons()), {}
for rule, rate in [("gradient_descent", 0.1), ("momentum", 0.1), ("rmsprop", 0.01), ("adam", 0.01)]:
    *_, run = train_twice(trainer, rule, rate, 30)
    assert run.complete and np.abs(run.ours.p[0] - trainer.start).max() > 0.1
    p = parameters_of(trainer.models[rule][0])
    gaps[rule] = [np.abs(p - run.ours.p[0]).max(), np.abs(run.apart()).max()]
print(json.dumps(gaps))
"""


@pytest.mark.slow
def test_in_64_bits_the_weights_agree_to_twelve_digits():
    # with the sigmoid: on JAX Keras's tanh has 32 bits, whatever floatx says, and so has its history
    done = python(IN_64_BITS, JAX_ENABLE_X64="1")
    assert done.returncode == 0, done.stderr
    gaps = json.loads(done.stdout)
    assert len(gaps) == 4
    for weights, losses in gaps.values():
        assert weights < 1e-12 and losses < 1e-8


@pytest.mark.slow
def test_each_training_begins_anew_and_the_step_is_compiled_once(trainer):
    first = last(trainer.train("adam", 0.01, 3))
    model, _ = trainer.models["adam"]
    compiled = model.train_function
    assert compiled is not None
    last(trainer.train("adam", 0.5, 2))
    half = trainer.train("adam", 0.02, 20)  # and is left in the middle
    next(half)
    again = last(trainer.train("adam", 0.01, 3))
    assert trainer.models["adam"][0] is model and model.train_function is compiled
    for name in first:
        assert np.array_equal(first[name], again[name])


@pytest.mark.slow
def test_two_runs_come_little_by_little(trainer):
    runs = list(train_twice(trainer, "rmsprop", 0.01, 12))
    assert [len(run.theirs["loss"]) for run in runs] == [0, 5, 10, 12]
    assert [run.complete for run in runs] == [False, False, False, True]
    assert keras_verdict(runs[0]).endswith("Keras is preparing its training step …")
    assert keras_verdict(runs[1]).endswith("Keras has finished 5 of 12 epochs …")
    assert runs[0].ours.epochs == 12 and len(runs[1].apart()) == len(runs[1].spread()) == 5


@pytest.mark.slow
def test_at_too_large_a_rate_they_part_and_so_does_ours_from_itself(trainer):
    run = last(train_twice(trainer, "adam", 0.1, 40))
    assert run.apart()[0] < 1e-5 and run.apart().max() > 1e-3 and run.spread().max() > 1e-3
    words = keras_verdict(run)
    assert f"come apart, by up to {number(run.apart().max(), 2)};" in words
    assert f"drifts away from itself by up to {number(run.spread().max(), 2)}." in words


@pytest.mark.slow
def test_where_keras_cuts_probabilities_off_the_words_say_so(trainer):
    run = last(train_twice(trainer, "rmsprop", 1.0, 10))
    assert np.ptp(run.theirs["loss"][-3:]) == 0 and "so it learns nothing" in keras_verdict(run)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:overflow")
def test_numbers_without_bounds_end_it(trainer):
    run = last(train_twice(trainer, "momentum", 1e300, 20))
    assert run.complete and len(run.theirs["loss"]) < 20 and run.both == 0
    assert keras_verdict(run).endswith("After 0 epochs the numbers of Keras become too large to store.")


def invented(theirs, ours, nudged):
    history = {"loss": np.column_stack([ours, nudged]), "accuracy": np.full((len(ours), 2), 0.5)}
    training = Training(NETWORK, np.zeros((2, 337)), history, len(ours))
    keras = {"loss": np.array(theirs), "accuracy": np.full(len(theirs), 0.5)}
    return TwoRuns("adam", 0.1, len(theirs), training, keras, 0.0, [])


@pytest.mark.parametrize(
    ("theirs", "ours", "nudged", "words"),
    [
        (0.4, 0.4, 0.4, "both have a loss of 0.4, with 50% right."),
        (0.4, 0.4, 0.4, "always less than 0.00001 apart; the accuracy is equal in every epoch."),
        (0.4, 0.4002, 0.4002, "come apart, by up to 0.0002; the accuracy is equal in every epoch."),
        (0.4, 0.6, 0.1, "drifts away from itself by up to 0.5."),
        (0.4, 0.6, 0.6, "Keras has a loss of 0.4, with 50% right; ours has a loss of 0.6, with 50% right."),
        (0.4, np.nan, 0.1, "After 1 epoch the numbers of ours become too large to store."),
        (np.inf, 0.4, 0.1, "After 1 epoch the numbers of Keras become too large to store."),
    ],
)
def test_the_words_come_from_the_curves(theirs, ours, nudged, words):
    assert words in keras_verdict(invented([0.5, theirs], [0.5, ours], [0.5, nudged]))
