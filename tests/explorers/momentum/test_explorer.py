"""The explorer of momentum without a browser: controls, words, picture, pointing, rules of one's own, errors."""

import doctest
import warnings

import numpy as np
import pytest

from gdlesson import explore_momentum, optimizers
from gdlesson.explorers.momentum import explorer as momentum_explorer
from gdlesson.explorers.momentum import run as map_module
from gdlesson.explorers.momentum.picture import CLOTH, SHOWN, MomentumPicture, label
from gdlesson.explorers.momentum.run import DIVERGES, MOMENTA, NEAR, RATES, REGIMES, momentum_map, momentum_verdict
from gdlesson.live.controls import positions
from gdlesson.live.drawing import new_figure


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


def test_every_control_changes_what_is_seen_and_a_sweep_puts_all_back():
    lab = explore_momentum()
    before = {name: control.value for name, control in lab.controls.items()}
    seen = {lab.live.moving + lab.live.still + lab.live.words}
    for name, control in lab.controls.items():
        setattr(lab, name, [value for value in positions(control) if value != before[name]][-1])
        assert lab.error is None and lab.live.words == lab.verdict == momentum_verdict(lab.run)
        seen.add(lab.live.moving + lab.live.still + lab.live.words)
        lab.set(**before)
    assert len(seen) == len(before) + 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        lab.sweep()
    assert {name: control.value for name, control in lab.controls.items()} == before


def test_a_notebook_stores_words_and_a_picture():
    bundle = explore_momentum()._repr_mimebundle_()
    assert (
        bundle["image/png"].startswith(b"\x89PNG")
        and "momentum swings around the minimum and settles" in bundle["text/plain"]
    )


def test_pointing_on_the_map_sets_rate_and_momentum():
    lab = explore_momentum()
    (left, right), (low, high) = lab.picture.map.get_xlim(), lab.picture.map.get_ylim()
    lab.live.pointed = [0, (1.5 - left) / (right - left), (0.9 - low) / (high - low)]
    assert (lab.learning_rate, lab.momentum) == (1.5, 0.9) and lab.run.arrives
    assert lab.picture.map_panel.here.get_xdata()[0] == 1.5
    for corner, values in {(0, 0): (0.0, 0.0), (1, 1): (2.2, 1.0)}.items():
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
        assert name in lab.live.description and lab.verdict.startswith(name)
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
    alone = explore_momentum(optimizers=my_momentum)
    assert alone.run.rule is my_momentum and len(alone.view.children) == 2  # no choice to be made


@pytest.mark.parametrize("start", [-8.0, 0.01, 1000.0])
def test_the_start_may_be_another(start):
    lab = explore_momentum(start=start)
    assert lab.run.path[0] == start and lab.run.way == "overshoots"
    low, high = lab.picture.trace.get_ylim()
    assert low < start < high


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
    assert lab.error is None and lab.picture.rule is optimizers.momentum and not lab.live.failed


def test_what_is_typed_beyond_the_sliders_is_told_and_changes_nothing():
    lab = explore_momentum()
    for name, value in {"learning_rate": 3.0, "momentum": 1.5}.items():
        lab.controls[name].value = value
        assert f"{name} must be between 0 and" in lab.verdict and lab.live.failed
        lab.controls[name].value = 0.5
        assert lab.error is None
    with pytest.raises(AttributeError, match="its controls are optimizer, learning_rate, momentum"):
        lab.beta = 0.5


def test_the_picture_shows_the_run_and_its_axes_stay():
    lab = explore_momentum()
    axes = lab.picture.figure.axes
    limits = [(ax.get_xlim(), ax.get_ylim()) for ax in axes]
    panel = lab.picture.panel
    for name, rate, beta in [("momentum", 0.1, 0.9), ("momentum", 2.2, 0.0), ("nesterov", 2.2, 1.0)]:
        lab.set(optimizer=name, learning_rate=rate, momentum=beta)
        xs, far = panel.line.get_data()
        low, high = panel.ends
        assert len(xs) == len(lab.run.path) and np.isfinite(far).all() and low <= far.min() <= far.max() <= high
        leaves = abs(np.nan_to_num(lab.run.path[SHOWN], nan=np.inf)) > 16
        assert panel.path.arrow.get_visible() == leaves and panel.arrival.get_visible() == lab.run.arrives
        if lab.run.arrives:
            assert panel.arrival.get_data() == ([lab.run.arrival], [NEAR])
            assert np.array_equal(panel.path.line.get_ydata(), lab.run.path[: SHOWN + 1])
    assert limits == [(ax.get_xlim(), ax.get_ylim()) for ax in axes]


def test_the_words_on_the_map_stand_in_their_own_cloth():
    picture = MomentumPicture(optimizers.momentum, lambda rule: momentum_map(8.0, rule), 8.0)
    cells, named = momentum_map(8.0, optimizers.momentum), 0
    for text in picture.map.texts:
        if text.get_text() in REGIMES:
            rate, beta = text.get_position()
            named += 1
            cell = cells[np.abs(MOMENTA - beta).argmin(), np.abs(RATES - rate).argmin()]
            assert REGIMES[cell] == text.get_text()
    assert named >= 3 and list(CLOTH) == list(REGIMES)


def test_a_narrow_regime_is_named_by_the_key_alone():
    ax = new_figure(4, 3).add_subplot()
    for cells in (np.zeros((101, 111), dtype=bool), np.eye(101, 111, dtype=bool)):
        label(ax, cells, REGIMES[DIVERGES])
    assert not ax.texts
    label(ax, np.ones((101, 111), dtype=bool), REGIMES[DIVERGES])
    assert [text.get_text() for text in ax.texts] == ["diverges"]


@pytest.mark.parametrize("module", [map_module, momentum_explorer])
def test_the_examples_in_the_docstrings_hold(module):
    found = doctest.testmod(module)
    assert found.failed == 0 and found.attempted > 0
