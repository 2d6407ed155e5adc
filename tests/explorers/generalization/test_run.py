"""What calms a training: verdicts that are true of the losses, whatever the settings."""

import re

import numpy as np
import pytest

import gdlesson
from gdlesson import Network, train
from gdlesson.explorers.generalization.run import FALLING, WORSE, calmed, data, generalization_verdict


def last(*settings):
    *_, run = calmed(*settings)
    return run


def test_it_is_the_training_of_train():
    (x, y), validation = data(48)
    run = last(0.3, 48, 6, 12)
    ours = train(Network((2, 6, 6, 1)), x, y, "adam", 0.02, 16, 12, validation=validation, weight_decay=0.3)
    np.testing.assert_array_equal(run.training.p, ours.p)


@pytest.mark.parametrize("decay", [0.0, 0.2, 0.6, 1.0])
@pytest.mark.parametrize(
    ("examples", "units", "epochs"),
    [(48, 32, 200), (48, 2, 60), (96, 8, 30), (384, 32, 9), (192, 4, 5), (48, 1, 1)],
)
def test_the_words_are_true(decay, examples, units, epochs):
    run = last(decay, examples, units, epochs)
    history, words = run.training.history, generalization_verdict(run)
    loss, validation = history["loss"], history["val_loss"]
    told = [float(number) for number in re.findall(r"\d+\.?\d*(?:e-\d+)?", words.split("training loss is")[1])]
    assert np.isclose(told[:2], [loss[-1], validation[-1]], rtol=0.06).all() and len(words) < 221
    if words.startswith("Overfitting"):
        assert min(validation[-1], np.median(validation[-5:])) > WORSE * validation.min()
        assert f"after epoch {validation.argmin() + 1}" in words
    elif "still falling" in words:
        assert validation.argmin() == epochs - 1
        assert validation[-1] < FALLING * validation[max(0, epochs - 1 - max(1, epochs // 5))]
    elif "jumped" in words or "begun to rise" in words:
        assert ("jumped" in words) == (validation[-1] > WORSE * validation[-5:].min())
        assert validation[-1] > WORSE * validation.min() >= np.median(validation[-5:])
    elif epochs > 1:
        assert words.startswith("Near its best") and validation[-1] <= WORSE * validation.min()
        assert ("more than training" in words) == (validation[-1] > loss[-1])


def test_weight_decay_calms_it_and_so_does_stopping_early():
    free, calm = last(0.0, 48, 32, 200).training.history, last(0.6, 48, 32, 200).training.history
    assert calm["val_loss"][-1] < 0.6 * free["val_loss"][-1] and calm["loss"][-1] > free["loss"][-1]


@pytest.mark.parametrize(
    "bad", [{"weight_decay": 2}, {"examples": 50}, {"units": 0}, {"epochs": 201}, {"seed": -1}, {"units": "many"}]
)
def test_bad_input_is_refused(bad):
    with pytest.raises((TypeError, ValueError), match=next(iter(bad))):
        gdlesson.explore_generalization(**bad)
