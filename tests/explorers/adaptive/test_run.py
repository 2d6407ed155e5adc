"""Optimizers seen from inside: the run with its memory, and its words."""

import numpy as np
import pytest

from gdlesson import Function, bowl, descend, hubble, optimizers, quadratic, rosenbrock
from gdlesson.explorers.adaptive.run import LATE, adapt, adaptive_verdict, has_correction, lowest

START = np.array([-3.0, 2.0])
every_rule = pytest.mark.parametrize("rule", optimizers.RULES, ids=lambda rule: rule.__name__)


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
    told = "no bias correction" in adaptive_verdict(adapt(bowl(10), START, 0.01, 5, rule))
    assert told != has_correction(rule) != np.array_equal(on, off)


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
    assert run.at == len(run.path) - 1 and "too large to store from step" in adaptive_verdict(run)
    once = adapt(bowl(100), START, 1e308, steps=5, rule="gradient_descent")
    assert len(once.path) == 1 and "too large to store" in adaptive_verdict(once)


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


@pytest.mark.parametrize(
    ("run", "words"),
    [
        (
            adapt(bowl(100), START, 0.1),
            [
                "adam, at the start: the slope along y is 67 times that along x",
                "(bias correction included: ×\u00a00.316)",
            ],
        ),
        (
            adapt(bowl(100), START, 0.1, at=100),
            ["adam, step 100 of 100", "gradient_descent: 1.4e+193."],
        ),
        (adapt(bowl(100), START, 0.1, corrected=False), ["(without bias correction: 3.16 times as long)"]),
        (adapt(bowl(10), START, 0.1, rule="nadam", corrected=False), ["nadam keeps in its memory stays on"]),
        (adapt(bowl(10), [0.0, 2.0], 0.1), ["the slope is along y only"]),
        (adapt(bowl(10), [0.0, 0.0], 0.1), ["the next step is 0", "Final loss: as low as it gets"]),
        (adapt(bowl(10), START, 0.0), ["the next step is 0."]),
        (adapt(bowl(1), [2.0, 2.0], 0.1), ["the slope is about equal along both axes"]),
    ],
)
def test_words_are_those_of_the_run(run, words):
    verdict = adaptive_verdict(run)
    assert all(part in verdict for part in words), verdict
    assert "nan" not in verdict


def test_the_lowest_loss_is_known_or_found():
    assert lowest(hubble) == hubble(hubble.known_minima[0]) > 0
    assert lowest(Function(lambda p: (p[0] - 1) ** 2 + p[1] ** 2 + 3, view=((-2, 2), (-2, 2)))) == pytest.approx(3)


@pytest.mark.parametrize("scale", [1.0, 1e-6, 1e-13, 1e-60])
def test_a_small_loss_is_as_low_as_it_gets_only_when_little_of_it_is_left(scale):
    def slope(p):
        return scale * bowl(10).gradient(p)

    f = Function(lambda p: scale * bowl(10).value(p), slope, "small", ((-3, 3), (-3, 3)), [np.zeros(2)])
    for steps, arrived in [(3, False), (2000, True)]:
        words = adaptive_verdict(adapt(f, START, 0.1 / scale, steps, "gradient_descent"))
        assert ("Final loss: as low as it gets" in words) == arrived, words
