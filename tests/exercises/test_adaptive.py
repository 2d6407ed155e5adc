"""Lesson 11: Adam from scratch, and an optimizer and a learning rate chosen for a task."""

import math
from fractions import Fraction

import numpy as np
import pytest
from answers import applaud, cell, endless, nearly, say

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
def test_adam_is_right_in_any_form_up_to_its_weight_decay(my_adam):
    assert "it does not take weight_decay" in nearly(check_adam, my_adam)
    words = applaud(check_adam, decaying(my_adam))
    assert "the size of the slope has dropped out" in words and "PyTorch" not in words


def decaying(my_adam):
    """Return Adam with a weight decay, as the exercise asks for it."""

    def rule(x, g, t, m=0.0, v=0.0, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7, weight_decay=0.0):
        x = x * (1 - learning_rate * weight_decay)
        return my_adam(x, g, t, m, v, learning_rate, beta_1, beta_2, epsilon)

    return rule


def test_the_form_of_the_paper_is_right_and_is_named():
    assert "as the paper and PyTorch do" in applaud(check_adam, decaying(adam_like(papers)))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "",
            "with weight_decay=0.2, from x = 8, x after step 1 should be 7.74, but yours is 7.9. weight_decay",
        ),
        ("x = x - weight_decay * x", "The learning rate is missing"),
        ("x = x + learning_rate * weight_decay * x", "x grows"),
        ("g = g + weight_decay * x", "It adds the decay to the slope"),
    ],
)
def test_what_is_wrong_with_a_weight_decay_is_named(line, words):
    source = RULE.replace("):\n", f", weight_decay=0.0):\n    {line}\n", 1)
    assert words in nearly(check_adam, cell(source))


def test_a_weight_decay_that_comes_late_is_named():
    def late(x, g, t, m=0.0, v=0.0, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7, weight_decay=0.0):
        x, m, v = optimizers.adam(x, g, t, m, v, learning_rate, beta_1, beta_2, epsilon)
        return x - learning_rate * weight_decay * x, m, v

    assert "It shrinks the new x" in nearly(check_adam, late)


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
        (
            bare,
            "it should begin with  def my_adam(x, g, t, m=0.0, v=0.0, learning_rate=0.001, beta_1=0.9",
        ),
        (lambda: 1, "it should begin with"),
        (
            adam_like(lambda *state: None),
            "at step 1 from x = 8 with the slope 46, my_adam returns nothing. End it with  return x, m, v.",
        ),
        (adam_like(lambda *state: keras_adam(*state)[0]), "only one thing, so it forgets its memory"),
        (adam_like(lambda *state: keras_adam(*state)[:2]), "but it returns 2 things"),
        (adam_like(lambda *state: (*keras_adam(*state), 1)), "but it returns 4 things"),
        (adam_like(lambda *state: ("a", "b", "c")), "x should be numbers, but it is the text 'a'"),
        (adam_like(lambda *state: (*keras_adam(*state)[:2], np.ones(3))), "v should have the shape of x"),
        (adam_like(lambda *state: print(3)), "prints"),
        (adam_like(lambda *state: 1 / 0), "ZeroDivisionError"),
        (adam_like(late), "t counts from 1 already"),
        (adam_like(in_place), "changes what it is given"),
        (adam_like(with_math), "np.sqrt, np.exp and so on take arrays"),
        (adam_like(lambda *state: (np.nan, np.nan, np.nan)), "m after step 1 should be 4.6, but yours is nan"),
        (adam_like(lambda x, *state: (x + 1, 0 * x, 0 * x)), "m after step 1 should be 4.6, but yours is 0."),
        (wrong_defaults, "Without settings it should use the defaults"),
        (optimizers.rmsprop, "it should begin with"),
        (int, "a function my_adam is expected, not a class"),
    ],
)
def test_what_is_wrong_with_an_adam_is_told(answer, complaint):
    assert complaint in say(check_adam, answer)


def test_an_adam_without_an_end_is_stopped(monkeypatch):
    monkeypatch.setattr("gdlesson.exercises.timelimit.SECONDS", 0.2)
    assert "was stopped" in say(check_adam, adam_like(endless))


RULE = """
def my_adam(x, g, t, m=0.0, v=0.0, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m = beta_1 * m + (1 - beta_1) * g
    v = beta_2 * v + (1 - beta_2) * g**2
    correction = np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    x = x - learning_rate * correction * m / (np.sqrt(v) + epsilon)
    return x, m, v
"""


