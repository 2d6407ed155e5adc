"""The explorer of a probability without a browser: its picture shows what its run holds."""

import numpy as np
import pytest

from gdlesson import explore_probability
from gdlesson.datasets import exam, penguins

HOURS, PASSED = exam()


@pytest.fixture(scope="module")
def lab():
    return explore_probability(weight=1.5, bias=-4)


def test_the_players_steps_descend_and_another_move_ends_them(lab):
    lab.set(weight=1.5, bias=-4)
    before = lab.run.loss
    lab.step = 40
    assert lab.run.loss < before and lab.verdict.startswith("After 40 of 40 steps") and lab.weight == 1.5
    lab.weight = 1
    assert lab.step == 0 and lab.run.weight == 1


def test_the_signs_stand_where_the_examples_are(lab):
    lab.set(weight=1.5, bias=-4)
    answers, costs = lab.picture.panels
    assert np.array_equal(answers.points[1].get_xdata(), HOURS[PASSED == 1])
    assert np.array_equal(np.sort(answers.wrong.get_xdata()), HOURS[~lab.run.right])
    assert answers.border.get_xdata()[0] == pytest.approx(4 / 1.5)
    assert np.array_equal(costs.points[0].get_xdata(), lab.run.given[PASSED == 0])
    assert np.array_equal(costs.points[0].get_ydata(), lab.run.losses[PASSED == 0])
    assert costs.mean.get_ydata()[0] == lab.run.loss and costs.name.get_text() == "worst: 3.53"
    assert answers.worst.get_xdata()[0] == 5 and costs.worst.get_ydata()[1] == lab.run.losses.max()


def test_what_costs_more_than_the_axis_is_at_its_edge_and_says_so(lab):
    lab.set(weight=5, bias=-20)
    costs = lab.picture.panels[1]
    assert costs.points[1].get_ydata().max() < 7 < lab.run.losses.max() and costs.name.get_text() == "worst: 10 ↑"


def test_without_a_border_or_a_worst_example_there_is_none(lab):
    lab.set(weight=0, bias=0)
    answers, costs = lab.picture.panels
    assert not len(answers.border.get_xdata()) and not costs.name.get_visible()
    lab.set(weight=1, bias=30)
    assert not len(answers.border.get_xdata())


@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e6])
def test_inputs_may_be_in_any_unit(unit):
    lab = explore_probability(unit * HOURS, PASSED.astype(bool), weight=0, xlabel="hours")
    lab.step = 40
    assert lab.run.accuracy == pytest.approx(10 / 12) and lab.run.loss == pytest.approx(0.504, abs=1e-3)
    assert lab.controls["weight"].high * unit == pytest.approx(5)


def test_penguins_will_do():
    bills, chinstrap = penguins()
    lab = explore_probability(bills[:, 0], chinstrap[:, None])
    lab.step = 40
    assert lab.error is None and lab.run.accuracy > 0.7


def test_bad_arguments_are_refused_at_once():
    with pytest.raises(TypeError, match="takes x and y, or neither"):
        explore_probability(HOURS)
    with pytest.raises(ValueError, match="weight must be between -5 and 5, got 6"):
        explore_probability(weight=6)
    with pytest.raises(TypeError, match="bias must be one number"):
        explore_probability(bias="a")
    with pytest.raises(TypeError, match="xlabel must be a text"):
        explore_probability(xlabel=3)
