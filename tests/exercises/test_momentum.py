"""Lesson 9: momentum written as a rule, and runs whose convention has to be found out."""

import math

import numpy as np
import pytest
from answers import applaud, cell, endless, nearly, say

from gdlesson import descend, optimizers, quadratic
from gdlesson.exercises import check_conventions, check_momentum
from gdlesson.exercises.mistakes.momentum import MISTAKES, damped, pytorch
from gdlesson.exercises.momentum import CONVENTIONS, MysteryRun, mystery_runs


def rule_of(one_step):
    """Return a rule with the signature of the exercise that does what one_step does."""

    def my_momentum(x, g, t, velocity=0.0, learning_rate=0.01, momentum=0.9):
        return one_step(x, g, t, velocity, learning_rate, momentum)

    return my_momentum


def ours(*state):
    return optimizers.momentum(*state)


def two_lines(x, g, t, v, rate, beta):
    step = rate * g
    v = beta * v - step
    return [x + v, v]


RIGHT = {
    "a list": rule_of(two_lines),
    "an array": rule_of(lambda *state: np.array(ours(*state))),
    "another sum": rule_of(lambda x, g, t, v, a, b: (x - a * g + b * v, -(a * g - b * v))),
    "other names": lambda x, g, t, velocity=0, learning_rate=0.01, momentum=0.9, more=None: ours(
        x, g, t, velocity, learning_rate, momentum
    ),
}


@pytest.mark.parametrize("my_momentum", RIGHT.values(), ids=RIGHT)
def test_momentum_is_right_in_any_form_up_to_nesterov(my_momentum):
    assert "it does not take nesterov" in nearly(check_momentum, my_momentum)

    def both(x, g, t, velocity=0.0, learning_rate=0.01, momentum=0.9, nesterov=False):
        rule = optimizers.nesterov if nesterov else my_momentum
        return rule(x, g, t, velocity, learning_rate=learning_rate, momentum=momentum)

    words = applaud(check_momentum, both)
    run = descend(quadratic([0, 0, 1]), 8, 1.2, optimizer="momentum", momentum=0.5)
    assert f"at the learning rate 1.2, after {run.nit} steps" in words and run.success


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (
            "velocity",
            "with nesterov=True, from x = 8, x after step 1 should be 4.96, but yours is 6.4. With nesterov",
        ),
        ("momentum * velocity", "In Nesterov's step the slope counts once more"),
        ("velocity + momentum * velocity", "Nesterov's step takes the place of x + v"),
    ],
)
def test_what_is_wrong_with_nesterov_is_named(step, words):
    source = f"""
    def my_momentum(x, g, t, velocity=0.0, learning_rate=0.01, momentum=0.9, nesterov=False):
        velocity = momentum * velocity - learning_rate * g
        return x + ({step} if nesterov else velocity), velocity
    """
    assert words in nearly(check_momentum, cell(source))


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.words[:40])
def test_every_mistake_is_named(mistake):
    wrong = rule_of(lambda x, g, t, v, a, b: mistake.wrong(x, g, t, v, learning_rate=a, momentum=b))
    assert mistake.words in say(check_momentum, wrong)


def in_place(x, g, t, v, rate, beta):
    v = beta * v - rate * g
    x += v
    return x, v


def velocity_in_place(x, g, t, v, rate, beta):
    v *= beta
    v -= rate * g
    return x + v, v


def wrong_defaults(x, g, t, velocity=0.0, learning_rate=0.1, momentum=0.9):
    return optimizers.momentum(x, g, t, velocity, learning_rate, momentum)


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        (None, "write the function my_momentum, and give its name to the check"),
        (..., "write the function my_momentum"),
        (3, "not the number 3"),
        ("momentum", "not the text 'momentum'"),
        (
            lambda x, g, t: x,
            "it should begin with  def my_momentum(x, g, t, velocity=0.0, learning_rate=0.01, mom",
        ),
        (lambda: 1, "it should begin with"),
        (optimizers.adam, "it should begin with"),
        (int, "a function my_momentum is expected, not a class"),
        (
            rule_of(lambda *state: None),
            "at step 1 from x = 8 with the slope 16, my_momentum returns nothing. End it with  return",
        ),
        (rule_of(lambda *state: ours(*state)[0]), "only one thing, so it forgets its velocity"),
        (rule_of(lambda *state: ours(*state)[:1]), "only one thing, so it forgets its velocity"),
        (rule_of(lambda *state: (*ours(*state), 1)), "but it returns 3 things"),
        (rule_of(lambda *state: ("a", "b")), "x should be numbers, but it is the text 'a'"),
        (rule_of(lambda *state: (ours(*state)[0], np.ones(3))), "velocity should have the shape of x"),
        (rule_of(lambda *state: print(3)), "prints"),
        (rule_of(lambda *state: 1 / 0), "ZeroDivisionError"),
        (rule_of(lambda x, *state: undefined), "NameError"),  # noqa: F821
        (rule_of(in_place), "changes what it is given"),
        (rule_of(velocity_in_place), "changes what it is given"),
        (
            rule_of(lambda *state: (math.nan, math.nan)),
            "the velocity after step 1 should be −1.6, but yours is nan",
        ),
        (rule_of(lambda x, *state: (x + 1, 0 * x)), "the velocity after step 1 should be −1.6, but yours is 0."),
        (wrong_defaults, "Without settings it should use the defaults"),
        (rule_of(lambda *state: [float(part) for part in ours(*state)]), "TypeError"),
    ],
)
def test_what_is_wrong_with_a_rule_is_told(answer, complaint):
    assert complaint in say(check_momentum, answer)


