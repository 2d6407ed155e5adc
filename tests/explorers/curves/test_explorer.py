"""The explorer of curves: what it takes, what its controls do, what its words say."""

import math

import numpy as np
import pytest

from gdlesson import Network, diagnose, explore_curves, train
from gdlesson.datasets import moons, penguins
from gdlesson.live.field import EXAMPLES
from gdlesson.networks.curves import smooth

EPOCHS = np.arange(60)
WELL = {"loss": 0.1 + 0.6 * 0.9**EPOCHS, "val_loss": 0.2 + 0.5 * 0.9**EPOCHS, "accuracy": 1 - 0.5 * 0.9**EPOCHS}
FLAT = {"loss": [0.693] * 30}


def test_histories_that_are_short_or_lost_can_be_shown():
    lab = explore_curves(
        {"well": WELL, "flat": FLAT, "one epoch": {"loss": [1.0]}, "lost": {"loss": [np.nan] * 12}}
    )
    lab.sweep()
    assert lab.error is None and list(lab.controls) == ["training", "smoothing", "axis", "step"]


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
    assert len(explore_curves(run).view.children) == 3
    assert len(explore_curves({"mine": run, "other": FLAT}).view.children) == 4


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


def test_the_answers_of_our_own_network_are_drawn_and_played():
    network, examples = Network((2, 6, 1)), moons(48, seed=3)
    run = train(network, *examples, "adam", 0.05, epochs=30, validation=moons(64, seed=4))
    lab = explore_curves({"mine": run, "no network": WELL})
    field = lab.picture.field
    assert field.shades.values.ravel() == pytest.approx(run.predict(field.grid))
    assert "shaded by the network's probability" in lab.live.description
    lab.step = 7
    early = train(network, *examples, "adam", 0.05, epochs=7)
    assert field.shades.values.ravel() == pytest.approx(early.predict(field.grid))
    assert len(field.wrong.get_xdata()) == round(48 * (1 - network.measure(early.p, *examples)[1]))
    losses = [run.history[name][6] for name in ("loss", "val_loss")]
    words = "After epoch 7 of 30: loss in training {:.2g} and in validation {:.2g}."
    assert lab.live.words == words.format(*losses) and len(lab.picture.panels[0].lines[0].get_xdata()) == 7
    lab.training = "no network"
    assert lab.picture.field is None and "was not kept" in lab.live.still and lab.step == 60
    lab.step = 0
    assert lab.live.words == "Before the first epoch." and not lab.picture.panels[0].lines[0].get_visible()


def test_validation_examples_have_signs_of_their_own_and_the_missed_ones_are_bold():
    network, (x, y), (others, labels) = Network((2, 6, 1)), moons(48, seed=3), moons(64, noise=0.4, seed=4)
    run = train(network, x, y, "adam", 0.05, epochs=30, validation=(others, labels))
    lab = explore_curves({"with": run, "without": train(network, x, y, epochs=20)})
    drawn = {line.get_marker(): line.get_xydata() for line in lab.picture.plane.lines if len(line.get_xdata())}
    assert (drawn["+"] == others[labels == 1]).all() and (drawn["_"] == others[labels == 0]).all()
    assert "validation: + yes, − no, bold where wrong" in lab.live.still and "Plus signs" in lab.live.description
    for step in (30, 2):
        lab.step = step
        missed = (run.after(step).predict(others) > 0.5) != labels
        for label, line in enumerate(lab.picture.field.missed):
            assert (line.get_xydata() == others[missed & (labels == label)]).all()
        assert len(lab.picture.field.wrong.get_xdata()) == np.sum((run.after(step).predict(x) > 0.5) != y)
    assert missed[labels == 0].any() and missed[labels == 1].any()
    for (low, high), values in zip(
        (lab.picture.plane.get_xlim(), lab.picture.plane.get_ylim()), others.T, strict=True
    ):
        assert low < values.min() and values.max() < high  # all of them are in view
    lab.training = "without"
    assert "validation:" not in lab.live.still and "Plus signs" not in lab.live.description
    assert not any(len(line.get_xdata()) for line in lab.picture.field.missed)


def test_of_many_validation_examples_some_are_drawn_and_it_says_how_many():
    run = train(Network((2, 3, 1)), *moons(48), epochs=12, validation=moons(1000, seed=1))
    lab = explore_curves(run)
    assert np.sum(~lab.picture.field.learned) == EXAMPLES
    assert f"bold where wrong ({EXAMPLES} of 1,000)" in lab.live.still


def test_a_training_with_other_inputs_has_no_plane():
    x, y = np.random.default_rng(0).normal(size=(40, 3)), np.arange(40) % 2
    lab = explore_curves(train(Network((3, 2, 1)), x, y, epochs=12))
    assert lab.picture.plane is None and "probability" not in lab.live.description
    assert lab.step == 12


def test_of_a_long_training_every_few_epochs_are_played():
    run = train(Network((2, 2, 1)), *moons(32), epochs=601)
    lab = explore_curves(run)
    assert lab.step == len(run.moments) - 1 < 260
    lab.step = 10
    assert lab.live.words.startswith(f"After epoch {run.moments[10]} of 601")


@pytest.mark.parametrize("last", [math.nan, math.inf, -math.inf])
def test_a_loss_that_is_no_number_is_told_in_words_and_not_smoothed(last):
    lab = explore_curves({"loss": [0.5, 0.4, last]})
    plain = lab.verdict
    lab.smoothing = 0.6
    assert lab.verdict == plain
    lab.step = 2
    assert lab.live.words == "After epoch 2 of 3: loss in training 0.4."
    lab.set(step=1)
    lab = explore_curves({"loss": [last, last]})
    lab.step = 1
    assert (
        lab.live.words == f"After epoch 1 of 2: loss in training {'not a number' if last != last else 'infinite'}."
    )
