"""The explorer of optimizers at work without a browser."""

from functools import partial

import numpy as np
import pytest

from gdlesson import bowl, explore_adaptive, optimizers, quadratic
from gdlesson.explorers.adaptive.explorer import OPTIMIZERS, moved, slider_words
from gdlesson.explorers.adaptive.run import settings_of


def my_rule(x, g, t, m=0.0, learning_rate=0.1, beta_1=0.5):
    m = beta_1 * m + g
    return x - learning_rate * m, m


def lab_of(**changes):
    return explore_adaptive(bowl(30), **{"start": (-3, 2), "iterations": 40} | changes)


def test_sliders_say_what_they_move():
    assert moved(optimizers.momentum) == {"beta_1": "momentum"} and moved(optimizers.ftrl) == {}
    assert settings_of(partial(optimizers.adam, beta_1=0.5))["beta_2"] == 0.999
    assert slider_words(optimizers.adam) == ""
    assert slider_words(optimizers.rmsprop) == "β₂ is its rho." and slider_words(optimizers.adagrad) == ""


def disabled(lab):
    return [name for name in ("beta_1", "beta_2", "bias_correction") if lab.controls[name].disabled]


@pytest.mark.parametrize("rule", OPTIMIZERS, ids=lambda rule: rule.__name__)
def test_exactly_the_controls_that_do_nothing_are_disabled(rule):
    lab, idle = explore_adaptive(bowl(10, 30), learning_rate=0.2, iterations=40), []
    lab.optimizer = rule
    for name, value in {"beta_1": 0.3, "beta_2": 0.2, "bias_correction": False}.items():
        path, before = lab.run.path, getattr(lab, name)
        setattr(lab, name, value)  # from code also if it is disabled
        idle += [name] if np.array_equal(lab.run.path, path) else []
        setattr(lab, name, before)
    assert disabled(lab) == idle


def test_a_disabled_control_says_why():
    lab = lab_of(optimizers=["momentum", "adam"])
    assert disabled(lab) == ["beta_2", "bias_correction"]
    assert lab.controls["beta_2"].disabled == "momentum has no β₂"
    assert "(no bias correction)" in lab.verdict
    lab.optimizer = "adam"
    assert disabled(lab) == [] and "(bias correction included: ×" in lab.verdict


def test_going_through_the_steps_makes_no_new_run(monkeypatch):
    lab, made = lab_of(), []
    monkeypatch.setattr("gdlesson.explorers.adaptive.explorer.adapt", lambda *given, **_: made.append(given))
    for step in (6, 40, 0):
        lab.step = step
    assert made == [] and lab.error is None and lab.run.at == 0


def test_an_optimizer_comes_with_its_own_settings():
    lab = lab_of()
    for name, betas in {
        "rmsprop": (0.9, 0.9),
        "lion": (0.9, 0.99),
        "adadelta": (0.9, 0.95),
        "adam": (0.9, 0.999),
    }.items():
        lab.optimizer = name
        assert (lab.beta_1, lab.beta_2) == betas and lab.run.name == name
    lab.set(optimizer="momentum", beta_1=0.5)
    assert lab.run.settings == {"momentum": 0.5}
    assert [rule.__name__ for rule in OPTIMIZERS] == list(lab.controls["optimizer"].options)


def test_the_step_is_that_of_the_slider():
    lab = lab_of()
    lab.step = 40
    assert lab.step == 40 == lab.run.at
    lab.step = 0
    assert "at the start" in lab.verdict


def test_a_rule_of_ones_own_is_among_them():
    lab = lab_of(optimizers=["adam", my_rule])
    lab.optimizer = "my_rule"
    assert lab.run.settings == {"beta_1": 0.5} and lab.beta_1 == 0.5 and lab.error is None
    assert lab_of(optimizers=my_rule).run.name == "my_rule" and lab_of(optimizers="lion").run.name == "lion"


def test_what_is_typed_beyond_the_sliders_is_told():
    lab = lab_of()
    for name, value in {"beta_1": 1.0, "beta_2": 1.0, "learning_rate": -0.1}.items():
        lab.controls[name].typed = str(value)
        assert "must be" in lab.controls[name].refused and not lab.live.failed
        lab.controls[name].value = 0.5
        assert lab.error is None


def forgets(x, g, t, m=0.0, learning_rate=0.1):
    return x - learning_rate * g


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"f": quadratic([0, 0, 1])}, "is a function of one variable"),
        ({"f": 3}, "3"),
        ({"start": (9, 9)}, "start x must be between -4 and 4, got 9.0"),
        ({"start": [[1], [2, 3]]}, r"start must be a point \(x, y\), got \[\[1\], \[2, 3\]\]"),
        ({"start": None}, r"start must be a point \(x, y\), got None"),
        ({"start": 3}, "start must be a point"),
        ({"start": (1, np.inf)}, "start y must be between -3 and 3, got inf"),
        ({"learning_rate": -1}, "learning_rate must be"),
        ({"learning_rate": lambda step: 0.1}, "learning_rate must be"),
        ({"iterations": 0}, "iterations must be between 1 and 1000"),
        ({"optimizers": []}, "at least one optimizer"),
        ({"optimizers": ["adam", "adam"]}, "two optimizers are called adam"),
        ({"optimizers": ["sgd"]}, "optimizer must be one of"),
        ({"optimizers": [forgets]}, "forgets must return the new x and its memory"),
    ],
)
def test_what_cannot_be_explored_is_told(change, complaint):
    with pytest.raises((TypeError, ValueError), match=complaint):
        explore_adaptive(**{"f": bowl(10)} | change)
