"""Explorers without a browser: sliders are set from code, as a hand sets them."""

import math

import numpy as np
import pytest

from gdlesson import Function, descend, explore, quadratic, verdict
from gdlesson.live.controls import positions
from gdlesson.regimes import REGIMES

F = quadratic([-3, -2, 3])


@pytest.fixture(scope="module")
def shared():
    return explore(F)


@pytest.fixture
def lab(shared):
    """Return an explorer as it is at first, whatever another test has done to it."""
    shared.set(start=8, learning_rate=0.001, iterations=500)
    return shared


def test_a_control_makes_a_run_a_verdict_and_a_picture(lab):
    before = lab.live.moving
    lab.learning_rate = 0.34
    assert lab.run.regime == "diverging" and lab.verdict == verdict(descend(F, 8, 0.34)) == lab.live.words
    assert lab.live.moving != before
    lab.start = 3
    assert lab.run.path[0] == 3
    lab.iterations = 7
    assert lab.run.nit == 7


@pytest.mark.parametrize("rate", [1 / 3, 0.3333333333333333, 1e-6, 0.25, 5.0, 123.456, 0])
def test_code_and_box_may_set_any_rate_and_nothing_rounds_it(lab, rate):
    lab.learning_rate = rate
    control = lab.controls["learning_rate"]
    assert lab.learning_rate == control.value == lab.run.learning_rate == rate
    control.typed = "0.2"
    assert lab.run.learning_rate == 0.2
    control.typed = repr(rate)
    assert lab.learning_rate == lab.run.learning_rate == rate


@pytest.mark.parametrize(
    ("name", "rate", "regime"),
    [
        ("slow", 0.001, "slow"),
        ("steady", 0.05, "steady"),
        ("lands", 1 / 6, "steady"),
        ("overshoots", 0.25, "overshooting"),
        ("bounces", 1 / 3, "bouncing"),
        ("diverges", 0.34, "diverging"),
    ],
)
def test_presets(lab, name, rate, regime):
    lab.preset(name)
    assert lab.learning_rate == rate and lab.run.regime == regime


def test_a_preset_shows_the_whole_run_again(lab):
    lab.step = 3
    lab.preset("slow")
    assert lab.step == 500 and lab.live.words == lab.verdict


def test_presets_are_found_for_other_functions_too():
    lab = explore(lambda x: x**4 - 2 * x**2, start=1.05, learning_rate=0.1)
    for name, regime in [("steady", "steady"), ("overshoots", "overshooting"), ("bounces", "bouncing")]:
        lab.preset(name)
        assert lab.run.regime == regime
    with pytest.raises(ValueError, match="preset must be one of slow, steady"):
        lab.preset("fast")
    with pytest.raises(ValueError, match="No learning rate from .* shows “diverges”"):
        explore(abs, 3, 0.1).preset("diverges")


def test_a_preset_that_does_not_exist_for_this_function_is_said_in_the_explorer():
    lab = explore(abs, 3, 0.1)
    lab.choose("diverges")
    assert lab.live.failed and "No learning rate" in lab.live.words
    lab.learning_rate = 0.2
    assert not lab.live.failed and lab.error is None


def test_one_step_at_a_time(lab):
    lab.learning_rate = 0.25
    assert lab.step == lab.run.nit == 21 and lab.live.words == lab.verdict
    run = lab.run
    lab.step = 0
    assert lab.step == 0 and lab.live.words.startswith("Step 0 of 21: x = 8, loss 173, slope 46;")
    lab.step = 1
    assert lab.step == 1 and "x = −3.5" in lab.live.words
    assert lab.run is run and lab.verdict == verdict(run)
    lab.step = 21
    assert lab.live.words == lab.verdict
    lab.set(learning_rate=0.1, step=3)
    assert lab.step == 3 and lab.live.words.startswith("Step 3 of ")
    lab.step = None
    assert lab.step == lab.run.nit and lab.live.words == lab.verdict


def test_a_new_run_is_shown_whole(lab):
    lab.step = 3
    lab.learning_rate = 0.3
    assert lab.step == lab.run.nit == 64


def test_two_explorers_do_not_disturb_each_other(lab):
    other = explore(F, start=3, learning_rate=0.05)
    lab.learning_rate = 0.34
    assert other.learning_rate == 0.05 and other.run.regime == "steady" and other.live.moving != lab.live.moving


