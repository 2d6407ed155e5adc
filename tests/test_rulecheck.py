"""A learner's own optimizer: right ones are taken, wrong ones are told what is wrong, before anything runs."""

import functools
import math

import numpy as np
import pytest

from gdlesson import bowl, descend, descend_many, explore_adaptive, quadratic
from gdlesson.explorers.adaptive.run import adapt
from gdlesson.optimizers import RULES, adam, ftrl, gradient_descent, momentum, nesterov, rmsprop
from gdlesson.rulecheck import checked_rule, memory_of, name_of, names_of_parts


def heavy(x, g, t, velocity=0.0, learning_rate=0.01, friction=0.1):
    velocity = (1 - friction) * velocity - learning_rate * g
    return x + velocity, velocity


def plain(x, g, t, learning_rate=0.01):
    return (x - learning_rate * g,)


def late(x, g, t, learning_rate=0.01):
    return (x - learning_rate * g if t > 2 else x,)


def stays(x, g, t, learning_rate=0.01):
    return (x,)


def stays_but_remembers(x, g, t, m=0.0, learning_rate=0.01):
    return x, 0.9 * m + g


def other_shape(x, g, t, learning_rate=0.01):
    return (np.append(x - learning_rate * g, 0.0),)


def forgets_to_return(x, g, t, velocity=0.0, learning_rate=0.01):
    velocity = 0.9 * velocity - learning_rate * g
    return (x + velocity,)


def forgets_to_use(x, g, t, velocity=0.0, learning_rate=0.01):
    velocity = -learning_rate * g
    return x + velocity, velocity


def forgets_one_of_two(x, g, t, m=0.0, v=0.0, learning_rate=0.01):
    m, v = 0.9 * m + 0.1 * g, g * g
    return x - learning_rate * m / (np.sqrt(v) + 1e-7), m, v


def starts_anew(x, g, t, learning_rate=0.01):
    velocity = 0.0
    velocity = 0.9 * velocity - learning_rate * g
    return x + velocity, velocity


def setting_too_early(x, g, t, velocity=0.0, friction=0.9, learning_rate=0.01):
    velocity = friction * velocity - learning_rate * g
    return x + velocity, velocity


def in_place(x, g, t, learning_rate=0.01):
    x -= learning_rate * g
    return (x,)


def memory_in_place(x, g, t, m=0.0, learning_rate=0.01):
    m += g  # at step 1 a new number, from step 2 on the array that was given
    return x - learning_rate * m, m


def slope_in_place(x, g, t, learning_rate=0.01):
    g *= learning_rate
    return (x - g,)


HIDDEN = []


def hidden(x, g, t, learning_rate=0.01):
    HIDDEN.append(g)
    return (x - learning_rate * sum(HIDDEN),)


class Keeper:
    """What it remembers is in the object, so that a second run would begin with the first one's memory."""

    velocity = 0.0

    def __call__(self, x, g, t, learning_rate=0.01):
        self.velocity = 0.9 * self.velocity - learning_rate * g
        return (x + self.velocity,)


def rolls_dice(x, g, t, learning_rate=0.01, generator=np.random.default_rng(0)):  # noqa: B008 (it is to go on)
    return (x - learning_rate * g * generator.random(),)


def prints(x, g, t, learning_rate=0.01):
    x = x - learning_rate * g


def bare(x, g, t, learning_rate=0.01):
    return x - learning_rate * g


def bare_with_memory(x, g, t, velocity=0.0, learning_rate=0.01):
    return x + 0.9 * velocity - learning_rate * g


def a_list(x, g, t, velocity=0.0, learning_rate=0.01):
    velocity = 0.9 * velocity - learning_rate * g
    return [x + velocity, velocity]


def a_dict(x, g, t, learning_rate=0.01):
    return {"x": x - learning_rate * g}


def yields(x, g, t, learning_rate=0.01):
    yield x - learning_rate * g


def memory_is_none(x, g, t, m=0.0, learning_rate=0.01):
    return x - learning_rate * g, None


def no_rate(x, g, t):
    return (x - 0.1 * g,)


def no_t(x, g, learning_rate=0.01):
    return (x - learning_rate * g,)


def no_default(x, g, t, velocity, learning_rate=0.01):
    return x - learning_rate * g + velocity, velocity


def rprop(x, g, t, before=0.0, delta=1.0, learning_rate=0.01):
    turns = np.sign(g * before)
    delta = np.where(turns > 0, 1.2 * delta, np.where(turns < 0, 0.5 * delta, delta))
    return x - learning_rate * delta * np.sign(g), g, delta


