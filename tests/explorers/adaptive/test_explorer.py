"""Optimizers seen from inside: the run with its memory, its words, its picture, and the explorer of all three."""

import warnings
from functools import partial

import numpy as np
import pytest

from gdlesson import Function, bowl, descend, explore_adaptive, hubble, optimizers, quadratic, rosenbrock
from gdlesson.explorers.adaptive.explorer import OPTIMIZERS, moved, slider_words
from gdlesson.explorers.adaptive.picture import AdaptivePicture, arrow, box, ratio, round_down
from gdlesson.explorers.adaptive.run import LATE, adapt, adaptive_verdict, lowest, settings_of
from gdlesson.live.controls import positions

START = np.array([-3.0, 2.0])
every_rule = pytest.mark.parametrize("rule", optimizers.RULES, ids=lambda rule: rule.__name__)


def my_rule(x, g, t, m=0.0, learning_rate=0.1, beta_1=0.5):
    m = beta_1 * m + g
    return x - learning_rate * m, m


# ---- the run


@every_rule
def test_a_run_is_that_of_descend_with_its_steps_and_slopes(rule):
    f, run = bowl(10), adapt(bowl(10), START, 0.01, steps=20, rule=rule)
    assert np.array_equal(run.path, descend(f, START, 0.01, 0, 20, optimizer=rule).path)
    assert np.array_equal(run.slopes, [f.gradient(x) for x in run.path])
    assert np.allclose(run.path[:-1] + run.steps[:-1], run.path[1:]) and len(run.steps) == 21
    assert np.array_equal(run.losses, [f(x) for x in run.path])


@every_rule
def test_each_step_can_be_taken_again_from_the_memory_of_the_one_before(rule):
    run = adapt(rosenbrock, [-1.5, 2.0], 0.001, steps=9, rule=rule)
    for k in range(1, 10):
        before = [part[k - 1] for part in run.memories.values()]
        x, *memory = rule(run.path[k], run.slopes[k], k + 1, *before, learning_rate=0.001)
        assert np.allclose(x - run.path[k], run.steps[k], rtol=1e-9)
        assert all(np.array_equal(a, b[k]) for a, b in zip(memory, run.memories.values(), strict=True))


def test_without_the_bias_correction_the_first_step_is_longer_by_a_known_factor():
    for corrected, length in [(True, 1.0), (False, 0.1 / np.sqrt(0.001))]:
        run = adapt(quadratic([-3, -2, 3]), 8.0, 0.001, steps=3, corrected=corrected)
        assert run.steps[0] == pytest.approx(-0.001 * length, rel=1e-6)
    assert 0.9999999**LATE < 1e-40 and 0.0**LATE == 0


@every_rule
def test_the_correction_changes_only_rules_that_go_by_the_number_of_the_step(rule):
    on, off = (adapt(bowl(10), START, 0.01, 5, rule, corrected).path for corrected in (True, False))
    assert np.array_equal(on, off) == (rule.__name__ not in ("adam", "adamw", "adamax", "nadam"))
    has_none = "has no bias correction" in adaptive_verdict(adapt(bowl(10), START, 0.01, 5, rule))
    assert has_none == np.array_equal(on, off)


def test_mean_and_size_have_the_units_of_slopes():
    g = bowl(10).gradient(START)
    first = {rule.__name__: adapt(bowl(10), START, 0.01, 0, rule) for rule in optimizers.RULES}
    assert np.allclose(first["momentum"].mean[0], g) and np.allclose(first["adam"].mean[0], 0.1 * g)
    assert np.allclose(first["adamax"].size[0], abs(g)) and np.allclose(
        first["adagrad"].size[0], np.sqrt(g**2 + 0.1)
    )
    assert np.allclose(first["adadelta"].size[0], np.sqrt(0.05) * abs(g))
    assert first["gradient_descent"].mean is None and first["lion"].size is None and first["rmsprop"].mean is None