@pytest.mark.parametrize(
    "source",
    [
        RULE,
        RULE.replace("return x, m, v", "return [x, m, v]"),
        RULE.replace("return x, m, v", "return np.array([x, m, v])"),
        RULE.replace("g**2", "g * g").replace("np.sqrt(v)", "v**0.5"),
        RULE.replace("np.sqrt(1 - beta_2**t)", "math.sqrt(1 - beta_2**t)"),
        RULE.replace("beta_1 * m + (1 - beta_1) * g", "m + (1 - beta_1) * (g - m)"),
        RULE.replace("epsilon=1e-7", "epsilon=1e-7, amsgrad=False"),
        RULE.replace("beta_1=0.9, beta_2=0.999, epsilon=1e-7", "epsilon=1e-7, beta_2=0.999, beta_1=0.9"),
        RULE.replace("m=0.0, v=0.0", "m=0, v=0"),
        RULE.replace("g, t,", "slope, n,").replace("* g", "* slope").replace("*t)", "*n)"),
        RULE.replace("    correction", "    m_hat = m\n    correction").replace(
            "correction * m /", "correction * m_hat /"
        ),
        RULE.replace("x = x - learning_rate", "step = learning_rate").replace("return x,", "return x - step,"),
        RULE.replace("np.sqrt(v)", "np.power(v, 0.5)").replace(
            "(1 - beta_2) * g**2", "np.square(g) - beta_2 * np.square(g)"
        ),
    ],
)
def test_a_rule_in_a_cell_is_right_in_any_form(source):
    assert "it does not take weight_decay" in nearly(check_adam, cell(source))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (
            RULE.replace("learning_rate * correction", "eta * correction"),
            "The name eta is not among the arguments of my_adam. Write learning_rate.",
        ),
        (RULE.replace("+ epsilon", "+ 1e-8"), "The number 1e-08 stands where epsilon belongs."),
        (RULE.replace("+ epsilon", "+ 1e-7"), "The number 1e-07 stands where epsilon belongs."),
        (RULE.replace("+ epsilon", "+ eps"), "The name eps is not known here. Write epsilon."),
        (
            RULE.replace("+ epsilon", "+ 1e-8").replace("learning_rate *", "eta *"),
            "whatever learning_rate and epsilon are. Use learning_rate and epsilon. It uses eta from",
        ),
        (RULE.replace("beta_1 * m", "0.9 * m"), "The number 0.9 stands where beta_1 belongs."),
        (RULE.replace("beta_1**t", "beta_1*t").replace("beta_2**t", "beta_2*t"), "The correction takes β times t"),
        (RULE.replace("beta_1**t", "beta_1^t"), "^ is no power in Python"),
        (
            RULE.replace(" / (np.sqrt(v) + epsilon)", " / np.sqrt(v) + epsilon"),
            "epsilon is added to the whole step",
        ),
        (RULE.replace("np.sqrt(v) + epsilon", "np.sqrt(v + epsilon)"), "epsilon stands inside the root"),
        (
            RULE.replace("m=0.0, v=0.0, ", ""),
            "learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7, weight_decay=0.0):  but yours",
        ),
        (
            RULE.replace(
                "m=0.0, v=0.0, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7",
                "m, v, learning_rate, beta_1, beta_2, epsilon",
            ),
            "it should begin with  def my_adam(x, g, t, m=0.0",
        ),
        (RULE.replace("x, g, t", "g, x, t"), "the arguments come in another order"),
        (RULE.replace("m=0.0, v=0.0", "v=0.0, m=0.0"), "the arguments come in another order"),
        (RULE.replace("return x, m, v", "return x"), "only one thing, so it forgets its memory"),
        (RULE.replace("return x, m, v", "return x, v, m"), "m and v are returned in the wrong order"),
        (RULE.replace("np.sqrt(v)", "math.sqrt(v)"), "It takes one number, and this is an array"),
        (RULE.replace("g**2", "g"), "v is a mean of the slopes"),
        (RULE.replace("x = x - learning_rate", "x -= learning_rate"), "changes what it is given"),
        (RULE.replace("/ (np.sqrt", "// (np.sqrt"), "// cuts off the decimals"),
        (
            RULE.replace("correction * m", "correction * m * 1.0000001"),
            "x after step 1 should be 7.90000001, but yours is 7.9.",
        ),
        (
            RULE.replace("learning_rate * correction * m", "0.01 * correction * m"),
            "The number 0.01 stands where learning_rate",
        ),
    ],
)
def test_mistakes_in_a_cell_with_a_rule_are_named(source, words):
    assert words in say(check_adam, cell(source, eta=0.1))


@pytest.mark.parametrize(
    "answer",
    [
        ("adam", 2),
        (optimizers.adam, 1.5),
        ("momentum", 1e-8),
        ("Momentum ", 5e-9),
        (optimizers.momentum, np.float64(3e-9)),
        ("momentum", 3e-8),
        ("nesterov", 1e-8),
        (optimizers.nesterov, 4e-9),
        ("nadam", 1),
        ("nadam", np.array(2.0)),
        ("adamw", 2.0),
        ("adam", Fraction(5, 2)),
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
        ("adam", ..., "put a number in place of ..."),
        ("sgd", 0.1, "should be one of gradient_descent, momentum"),
        (lambda x, g, t: x, 0.1, "should be one of gradient_descent"),
        (np.array([1, 2]), 0.1, "should be one of gradient_descent"),
        (["adam"], 0.1, "should be one of gradient_descent"),
        ("adam", "0.1", "Remove the quotation marks"),
        ("adam", math.nan, "should be a finite number"),
        ("adam", 0, "should be above 0"),
        ("adam", -1, "should be above 0"),
        ("adam", 0.001, "still 3.4 away after 150 steps; the start was 3.61 away. Take a larger"),
        ("adam", 0.1, "Take a larger"),
        ("adam", 1e300, "Take a smaller"),
        ("adagrad", 1, "No learning rate that we tried helps: the best of them is"),
        ("momentum", 0.01, "become too large to store at step"),
        ("momentum", 3.8e-8, "Take a smaller"),
        ("momentum", 1e-10, "Take a larger"),
        ("gradient_descent", 1e-8, "No learning rate that we tried helps: the best of them is"),
        ("gradient_descent", 1.8e-8, "yours is the best of them, and there the run is still up to"),
        ("rmsprop", 0.1, "No learning rate that we tried helps"),
        ("lion", 0.1, "No learning rate that we tried helps"),
    ],
)
def test_what_is_wrong_with_a_choice_is_told(optimizer, rate, complaint):
    assert complaint in say(check_optimizer_choice, optimizer, rate)
