"""Where rules stop a run, held to the numbers of the lessons, and what is said of it."""

import numpy as np
import pytest

from gdlesson import Function, absolute, find_stops, plateau, quadratic, wavy
from gdlesson.explorers.stopping.run import RULES, stops_verdict

SQUARE = quadratic([0, 0, 1])


def test_the_three_rules_on_a_plain_run():
    stops = find_stops(SQUARE, 8, 0.1)
    assert stops.steps == {"step": 55, "slope": 66, "loss change": 34, "cap": 500}
    assert stops_verdict(stops).startswith("The step rule stops at step 55, 3.7e-05 from the minimum: ")
    shifted = stops_verdict(find_stops(quadratic([4, -4, 1]), 10, 0.1))
    assert shifted.startswith("The step rule stops at step 55, x = 2, 3.7e-05 from the minimum: ")
    assert "it has arrived" in stops_verdict(stops) and "loss-change rule at step 34" in stops_verdict(stops)


@pytest.mark.parametrize("rate", [0.01, 0.1, 0.4, 0.7, 0.99])
def test_each_rule_says_stop_at_the_first_step_that_it_measures_below_the_tolerance(rate):
    stops = find_stops(SQUARE, 8, rate)
    x = 8 * (1 - 2 * rate) ** np.arange(502)
    measures = {"step": abs(np.diff(x)), "slope": 2 * abs(x), "loss change": abs(np.diff(x * x))}
    for rule, measure in measures.items():
        below = np.flatnonzero(measure[:500] < 1e-5)
        assert stops.steps[rule] == (below[0] + 1 if below.size else None)


@pytest.mark.parametrize(
    ("f", "rate", "rule", "tolerance", "x"),
    [
        (SQUARE, 6e-7, "step", 1e-5, 8),
        (SQUARE, 1.0, "loss change", 1e-5, -8),
        (plateau, 0.1, "slope", 1e-3, 8),
        (quadratic([0, 0, 1e-6]), 1e5, "slope", 1e-4, 6.4),
    ],
)
def test_each_rule_can_be_fooled(f, rate, rule, tolerance, x):
    stops = find_stops(f, 8, rate, tolerance=tolerance, rule=rule)
    assert stops.steps[rule] == 1 and stops.run.path[1] == pytest.approx(x, abs=1e-3)
    assert "is fooled" in stops_verdict(stops)


def test_a_bounce_has_no_way_gone():
    words = stops_verdict(find_stops(SQUARE, 8, 1.0, rule="loss change"))
    assert "about as far away as at the start" in words and "100 %" not in words


def test_the_cap_cuts_off_and_is_never_an_arrival_by_itself():
    stops = find_stops(SQUARE, 8, 0.001, rule="cap")
    assert stops.step == 500 and "the cap has cut it off" in stops_verdict(stops)
    assert find_stops(SQUARE, 8, 0.1, cap=20, rule="cap").step == 20


def test_a_run_that_no_rule_stops():
    assert find_stops(absolute, 8, 0.3).steps == {"step": None, "slope": None, "loss change": None, "cap": 500}
    assert "does not say stop: the run goes on to the cap" in stops_verdict(find_stops(absolute, 8, 0.3))
    words = stops_verdict(find_stops(SQUARE, 8, 30.0, rule="slope"))
    assert "does not say stop: the run diverges after" in words


def test_the_nearest_minimum_counts():
    stops = find_stops(wavy, 4, 0.1)
    assert stops.run.path[stops.step] == pytest.approx(3.0458, abs=1e-3) and "arrived" in stops_verdict(stops)


def test_no_minimum_in_view_is_said():
    assert "no minimum is in view" in stops_verdict(find_stops(quadratic([0, 1, 0]), 8, 1e-6))


@pytest.mark.parametrize("rule", [*RULES, "cap"])
def test_all_rules_are_named_in_every_verdict(rule):
    words = stops_verdict(find_stops(SQUARE, 8, 0.1, rule=rule)).lower()
    assert all(name.replace(" ", "-") + " rule" in words for name in RULES)


def test_bad_settings_are_refused():
    with pytest.raises(ValueError, match="rule must be one of step, slope, loss change, cap, got 'patience'"):
        find_stops(SQUARE, 8, 0.1, rule="patience")
    with pytest.raises(ValueError, match="tolerance must be"):
        find_stops(SQUARE, 8, 0.1, tolerance=-1)
    with pytest.raises(ValueError, match="function of one variable"):
        find_stops(lambda x: x @ x, [1, 2], 0.1)


def test_farther_than_at_the_start_is_said_to_be_so():
    assert "farther away than at the start" in stops_verdict(find_stops(SQUARE, 2, 1.001, rule="cap"))


def test_a_cap_that_is_not_met_is_said_to_be_so():
    assert "The cap is not met: the run diverges after" in stops_verdict(find_stops(SQUARE, 8, 3, rule="cap"))


def test_a_minimum_out_of_view_fools_nobody():
    for start in (12, 20):
        words = stops_verdict(find_stops(wavy, start, 0.1))
        assert "fooled" not in words and "no minimum is in view" in words


def test_a_start_next_to_the_minimum_has_arrived():
    assert "it has arrived" in stops_verdict(find_stops(SQUARE, 1e-6, 0.1))


def test_what_counts_as_arrived_is_small_against_the_view():
    small = Function(lambda x: x * x, view=(-1e-5, 1e-5))
    assert "with 80% of the way left: the rule is fooled" in stops_verdict(find_stops(small, 8e-6, 0.1))
    assert "it has arrived" in stops_verdict(find_stops(small, 8e-6, 0.1, tolerance=1e-12))