def test_a_rule_without_an_end_is_stopped(monkeypatch):
    monkeypatch.setattr("gdlesson.exercises.timelimit.SECONDS", 0.2)
    assert "was stopped" in say(check_momentum, rule_of(endless))


RULE = """
def my_momentum(x, g, t, velocity=0.0, learning_rate=0.01, momentum=0.9):
    velocity = momentum * velocity - learning_rate * g
    return x + velocity, velocity
"""


@pytest.mark.parametrize(
    "source",
    [
        RULE,
        RULE.replace("return x + velocity, velocity", "return [x + velocity, velocity]"),
        RULE.replace("return x + velocity, velocity", "return np.array([x + velocity, velocity])"),
        RULE.replace("return x + velocity, velocity", "x = x + velocity\n    return (x, velocity)"),
        RULE.replace("velocity = momentum", "new = momentum").replace("+ velocity, velocity", "+ new, new"),
        RULE.replace("momentum * velocity - learning_rate * g", "-(learning_rate * g - velocity * momentum)"),
        RULE.replace("momentum=0.9):", "momentum=0.9, nesterov=False):"),
        RULE.replace("velocity=0.0", "velocity=0"),
        RULE.replace("g, t,", "slope, step,").replace("* g", "* slope"),
        RULE.replace("velocity=0.0", "v=0.0").replace("velocity", "v"),
        RULE.replace("    velocity =", "    print(x)\n    velocity ="),
        RULE.replace(
            "momentum * velocity - learning_rate * g",
            "np.multiply(momentum, velocity) - np.multiply(learning_rate, g)",
        ),
        RULE.replace(
            "velocity=0.0, learning_rate=0.01, momentum=0.9", "velocity=0.0, momentum=0.9, learning_rate=0.01"
        ),
    ],
)
def test_a_rule_in_a_cell_is_right_in_any_form(source):
    assert "nesterov" in nearly(check_momentum, cell(source))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (
            RULE.replace("velocity=0.0, learning_rate=0.01, momentum=0.9", "velocity, learning_rate, momentum"),
            "learning_rate=0.01, momentum=0.9, nesterov=False):  but yours",
        ),
        (RULE.replace("velocity=0.0", "velocity"), "it should begin with  def my_momentum(x, g, t, velocity=0.0"),
        (
            RULE.replace(", velocity=0.0", ""),
            "velocity=0.0, learning_rate=0.01, momentum=0.9, nesterov=False):  but yours begins with",
        ),
        (RULE.replace("learning_rate=0.01", "eta=0.01").replace("learning_rate", "eta"), "it should begin with"),
        (RULE.replace("x, g, t", "g, x, t"), "the arguments come in another order"),
        (
            RULE.replace("learning_rate * g", "eta * g"),
            "The name eta is not among the arguments of my_momentum. Write learning_rate.",
        ),
        (
            RULE.replace("momentum * velocity", "beta * velocity"),
            "The name beta is not among the arguments of my_momentum. Write momentum.",
        ),
        (RULE.replace("momentum * velocity", "0.9 * velocity"), "The number 0.9 stands where momentum belongs."),
        (RULE.replace("learning_rate * g", "0.1 * g"), "The number 0.1 stands where learning_rate belongs."),
        (
            RULE.replace("momentum * velocity", "0.8 * velocity").replace("learning_rate * g", "0.2 * g"),
            "The steps are the same, whatever learning_rate and momentum are.",
        ),
        (RULE.replace("learning_rate * g", "learning_rate * gradient(x)"), "it should be"),
        (
            RULE.replace("return x + velocity, velocity", "return x + velocity"),
            "only one thing, so it forgets its velocity",
        ),
        (
            RULE.replace("return x + velocity, velocity", "return velocity, x + velocity"),
            "returned in the wrong order",
        ),
        (RULE.replace("momentum * velocity - ", "momentum * velocity + "), "It climbs"),
        (
            RULE.replace("- learning_rate * g", "- learning_rate * g / 1.0000001"),
            "should be −1.6, but yours is −1.5999998",
        ),
        (RULE.replace("velocity = momentum * velocity", "velocity = v"), "it should be"),
        (
            RULE.replace("velocity = ", "velocity += ").replace("momentum * velocity - ", "-"),
            "β is missing",
        ),
        (RULE.replace("- learning_rate * g", "- learning_rate(g)"), "Is a * missing before a bracket?"),
        (
            RULE.replace(
                "momentum * velocity - learning_rate * g", "momentum * velocity - learning_rate * g // 1"
            ),
            "// cuts off the decimals",
        ),
        (RULE.replace("* g", "* float(g)"), "the error TypeError"),
    ],
)
def test_mistakes_in_a_cell_with_a_rule_are_named(source, words):
    around = {"eta": 0.1, "beta": 0.9, "gradient": lambda x: 2 * x, "v": 0.0}
    said = say(check_momentum, cell(source, **around))
    assert words in said or words == "it should be" and "should be" in said