def by_zero(x, g, t, learning_rate=0.01):
    return (x - learning_rate * g / np.abs(g),)


def nothing(x, g, t, learning_rate=0.01):
    return ()


def words(x, g, t, m="a", learning_rate=0.01):
    return x - learning_rate * g, "b"


def not_finite(x, g, t, learning_rate=0.01):
    return (x - learning_rate * g / (g - g),)


def for_floats(x, g, t, learning_rate=0.01):
    return (x - learning_rate * math.copysign(1, g),)


def one_number(x, g, t, learning_rate=0.01):
    return (float(np.sum(x - learning_rate * g)),)


def nan_later(x, g, t, learning_rate=0.01):
    return (x - learning_rate * np.sqrt(g),)  # the third slope is negative


def fails_later(x, g, t, learning_rate=0.01):
    return (x - learning_rate * g * [1, 2][t],)


WRONG = [
    (stays, ValueError, "stays does not move: in 5 steps on a slope x stays where it is"),
    (stays_but_remembers, ValueError, "does not move"),
    (other_shape, ValueError, r"must return an x of the old shape, \(2,\), but its shape is \(3,\)"),
    (forgets_to_return, ValueError, "forgets its memory: it takes velocity, and returns 0 of them"),
    (forgets_to_use, ValueError, "forgets its memory: whatever velocity was, its step is the same"),
    (forgets_one_of_two, ValueError, "forgets its memory: whatever v was, its step is the same"),
    (starts_anew, ValueError, "forgets its memory: it returns x and 1 more, but takes none"),
    (setting_too_early, ValueError, "a setting comes after learning_rate"),
    (in_place, ValueError, "changes what it is given: write x = x - ... in place of x -= ..."),
    (memory_in_place, ValueError, "changes what it is given"),
    (slope_in_place, ValueError, "changes what it is given"),
    (hidden, ValueError, "gives another step for the same input: keep what it remembers in its arguments"),
    (
        Keeper(),
        ValueError,
        "Keeper gives another step for the same input: keep what it remembers in its arguments",
    ),
    (rolls_dice, ValueError, "gives another step for the same input"),
    (prints, ValueError, "must return the new x and its memory: it returns nothing"),
    (bare, ValueError, r"end it with: return \(x,\)   # a comma makes it a tuple"),
    (bare_with_memory, ValueError, "end it with: return x, velocity"),
    (a_list, ValueError, "end it with: return x, velocity"),
    (by_zero, ValueError, "where the slope is 0 it returns .*: add a small number to what it divides by"),
    (nothing, ValueError, "must return the new x and its memory"),
    (words, ValueError, "fails at step 1|must return numbers|could not convert"),
    (a_dict, ValueError, r"end it with: return \(x,\)"),
    (yields, ValueError, r"end it with: return \(x,\)"),
    (memory_is_none, ValueError, "must return (finite )?numbers, but at step 1"),
    (Keeper, TypeError, r"an optimizer takes x, g, t, its memory, and learning_rate, but Keeper\(\)"),
    (no_rate, TypeError, r"an optimizer takes x, g, t, its memory, and learning_rate, but no_rate\(x, g, t\)"),
    (no_t, TypeError, "an optimizer takes x, g, t"),
    (no_default, TypeError, "begins without a memory: give velocity a default value, as in velocity=0.0"),
    (not_finite, ValueError, "must return finite numbers, but at step 1"),
    (nan_later, ValueError, "must return finite numbers, but at step 3"),
    (one_number, ValueError, r"must return an x of the old shape, \(2,\), but its shape is \(\)"),
    (for_floats, ValueError, "fails at step 1: TypeError.*x is an array here: use np.sqrt"),
    (fails_later, ValueError, "fails at step 2: IndexError"),
    (max, TypeError, "does not tell what it takes|an optimizer takes"),
    (print, TypeError, "an optimizer takes x, g, t"),
    (7, TypeError, "optimizer must be a function such as gdlesson.optimizers.adam, got 7"),
    ("adm", ValueError, "optimizer must be one of gradient_descent, momentum, .*, got 'adm'"),
]


@pytest.mark.parametrize(("rule", "error", "words"), WRONG, ids=lambda part: getattr(part, "__name__", None))
def test_what_is_wrong_is_told(rule, error, words):
    x = np.array([1.0, 1.0])
    with pytest.raises(error, match=words):
        checked_rule(rule, x, {})
    assert np.array_equal(x, [1, 1])
    for start in (descend, descend_many):
        with pytest.raises(error, match=words if start is descend else name_or(rule)):
            start(bowl(), x, 0.1, optimizer=rule)
    assert np.array_equal(x, [1, 1])


