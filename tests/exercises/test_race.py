"""Lesson 13: an unfair comparison made fair, and a racer of one's own."""

import functools
import math
import time

import numpy as np
import pytest
from answers import applaud, say

from gdlesson import optimizers
from gdlesson.exercises import check_fair_race, check_racer

POINTS = [(-1.2, 1), (0, 2), (1.5, -0.5)]
GRID = np.logspace(-5, 1, 25)
FAIR = {"starts": POINTS, "budgets": 500, "rates": GRID}
UNFAIR = {
    "starts": {"momentum": [(-1.8, 2.8)], "adam": [(0.5, 0.2)]},
    "budgets": {"momentum": 100, "adam": 1000},
    "rates": {"momentum": [0.01], "adam": [0.001, 0.01, 0.1, 1]},
}


def both(momentum, adam):
    return {"momentum": momentum, "adam": adam}


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"starts": np.array(POINTS)},
        {"starts": np.array([*POINTS, (1, 1)]).T.tolist()},
        {"starts": both(POINTS, POINTS[::-1])},
        {"budgets": 500.0},
        {"budgets": both(300, np.int64(300))},
        {"rates": GRID.tolist()},
        {"rates": tuple(GRID[::-1])},
        {"rates": set(GRID.tolist())},
        {"rates": both(GRID, GRID[::-1])},
        {"rates": both(GRID.tolist(), tuple(GRID * (1 + 1e-12)))},
        {"starts": tuple(map(list, POINTS)), "budgets": 200},
        {"starts": {"momentum": np.array(POINTS), "adam": POINTS}},
        {"budgets": {"adam": 400, "momentum": 400.0}},
        {"rates": range(1, 2)} | {"rates": [10.0**k for k in np.arange(-5, 1.5, 0.5)]},
        {"rates": [1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10]},
    ],
    ids=lambda part: str(part)[:60],
)
def test_fair_in_any_form(changed):
    feedback = check_fair_race(FAIR | changed)
    assert feedback.right and "is ahead of" in feedback.words, feedback


def test_the_result_of_the_fair_race_is_told():
    assert "3 starts, 500 gradients and 25 rates for each" in check_fair_race(FAIR).words
    assert (
        "momentum has 9e-05 left and adam has 0.00024 left: momentum is ahead of adam by a factor of 2.6"
        in check_fair_race(FAIR).words
    )


def test_everything_that_is_unfair_is_told_at_once():
    said = say(check_fair_race, UNFAIR)
    assert said.startswith("Not yet: 4 things are unfair.\n- starts: the two begin at different points")
    for part in ("a single start", "adam may use 1000 gradients, momentum 100", "only adam is tuned"):
        assert part in said


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"starts": both(POINTS, POINTS[:2])}, "the two begin at different points"),
        ({"starts": [(-1.2, 1)]}, "a single start may happen to suit one"),
        ({"starts": (-1.2, 1)}, "a single start may happen to suit one"),
        ({"starts": [(-1.2, 1)] * 5}, "a single start may happen to suit one"),
        ({"starts": POINTS[:2]}, "2 starts may happen to suit one"),
        ({"budgets": both(500, 100)}, "momentum may use 500 gradients, adam 100"),
        ({"rates": [0.001]}, "neither is tuned"),
        ({"rates": 0.001}, "neither is tuned"),
        ({"rates": both([0.001], GRID)}, "only adam is tuned, momentum has a single rate"),
        ({"rates": both(GRID, [0.001])}, "only momentum is tuned, adam has a single rate"),
        (
            {"rates": both(GRID, GRID[::3])},
            "momentum has 25 tries to find its rate, adam only 9. Give both the same rates.",
        ),
        ({"rates": [0.0001, 0.001, 0.01]}, "3 are too few to tune over"),
        ({"rates": [1e-5, 1e-3, 1e-2, 0.1, 1, 10]}, "the grid of momentum has a gap"),
        ({"rates": np.logspace(-6, -3.2, 13)}, "the best of momentum, 0.00063, is the largest one tried"),
        ({"rates": both(GRID, np.logspace(0.6, 2, 25))}, "is the smallest one tried. Try smaller ones"),
        ({"rates": both(GRID, GRID * 2)}, "the two are tuned over different rates. Give both the same."),
        ({"rates": both(np.logspace(-5, -1, 20), np.logspace(-3, 1, 20))}, "tuned over different rates"),
        ({"rates": both(GRID, [*GRID[:-1], 11.0])}, "tuned over different rates"),
        ({"rates": both(np.logspace(0, 1, 25), GRID)}, "with each of its rates momentum diverges"),
    ],
    ids=lambda part: str(part)[:60],
)
def test_each_unfairness_has_its_name(changed, complaint):
    said = say(check_fair_race, FAIR | changed)
    assert complaint in said and "unfair.\n- " in said


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        (None, "give the comparison"),
        (..., "give the comparison"),
        (3, "the comparison is the number 3: a dict with"),
        ("fair", "the comparison is the text 'fair'"),
        ({}, '"starts" is missing'),
        (FAIR | {"budgets": None}, '"budgets" is missing'),
        (FAIR | {"rates": {"adam": GRID}}, '"rates" has nothing for momentum'),
        (FAIR | {"rates": both(GRID, GRID) | {"sgd": GRID}}, "an entry for 'sgd'"),
        (FAIR | {"starts": "here"}, "should be points, [(x, y), (x, y), …], but they are"),
        (FAIR | {"starts": [1, 2, 3]}, "should be points, [(x, y), (x, y), …], but they are"),
        (FAIR | {"starts": [(1, math.nan)] * 3}, "should be points, [(x, y), (x, y), …], but they are"),
        (FAIR | {"starts": []}, "should be points, [(x, y), (x, y), …], but they are"),
        (FAIR | {"starts": [(1, 2), (3,)]}, "should be points, [(x, y), (x, y), …], but they are"),
        (FAIR | {"starts": [(100, 1)] * 3}, "outside the picture"),
        (FAIR | {"starts": np.ones((99, 2))}, "99 starts take too long. 20 are enough"),
        (FAIR | {"budgets": "long"}, "should be a whole number of gradients"),
        (FAIR | {"budgets": 99.5}, "should be a whole number of gradients"),
        (FAIR | {"budgets": [500]}, "should be a whole number of gradients"),
        (FAIR | {"budgets": True}, "should be a whole number of gradients"),
        (FAIR | {"budgets": 10**9}, "between 10 and 1000"),
        (FAIR | {"budgets": -5}, "between 10 and 1000"),
        (FAIR | {"rates": "fast"}, "should be numbers above 0 in a list, but here is"),
        (FAIR | {"rates": [0.1, -0.1]}, "should be numbers above 0 in a list, but here is"),
        (FAIR | {"rates": [0, 0.1]}, "should be numbers above 0 in a list, but here is"),
        (FAIR | {"rates": []}, "should be numbers above 0 in a list, but here is"),
        (FAIR | {"rates": [[0.1]]}, "should be numbers above 0 in a list, but here is"),
        (FAIR | {"rates": np.logspace(-5, 1, 5000)}, "5000 rates take too long. 100 are enough"),
    ],
    ids=lambda part: str(part)[:60],
)
def test_what_is_no_comparison_is_told(answer, complaint):
    assert complaint in say(check_fair_race, answer)