def test_a_run_that_leaves_the_numbers_keeps_what_came_before():
    run = adapt(bowl(100), START, 1.0, steps=500, rule="gradient_descent", at=400)
    assert np.isfinite(run.path).all() and np.isfinite(run.losses).all() and len(run.path) < 100
    assert run.at == len(run.path) - 1 and "leaves the range of numbers at step" in adaptive_verdict(run)
    once = adapt(bowl(100), START, 1e308, steps=5, rule="gradient_descent")
    assert len(once.path) == 1 and "leaves the range" in adaptive_verdict(once)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"start": [np.nan, 1]}, "start must be finite"),
        ({"start": "here"}, "start must be"),
        ({"learning_rate": -1}, "learning_rate must be"),
        ({"steps": 1.5}, "steps must be a whole number"),
        ({"at": -1}, "at must be"),
        ({"rule": "sgd"}, "optimizer must be one of"),
        ({"momentum": 3}, "adam has no setting 'momentum'"),
    ],
)
def test_bad_input_is_told(change, complaint):
    with pytest.raises((TypeError, ValueError), match=complaint):
        adapt(**{"f": bowl(10), "start": START, "learning_rate": 0.1} | change)


# ---- its words


@pytest.mark.parametrize(
    ("run", "words"),
    [
        (
            adapt(bowl(100), START, 0.1),
            ["adam at the start", "67 times as steep along y as along x", "0.316 times as"],
        ),
        (
            adapt(bowl(100), START, 0.1, at=100),
            ["after 100 steps of 100", "it has climbed, and the loss is 1.4e+193"],
        ),
        (adapt(bowl(100), START, 0.1, corrected=False), ["Without the bias correction this step is 3.16 times"]),
        (adapt(bowl(10), START, 0.1, rule="nadam", corrected=False), ["nadam keeps in its memory stays on"]),
        (adapt(bowl(10), [0.0, 2.0], 0.1), ["along y only"]),
        (adapt(bowl(10), [0.0, 0.0], 0.1), ["the next step is (0, 0).", "the loss is the lowest"]),
        (adapt(bowl(10), START, 0.0), ["the next step is (0, 0)."]),
        (adapt(bowl(1), [2.0, 2.0], 0.1), ["nearly as steep along x as along y"]),
    ],
)
def test_words_are_those_of_the_run(run, words):
    verdict = adaptive_verdict(run)
    assert all(part in verdict for part in words), verdict
    assert "nan" not in verdict


def test_the_lowest_loss_is_known_or_found():
    assert lowest(hubble) == hubble(hubble.known_minima[0]) > 0
    assert lowest(Function(lambda p: (p[0] - 1) ** 2 + p[1] ** 2 + 3, view=((-2, 2), (-2, 2)))) == pytest.approx(3)


def test_sliders_say_what_they_move():
    assert moved(optimizers.momentum) == {"beta_1": "momentum"} and moved(optimizers.ftrl) == {}
    assert settings_of(partial(optimizers.adam, beta_1=0.5))["beta_2"] == 0.999
    assert slider_words(optimizers.adam) == ""
    assert slider_words(optimizers.rmsprop).startswith("β₂ is its rho; rmsprop has no β₁,")
    assert (
        slider_words(optimizers.adagrad) == "adagrad has no β₁ and no β₂, its settings are learning_rate, epsilon."
    )


# ---- its picture


def test_an_arrow_ends_at_its_tip_and_its_head_is_symmetric():
    tail, way = np.array([1.0, 2.0]), np.array([3.0, -4.0])
    points = np.array(arrow(tail, way)).T
    assert np.array_equal(points[0], tail) and np.array_equal(points[1], tail + way)
    assert np.isnan(points[2]).all() and np.array_equal(points[4], tail + way)
    left, right = points[3] - points[4], points[5] - points[4]
    assert np.isclose(np.hypot(*left), np.hypot(*right)) and np.isclose(left @ way, right @ way) and left @ way < 0


def test_small_helpers():
    assert [round_down(x) for x in (0.7, 1, 9.99, 23)] == pytest.approx([0.5, 1, 5, 20])
    assert np.array(box(np.zeros(2), np.array([1.0, 2.0]))).T[0].tolist() == [-1, -2]
    nothing = np.full(2, np.nan)
    assert [ratio(np.array(pair)) for pair in ([1.0, -94.0], [0, 0], [0, 1], nothing)] == [
        "94 : 1",
        "0",
        "one only",
        "none",
    ]


