"""Curves of a training: histories of every kind, smoothing against its closed form, when to stop."""

import itertools

import numpy as np
import pytest

from gdlesson import Network, stop_early, train
from gdlesson.datasets import moons
from gdlesson.networks.curves import best_epoch, history_of, metric_of, smooth

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


@pytest.mark.parametrize("weight", [-0.1, 1, 1.5, np.nan, np.inf])
def test_weights_are_from_0_to_less_than_1(weight):
    with pytest.raises(ValueError, match="weight must be from 0 to less than 1, got"):
        smooth([1.0], weight)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: smooth([1.0], [0.5, 0.5]), TypeError, r"weight must be one number, got \[0.5, 0.5\]"),
        (lambda: smooth([1.0], "half"), TypeError, "weight must be one number, got 'half'"),
        (lambda: smooth(None, 0.5), TypeError, "values must be numbers, got None"),
        (lambda: smooth(["a"], 0.5), TypeError, r"values must be numbers, got \['a'\]"),
        (lambda: smooth(0.5, 0.5), ValueError, r"values must be one row, .*, got the shape \(\)"),
        (lambda: best_epoch(None), TypeError, "values must be numbers, got None"),
        (lambda: best_epoch([[1, 2]]), ValueError, r"values must be one row, .*, got the shape \(1, 2\)"),
        (lambda: history_of({"loss": ["a"]}), TypeError, "the row 'loss' of a history must be numbers"),
        (lambda: history_of({"loss": None}), TypeError, "the row 'loss' of a history must be numbers, got None"),
        (lambda: stop_early(True), TypeError, "patience must be one number, got True"),
    ],
)
def test_what_is_no_curve_is_refused_in_one_sentence(call, error, words):
    with pytest.raises(error, match=words):
        call()


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
