"""Lessons 0 and 4: a rate that lands, a rate for each regime, and a start from which nothing moves."""

from fractions import Fraction

import numpy as np
import pytest
from answers import applaud, say

from gdlesson.exercises import check_landing, check_rates, check_resting_start

RATES = {"slow": 0.001, "steady": 0.5, "overshooting": 1.5, "bouncing": 2, "diverging": 3}


@pytest.mark.parametrize(
    "rates",
    [
        RATES,
        {"diverging": 2.1, "steady": 1, "overshooting": 1.01, "bouncing": 2.0, "slow": 0.01, "more": None},
        RATES | {"steady": 0.05, "overshooting": 1.95},
        RATES | {"steady": 1 - 1e-9, "overshooting": 1 + 1e-9},
        RATES | {"steady": np.float64(1.0), "bouncing": np.array(2)},
        RATES | {"slow": 1e-5, "diverging": 1e6},
        RATES | {"steady": Fraction(1, 2), "overshooting": 3 / 2},
        dict(slow=1 / 1000, steady=1 / 3, overshooting=5 / 3, bouncing=6 / 3, diverging=7 / 3),  # noqa: C408
        {name: np.float32(rate) for name, rate in RATES.items()},
        {name: int(rate) if rate == int(rate) else rate for name, rate in RATES.items()},
        RATES | {"diverging": 1e300},
        RATES | {"overshooting": 1.999},
    ],
)
def test_rates_right(rates):
    words = applaud(check_rates, rates)
    assert "1/L = 1 and 2/L = 2" in words and words.count(": right") == 5


@pytest.mark.parametrize(
    ("rates", "line"),
    [
        ({"steady": 1.5}, "steady: not yet, with 1.5 the run overshoots. Take a smaller learning rate."),
        ({"steady": 1 + 1e-10}, "steady: not yet, with 1.0000000001 the run overshoots. Take a smaller"),
        ({"steady": 0.001}, "steady: not yet, with 0.001 the run is slow. Take a larger"),
        ({"slow": 0.5}, "slow: not yet, with 0.5 the run is steady. Take a smaller"),
        ({"slow": 1e-9}, "slow: not yet, with 1e-09 the run does not move. Take a larger"),
        ({"slow": 0}, "slow: not yet, with 0 the run does not move. Take a larger"),
        ({"overshooting": 2}, "overshooting: not yet, with 2 the run bounces. Take a smaller"),
        ({"overshooting": 1}, "overshooting: not yet, with 1 the run is steady. Take a larger"),
        ({"bouncing": 2.001}, "bouncing: not yet, with 2.001 the run diverges. Take a smaller"),
        ({"bouncing": 1.9}, "bouncing: not yet, with 1.9 the run overshoots. Take a larger"),
        ({"diverging": 2}, "diverging: not yet, with 2 the run bounces. Take a larger learning rate."),
        (
            {"diverging": -1},
            "diverging: not yet, −1 is negative: the first step leads uphill, from 3 to 10. Take a",
        ),
        (
            {"diverging": "3"},
            "diverging: not yet, diverging is the text '3', but it should be a number. Remove the",
        ),
        ({"steady": None}, "steady: not yet, put a number in place of None, for steady."),
        ({"steady": [0.5]}, "steady: not yet, steady should be one number, but it is the list [0.5]."),
    ],
)
def test_each_rate_that_is_not_right_has_its_reason(rates, line):
    words = say(check_rates, RATES | rates)
    assert words.startswith("Not yet: 4 of 5 are right.\n") and line in words


@pytest.mark.parametrize(
    ("rates", "words"),
    [
        ({"Steady": 0.5}, "steady: not yet, 'steady' is missing in my_rates."),
        ([0.001, 0.5, 1.5, 2, 3], "should be a dict with a learning rate for each regime"),
        ({}, "0 of 5 are right."),
        ({"steady": 0.5}, "1 of 5 is right."),
    ],
)
def test_what_is_no_dict_of_rates_is_told_so(rates, words):
    assert words in say(check_rates, rates)