# ---- which convention is it?


def kinds(runs):
    """Return the names of some runs, found as a learner may find them."""
    found = []
    for one in runs:
        first = round(float(one([0.1])[1]), 6)
        told = {7.84: "damped", 4.96: "nesterov"}.get(first)
        steps = np.diff(one([0.1, 0.1, 1e-9]))
        found.append(told or ("pytorch" if abs(steps[-1]) < 1e-6 else "keras"))
    return found


@pytest.mark.parametrize("seed", range(20))
def test_experiments_tell_the_conventions_apart(seed):
    runs = mystery_runs(seed)
    names = kinds(runs)
    assert len(set(names)) == 3
    for answer in (names, tuple(names), np.array(names), [name.upper() + " " for name in names]):
        feedback = check_conventions(runs, answer)
        assert feedback.right and f"they end at {'−' if runs[0]([0.1, 0.1, 0.01, 0.01])[-1] < 0 else ''}" in (
            feedback.words
        )
    wrong = [names[1], names[0], names[2]]
    assert f"the first run is not {names[1]}. With the learning rates [0.1" in say(check_conventions, runs, wrong)


def test_the_seed_decides_and_the_lesson_has_both_that_differ_only_where_the_rate_changes():
    assert kinds(mystery_runs()) == kinds(mystery_runs(11)) == ["nesterov", "pytorch", "keras"]
    assert len({tuple(kinds(mystery_runs(seed))) for seed in range(200)}) == 24
    assert not any(name in repr(mystery_runs()) for name in CONVENTIONS)


def test_the_runs_are_those_of_the_rules():
    f, rates = quadratic([0, 0, 1]), [0.1, 0.02, 0.3, 0.05]
    for rule, _ in CONVENTIONS.values():
        path = descend(f, 8, lambda step: rates[step % 4], 0, 4, optimizer=rule).path
        assert np.allclose(MysteryRun(rule)(rates), path, rtol=1e-12)
    apart = MysteryRun(optimizers.momentum), MysteryRun(pytorch), MysteryRun(damped)
    constant = [one([0.1] * 50) for one in apart]
    assert np.allclose(constant[0], constant[1]) and not np.allclose(constant[0], constant[2])
    assert np.allclose(apart[2]([1.0] * 50), constant[1])


@pytest.mark.parametrize("rates", [[], [-0.1], [math.inf], 0.1, [[0.1]], [0.1] * 1001])
def test_a_run_says_which_rates_it_takes(rates):
    with pytest.raises(ValueError, match="a list of 1 to 1000 learning rates is expected"):
        mystery_runs()[0](rates)


@pytest.mark.parametrize(
    ("my_names", "complaint"),
    [
        (None, "my_names should be a list of 3 names, such as"),
        (..., "my_names should be a list of 3 names, such as"),
        (7, "my_names should be a list of 3 names, such as"),
        ("keras", "my_names should be a list of 3 names, such as"),
        ([None, None, None], "put a name in place of each None"),
        (["keras", "pytorch"], "3 names are expected, one for each run, but there are 2"),
        (["keras", None, "damped"], "one of yours is still missing"),
        (["keras", "adam", "damped"], "one of yours is the text 'adam'"),
        (["keras", 3, "damped"], "one of yours is the number 3"),
        (["keras", "keras", "damped"], "keras is named 2 times"),
        (
            ["keras", "pytorch", "nesterov"],
            "the first run is not keras. With the learning rates [0.1] it goes to 4.96",
        ),
        (
            ["nesterov", "keras", "pytorch"],
            "the second run is not keras. With the learning rates [0.1, 0.1, 0.01] it goes",
        ),
        ({"first": "damped", "second": "pytorch", "third": "keras"}, "the first run is not damped"),
    ],
)
def test_what_is_wrong_with_names_is_told(my_names, complaint):
    assert complaint in say(check_conventions, mystery_runs(), my_names)


@pytest.mark.parametrize("runs", [None, [], ["a"], 3])
def test_names_without_runs_are_told(runs):
    assert "give the check the runs" in say(check_conventions, runs, ["keras"])


@pytest.mark.parametrize("answer", [object(), [[], [], []], [{}, {}, {}], np.array(3)])
def test_hostile_names_do_not_raise(answer):
    assert not check_conventions(mystery_runs(), answer).right