def name_or(rule):
    return name_of(rule) if callable(rule) else "optimizer must be"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (other_shape, r"other_shape must return an x that is one number, but its shape is \(2,\)"),
        (stays, "does not move"),
        (forgets_to_use, "whatever velocity was, its step is the same"),
        (bare, "end it with"),
        (nan_later, "at step 3"),
        (rolls_dice, "another step for the same input"),
    ],
)
def test_what_is_wrong_with_floats_is_told(rule, words):
    with pytest.raises(ValueError, match=words):
        descend(quadratic([0, 0, 1]), 3, 0.1, optimizer=rule)


@pytest.mark.parametrize("rule", [heavy, plain, late, rprop, functools.partial(adam, beta_1=0.5)], ids=name_of)
def test_a_right_one_is_taken(rule):
    assert checked_rule(rule, 3.0, {}) is rule
    assert descend(bowl(), [1, 1], 0.05, optimizer=rule).nit > 5
    assert descend(quadratic([0, 0, 1]), 3, 0.05, optimizer=rule).nit > 5
    assert descend_many(bowl(), [1, 1], np.array([0.01, 0.05]), 5, rule).shape == (6, 2, 2)


@pytest.mark.parametrize("rule", RULES, ids=name_of)
def test_our_own_rules_would_pass(rule):
    """Under another name, so that it is tried out like a learner's."""

    @functools.wraps(rule)
    def copy(*arguments, **settings):
        return rule(*arguments, **settings)

    for x in (3.0, np.array([1.0, -2.0]), np.ones((2, 3))):
        assert checked_rule(copy, x, {}) is copy


def test_settings_and_names():
    assert memory_of(adam, {"epsilon": 1e-3}) == ["m", "v"] and memory_of(gradient_descent, {}) == []
    assert checked_rule("adam", 1.0, {}) is adam
    assert name_of(functools.partial(adam, beta_1=0.5)) == "adam"
    with pytest.raises(TypeError, match="heavy has no setting 'momentum'; it has friction"):
        checked_rule(heavy, 1.0, {"momentum": 0.9})
    assert descend(bowl(), [1, 1], 0.05, optimizer=heavy, friction=0.5).settings == {"friction": 0.5}


@pytest.mark.parametrize(
    ("rule", "settings", "error", "words"),
    [
        (momentum, {"momentum": None}, TypeError, "momentum must be one number, got None"),
        ("momentum", {"momentum": "0.9"}, TypeError, "momentum must be one number, got '0.9'"),
        (nesterov, {"momentum": np.nan}, ValueError, "momentum must be finite, got nan"),
        (adam, {"beta_1": 1.0}, ValueError, "beta_1 must be from 0 to less than 1, got 1.0"),
        (adam, {"beta_2": -0.1}, ValueError, "beta_2 must be from 0 to less than 1, got -0.1"),
        (rmsprop, {"rho": 1.5}, ValueError, "rho must be from 0 to less than 1, got 1.5"),
        (adam, {"epsilon": -1e-7}, ValueError, "epsilon must be 0 or more, got -1e-07"),
        (ftrl, {"l1_regularization_strength": -1}, ValueError, "l1_regularization_strength must be 0 or more"),
    ],
)
def test_a_setting_outside_its_domain_is_refused(rule, settings, error, words):
    with pytest.raises(error, match=words):
        descend(quadratic([0, 0, 1]), 3, 0.1, optimizer=rule, **settings)


def behind_a_star(x, g, t, *memory, learning_rate=0.01, **settings):
    return momentum(x, g, t, *memory, learning_rate=learning_rate, **settings)


def test_a_memory_of_any_length_can_be_taken_with_a_star():
    run = descend(quadratic([0, 0, 1]), 8, 0.1, optimizer=behind_a_star, momentum=0.5)
    assert np.array_equal(run.path, descend(quadratic([0, 0, 1]), 8, 0.1, optimizer="momentum", momentum=0.5).path)
    assert explore_adaptive(bowl(10), optimizers=[behind_a_star]).error is None
    seen = adapt(quadratic([0, 0, 1]), 8.0, 0.1, 5, behind_a_star)
    assert list(seen.memories) == ["memory[0]"] and len(seen.memories["memory[0]"]) == len(seen.path)
    assert memory_of(behind_a_star, {}) == ["*memory"] and names_of_parts(["m", "*rest"], 3) == [
        "m",
        "rest[0]",
        "rest[1]",
    ]