def test_an_error_of_the_learners_function_is_shown_and_the_next_good_value_recovers():
    lab = explore(lambda x: math.sqrt(x) + 1 / x, start=4, learning_rate=0.1)
    lab.start = -2
    assert lab.live.failed and "f failed at x = -2.0: ValueError: math domain error" in lab.live.words
    assert isinstance(lab.error, ValueError) and lab.verdict == lab.live.words and lab.run is None
    lab.step = 3  # there is nothing to step through, and the error stays to be read
    assert lab.live.failed and "math domain error" in lab.live.words
    lab.start = 4
    assert not lab.live.failed and lab.error is None and lab.live.words == verdict(lab.run)


def test_functions_with_holes_can_be_explored():
    for f in (lambda x: 1 / x + x, lambda x: 1 / np.float64(x) + x, lambda x: x - math.log(x)):
        lab = explore(f, start=8, learning_rate=0.1)
        for name in ("overshoots", "diverges"):
            lab.choose(name)
    with pytest.raises(ValueError, match="has no value to draw between"):
        explore(Function(lambda x: math.nan if x != 5.501 else 1.0, lambda x: 0.0, view=(0, 1)), start=5.501)
    explore(Function(math.cosh, view=(-1000, 1000)), start=5)
    explore(Function(lambda x: x**2, name="$\\frac{x$ <&"), start=5)


def test_a_narrow_view_stays_narrow_and_has_fine_steps():
    lab = explore(Function(lambda x: x**2, view=(-5e-7, 5e-7)), start=4e-7)
    assert lab.f.view == (-5e-7, 5e-7) and lab.controls["start"].step == 1e-8


def test_a_bug_is_shown_as_well_and_not_lost(lab, monkeypatch):
    monkeypatch.setattr(lab.picture, "show", lambda run, step: 1 / 0)
    lab.learning_rate = 0.2
    assert lab.live.words == "ZeroDivisionError: division by zero" and lab.live.failed


def test_what_a_box_refuses_is_said_next_to_it_and_changes_nothing(lab):
    rate, start = lab.controls["learning_rate"], lab.controls["start"]
    before = lab.live.words, lab.live.moving
    rate.typed = "-1"
    assert rate.refused == "learning rate must be a finite number, 0 or more, got -1.0"
    start.typed = "100"
    assert start.refused == "start must be between -9 and 10, got 100.0"
    assert (lab.live.words, lab.live.moving) == before and (lab.learning_rate, lab.start) == (0.001, 8)
    rate.typed = "0.05"
    assert lab.run.nit == 35 and not rate.refused


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("learning_rate", -1, ValueError),
        ("learning_rate", math.nan, ValueError),
        ("learning_rate", "0.1", TypeError),
        ("learning_rate", None, TypeError),
        ("learning_rate", 10**400, ValueError),
        ("start", 100, ValueError),
        ("start", [1, 2], TypeError),
        ("iterations", 0, ValueError),
        ("iterations", 2.5, ValueError),
        ("step", 501, ValueError),
        ("learning_rat", 0.1, AttributeError),
    ],
)
def test_bad_values_from_code_are_refused_and_change_nothing(lab, name, value, error):
    with pytest.raises(error, match=name):
        setattr(lab, name, value)
    assert (lab.learning_rate, lab.start, lab.iterations, lab.step) == (0.001, 8, 500, 500)


def test_bad_settings_are_refused_at_once():
    with pytest.raises(TypeError, match="a function is expected"):
        explore("x**2")
    with pytest.raises(ValueError, match="start must be finite"):
        explore(F, start=math.nan)
    with pytest.raises(ValueError, match="learning_rate must be"):
        explore(F, learning_rate=-1)
    with pytest.raises(ValueError, match="iterations must be between 1"):
        explore(F, iterations=0)


def test_a_start_outside_the_view_widens_it():
    lab = explore(F, start=20)
    assert lab.f.view == (-9, 20) and lab.run.path[0] == 20 and F.view == (-9, 10)
    lab.start = -3.5
    assert lab.run.path[0] == -3.5


def test_the_view_can_be_chosen():
    lab = explore(lambda x: x**4 - 2 * x**2, start=1.05, learning_rate=0.1, view=(-1.8, 1.8))
    assert lab.f.view == (-1.8, 1.8)
    with pytest.raises(ValueError, match="view must be two finite numbers"):
        explore(F, view=(3, 1))
    with pytest.raises(ValueError, match="view must be two finite numbers in rising order, got"):
        explore(F, view=[[1, 2], [3, 4]])
    with pytest.raises(ValueError, match=r"preset must be one of slow, .*, got \['steady'\]"):
        lab.preset(["steady"])


def test_a_sweep_moves_everything_and_puts_it_back(lab, monkeypatch):
    seen, show = set(), lab.picture.show

    def note(run, step=None):
        seen.add((run.learning_rate, run.path[0], run.nit))
        return show(run, step)

    monkeypatch.setattr(lab.picture, "show", note)
    lab.sweep()
    rates, starts = {rate for rate, _, _ in seen}, {start for _, start, _ in seen}
    assert {1e-4, 1.0} <= rates and {-9, 10} <= starts and len(positions(lab.controls["iterations"])) == 9
    assert (lab.learning_rate, lab.start, lab.iterations) == (0.001, 8, 500)


