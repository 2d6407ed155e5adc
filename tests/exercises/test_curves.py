"""The checks of lesson 19: six trainings, right or wrong diagnoses, hostile answers, cures and what is no cure."""

from collections import OrderedDict
from fractions import Fraction
from types import MappingProxyType

import numpy as np
import pytest
from answers import applaud, say

from gdlesson.exercises import check_cure, check_diagnoses, patients
from gdlesson.exercises.curves import LETTERS, SICK, TARGET, WORDS, made_with, ward
from gdlesson.explorers.curves.faults import FAULTS


def right(seed=0):
    return {letter: fault for letter, (fault, _) in ward(seed).items()}


@pytest.mark.parametrize("seed", range(6))
def test_each_ward_has_all_six_and_the_right_answers_are_right(seed):
    assert sorted(right(seed).values()) == sorted(WORDS)
    applaud(check_diagnoses, right(seed), seed)


def test_other_seeds_have_other_orders():
    assert len({tuple(right(seed).values()) for seed in range(6)}) > 3


def test_upper_case_and_blanks_are_as_right():
    applaud(check_diagnoses, {letter: f" {word.upper()} " for letter, word in right().items()})


@pytest.mark.parametrize("claim", WORDS)
def test_what_speaks_against_a_wrong_answer_is_said_and_the_right_one_is_not(claim):
    words = say(check_diagnoses, dict.fromkeys(LETTERS, claim))
    assert "1 of 6 is right" in words and words.count("?") >= 5
    for line in words.splitlines()[1:]:
        letter, said = line[2], line.split("?", 1)[1].strip()
        assert len(said) > 30 and said[0].isupper()
        assert right()[letter] not in said.lower()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "diagnoses should be a dict such as"),
        ("healthy", "diagnoses should be a dict such as"),
        ({}, "choose a diagnosis for each of A, B, C, D, E, F: "),
        (dict.fromkeys("ABCDEF"), "choose a diagnosis for each of A, B"),
        ({**dict.fromkeys("ABCDE", "healthy"), "F": ...}, "choose a diagnosis for each of F:"),
        (dict.fromkeys("ABCDEF", "ill"), "A is the text 'ill', and should be one of"),
        (dict.fromkeys("ABCDEF", 3), "A is the number 3, and should be one of"),
        (dict.fromkeys("ABCDEF", ["healthy"]), "A is a list, and should be one of"),
        (dict.fromkeys("abcdef", "healthy"), "choose a diagnosis for each of A"),
        (dict.fromkeys("ABCDEFG", "healthy"), "there is no training the text 'G', only A, B, C, D, E, F"),
    ],
)
def test_what_is_no_diagnosis_is_told_so(answer, words):
    assert words in say(check_diagnoses, answer)


@pytest.mark.parametrize("seed", range(6))
def test_the_words_tell_the_shapes_and_no_names(seed):
    said = repr(patients(seed))
    for letter, line in zip(LETTERS, said.splitlines()[1:], strict=True):
        assert line.startswith(f"{letter}: training ")
        assert (line.count("jumps") == 8) == (right(seed)[letter] == "rate too large")
        assert (line.count("level") == 8) == (right(seed)[letter] == "dead start")
    assert not any(fault in said for fault in FAULTS)


@pytest.mark.parametrize("fault", WORDS)
def test_each_patient_is_the_same_on_every_processor(fault):
    one, other = made_with(fault, 0).history, made_with(fault, 0, nudge=1e-13).history
    for name in one:
        np.testing.assert_allclose(one[name], other[name], rtol=1e-7, atol=1e-9)


def test_patients_of_a_bad_seed_are_refused():
    for seed in (-1, 1.5, "A"):
        with pytest.raises(ValueError, match="seed must be a whole number"):
            patients(seed)


def settings(units, rate, epochs):
    return {"units": units, "learning_rate": rate, "epochs": epochs}