def test_resting_start():
    for start in (-4, np.float64(-4.0), Fraction(-4), np.array(-4), -8 / 2, -4 + 1e-10):
        assert "the slope is" in applaud(check_resting_start, start)
    assert "at −4 the slope is 0, so nothing moves" in applaud(check_resting_start, -4)


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (-4.000004, "from −4.000004 the first step goes to −3.999996"),
        (
            3,
            "from 3 the first step goes to −11, because the slope there is 7. Look for the place where",
        ),
        (0, "from 0 the first step goes to −8, because the slope there is 4."),
        (4, "from 4 the first step goes to −12"),
        (-8, "from −8 the first step goes to 0"),
        (1e300, "no run can begin at 1e+300: the loss there is too large to store"),
        (None, "put a number in place of None, for my_start"),
        ("-4", "Remove the quotation marks"),
        ([-4], "should be one number, but it is the list [−4]"),
        # From here on written by somebody who had seen only the exercise.
        (3, "from 3 the first step goes to −11"),
        (-11, "from −11 the first step goes to 3"),
        (2, "from 2 the first step goes to −10"),
        (1, "from 1 the first step goes to −9"),
        (1 / 3, "the slope there is 4.3333"),
        (-7, "from −7 the first step goes to −1"),
        (-2, "from −2 the first step goes to −6"),
        (-0.125, "from −0.125 the first step goes to −7.875"),
        (-4 + 14**0.5, "the first step goes to"),
        (-3.9, "from −3.9 the first step goes to −4.1"),
        (-4 + 1e-6, "the first step goes to"),
        (float("nan"), "my_start"),
        (float("inf"), "my_start"),
        (True, "my_start"),
        ("x = -4", "my_start"),
        ((-4, 0), "my_start"),
        ([-4, 4], "my_start"),
        (lambda: -4, "my_start"),
    ],
)
def test_a_start_that_does_not_rest_is_told_why(start, words):
    assert words in say(check_resting_start, start)


@pytest.mark.parametrize("rate", [1 / 6, 0.1666, 0.167, 0.165, Fraction(1, 6), np.float64(0.166), np.array(0.168)])
def test_landing_right(rate):
    exact = "there is the minimum" in applaud(check_landing, rate)
    assert exact == (float(rate) == 1 / 6)
    assert exact or "close enough to the minimum at 0.3333" in applaud(check_landing, rate)


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (None, "put a number in place of None, for my_rate."),
        (0.28, "from 8 to −4.88, past the minimum at 0.3333. Take a smaller learning rate."),
        (0.05, "from 8 to 5.7, not as far as the minimum at 0.3333. Take a larger learning rate."),
        (0.17, "with 0.17 the first step goes from 8 to 0.18, past the minimum at 0.3333. Take a smaller"),
        (0.16, "from 8 to 0.64, not as far as the minimum at 0.3333. Take a larger learning rate."),
        (1 / 3, "from 8 to −7.3333, past the minimum at 0.3333. Take a smaller learning rate."),
        (16, "past the minimum at 0.3333. Take a smaller learning rate."),
        (0, "with 0 the ball does not move. Take a larger learning rate."),
        (1e-9, "with 1e-09 the ball does not move. Take a larger learning rate."),
        (-0.1, "−0.1 is negative: the first step leads uphill"),
        ("1/6", "my_rate is the text '1/6', but it should be a number."),
        ("0.1666", "my_rate is the text '0.1666', but it should be a number. Remove the quotation marks."),
        ([0.1666], "my_rate should be one number, but it is the list [0.1666]."),
        (float("nan"), "my_rate should be a finite number"),
        (True, "my_rate should be one number"),
    ],
)
def test_landing_wrong(rate, words):
    assert words in say(check_landing, rate)
