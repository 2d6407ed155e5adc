"""Numbers the way people type them, and the control that shows and takes them."""

import math

import pytest

from gdlesson.live.controls import count_control, log_control, number_control
from gdlesson.live.number import read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.25", 0.25),
        ("0,25", 0.25),
        (",5", 0.5),
        ("1/6", 1 / 6),
        ("2 / 3", 2 / 3),
        ("-1/4", -0.25),
        ("1e-3", 0.001),
        ("1E-3", 0.001),
        (" 7 ", 7.0),
        ("+3.", 3.0),
        ("− 2", -2.0),
        ("1 000", 1000.0),
        ("0,125", 0.125),
        ("1e-3/4", 0.00025),
        ("1⁄2", 0.5),
    ],
)
def test_a_number_is_read_the_way_people_write_it(text, number):
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is not a number"),
        ("abc", "“abc” is not a number: write it as 0.25"),
        ("1/2/3", "is not a number"),
        ("1/", "is not a number"),
        ("1/0", "divides by 0"),
        ("nan", "is not a number"),
        ("inf", "is not a number"),
        ("1e", "is not a number"),
        ("1.2.3", "is not a number"),
        ("__import__('os')", "is not a number"),
        ("2**10", "is not a number"),
        ("1,000", "could be two numbers: write 1000"),
        ("12,345,678", "could be two numbers: write 12345678"),
        ("١", "is not a number"),
    ],
)
def test_what_is_no_number_or_could_be_two_is_told(text, told):
    with pytest.raises(ValueError, match=told.replace("(", r"\(")):
        read_number(text)


@pytest.fixture
def rate():
    return log_control("learning rate", 0.1, 1e-4, 1.0)


def test_what_was_typed_stays_until_the_number_is_another_one(rate):
    rate.typed = "1/6"
    assert (rate.value, rate.typed, rate.refused) == (1 / 6, "1/6", "")
    rate.value = 1 / 6
    assert rate.typed == "1/6"
    rate.value = 0.5
    assert rate.typed == ""


def test_nonsense_is_refused_next_to_the_box_and_the_next_number_clears_it(rate):
    for typed in ("much", "-1", "1e400"):
        rate.typed = typed
        assert rate.value == 0.1 and rate.refused and rate.typed == typed
    rate.typed = "2"
    assert rate.value == 2.0 and not rate.refused


def test_the_browser_is_put_right_when_it_sends_what_cannot_be(rate, monkeypatch):
    sent = []
    monkeypatch.setattr(rate, "send_state", lambda key=None: sent.append(key))
    rate.set_state({"value": -5})
    assert rate.value == 0.1 and sent == ["value"]


def test_what_was_typed_after_a_move_that_the_kernel_had_no_time_for_counts(rate, monkeypatch):
    sent = []
    monkeypatch.setattr(rate, "send_state", lambda key=None: sent.append(key))
    rate.set_state({"value": 0.9, "typed": "0.25", "refused": ""})  # the page sends both at once
    assert (rate.value, rate.typed, rate.refused) == (0.25, "0.25", "")
    assert "value" in sent  # the page has 0.9 still
    rate.set_state({"value": 0.9, "typed": "abc", "refused": ""})
    assert (rate.value, rate.typed) == (0.25, "abc") and "abc" in rate.refused
    rate.set_state({"value": 0.9, "typed": "", "refused": ""})  # moved last
    assert (rate.value, rate.typed, rate.refused) == (0.9, "", "")


def test_a_number_that_would_change_nothing_can_still_be_set_from_code(rate):
    rate.disabled = "momentum has no such setting"
    assert rate.get_state()["disabled"] == "momentum has no such setting"
    rate.value = 0.5
    assert rate.value == 0.5 and not rate.refused


def test_whole_numbers_stay_whole():
    count = count_control("steps", 5, 1, 100)
    count.typed = "12"
    assert count.value == 12 and isinstance(count.value, int)
    count.typed = "2.5"
    assert count.value == 12 and "must be a whole number" in count.refused
    assert isinstance(number_control("x", 1, -5, 5, 0.1).value, float)


@pytest.mark.parametrize(
    ("step", "value", "nearest"), [(0.1, 0.234, 0.2), (0.05, 0.234, 0.23), (1, 3.7, 4), (10.0, 37, 40)]
)
def test_the_nearest_place_on_a_slider_has_as_few_digits_as_its_step(step, value, nearest):
    control = number_control("x", 0, -50, 50, step)
    assert control.nearest(value) == pytest.approx(nearest) and math.isfinite(control.nearest(1e300))