@pytest.mark.parametrize(
    "mine",
    [
        *(
            settings(32, 0.02, 30),
            settings(8, 0.01, 80),
            settings(16.0, 0.003, np.int64(200)),
            settings(6, 0.02, 50),
        ),
        *(
            settings(32, 0.01, 40),
            settings(8, np.float32(0.02), 40),
            settings(12, 0.015, 40),
            settings(32, 0.005, 70),
        ),
        *(settings(8, 0.02, 40), settings(32, 0.005, 60), settings(np.int64(32), np.float32(0.02), np.int32(30))),
        MappingProxyType(settings(32, 0.02, 30)),
        OrderedDict(SICK, epochs=30),
        *(settings(8, 0.005, 150), {"epochs": 80.0, "units": np.array(8), "learning_rate": Fraction(1, 100)}),
    ],
)
def test_cures(mine):
    words = applaud(check_cure, mine)
    assert float(words.split("ends at ")[1].split(",")[0]) <= TARGET


@pytest.mark.parametrize(
    ("mine", "words"),
    [
        (None, "my_settings should be a dict such as {'units': 32"),
        (
            [1],
            "such as {'units': 32, 'learning_rate': 0.02, 'epochs': 200}, but it is the list [1]",
        ),
        ({}, "'units' is missing"),
        (settings(None, 0.1, 5), "put a value in place of None, for units."),
        (settings(4, ..., 5), "put a value in place of ..., for learning_rate."),
        (settings("4", 0.1, 5), "Remove the quotation marks"),
        (settings([4], 0.1, 5), "units should be one number"),
        (settings(0, 0.1, 5), "units should be a whole number from 1 to 64"),
        (settings(4.5, 0.1, 5), "units should be a whole number"),
        (settings(65, 0.1, 5), "from 1 to 64, but it is 65"),
        (settings(4, 0.1, 10**9), "epochs should be a whole number from 1 to 500"),
        (settings(4, np.inf, 5), "should be a finite number"),
        (settings(4, 0, 5), "the learning rate is 0. Take one above 0"),
        (settings(4, -0.1, 5), "the learning rate is −0.1. Take one above 0"),
        (settings(4.0000001, 0.1, 5), "but it is 4.0000001."),
        (SICK, "They overfit: on the way it was 0.3"),
        (
            "units=32",
            "should be a dict such as {'units': 32, 'learning_rate': 0.02, 'epochs': 200}, but it is the te",
        ),
        ({32, 0.02, 30}, "but it is a set"),
        ({"epochs": 30}, "'units' is missing in my_settings"),
        ({"units": 32, "learning_rate": 0.02, "epoch": 30}, "'epochs' is missing in my_settings"),
        ({"units": 32, "lr": 0.02, "epochs": 30}, "'learning_rate' is missing in my_settings"),
        (settings(True, 0.02, 30), "units should be one number, but it is True"),
        (settings("many", 0.02, 30), "units is the text 'many', but it should be a number."),
        (settings(32, lambda step: 0.02, 30), "learning_rate should be one number, but it is a function"),
        (settings(32, np.nan, 30), "learning_rate should be a finite number, but it is nan"),
        (settings(32, 0.02, 0), "epochs should be a whole number from 1 to 500, but it is 0"),
        (settings(32, 0.02, 1), "It was never lower: train for longer"),
        (settings(32, 0.02, 100), "They overfit"),
        (settings(64, 0.02, 200), "They overfit"),
        (settings(32, 1e-6, 200), "It was never lower: train for longer, or at a larger rate"),
        (
            {**SICK, "patience": 5},
            "'patience' is not a setting of this exercise. There are units, learning_rate, epochs.",
        ),
        (settings(32, 0.02, 25), "ends at 0.354, the mean of 5 trainings, but it should end at 0.35 or below"),
        (settings(32, 0.02, 5), "It was never much lower: train for longer"),
        (settings(32, 3.0, 30), "The training loss jumps: take a smaller rate"),
        (settings(8, 1e300, 20), "take a smaller rate"),
        (settings(8, 0.001, 40), "It was never lower: train for longer, or at a larger rate"),
        (settings(1, 0.01, 120), "is the network large enough"),
        (settings(1, 0.02, 40), "is the network large enough"),
        (settings(4, 0.003, 500), "epochs it was 0.3"),
        (settings(4, 0.01, 90), "It was never much lower"),
    ],
)
def test_what_is_no_cure_is_told_why(mine, words):
    assert words in say(check_cure, mine)
