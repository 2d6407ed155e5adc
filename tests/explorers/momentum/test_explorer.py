"""The explorer of momentum without a browser: pointing, maps, rules of one's own, errors."""

import numpy as np
import pytest

from gdlesson import explore_momentum, optimizers
from gdlesson.explorers.momentum.run import momentum_map


def my_momentum(x, g, t, velocity=0.0, learning_rate=0.01, momentum=0.9):
    velocity = momentum * velocity - learning_rate * g
    return x + velocity, velocity


def forgets(x, g, t, velocity=0.0, learning_rate=0.01, momentum=0.9):
    return x - learning_rate * g


def picky(x, g, t, velocity=0.0, learning_rate=0.01, momentum=0.9):
    velocity = momentum * velocity - learning_rate * g if momentum > 0 else -learning_rate * g
    return x + velocity, velocity


def without_momentum(x, g, t, velocity=0.0, learning_rate=0.01):
    return x - learning_rate * g, velocity


def test_pointing_on_the_map_sets_rate_and_momentum():
    lab = explore_momentum()
    (left, right), (low, high) = lab.picture.map.get_xlim(), lab.picture.map.get_ylim()
    lab.live.pointed = [0, (np.log10(1.41) - left) / (right - left), (0.9 - low) / (high - low)]
    assert (lab.learning_rate, lab.momentum) == (1.41, 0.9) and lab.run.arrives
    assert lab.learning_rate in lab.controls["learning_rate"].places()  # so the page may have its frame
    assert lab.picture.map_panel.across.get_xdata()[0] == pytest.approx(np.log10(1.41))
    for corner, values in {(0, 0): (0.001, 0.0), (1, 1): (2.19, 1.0)}.items():
        lab.live.pointed = [0, *corner]
        assert (lab.learning_rate, lab.momentum) == values and lab.error is None


def test_each_map_is_worked_out_once_and_a_rule_brings_its_own(monkeypatch):
    made = []
    monkeypatch.setattr(
        "gdlesson.explorers.momentum.explorer.momentum_map", lambda *case: made.append(case) or momentum_map(*case)
    )
    lab, stills = explore_momentum(), set()
    for name in ("nesterov", "momentum", "nesterov"):
        lab.optimizer = name
        stills.add(lab.live.still)
        assert name in lab.live.description and lab.verdict.startswith(f"Overshoots: across the valley {name} ")
        lab.learning_rate = 0.3 if lab.learning_rate == 0.1 else 0.1
    assert len(made) == 2 and len(stills) == 2
    still = lab.live.still
    lab.set(learning_rate=1.0, momentum=0.1)
    assert lab.live.still == still


def test_a_rule_of_ones_own_is_among_them_and_has_the_same_map():
    lab = explore_momentum(optimizers=["momentum", my_momentum])
    lab.optimizer = "my_momentum"
    assert lab.error is None and lab.run.rule is my_momentum
    assert np.array_equal(lab.cells(my_momentum), lab.cells(optimizers.momentum))
    assert np.array_equal(lab.run.rolls[1].path, lab.run.rolls[2].path)
    alone = explore_momentum(optimizers=my_momentum)
    assert (
        alone.run.rule is my_momentum
        and len(alone.view.children) == 3
        and len(alone.view.children[1].children) == 1
    )  # nothing to choose


@pytest.mark.parametrize("start", [-8.0, 0.01, 1000.0])
def test_the_start_may_be_another(start):
    lab = explore_momentum(start=start)
    assert lab.run.path[0] == start and lab.run.way == "overshoots"
    low, high = lab.picture.valley.get_ylim()
    assert low < start < high and np.array_equal(lab.run.rolls[0].path[0], [-start, start])


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"start": 0}, "start must be a number, 0.001 to a million away"),
        ({"start": [1, 2]}, "start must be"),
        ({"start": np.nan}, "start must be a number"),
        ({"start": "here"}, "start must be"),
        ({"learning_rate": 2.3}, "learning_rate must be between 0 and 2.2"),
        ({"learning_rate": "fast"}, "learning_rate must be one number"),
        ({"momentum": 1.01}, "momentum must be between 0 and 1"),
        ({"momentum": -0.1}, "momentum must be between 0 and 1"),
        ({"optimizers": []}, "at least one optimizer"),
        ({"optimizers": "sgd"}, "optimizer must be one of"),
        ({"optimizers": "adam"}, "adam has no setting 'momentum'"),
        ({"optimizers": [optimizers.gradient_descent]}, "gradient_descent has no setting 'momentum'"),
        ({"optimizers": [my_momentum, my_momentum]}, "two optimizers are called my_momentum"),
        ({"optimizers": [forgets]}, "forgets must return the new x and its memory, so end it with: return x, vel"),
        ({"optimizers": [without_momentum]}, "has no setting 'momentum'"),
        ({"optimizers": [picky]}, "picky fails at step 1: ValueError: .* np.where"),
        ({"optimizers": [3]}, "must be a function"),
    ],
)
def test_bad_input_is_told(change, complaint):
    with pytest.raises((TypeError, ValueError), match=complaint):
        explore_momentum(**change)


def test_a_rule_that_fails_on_the_map_is_told_and_another_one_can_be_chosen():
    lab = explore_momentum(optimizers=["momentum", picky])
    lab.controls["optimizer"].value = picky
    assert lab.live.failed and "picky fails at step 1" in lab.verdict and lab.run is None
    lab.optimizer = "momentum"
    assert lab.error is None and lab.picture.subject is optimizers.momentum and not lab.live.failed


def test_what_is_typed_beyond_the_sliders_is_told():
    lab = explore_momentum()
    for name, value in {"learning_rate": 3.0, "momentum": 1.5}.items():
        lab.controls[name].typed = str(value)
        assert "must be between 0 and" in lab.controls[name].refused and not lab.live.failed
        lab.controls[name].value = 0.5
        assert lab.error is None