def test_a_sweep_does_not_hide_an_exception(lab, monkeypatch):
    show = lab.picture.show
    monkeypatch.setattr(
        lab.picture, "show", lambda run, step=None: 1 / 0 if run.learning_rate > 0.9 else show(run, step)
    )
    with pytest.raises(ZeroDivisionError):
        lab.sweep()
    assert (lab.learning_rate, lab.start, lab.iterations) == (0.001, 8, 500)


def test_parts_are_chosen_and_the_rest_works_all_the_same():
    lab = explore(F, learning_rate=0.28, parts="curve")
    assert len(lab.picture.figure.axes) == 1 and not lab.controls["learning_rate"].track
    assert [len(row.children) for row in lab.view.children[:-1]] == [1, 1]  # the slider, and the player
    assert lab.live.words == "Overshoots, then settles: 37 steps to x = 0.33333."
    lab.set(start=3, iterations=20)
    lab.preset("lands")
    assert lab.run.path[0] == 3 and lab.live.words == "Steady: it lands at x = 0.33333 in one step."
    lab = explore(abs, start=3, learning_rate=0.1, parts=["loss", "start"])  # it has no factor to leave out
    assert len(lab.picture.figure.axes) == 2 and lab.live.words == verdict(lab.run)


@pytest.mark.parametrize("parts", ["curves", ["curve", "line"], 3, ["curve", None], None])
def test_a_part_that_does_not_exist_is_told(parts):
    with pytest.raises(
        ValueError, match="parts must be among curve, loss, start, iterations, presets, regimes; got"
    ):
        explore(F, parts=parts)


def found(lab):
    """Return what the track of an explorer's slider shows, once it is found."""
    for _ in lab.find_track():
        pass
    return lab.controls["learning_rate"].track


@pytest.mark.parametrize(
    ("f", "start", "iterations"),
    [(F, 8, 500), (F, 8, 20), (lambda x: x**4 - 2 * x**2, 1.7, 50), (abs, 3, 40), (math.cosh, 4, 30)],
)
def test_the_slider_shows_the_regime_of_the_run_at_each_of_its_positions(f, start, iterations):
    lab = explore(f, start, 0.01, iterations)
    bands, control = found(lab)["bands"], lab.controls["learning_rate"]
    for k, rate in list(enumerate(control.places()))[::7]:
        place = control.low + k * control.step
        words = [word for low, high, word, *_ in bands if low <= place < high or place == high == control.high]
        regime = descend(f, start, rate, max_iterations=iterations).regime
        assert words == [REGIMES[regime].word]


@pytest.mark.parametrize(
    ("f", "ticks", "note"),
    [
        (F, [1 / 6, 1 / 3], "L = 6"),
        (lambda x: x**4 - 2 * x**2, [1 / 8, 1 / 4], "near the minimum x = 1: L = 8"),
        (abs, [], ""),
    ],
)
def test_ticks_stand_at_one_and_two_over_the_curvature_where_there_is_one(f, ticks, note):
    track = found(explore(f, start=1.7, learning_rate=0.01))
    assert [10**place for place, _ in track["ticks"]] == pytest.approx(ticks)
    assert [name for _, name in track["ticks"]] == ["1/L", "2/L"][: len(ticks)] and track["note"] == note


def test_where_a_learners_function_fails_the_slider_shows_nothing():
    lab = explore(lambda x: math.sqrt(x) + 1 / x, start=4, learning_rate=0.1)
    lab.start = 0.5
    bands, control = found(lab)["bands"], lab.controls["learning_rate"]
    assert bands and all(control.low <= low < high <= control.high for low, high, *_ in bands)
    lab.start = -2
    assert found(lab)["bands"] == []


def test_with_a_memory_the_slider_is_plain():
    lab = explore(F, learning_rate=0.05, optimizer="momentum")
    assert found(lab) == {} and lab.run.optimizer is not None


def test_what_the_slider_shows_is_old_until_it_is_found_for_another_start():
    lab = explore(F)
    assert list(lab.find_all())
    assert lab.controls["learning_rate"].track["bands"]
    lab.learning_rate = 0.3
    assert "old" not in lab.controls["learning_rate"].track
    lab.start = 3
    assert lab.controls["learning_rate"].track["old"]
    assert "old" not in found(lab)
    lab.forget_frames()  # a cell has run that may have changed the function
    assert lab.controls["learning_rate"].track["old"]
