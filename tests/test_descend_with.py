"""descend() with an optimizer, a schedule, or a rule of the learner's own; explore() with them, too."""

import numpy as np
import pytest

from gdlesson import bowl, descend, explore, quadratic, rosenbrock, verdict
from gdlesson.optimizers import RULES, adam, adamw, gradient_descent, momentum
from gdlesson.schedules import constant, exponential_decay, warm_up

F = quadratic([-3, -2, 3])


def my_rule(x, g, t, velocity=0.0, learning_rate=0.01, friction=0.5):
    velocity = (1 - friction) * velocity - learning_rate * g
    return x + velocity, velocity


def test_the_plain_rule_is_the_default_and_the_same_as_its_optimizer():
    plain = descend(F, 8, 0.05)
    for run in (descend(F, 8, 0.05, optimizer=gradient_descent), descend(F, 8, constant(0.05))):
        assert np.array_equal(run.path[:36], plain.path)
        assert (run.stop, run.regime, run.success) == ("tolerance", "steady", True)
    assert descend(F, 8, 0.05, optimizer=gradient_descent).nit == 35
    assert plain.optimizer is None and plain.settings == {}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("start", [8.0, [2.0, -1.5]], ids=["float", "vector"])
def test_every_rule_gives_the_same_descent(rule, start):
    f = F if np.ndim(start) == 0 else bowl(5, 30)
    run = descend(f, start, 0.05, optimizer=rule, max_iterations=40)
    assert run.optimizer is rule and run.path.shape == (run.nit + 1, *np.shape(start))
    x, memory, path = np.array(start) if np.ndim(start) else start, (), [start]
    for t in range(1, run.nit + 1):
        x, *memory = rule(x, f.gradient(x), t, *memory, learning_rate=0.05)
        path.append(x)
    assert np.array_equal(run.path, path)
    assert run.losses[-1] == run.fun == f(run.x)
    same = descend(f, start, 0.05, optimizer=rule.__name__, max_iterations=40)
    assert np.array_equal(same.path, run.path)


def test_settings_go_to_the_optimizer():
    run = descend(F, 8, 0.05, optimizer=momentum, momentum=0.5)
    assert run.nit < descend(F, 8, 0.05, optimizer=momentum).nit and run.settings == {"momentum": 0.5}
    with pytest.raises(TypeError, match="adam has no setting 'beta1'; it has beta_1, beta_2, epsilon"):
        descend(F, 8, 0.05, optimizer=adam, beta1=0.5)
    with pytest.raises(TypeError, match="gradient_descent has no setting 'momentum'; it has none"):
        descend(F, 8, 0.05, momentum=0.5)


def test_a_schedule_gives_the_rate_of_each_step():
    run = descend(F, 8, lambda step: 0.1 / (step + 1), tolerance=0, max_iterations=3)
    x = 8.0
    for step in range(3):
        x = x - 0.1 / (step + 1) * F.gradient(x)
    assert run.x == x
    assert descend(F, 8, warm_up(exponential_decay(0.2, 20), 5)).success


@pytest.mark.parametrize(
    ("rate", "error", "words"),
    [
        (-0.1, ValueError, "learning_rate must be a finite number, 0 or more, got -0.1"),
        (lambda: 0.1, TypeError, "must be a number or a schedule, but at step 0 it fails"),
        (lambda step: -1.0, ValueError, "learning_rate at step 0 must be a finite number, 0 or more"),
        (lambda step: "fast", TypeError, "learning_rate at step 0 must be one number, got 'fast'"),
    ],
)
def test_a_wrong_rate_is_told_before_anything_runs(rate, error, words):
    for optimizer in (None, momentum):
        with pytest.raises(error, match=words):
            descend(F, 8, rate, optimizer=optimizer)


