"""The exercises of lesson 8: right answers in several forms, every slip by its name, and hostile answers."""

import math

import numpy as np
import pytest
from answers import endless, say

from gdlesson import descend, optimizers, quadratic
from gdlesson.exercises import check_conventions, check_momentum
from gdlesson.exercises.mistakes.momentum import MISTAKES, damped, pytorch
from gdlesson.exercises.momentum import CONVENTIONS, MysteryWalk, mystery_walks


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
    "ours": optimizers.momentum,
    "a list": rule_of(two_lines),
    "an array": rule_of(lambda *state: np.array(ours(*state))),
    "another sum": rule_of(lambda x, g, t, v, a, b: (x - a * g + b * v, -(a * g - b * v))),
    "other names": lambda x, g, t, velocity=0, learning_rate=0.01, momentum=0.9, more=None: ours(
        x, g, t, velocity, learning_rate, momentum
    ),
}


@pytest.mark.parametrize("my_momentum", RIGHT.values(), ids=RIGHT)
def test_momentum_is_right_in_any_form(my_momentum):
    feedback = check_momentum(my_momentum)
    run = descend(quadratic([0, 0, 1]), 8, 1.2, optimizer="momentum", momentum=0.5)
    assert feedback.right and f"at the rate 1.2, after {run.nit} steps" in feedback.words and run.success


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
        (None, "write the function my_momentum"),
        (..., "write the function my_momentum"),
        (3, "not the number 3"),
        ("momentum", "not the text 'momentum'"),
        (lambda x, g, t: x, "it should begin with  def my_momentum(x, g, t, velocity=0.0"),
        (lambda: 1, "it should begin with"),
        (optimizers.adam, "it should begin with"),
        (int, "it should begin with"),
        (rule_of(lambda *state: None), "returns nothing at step 1 from x = 8 with the slope 16. End it with"),
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
        (rule_of(lambda *state: (math.nan, math.nan)), "the velocity after step 1 should be −1.6, yours is nan"),
        (rule_of(lambda x, *state: (x + 1, 0 * x)), "the velocity after step 1 should be −1.6, yours is 0."),
        (wrong_defaults, "without settings the defaults should hold"),
        (rule_of(lambda *state: [float(part) for part in ours(*state)]), "TypeError"),
    ],
)
def test_what_is_wrong_with_a_rule_is_told(answer, complaint):
    assert complaint in say(check_momentum, answer)


def test_a_rule_without_an_end_is_stopped(monkeypatch):
    monkeypatch.setattr("gdlesson.exercises.timelimit.SECONDS", 0.2)
    assert "was stopped" in say(check_momentum, rule_of(endless))


# ---- which convention is it?


def kinds(walks):
    """Return the names of some walks, found as a learner may find them."""
    found = []
    for one in walks:
        first = round(float(one([0.1])[1]), 6)
        told = {7.84: "damped", 4.96: "nesterov"}.get(first)
        steps = np.diff(one([0.1, 0.1, 1e-9]))
        found.append(told or ("pytorch" if abs(steps[-1]) < 1e-6 else "keras"))
    return found


@pytest.mark.parametrize("seed", range(20))
def test_experiments_tell_the_conventions_apart(seed):
    walks = mystery_walks(seed)
    names = kinds(walks)
    assert len(set(names)) == 3
    for answer in (names, tuple(names), np.array(names), [name.upper() + " " for name in names]):
        feedback = check_conventions(walks, answer)
        assert feedback.right and f"they end at {'−' if walks[0]([0.1, 0.1, 0.01, 0.01])[-1] < 0 else ''}" in (
            feedback.words
        )
    wrong = [names[1], names[0], names[2]]
    assert f"the first walk is not {names[1]}. With the rates [0.1" in say(check_conventions, walks, wrong)


def test_the_seed_decides_and_the_lesson_has_both_that_differ_only_where_the_rate_changes():
    assert kinds(mystery_walks()) == kinds(mystery_walks(11)) == ["nesterov", "pytorch", "keras"]
    assert len({tuple(kinds(mystery_walks(seed))) for seed in range(200)}) == 24
    assert not any(name in repr(mystery_walks()) for name in CONVENTIONS)


def test_the_walks_are_those_of_the_rules():
    f, rates = quadratic([0, 0, 1]), [0.1, 0.02, 0.3, 0.05]
    for rule, _ in CONVENTIONS.values():
        path = descend(f, 8, lambda step: (rates + [0.1])[step], 0, 4, optimizer=rule).path
        assert np.allclose(MysteryWalk(rule)(rates), path, rtol=1e-12)
    apart = MysteryWalk(optimizers.momentum), MysteryWalk(pytorch), MysteryWalk(damped)
    constant = [one([0.1] * 50) for one in apart]
    assert np.allclose(constant[0], constant[1]) and not np.allclose(constant[0], constant[2])
    assert np.allclose(apart[2]([1.0] * 50), constant[1])


@pytest.mark.parametrize("rates", [[], [-0.1], [math.inf], 0.1, [[0.1]], [0.1] * 1001])
def test_a_walk_says_which_rates_it_takes(rates):
    with pytest.raises(ValueError, match="a list of 1 to 1000 learning rates is expected"):
        mystery_walks()[0](rates)


@pytest.mark.parametrize(
    ("my_names", "complaint"),
    [
        (None, "give a list of 3 names"),
        (..., "give a list of 3 names"),
        (7, "give a list of 3 names"),
        ("keras", "give a list of 3 names"),
        ([None, None, None], "put a name in place of each None"),
        (["keras", "pytorch"], "3 names are expected, one for each walk, but there are 2"),
        (["keras", None, "damped"], "one of yours is still missing"),
        (["keras", "adam", "damped"], "one of yours is the text 'adam'"),
        (["keras", 3, "damped"], "one of yours is the number 3"),
        (["keras", "keras", "damped"], "keras is named 2 times"),
        (["keras", "pytorch", "nesterov"], "the first walk is not keras. With the rates [0.1] it goes to 4.96"),
        (
            ["nesterov", "keras", "pytorch"],
            "the second walk is not keras. With the rates [0.1, 0.1, 0.01] it goes",
        ),
        ({"first": "damped", "second": "pytorch", "third": "keras"}, "the first walk is not damped"),
    ],
)
def test_what_is_wrong_with_names_is_told(my_names, complaint):
    assert complaint in say(check_conventions, mystery_walks(), my_names)


@pytest.mark.parametrize("walks", [None, [], ["a"], 3])
def test_names_without_walks_are_told(walks):
    assert "give the check the walks" in say(check_conventions, walks, ["keras"])


@pytest.mark.parametrize("answer", [object(), [[], [], []], [{}, {}, {}], np.array(3)])
def test_hostile_names_do_not_raise(answer):
    assert not check_conventions(mystery_walks(), answer).right