# ---- a racer of one's own


def heavy(x, g, t, velocity=0.0, learning_rate=0.01):
    velocity = 0.95 * velocity + g
    return x - learning_rate * velocity, velocity


def papers(x, g, t, m=0.0, v=0.0, learning_rate=0.01, beta=0.95):
    m, v = beta * m + (1 - beta) * g, 0.999 * v + 0.001 * g**2
    return x - learning_rate * m / (1 - beta**t) / (1e-8 + (v / (1 - 0.999**t)) ** 0.5), m, v


@pytest.mark.parametrize("name", ["momentum", "nesterov", "adam", "nadam"])
def test_what_does_the_same_as_a_built_in_one_is_named_and_the_built_in_one_refused(name):
    rule = getattr(optimizers, name)
    assert f"It does what {name} does" in applaud(check_racer, functools.partial(rule))
    for answer in (rule, name):
        assert f"that is the package's own {name}. Write yours" in say(check_racer, answer)


def with_a_star(x, g, t, *memory, learning_rate=0.01):
    return heavy(x, g, t, *memory, learning_rate=learning_rate)


def with_two_behind_a_star(x, g, t, *memory, learning_rate=0.01):
    return papers(x, g, t, *memory, learning_rate=learning_rate)


def with_a_star_behind(x, g, t, velocity=0.0, *others, learning_rate=0.01):
    return heavy(x, g, t, velocity, learning_rate)


def all_behind_a_star(*arguments, learning_rate=0.01):
    return heavy(*arguments, learning_rate=learning_rate)


def with_settings(x, g, t, velocity=0.0, *, learning_rate=0.01, **settings):
    return heavy(x, g, t, velocity, learning_rate)


@pytest.mark.parametrize(
    "rule",
    [
        heavy,
        papers,
        with_a_star,
        with_two_behind_a_star,
        with_a_star_behind,
        all_behind_a_star,
        with_settings,
        functools.partial(heavy),
        lambda x, g, t, v=0.0, learning_rate=1: heavy(x, g, t, v, learning_rate),
        lambda x, g, t, v=0.0, learning_rate=1: list(heavy(x, g, t, v, learning_rate)),
        lambda x, g, t, v=0.0, learning_rate=1: [x + 0.94 * v - learning_rate * g, 0.94 * v - learning_rate * g],
        lambda x, g, t, v=0.0, learning_rate=1: np.array(heavy(x, g, t, v + 0 * x, learning_rate)),
        lambda x, g, t, m=0.0, v=0.0, learning_rate=0.01: list(papers(x, g, t, m, v, learning_rate)),
    ],
)
def test_a_racer_of_ones_own_is_right_in_any_form(rule):
    feedback = check_racer(rule)
    assert feedback.right and "on Rosenbrock's valley" in feedback.words, feedback
    assert "None of the built-in optimizers takes these steps" in feedback.words


