"""Lesson 20: a plan that chooses by validation and keeps the test set locked."""

import re

import numpy as np
import pytest
from answers import applaud, say

from gdlesson.exercises import check_general
from gdlesson.exercises.generalization import TARGET, losses_of

RIGHT = {"learn_from": "training", "choose_by": "validation", "weight_decay": [0.0, 0.3], "units": [16]}


def plan(**changes):
    return RIGHT | changes


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"weight_decay": (0.3, 0.0)},
        {"weight_decay": np.array([0.1, 0.3]), "units": np.array([16])},
        {"weight_decay": np.linspace(0, 1, 6)},
        {"weight_decay": 0.2, "units": [2, 8]},
        {"units": range(14, 17)},
        {"learn_from": ["training"], "choose_by": ("validation",)},
        {"learn_from": " Training ", "choose_by": "VALIDATION"},
        {"weight_decay": {0.3, 0.05}, "units": 16},
    ],
)
def test_right(changes):
    words = applaud(check_general, plan(**changes))
    assert "Now the test set is opened, once" in words
    validation, test = (float(each) for each in re.findall(r"0\.\d+", words.split("validation loss")[1])[:2])
    assert validation <= TARGET and abs(test - validation) < 0.05


def test_the_chosen_one_is_the_best_in_validation_whatever_the_test_says():
    decays = [0.0, 0.1, 0.2, 0.4]
    best = min(decays, key=lambda decay: losses_of(decay, 8)["validation"])
    words = applaud(check_general, plan(weight_decay=decays, units=[8]))
    assert f"weight decay {best:g} and 8 units" in words and f"{losses_of(best, 8)['test']:.3f}" in words


WRONG = [
    ({"learn_from": "all"}, "your networks learn from the test examples."),
    ({"learn_from": "test"}, "your networks learn from the test examples."),
    ({"learn_from": ["training", "test"]}, "your networks learn from the test examples."),
    ({"learn_from": "validation"}, "your networks learn from the validation examples."),
    ({"learn_from": ["training", "validation"]}, "your networks learn from the validation examples."),
    ({"choose_by": "test"}, "you choose by the test set. A set that has helped to choose is no longer new"),
    ({"choose_by": "all"}, "you choose by the test set as well."),
    ({"choose_by": ["validation", "test"]}, "you choose by the test set as well."),
    ({"choose_by": ["training", "validation"]}, "you choose by training and validation together."),
    ({"choose_by": "training"}, "weight decay 0 and 16 units has the lowest"),
    ({"choose_by": "training"}, "and the one with weight decay 0.3 and 16 units has 0.34 there."),
    ({"choose_by": "training", "weight_decay": [0.3, 3]}, "Choose by the set that the networks have not learned"),
    ({"weight_decay": [0.3]}, "there is only 1 network, so there is nothing to choose."),
    ({"weight_decay": [0.3, 0.3]}, "there is only 1 network"),
    ({"weight_decay": [0.0, 0.01]}, "The largest weight decay that you tried is best: try larger ones."),
    ({"weight_decay": [1.0, 3.0]}, "The smallest weight decay that you tried is best: try smaller ones."),
    ({"weight_decay": [0.0], "units": [16, 32]}, "The test set stays locked."),
    ({"weight_decay": [0.0, 0.05, 3.0], "units": [2]}, "Try other numbers of units, too."),
    ({"weight_decay": np.linspace(0, 1, 7), "units": [8, 16]}, "7 weight decays times 2 numbers of units"),
    ({"weight_decay": [0.1, -0.1]}, "Below 0 the weights would grow."),
    ({"weight_decay": [0.1, 30]}, "it should be from 0 to 10"),
    ({"weight_decay": "0.1"}, "weight_decay should be a list of numbers"),
    ({"weight_decay": [0.1, "0.2"]}, "Remove the quotation marks."),
    ({"weight_decay": []}, "weight_decay is a list of 0 numbers."),
    ({"weight_decay": None}, "put a value in place of None, for weight_decay"),
    ({"weight_decay": [0.1, None]}, "put a number in place of None"),
    ({"units": [0, 8]}, "should be a whole number from 1 to 64, but it is 0"),
    ({"units": [8.5, 16]}, "should be a whole number from 1 to 64, but it is 8.5"),
    ({"units": [640, 16]}, "from 1 to 64"),
    ({"learn_from": "train"}, 'learn_from should be "training", "validation", "test" or "all"'),
    ({"choose_by": 3}, "but it is the number 3"),
    ({"choose_by": []}, 'choose_by should be "training"'),
    ({"epochs": 50}, "'epochs' is not a setting of this exercise."),
]


@pytest.mark.parametrize(("changes", "words"), WRONG)
def test_wrong(changes, words):
    assert words in say(check_general, plan(**changes))


@pytest.mark.parametrize("answer", [None, ..., "training", 3, [0.1], plan])
def test_what_is_no_plan(answer):
    assert "my_plan should be a dict such as" in say(check_general, answer)


def test_what_is_missing_is_named():
    for name in RIGHT:
        shorter = {each: value for each, value in RIGHT.items() if each != name}
        assert f"'{name}' is missing in my_plan." in say(check_general, shorter)


def test_the_plan_to_begin_with_is_wrong_in_two_ways():
    words = say(check_general, plan(learn_from="all", choose_by="test", weight_decay=[0.0], units=[32]))
    assert "learn from the test examples" in words


def test_the_test_loss_is_not_told_before_the_end():
    words = say(check_general, plan(weight_decay=[0.0, 0.01]))
    lowest = losses_of(0.01, 16)["validation"]
    told = [float(each) for each in re.findall(r"\d\.\d+", words)]
    assert told == [0.01, pytest.approx(lowest, abs=0.006), TARGET]
    assert "stays locked" in words


def test_no_reachable_plan_depends_on_rounding():
    for decay, units in [(0.3, 16), (0.2, 8), (0.1, 4), (0.4, 32)]:
        assert losses_of(decay, units)["validation"] < TARGET - 0.002
    for units in (2, 4, 8, 16, 32):
        assert losses_of(0.0, units)["validation"] > TARGET + 0.01
