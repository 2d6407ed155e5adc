"""How a function that a learner wrote is judged: it is tried on many cases and compared with the right one.

Where its answers are wrong, they are compared with those of typical mistakes (the folder ``mistakes``).
"""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import product

import numpy as np

from gdlesson.exercises.answers import read_numbers, same
from gdlesson.exercises.attempt import attempt
from gdlesson.exercises.heads import Head
from gdlesson.exercises.notyet import NotYet, Observation
from gdlesson.exercises.repairs import from_the_notebook, mentions
from gdlesson.exercises.wording import kind, many, two_apart

FEW = 5  # so many values of each argument are mixed, to see whether it matters


@dataclass(frozen=True)
class Task:
    """A function that a learner is asked to write, and everything needed to judge it.

    Attributes
    ----------
    head : str
        The head of the function, such as ``my_slope(f, x, h)``.
    todo : str
        What to say if the function returns nothing.
    truth : callable
        The right answer to a case.
    mistakes : list of Mistake
        Typical wrong answers.
    cases : list of tuples
        The arguments to try.
    where : callable
        Describes a case in words, such as "for x = 2 and h = 0.1".
    hand : callable
        Returns the arguments for the learner's function in a case: by default the case itself.
    what : str
        What the function should return, in words.
    read : callable
        Takes what came back and the beginning of a complaint; returns it in the form of the right answer.
    show : callable
        Describes two different answers in words that look different.
    digits : int
        To how many digits an answer has to be right.
    otherwise : callable
        Takes the function, its answers and the right ones, and returns what else can be said, or nothing.
    meanwhile : callable
        Called when all answers were right until an error: it may raise what should be said first.
    """

    head: str
    todo: str
    truth: Callable
    mistakes: list
    cases: list
    where: Callable
    hand: Callable = lambda *case: case
    what: str = "a number"
    read: Callable = read_numbers
    show: Callable = two_apart
    digits: int = 9
    otherwise: Callable = lambda function, answers, truths: ""
    meanwhile: Callable = lambda: None

    @property
    def name(self):
        """Return what the function is called in feedback."""
        return Head(self.head).name


def judge(task, function):
    """Return the learner's answers to all cases if they are right, else raise `NotYet` with the mistake."""
    answers = []
    for case in task.cases:
        truth = task.truth(*case)
        try:
            answer = ask(task, function, *case)
        except NotYet:
            task.meanwhile()
            raise
        if not same(answer, truth, task.digits):
            mine, right = task.show(answer, truth)
            seen = f"{task.where(*case)}, {task.name} should return {right}, but it returns {mine}."
            raise NotYet(seen, lambda: diagnosis(task, function))
        answers.append(answer)
    return answers


def answers_until_trouble(task, function):
    """Return the learner's answers to all cases, or to those before the first error."""
    answers = []
    with contextlib.suppress(NotYet):
        for case in task.cases:
            answers.append(ask(task, function, *case))
    return answers


def ask(task, function, *case):
    """Return the learner's answer to one case."""
    where = task.where(*case)
    answer = attempt(function, task.hand(*case), where, task.name, task.todo)
    complaint = f"{where}, {task.name} should return {task.what}, but it returns"
    if task.read is read_numbers and (advice := in_another_form(answer, task.truth(*case), task.digits)):
        raise NotYet(f"{complaint} {kind(answer)}.", advice)
    return task.read(answer, complaint)


def in_another_form(answer, truth, digits):
    """Return what to change about an answer that is right but for its form: a text, or a list of one number."""
    if isinstance(answer, str):
        with contextlib.suppress(ValueError):
            if same(float(answer), truth, digits):
                return "The number is right, but it is a text. Return the number itself, without str."
    if isinstance(answer, (list, tuple, np.ndarray)) and many(answer) < FEW and np.ndim(truth) == 0:
        with contextlib.suppress(Exception):  # whatever stands in it
            if np.shape(answer) == (1,) and same(answer[0], truth, digits):
                comma = isinstance(answer, tuple)
                what = "Leave out the comma at the end" if comma else "Take it out of the square brackets"
                return f"The number is right, but it stands in a row of its own. {what}."
    return ""


def diagnosis(task, function):
    """Return what is wrong with answers that are not all right, or "" if nothing is known."""
    answers = answers_until_trouble(task, function)
    cases = task.cases[: len(answers)]
    truths = [task.truth(*case) for case in cases]
    for mistake in task.mistakes:
        wrong = (mistake.wrong(*case) for case in cases)
        if all(same(one, answer, task.digits) for one, answer in zip(wrong, answers, strict=True)):
            return mistake.words
    if words := rounded(task, answers, truths):
        return words
    if all(is_nan(task, answer) for answer in answers):
        return "nan is no number: it comes of 0 / 0, of inf − inf, or of a descent that exploded."
    if words := unused(task, function):
        return f"{words} {from_the_notebook(function, Head(task.head))}".strip()
    return Observation(task.otherwise(function, answers, truths))


def is_nan(task, answer):
    """Tell whether an answer should be numbers, and none of them is one."""
    return task.read is read_numbers and bool(np.isnan(answer).all())


def rounded(task, answers, truths):
    """Say whether all answers are right, but with fewer decimals."""
    shorter = [(partial(np.round, decimals=digits), "The result is rounded. Remove round.") for digits in range(8)]
    shorter += [
        (each, "The decimals are cut off. Is there an int, or // in place of /?") for each in (np.trunc, np.floor)
    ]
    for shorten, words in shorter if len(answers) > 1 else ():
        changed = [shorten(truth) for truth in truths if not same(shorten(truth), truth)]
        if not any(map(np.any, changed)):  # an answer of 0 is more likely to be another mistake
            continue
        if all(same(answer, shorten(truth)) for answer, truth in zip(answers, truths, strict=True)):
            return words
    return ""


def unused(task, function):
    """Return which arguments are not used: whatever they are, the answer is the same, in many cases."""
    head = Head(task.head)
    names = head.arguments
    without = [
        name for k, name in enumerate(names) if not mentions(function, head, k) and is_unused(task, function, k)
    ]
    listing = " and ".join(without)
    if len(without) == len(names):
        return f"It always returns the same. Use {listing}."
    are = "is" if len(without) == 1 else "are"
    return f"It returns the same, whatever {listing} {are}. Use {listing}." if without else ""


def is_unused(task, function, place):
    """Tell whether the answer never changes with an argument, where the right answer does."""
    compared = 0
    for case, other in product(task.cases[: 2 * FEW], task.cases[:FEW]):
        changed = (*case[:place], other[place], *case[place + 1 :])
        try:
            if same(task.truth(*case), task.truth(*changed), 12):
                continue
        except ValueError:  # the two do not fit together
            continue
        try:
            before, after = ask(task, function, *case), ask(task, function, *changed)
            if not same(before, after, 12):
                return False
        except NotYet:
            return False
        compared += not is_nan(task, before)  # nan always stays the same
    return compared > 1