@every_rule
def test_the_picture_shows_the_arrows_that_a_rule_has_and_stays_in_its_axes(rule):
    picture = AdaptivePicture(bowl(100, 20), 50)
    limits = [(ax.get_xlim(), ax.get_ylim()) for ax in picture.figure.axes]
    for rate in (0.0, 0.01, 1.0):
        run = adapt(bowl(100, 20), START, rate, 50, rule, at=20)
        assert picture.show(run) is None
        lines = picture.panels[0].lines
        assert (len(lines["size"].get_xdata()) > 0) == (run.size is not None)
        if rate:
            assert (len(lines["mean"].get_xdata()) > 0) == (run.mean is not None)
        step = np.array(lines["step"].get_data())
        assert (step.size > 0) == (np.isfinite(run.steps[run.at]).all() and run.steps[run.at].any())
    assert limits == [(ax.get_xlim(), ax.get_ylim()) for ax in picture.figure.axes]


def test_arrows_point_where_slope_mean_and_step_do():
    picture, run = AdaptivePicture(bowl(100, 20), 50), adapt(bowl(100, 20), START, 0.1, 50, at=30)
    picture.show(run)
    for name, way in {"slope": -run.slopes[30], "mean": -run.mean[30], "step": run.steps[30]}.items():
        tail, tip = np.array(picture.panels[0].lines[name].get_data()).T[:2]
        assert np.allclose((tip - tail) / np.hypot(*(tip - tail)), way / np.hypot(*way)), name
        assert np.array_equal(tail, run.path[30])


# ---- the explorer


def lab_of(**changes):
    return explore_adaptive(bowl(30), **{"start": (-3, 2), "iterations": 40} | changes)


def test_every_control_changes_what_is_seen_and_a_sweep_puts_all_back():
    lab = lab_of()
    before = {name: control.value for name, control in lab.controls.items()}
    seen = {lab.live.moving + lab.live.words}
    for name, control in lab.controls.items():
        setattr(lab, name, [value for value in positions(control) if value != before[name]][-1])
        assert lab.error is None and lab.live.words == lab.verdict
        seen.add(lab.live.moving + lab.live.words)
        lab.set(**before)
    assert len(seen) == len(before) + 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        lab.sweep()
    assert {name: control.value for name, control in lab.controls.items()} == before


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


def test_the_buttons_go_through_the_steps():
    lab = lab_of()
    lab.step = 39
    lab.go(1)
    assert lab.step == 40 == lab.run.at
    lab.go(1)
    assert lab.step == 0 and "at the start" in lab.verdict
    lab.go(-1)
    assert lab.step == 0


def test_a_rule_of_ones_own_is_among_them():
    lab = lab_of(optimizers=["adam", my_rule])
    lab.optimizer = "my_rule"
    assert lab.run.settings == {"beta_1": 0.5} and lab.beta_1 == 0.5 and lab.error is None
    assert lab_of(optimizers=my_rule).run.name == "my_rule" and lab_of(optimizers="lion").run.name == "lion"


def test_what_is_typed_beyond_the_sliders_is_told():
    lab = lab_of()
    for name, value in {"beta_1": 1.0, "beta_2": 1.0, "learning_rate": -0.1}.items():
        lab.controls[name].value = value
        assert lab.error and name in lab.verdict and lab.live.failed
        lab.controls[name].value = 0.5
        assert lab.error is None


def test_a_notebook_stores_words_and_a_picture():
    bundle = lab_of()._repr_mimebundle_()
    assert bundle["image/png"].startswith(b"\x89PNG") and "adam after 5 steps of 40" in bundle["text/plain"]


def forgets(x, g, t, m=0.0, learning_rate=0.1):
    return x - learning_rate * g


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"f": quadratic([0, 0, 1])}, "is no function of points"),
        ({"f": 3}, "3"),
        ({"start": (9, 9)}, "start must be a point"),
        ({"start": 3}, "start must be a point"),
        ({"start": (1, np.inf)}, "start must be finite"),
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
