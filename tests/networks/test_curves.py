"""Reading curves: histories of every kind, smoothing against its closed form, when to stop, and the diagnosis."""

import doctest
import importlib
import itertools

import numpy as np
import pytest

from gdlesson import Network, diagnose, stop_early, train
from gdlesson.datasets import moons
from gdlesson.exercises.curves import made_with
from gdlesson.explorers.curves.faults import FAULTS
from gdlesson.explorers.curves.run import GUESSING
from gdlesson.networks.curves import best_epoch, history_of, metric_of, smooth


@pytest.mark.parametrize("name", ["curves", "diagnosis", "curves_explorer", "live_training", "exercises.curves"])
def test_examples_hold(name):
    found = doctest.testmod(importlib.import_module(f"gdlesson.{name}"))
    assert found.attempted and not found.failed


# histories


def test_a_history_comes_from_whatever_has_one():
    run = train(Network((2, 4, 1)), *moons(64), epochs=3)
    for given in (run, run.history, {name: list(row) for name, row in run.history.items()}):
        assert history_of(given)["loss"].tolist() == run.history["loss"].tolist()


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        (3, TypeError, "a training, or the dict that is its history"),
        ([1, 2], TypeError, "a training, or the dict"),
        ({}, ValueError, "a row called 'loss'; this one has none"),
        ({"mae": [1]}, ValueError, "this one has mae"),
        ({"loss": [[1, 2], [3, 4]]}, ValueError, "the history of one run is expected"),
        ({"loss": 0.5}, ValueError, "the history of one run"),
        ({"loss": [1, 2], "val_loss": [1]}, ValueError, "as long as the others"),
    ],
)
def test_what_is_no_history_is_told_so(given, error, words):
    with pytest.raises(error, match=words):
        history_of(given)


def test_the_metric_is_the_first_that_is_no_loss():
    assert metric_of({"loss": 0, "mae": 0, "auc": 0, "val_loss": 0, "val_mae": 0}) == "mae"
    assert metric_of({"loss": 0, "val_loss": 0, "learning_rate": 0}) is None


# smoothing


@pytest.mark.parametrize("weight", [0.0, 0.3, 0.6, 0.99])
def test_smoothing_is_the_weighted_mean_of_all_epochs_so_far(weight):
    values = np.random.default_rng(1).normal(size=40)
    for t, smoothed in enumerate(smooth(values, weight), start=1):
        weights = float(weight) ** np.arange(t)[::-1] if weight else np.eye(1, t, t - 1)[0]
        assert smoothed == pytest.approx(np.average(values[:t], weights=weights), rel=1e-12)


def test_smoothing_leaves_a_constant_where_it_is_and_passes_over_what_is_no_number():
    assert smooth([0.5] * 30, 0.9) == pytest.approx([0.5] * 30)
    with_gap = smooth([1.0, np.nan, 0.0, np.inf, 0.0], 0.5)
    assert np.isnan(with_gap[1]) and with_gap[3] == np.inf
    assert with_gap[[0, 2, 4]] == pytest.approx(smooth([1.0, 0.0, 0.0], 0.5))


@pytest.mark.parametrize("weight", [-0.1, 1, 1.5, np.nan, [0.5, 0.5]])
def test_weights_are_from_0_to_less_than_1(weight):
    with pytest.raises(ValueError, match="weight must be from 0 to less than 1"):
        smooth([1.0], weight)


def test_the_best_epoch_is_the_first_of_equals_and_none_of_no_numbers():
    assert best_epoch([3, 1, 2, 1]) == 2
    assert best_epoch([np.nan, 5, np.inf]) == 2
    assert best_epoch([np.nan]) == best_epoch([]) == 0


# stopping early


def brute(losses, patience):
    """Return after how many epochs patience is at an end, told from the losses alone."""
    for epochs in range(1, len(losses) + 1):
        if epochs - (int(np.argmin(losses[:epochs])) + 1) >= patience:
            return epochs
    return len(losses)


@pytest.mark.parametrize("patience", [1, 2, 5, 20])
def test_it_stops_where_the_losses_say_so(patience):
    rng = np.random.default_rng(patience)
    for _ in range(50):
        losses, stop = rng.integers(0, 20, size=60) / 10, stop_early(patience)
        asked = list(itertools.takewhile(lambda n: not stop(n, {"val_loss": losses[n]}), range(60)))  # noqa: B023
        assert len(asked) + (len(asked) < 60) == brute(losses, patience)
        assert stop.best_epoch == best_epoch(losses[: brute(losses, patience)])


def test_a_training_ends_and_the_best_network_is_one_line_away():
    x, y = moons(48, 0.35, seed=1)
    seen, stop = moons(256, 0.35, seed=2), stop_early(10)
    arguments = (Network((2, 32, 32, 1)), x, y, "adam", 0.02, 16)
    run = train(*arguments, 200, validation=seen, callbacks=[stop])
    assert run.stop == "callback" and run.epochs == stop.best_epoch + 10 < 200
    again = train(*arguments, stop.best_epoch)
    assert again.network.measure(again.p, *seen)[0] == stop.best == run.history["val_loss"].min()
    longer = train(*arguments, 20, validation=seen, callbacks=[stop])  # the same object serves again
    assert longer.epochs <= 20 and stop.best_epoch <= 20


def test_a_loss_that_is_no_number_is_never_the_best():
    stop = stop_early(3)
    assert [stop(n, {"val_loss": np.nan}) for n in range(4)] == [False, False, True, True]


def test_bad_patience_and_missing_validation_are_told():
    for patience in (0, -1, 1.5):
        with pytest.raises(ValueError, match="patience must be"):
            stop_early(patience)
    with pytest.raises(TypeError, match="patience must be one number"):
        stop_early("ten")
    with pytest.raises(ValueError, match=r"only loss, accuracy: give train\(\.\.\., validation=\(x, y\)\)"):
        train(Network((2, 4, 1)), *moons(64), epochs=2, callbacks=[stop_early(3)])
    with pytest.raises(ValueError, match="one training, not several"):
        train(
            Network((2, 4, 1)), *moons(64), ["adam", "momentum"], validation=moons(64), callbacks=[stop_early(3)]
        )


# the diagnosis


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
