"""The explorer of curves: what it takes, what its controls do, what its words say."""

import numpy as np
import pytest

from gdlesson import Network, diagnose, explore_curves, train
from gdlesson.datasets import moons, penguins
from gdlesson.networks.curves import smooth

EPOCHS = np.arange(60)
WELL = {"loss": 0.1 + 0.6 * 0.9**EPOCHS, "val_loss": 0.2 + 0.5 * 0.9**EPOCHS, "accuracy": 1 - 0.5 * 0.9**EPOCHS}
FLAT = {"loss": [0.693] * 30}


def test_histories_that_are_short_or_lost_can_be_shown():
    lab = explore_curves(
        {"well": WELL, "flat": FLAT, "one epoch": {"loss": [1.0]}, "lost": {"loss": [np.nan] * 12}}
    )
    lab.sweep()
    assert lab.error is None and list(lab.controls) == ["training", "smoothing", "axis"]


def test_lines_are_the_smoothed_ones_and_the_true_ones_stay_behind():
    lab = explore_curves(WELL, smoothing=0.7)
    loss = lab.picture.panels[0]
    assert loss.lines[1].get_ydata() == pytest.approx(smooth(WELL["val_loss"], 0.7))
    assert loss.raw[1].get_ydata() == pytest.approx(WELL["val_loss"])
    lab.smoothing = 0
    assert loss.lines[1].get_ydata() == pytest.approx(WELL["val_loss"]) and len(loss.raw[1].get_ydata()) == 0


def test_the_axis_of_the_loss_becomes_logarithmic():
    lab = explore_curves(WELL)
    before = lab.live.still
    lab.axis = "logarithmic"
    assert lab.picture.panels[0].ax.get_yscale() == "log" and lab.live.still != before
    assert "logarithmic" in lab.live.description
    lab.axis = "linear"
    assert lab.live.still == before and "logarithmic" not in lab.live.description


def test_words_say_what_smoothing_does_to_the_last_number():
    lab = explore_curves(WELL)
    assert lab.verdict.startswith("Healthy") and "smoothed" not in lab.verdict
    lab.smoothing = 0.9
    assert lab.verdict.endswith("The last validation loss is 0.2; smoothed by 0.9 it is drawn at 0.21.")


def test_a_single_training_is_not_to_be_chosen():
    run = train(Network((2, 4, 1)), *moons(64), epochs=20)
    assert len(explore_curves(run).view.children) == 2
    assert len(explore_curves({"mine": run, "other": FLAT}).view.children) == 3


@pytest.mark.parametrize(
    ("trainings", "smoothing", "words"),
    [
        ({}, 0, "at least one training is needed"),
        ({"loss": []}, 0, "no epoch in this history"),
        ({"a": {"mae": [1]}}, 0, "a row called 'loss'"),
        (WELL, 1, "smoothing must be between 0 and 0.99"),
        (WELL, -0.1, "smoothing must be between 0"),
    ],
)
def test_bad_input_is_told(trainings, smoothing, words):
    with pytest.raises(ValueError, match=words):
        explore_curves(trainings, smoothing)


def test_a_number_beyond_the_slider_is_told_and_the_next_one_is_shown():
    lab = explore_curves(WELL)
    lab.controls["smoothing"].typed = "5"
    assert lab.controls["smoothing"].refused == "smoothing must be between 0 and 0.99, got 5.0"
    lab.smoothing = 0.5
    assert lab.verdict.startswith("Healthy") and not lab.live.failed


def test_what_is_no_training_is_a_type_error():
    with pytest.raises(TypeError, match="a training, or the dict"):
        explore_curves(3)


def test_what_a_training_knows_besides_its_curves_is_in_the_words():
    network = Network((2, 16, 1))
    run = train(network, *penguins(), "adam", 0.01, epochs=40, start=np.zeros(network.parameters))
    assert explore_curves({"zeros": run}).verdict == diagnose(run).words != diagnose(run.history).words