def plain(x, g, t, velocity=0.0, learning_rate=0.01):
    return x - learning_rate * g, velocity


def bare(x, g, t, learning_rate=0.01):
    return (x - learning_rate * g / (1 + np.hypot(*g)),)


def light(x, g, t, velocity=0.0, learning_rate=0.01):
    velocity = 0.5 * velocity + g
    return x - learning_rate * velocity, velocity


def climbing(x, g, t, velocity=0.0, learning_rate=0.01):
    velocity = 0.9 * velocity + g
    return x + learning_rate * velocity, velocity


def rateless(x, g, t, velocity=0.0, learning_rate=0.01):
    velocity = 0.9 * velocity - 0.001 * g
    return x + velocity, velocity


def knowing(x, g, t, learning_rate=0.01):
    return (np.ones_like(x) + 0 * learning_rate,)


def tiny(x, g, t, velocity=0.0, learning_rate=0.01):
    velocity = 0.9 * velocity - 1e-6 * learning_rate * g
    return x + velocity, velocity


def still(x, g, t, learning_rate=0.01):
    return (x,)


def lump(x, g, t, learning_rate=0.01):
    return (np.sum(x),)


def forgetful(x, g, t, velocity=0.0, learning_rate=0.01):
    velocity = -learning_rate * g
    return x + velocity, velocity


def forget(x, g, t, *memory, learning_rate=0.01):
    return x - learning_rate * g, -g


def plain_star(x, g, t, *memory, learning_rate=0.01):
    return (x - learning_rate * g,)


def growing(x, g, t, *memory, learning_rate=0.01):
    return *heavy(x, g, t, *memory[:1], learning_rate=learning_rate), *memory


def first_of_none(x, g, t, *memory, learning_rate=0.01):
    return heavy(x, g, t, memory[0], learning_rate)


def without_end(x, g, t, velocity=0.0, learning_rate=0.01):
    velocity = 0.9 * velocity - learning_rate * g
    return x + velocity


def mixing(x, g, t, learning_rate=0.01):
    return (x - learning_rate * g / (1 + np.linalg.norm(g)),)


def printing(x, g, t, learning_rate=0.01):
    print(x - learning_rate * g)


def failing(x, g, t, learning_rate=0.01):
    return (x - learning_rate * slope,)  # noqa: F821


def endless(x, g, t, learning_rate=0.01):
    while True:
        pass


def of_the_lesson(x, g, t, velocity=0.0, learning_rate=0.01):
    velocity = 0.95 * velocity - learning_rate * g / (1 + np.hypot(*g))
    return x + velocity, velocity


def sleepy(x, g, t, velocity=0.0, learning_rate=0.01):
    time.sleep(0.5)
    return heavy(x, g, t, velocity, learning_rate)


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        (None, "write a rule that begins with  def my_rule(x, g, t, velocity=0.0, learning_rate=0.01):"),
        (..., "write a rule"),
        (3, "my_rule should be a function, but it is the number 3. It begins with  def my_rule(x, g, t, velocity"),
        ("quick", "my_rule should be a function, but it is the text 'quick'"),
        (lambda x: x, "an optimizer takes x, g, t, its memory, and learning_rate"),
        (plain, "0.14 is left, but it should be below 0.02. It does what plain gradient descent does"),
        (functools.partial(optimizers.gradient_descent), "It does what plain gradient descent does"),
        (bare, "It remembers nothing of its steps"),
        (light, "How much does it remember?"),
        (functools.partial(optimizers.adagrad), "How much does it remember?"),
        (climbing, "even at a tiny learning rate. It climbs. Go against g."),
        (rateless, "my_rule does not use learning_rate"),
        (knowing, "my_rule does not use learning_rate"),
        (tiny, "That rate is the largest one tried: make its steps larger"),
        (still, "my_rule does not move"),
        (lump, "must return an x of the old shape"),
        (forgetful, "my_rule forgets its memory"),
        (forget, "my_rule forgets its memory: whatever memory[0] was, its step is the same"),
        (plain_star, "It does what plain gradient descent does. Let it remember its steps"),
        (growing, "my_rule forgets its memory: it takes memory[0], and returns 2 of them"),
        (first_of_none, "tuple index out of range (at the first step *memory is empty)"),
        (without_end, "end it with: return x, velocity"),
        (mixing, "my_rule mixes runs that go side by side"),
        (printing, "it returns nothing"),
        (failing, "name 'slope' is not defined"),
        (of_the_lesson, "this takes the very steps of the lesson's mine. Write one of your own."),
    ],
)
def test_a_wrong_racer_is_told_what_is_wrong(answer, complaint):
    assert complaint in say(check_racer, answer)


@pytest.mark.parametrize("rule", [endless, sleepy])
def test_a_racer_without_an_end_is_stopped(rule, monkeypatch):
    monkeypatch.setattr("gdlesson.exercises.timelimit.SECONDS", 0.1)
    assert "so it was stopped" in say(check_racer, rule)
