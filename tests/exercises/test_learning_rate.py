"""Lesson 4: a learning rate for each regime, and a start from which nothing moves."""

import numpy as np
import pytest
from answers import applaud, say

from gdlesson.exercises import check_rates, check_resting_start


def test_rates_right():
    for rates in (
        {"monotone": 0.5, "overshooting": 1.5, "bouncing": 2, "diverging": 3},
        {"diverging": 2.1, "monotone": 1, "overshooting": 1.01, "bouncing": 2.0, "more": None},
    ):
        words = applaud(check_rates, rates)
        assert "1/L = 1 and 2/L = 2" in words and words.count(": right") == 4


@pytest.mark.parametrize(
    ("rates", "lines"),
    [
        (
            {"monotone": 1.5},
            ["monotone: not yet: with 1.5 the walk is overshooting. Take a smaller learning rate."],
        ),
        ({"monotone": 1.0000000001}, ["monotone: not yet: with 1.0000000001 the walk is overshooting."]),
        (
            {"monotone": 1e-9},
            ["monotone: not yet: with 1e-09 the walk does not move. Take a larger"],
        ),
        (
            {"overshooting": 2},
            ["overshooting: not yet: with 2 the walk is bouncing. Take a smaller"],
        ),
        (
            {"bouncing": 1.9999},
            ["bouncing: not yet: with 1.9999 the walk is overshooting. Take a larger"],
        ),
        ({"diverging": 2}, ["diverging: not yet: with 2 the walk is bouncing. Take a larger learning rate."]),
        (
            {"diverging": -1},
            ["diverging: not yet: −1 is negative: the first step goes from 3 to 10, and that is uphill"],
        ),
        (
            {"monotone": 0.5, "bouncing": "2"},
            ["1 of 4 is right.", "monotone: right", "bouncing: not yet: this is the te"],
        ),
        ({"monotone": None}, ["monotone: not yet: put a learning rate in place of None.", "0 of 4 are right."]),
        ({"Monotone": 0.5}, ["monotone: not yet: 'monotone' is missing in my_rates."]),
        ([0.5, 1.5, 2, 3], ['my_rates should hold a learning rate for each regime: {"monotone": 0.1, …}.']),
    ],
)
def test_rates_slips(rates, lines):
    words = say(check_rates, rates)
    assert all(line in words for line in lines)


def test_resting_start():
    for start in (-4, np.float64(-4.0)):
        assert "at −4 the slope is 0, so nothing moves" in applaud(check_resting_start, start)
    assert "from −4.000004 the first step goes to −3.999996" in say(check_resting_start, -4.000004)
    assert "from 3 the first step goes to −11, because the slope there is 7" in say(check_resting_start, 3)
    assert "the loss there is larger than any number" in say(check_resting_start, 1e300)
    assert "put a number in place of None" in say(check_resting_start, None)
