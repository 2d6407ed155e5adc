"""The explorer of stopping rules without a browser."""

import pytest

from gdlesson import explore_stopping, plateau, quadratic
from gdlesson.explorers.stopping.run import RULES, find_stops, stops_verdict

SQUARE = quadratic([0, 0, 1])


def test_the_stops_follow_their_controls():
    lab = explore_stopping(SQUARE)
    lab.set(rule="slope", tolerance=1e-3, learning_rate=0.7, cap=40)
    assert lab.verdict == stops_verdict(find_stops(SQUARE, 8.0, 0.7, 1e-3, 40, "slope"))
    lab.controls["tolerance"].typed = "-1"
    assert not lab.live.failed and "tolerance must be" in lab.controls["tolerance"].refused


def test_a_start_that_is_a_point_is_refused():
    with pytest.raises(TypeError, match="start must be one number"):
        explore_stopping(lambda v: v @ v, start=[1, 2])


def flags(lab):
    """Return for each rule whose flag is up the step at its foot, and its words."""
    shown = {name: flag for name, flag in lab.picture.loss.flags.items() if flag.words.get_visible()}
    return {name: (flag.foot.get_xdata()[0], flag.words.get_text()) for name, flag in shown.items()}


def test_each_rule_has_a_flag_where_it_stops_the_run():
    lab = explore_stopping(SQUARE)
    assert {name: step for name, (step, _) in flags(lab).items()} == lab.run.steps
    for rule in RULES:
        lab.rule = rule
        words = {name: text for name, (_, text) in flags(lab).items()}
        assert words[rule].endswith(f" rule stops: {lab.run.steps[rule]}")
        assert sum(" stops: " in text for text in words.values()) == 1
        sizes = {name: flag.pole.get_linewidth() for name, flag in lab.picture.loss.flags.items()}
        assert max(sizes, key=sizes.get) == rule
    poles = [lab.picture.loss.flags[name].pole.get_xdata() for name in RULES]
    assert all(foot == pytest.approx(top) for foot, top in poles)


def test_a_rule_that_never_stops_the_run_has_no_flag_and_is_named():
    lab = explore_stopping(SQUARE, learning_rate=1.0)
    assert set(flags(lab)) == {"loss change", "cap"}
    assert lab.picture.loss.never.get_text() == "never: step, slope"
    lab.learning_rate = 0.1
    assert lab.picture.loss.never.get_text() == "" and set(flags(lab)) == {*RULES, "cap"}


def test_the_axis_of_steps_is_linear_and_ends_soon_after_what_happens():
    lab = explore_stopping(SQUARE)
    ax, still = lab.picture.loss.ax, lab.live.still
    assert ax.get_xscale() == "linear" and ax.get_xlim()[1] == 104
    assert flags(lab)["cap"] == (500, "cap: 500 →")  # farther than the axis reaches
    lab.tolerance = 1e-6
    assert lab.live.still == still
    lab.learning_rate = 0.01
    assert ax.get_xlim()[1] == 1.04 * 500 and lab.live.still != still
    lab.set(rule="cap", learning_rate=0.1)
    assert ax.get_xlim()[1] == 1.04 * 500 and flags(lab)["cap"][1] == "cap stops: 500"


def test_play_goes_to_where_the_chosen_rule_stops_and_says_what_is_measured():
    lab = explore_stopping(SQUARE)
    assert lab.step == 55
    lab.step = 1
    assert lab.live.words == (
        "Step 1 of 55: x = 6.4. Measured: step 1.6, slope 16, loss change 23; the tolerance is 1e-05."
    )
    later = lab.picture.loss.rest.get_xdata()  # in gray, until the loss goes below the axis
    assert later[0] == 1 and later[-1] == 72 and lab.run.run.losses[71] > 1e-12 > lab.run.run.losses[72]
    lab.step = 0
    assert "nothing has been measured yet" in lab.live.words
    lab.rule = "loss change"
    assert lab.step == 34 and lab.live.words == lab.verdict


def test_a_line_that_goes_below_the_axis_ends_there_with_a_sign():
    lab = explore_stopping(SQUARE)
    lab.rule = "cap"
    panel = lab.picture.loss.loss
    for step in (10, 500):
        lab.step = step
        assert panel.arrow.get_visible() and panel.words.get_text() == "below 1e-12"
        assert panel.arrow.get_xdata() == [72] and max(panel.path.line.get_xdata()) == min(step, 72)
    lab.learning_rate = 0.01  # after 500 steps the loss is still above
    assert not panel.arrow.get_visible() and not panel.words.get_visible()


@pytest.mark.parametrize("rate", [1e-7, 0.5, 1.0, 1.2, 100.0])
def test_all_flags_stay_inside_the_picture(rate):
    for f in (SQUARE, plateau):
        lab = explore_stopping(f, learning_rate=rate)
        for rule in (*RULES, "cap"):
            lab.rule = rule
            ax = lab.picture.loss.ax
            for flag in lab.picture.loss.flags.values():
                if flag.words.get_visible():
                    x, y = ax.transData.transform(flag.words.get_position())
                    assert ax.bbox.contains(x, y)


def test_stars_mark_the_tenths_of_the_run_that_the_chosen_rule_lets_go():
    lab = explore_stopping(SQUARE)
    for rule in RULES:
        lab.rule = rule
        stop, tenth = lab.run.steps[rule], (lab.run.steps[rule] + 1) // 10
        assert lab.picture.loss.loss.path.stars.get_xdata().tolist() == list(range(tenth, stop + 1, tenth))
    lab.step = 10
    assert lab.picture.loss.loss.path.stars.get_xdata().tolist() == list(range(tenth, 11, tenth))