def test_a_moment_of_rest_does_not_stop_an_optimizer_that_remembers():
    """A ball that has rolled up the other side stands still for a moment: 0.25 a step, then 0, then back."""
    run = descend(lambda x: abs(x), 1, 0.25, optimizer=momentum, momentum=1.0, max_iterations=30)
    assert (np.abs(np.diff(run.path)) < 1e-5).any() and run.stop == "max_iterations"
    assert descend(F, 8, 0.05, optimizer=momentum).success


def test_an_end_that_is_no_minimum_is_said():
    run = descend(F, 8, 0.1, optimizer=adamw)
    assert run.stop == "tolerance" and not run.success
    assert "its last steps were all shorter than 1e-05, but the slope is not zero yet: it is −0.018" in verdict(
        run
    )


def test_divergence_keeps_what_came_before():
    run = descend(rosenbrock, [-1.5, 2], 0.1, optimizer=momentum)
    assert run.regime == "diverging" and np.isfinite(run.path).all() and "Step " in verdict(run)


def test_no_multiplier_is_told_of_a_rule_that_has_none():
    assert "multiplies" in verdict(descend(F, 8, 0.05))
    assert "multiplies" not in verdict(descend(F, 8, 0.05, optimizer=momentum))


def test_a_learners_rule_goes_into_the_explorer():
    lab = explore(F, start=8, learning_rate=0.05, optimizer=my_rule, friction=0.3)
    assert np.array_equal(lab.run.path, descend(F, 8, 0.05, optimizer=my_rule, friction=0.3).path)
    lab.learning_rate = 0.2
    assert lab.run.optimizer is my_rule and "multiplies" not in lab.verdict
    lab.step = 2
    step = lab.run.path[3] - lab.run.path[2]
    assert f"the next step is {step:.5g}".replace("-", "−") in lab.live.words
    lab.sweep()
    with pytest.raises(ValueError, match="does not move"):
        explore(F, optimizer=lambda x, g, t, learning_rate=0.1: (x,))
    with pytest.raises(
        ValueError, match="a bowl, κ = 10 is a function of two variables, not of one: explore_plane shows it"
    ):
        explore(bowl())


@pytest.mark.parametrize(
    ("rule", "rate", "settings", "cap", "regime"),
    [
        ("momentum", 0.1, {"momentum": 0.95}, 200, "overshooting"),
        ("momentum", 0.1, {"momentum": 0.95}, 1000, "overshooting"),
        ("momentum", 0.5, {"momentum": 1.05}, 500, "diverging"),
        ("momentum", 0.1, {"momentum": 1.0}, 500, "bouncing"),
        ("adam", 1.0, {}, 100, "overshooting"),
        ("lion", 0.3, {}, 200, "bouncing"),
    ],
)
def test_slow_swings_are_told_apart(rule, rate, settings, cap, regime):
    run = descend(quadratic([0, 0, 1]), 8, rate, max_iterations=cap, optimizer=rule, **settings)
    assert run.regime == regime


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        (lambda step: 0.01 if step < 5 else None, "learning_rate at step 5 must be one number"),
        (lambda step: [0.1, 0.1, 0.1][step], "at step 3 it fails: list index out of range"),
        (lambda step: 0.01 if step < 5 else np.nan, "learning_rate at step 5 must be a finite number"),
        (lambda step: 0.01 if step < 5 else -1.0, "learning_rate at step 5 must be a finite number, 0 or more"),
    ],
)
def test_a_schedule_that_goes_wrong_later_is_told(schedule, words):
    with pytest.raises((TypeError, ValueError), match=words):
        descend(F, 8, schedule)


def test_a_schedule_may_begin_at_0():
    assert descend(F, 8, lambda step: min(0.1, step / 100)).success


def test_a_rule_that_fails_later_is_told():
    def mine(x, g, t, learning_rate=0.1):
        return (x - learning_rate * g,) if t < 12 else None

    with pytest.raises(ValueError, match="the optimizer fails at step 12: TypeError"):
        descend(F, 8, 0.01, optimizer=mine)
    assert descend(F, 8, 0, optimizer="ftrl").nit == 0
