"""The exercises of lesson 10: right answers in several forms, every slip by its name, and hostile answers."""

import math

import numpy as np
import pytest
from answers import endless, say

from gdlesson import optimizers
from gdlesson.exercises import check_adam, check_optimizer_choice
from gdlesson.exercises.mistakes.adam import MISTAKES


def adam_like(one_step):
    """Return a rule with Adam's signature that does what one_step does."""

    def my_adam(x, g, t, m=0.0, v=0.0, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        return one_step(x, g, t, m, v, learning_rate, beta_1, beta_2, epsilon)

    return my_adam


def papers(x, g, t, m, v, rate, b1, b2, epsilon):
    m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g**2
    m_hat, v_hat = m / (1 - b1**t), v / (1 - b2**t)
    return x - rate * m_hat / (v_hat**0.5 + epsilon), m, v


def in_place(x, g, t, m, v, rate, b1, b2, epsilon):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    x -= rate * np.sqrt(1 - b2**t) / (1 - b1**t) * m / (np.sqrt(v) + epsilon)
    return x, m, v


def with_math(x, g, t, m, v, rate, b1, b2, epsilon):
    m, v = m + (1 - b1) * (g - m), v + (1 - b2) * (g * g - v)
    return x - rate * math.sqrt(1 - b2**t) / (1 - b1**t) * m / (math.sqrt(v) + epsilon), m, v


def late(x, g, t, m, v, rate, b1, b2, epsilon):
    return papers(x, g, t - 1, m, v, rate, b1, b2, epsilon)


def keras_adam(*state):
    return optimizers.adam(*state[:5], *state[5:])


RIGHT = {
    "ours": optimizers.adam,
    "a list": adam_like(lambda *state: list(keras_adam(*state))),
    "an array": adam_like(lambda *state: np.array(keras_adam(*state))),
    "another sum": adam_like(
        lambda x, g, t, m, v, a, b, c, e: (
            x
            - a
            * (1 - c**t) ** 0.5
            * (m - (1 - b) * (m - g))
            / ((c * v + (1 - c) * g * g) ** 0.5 + e)
            / (1 - b**t),
            m - (1 - b) * (m - g),
            c * v + (1 - c) * g * g,
        )
    ),
}


@pytest.mark.parametrize("my_adam", RIGHT.values(), ids=RIGHT)
def test_adam_is_right_in_any_form(my_adam):
    feedback = check_adam(my_adam)
    assert feedback.right and "the size of the slope has dropped out" in feedback.words, feedback
    assert "PyTorch" not in feedback.words


def test_the_form_of_the_paper_is_right_and_is_named():
    feedback = check_adam(adam_like(papers))
    assert feedback.right and "as the paper and PyTorch do" in feedback.words


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.words[:40])
def test_every_mistake_is_named(mistake):
    names = ("learning_rate", "beta_1", "beta_2", "epsilon")
    wrong = adam_like(
        lambda *state: mistake.wrong(
            *map(np.asarray, state[:2]), *state[2:5], **dict(zip(names, state[5:], strict=True))
        )
    )
    assert mistake.words in say(check_adam, wrong)


def bare(x, g, t):
    return x


def wrong_defaults(x, g, t, m=0.0, v=0.0, learning_rate=0.01, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    return optimizers.adam(x, g, t, m, v, learning_rate, beta_1, beta_2, epsilon)


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        (None, "write the function my_adam"),
        (..., "write the function my_adam"),
        (3, "not the number 3"),
        (bare, "it should begin with  def my_adam(x, g, t, m=0.0"),
        (lambda: 1, "it should begin with"),
        (adam_like(lambda *state: None), "returns nothing at step 1 from x = 8 with the slope 46. End it with"),
        (adam_like(lambda *state: keras_adam(*state)[0]), "only one thing, so it forgets its memory"),
        (adam_like(lambda *state: keras_adam(*state)[:2]), "but it returns 2 things"),
        (adam_like(lambda *state: (*keras_adam(*state), 1)), "but it returns 4 things"),
        (adam_like(lambda *state: ("a", "b", "c")), "x should be numbers, but it is the text 'a'"),
        (adam_like(lambda *state: (*keras_adam(*state)[:2], np.ones(3))), "v should have the shape of x"),
        (adam_like(lambda *state: print(3)), "prints"),
        (adam_like(lambda *state: 1 / 0), "ZeroDivisionError"),
        (adam_like(late), "t counts from 1 already"),
        (adam_like(in_place), "changes what it is given"),
        (adam_like(with_math), "np.sqrt takes rows of them, too"),
        (adam_like(lambda *state: (np.nan, np.nan, np.nan)), "m after step 1 should be 4.6, yours is nan"),
        (adam_like(lambda x, *state: (x + 1, 0 * x, 0 * x)), "m after step 1 should be 4.6, yours is 0."),
        (wrong_defaults, "without settings the defaults should hold"),
        (optimizers.rmsprop, "it should begin with"),
        (int, "it should begin with"),
    ],
)
def test_what_is_wrong_with_an_adam_is_told(answer, complaint):
    assert complaint in say(check_adam, answer)


def test_an_adam_without_an_end_is_stopped(monkeypatch):
    monkeypatch.setattr("gdlesson.exercises.timelimit.SECONDS", 0.2)
    assert "was stopped" in say(check_adam, adam_like(endless))


@pytest.mark.parametrize(
    "answer",
    [
        ("adam", 0.1),
        (optimizers.adagrad, 1),
        ("momentum", 1e-8),
        ("ftrl", 0.5),
        ("adamax", 0.1),
        ("nesterov", 1e-8),
    ],
)
def test_any_optimizer_that_arrives_is_right(answer):
    feedback = check_optimizer_choice(*answer)
    assert feedback.right and "is within 0.01 of the minimum after" in feedback.words, feedback


@pytest.mark.parametrize(
    ("optimizer", "rate", "complaint"),
    [
        (None, None, "put the name of an optimizer"),
        ("adam", None, "put a number in place of None"),
        ("adam", ..., "put a number in place of None"),
        ("sgd", 0.1, "should be one of gradient_descent, momentum"),
        (lambda x, g, t: x, 0.1, "should be one of gradient_descent"),
        (np.array([1, 2]), 0.1, "should be one of gradient_descent"),
        (["adam"], 0.1, "should be one of gradient_descent"),
        ("adam", "0.1", "leave the quotation marks out"),
        ("adam", math.nan, "should be a finite number"),
        ("adam", 0, "should be above 0"),
        ("adam", -1, "should be above 0"),
        ("adam", 0.001, "still 3.4 away after 150 steps, and the way was 3.61. Take a larger"),
        ("adam", 1e300, "Take a smaller"),
        ("adagrad", 0.1, "Take a larger"),
        ("momentum", 0.01, "leaves the range of numbers at step"),
        ("momentum", 3.8e-8, "Take a smaller"),
        ("gradient_descent", 1e-8, "No rate helps"),
        ("rmsprop", 0.1, "No rate helps"),
        ("lion", 0.1, "comes near in time, but does not stay"),
    ],
)
def test_what_is_wrong_with_a_choice_is_told(optimizer, rate, complaint):
    assert complaint in say(check_optimizer_choice, optimizer, rate)
