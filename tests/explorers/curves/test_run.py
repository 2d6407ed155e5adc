"""The diagnosis: how a training went, found from its curves alone."""

import numpy as np
import pytest

from gdlesson import Network, diagnose, train
from gdlesson.datasets import moons
from gdlesson.exercises.faults import made_with
from gdlesson.explorers.curves.faults import FAULTS
from gdlesson.explorers.curves.run import GUESSING
from gdlesson.networks.curves import best_epoch, history_of


@pytest.mark.parametrize("fault", ["healthy", *FAULTS])
def test_the_diagnosis_finds_how_a_training_was_made(fault):
    """By luck a network that learns nothing does well in validation now and then, or one overfits but little."""
    found = [diagnose(made_with(fault, seed)).fault for seed in range(20)]
    assert found.count(fault) >= {"overfitting": 17, "shuffled labels": 14}.get(fault, 20), found


def test_tiny_differences_of_processors_do_not_change_it():
    for fault in ("healthy", "overfitting", "shuffled labels", "rate too small"):
        history = history_of(made_with(fault, 3))
        noise = 1 + 1e-9 * np.random.default_rng(0).normal(size=(4, 100))
        moved = {name: row * n for (name, row), n in zip(history.items(), noise, strict=True)}
        assert diagnose(moved).words == diagnose(history).words


E = np.arange(100.0)
SHAPES = {
    "healthy": {"loss": 0.1 + 0.6 * 0.9**E, "val_loss": 0.15 + 0.55 * 0.9**E},
    "overfitting": {"loss": 0.7 * 0.97**E, "val_loss": 0.3 + 0.4 * 0.8**E + 0.005 * E},
    "rate too large": {"loss": 0.4 + 0.3 * (-1) ** E, "val_loss": 0.4 - 0.3 * (-1) ** E},
    "rate too small": {"loss": 0.7 - 0.001 * E, "val_loss": 0.7 - 0.0009 * E},
    "dead start": {"loss": 0.693 + 0 * E, "val_loss": 0.693 + 0 * E},
    "shuffled labels": {"loss": 0.7 - 0.1 * (1 - 0.95**E), "val_loss": 0.7 + 0.001 * E},
}


@pytest.mark.parametrize("fault", SHAPES)
def test_ideal_curves_are_told_apart_with_numbers_of_their_own(fault):
    reading = diagnose(SHAPES[fault])
    assert (
        reading.fault == fault and reading.words.startswith(fault.capitalize()) and repr(reading) == reading.words
    )
    for other in SHAPES:
        against = reading.against(other)
        assert bool(against) == (other != fault)
        assert (
            fault not in against or fault == "healthy"
        )  # what speaks against an answer does not give the right one


@pytest.mark.parametrize("rate", [0.001, 0.01, 0.1])
def test_weights_of_zero_never_begin_whatever_the_output_does_about_each_batch(rate):
    network = Network((2, 16, 1))
    run = train(
        network, *moons(256), "adam", rate, start=np.zeros(network.parameters), validation=moons(256, seed=1)
    )
    assert diagnose(run).fault == "dead start"


def test_numbers_in_the_words_are_those_of_the_curves():
    words = diagnose(SHAPES["overfitting"]).words
    lowest = best_epoch(SHAPES["overfitting"]["val_loss"])
    assert f"lowest after epoch {lowest}" in words and "ends near 0.77" in words
    jumps = int((np.diff(SHAPES["rate too large"]["loss"]) > 0.1 * GUESSING).sum())
    assert f"in {jumps} of 100 epochs" in diagnose(SHAPES["rate too large"]).words


@pytest.mark.parametrize("seed", range(6))
def test_mixed_labels_are_no_healthy_training_where_a_small_network_learns_none_by_heart(seed):
    x, y = moons(256, seed=1)
    mixed = np.random.default_rng(seed).permutation(y)
    run = train(Network((2, 16, 1)), x, mixed, "adam", 0.01, epochs=100, validation=moons(256, seed=2))
    assert diagnose(run).fault != "healthy"
    assert "shuffled" not in diagnose({"loss": run.history["loss"]}).words


def test_a_loss_that_goes_uphill_is_not_healthy():
    reading = diagnose({"loss": 0.5 + 0.004 * E})
    assert reading.words == "Rate too large: the training loss rises, from 0.5 to 0.88."
    assert all(reading.against(other) for other in SHAPES if other != "rate too large")


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_loss_that_is_lost_is_a_rate_too_large_and_warns_nobody(bad):
    for name in ("loss", "val_loss"):
        history = {key: np.array(row) for key, row in SHAPES["healthy"].items()}
        history[name][40:] = bad
        reading = diagnose(history)
        assert reading.words == "Rate too large: from epoch 41 on the loss is no number any more."
        assert all(reading.against(other) for other in SHAPES if other != "rate too large")


def test_without_validation_what_needs_it_is_not_seen():
    for fault, history in SHAPES.items():
        found = diagnose({"loss": history["loss"]})
        assert found.fault == ("healthy" if fault in ("overfitting", "shuffled labels") else fault)
        assert "validation" not in found.words


def test_few_epochs_tell_nothing_and_none_is_an_error():
    assert diagnose({"loss": [0.7] * 9}).words == "9 epochs: too few to tell, 10 are needed."
    assert diagnose({"loss": [np.nan]}).fault == "rate too large"
    with pytest.raises(ValueError, match="no epoch in this history yet"):
        diagnose({"loss": []})
    with pytest.raises(ValueError, match="guessing must be a loss above 0"):
        diagnose({"loss": [0.7] * 20}, guessing=0)
