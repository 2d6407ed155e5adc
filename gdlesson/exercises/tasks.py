"""How a function that a learner wrote is judged: it is tried on many cases and compared with the right one.

Where its answers are wrong, they are compared with those of typical mistakes (the folder ``mistakes``).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gdlesson.exercises.answers import a_function, read_numbers, same
from gdlesson.exercises.attempt import attempt
from gdlesson.exercises.feedback import NotYet
from gdlesson.exercises.wording import apart, listed


@dataclass(frozen=True)
class Task:
    """A function that a learner is asked to write, and everything needed to judge it.

    Attributes
    ----------
    name : str
        What the learner's function is called in feedback.
    arguments : tuple of str
        The names of its arguments.
    todo : str
        What to say if the function returns nothing.
    truth : callable
        The right answer to a case.
    mistakes : list of Mistake
        Typical wrong answers.
    cases : list of tuples
        The arguments to try. The first case is the base; the next ones, as many as there are arguments, differ
        from it in one argument each, in order: a function that answers them alike does not use that argument.
    where : callable
        Describes a case in words, such as "for x = 2 and h = 0.1".
    hand : callable
        Returns the arguments for the learner's function in a case: by default the case itself.
    read : callable
        Takes what came back and the beginning of a complaint; returns it in the form of the right answer.
    show : callable
        Describes an answer in words.
    digits : int
        To how many digits an answer has to be right.
    otherwise : callable
        Takes the answers and the right ones, and returns what else can be said about them, or nothing.
    meanwhile : callable
        Called when all answers were right until an error: it may raise what should be said first.
    """

    name: str
    arguments: tuple
    todo: str
    truth: Callable
    mistakes: list
    cases: list
    where: Callable
    hand: Callable = lambda *case: case
    read: Callable = read_numbers
    show: Callable = listed
    digits: int = 9
    otherwise: Callable = lambda answers, truths: None
    meanwhile: Callable = lambda: None


def judge(task, function):
    """Return the learner's answers to all cases if they are right, else raise `NotYet` with the mistake."""
    a_function(function, task.name, task.arguments)
    answers, trouble = answers_until_trouble(task, function)
    truths = [task.truth(*case) for case in task.cases[: len(answers)]]
    for case, answer, truth in zip(task.cases, answers, truths, strict=False):
        if not same(answer, truth, task.digits):
            words = diagnosis(task, answers, truths)
            came = f"it should be {shown(task, truth, answer)}, yours gives {shown(task, answer, truth)}"
            raise NotYet(f"{task.where(*case)} {came}{f': {words}' if words else '.'}")
    if trouble:
        task.meanwhile()
        raise trouble
    return answers


def shown(task, value, other):
    """Return an answer in words, with more digits if it is a number that would look like the other one."""
    words = task.show(value)
    alike = np.ndim(value) == np.ndim(other) == 0 and words == task.show(other)
    return apart(value, other) if alike else words


def answers_until_trouble(task, function):
    """Return the learner's answers, and the `NotYet` that ended them before the last case, or None."""
    answers = []
    for case in task.cases:
        try:
            answers.append(ask(task, function, *case))
        except NotYet as trouble:
            return answers, trouble
    return answers, None


def ask(task, function, *case):
    """Return the learner's answer to one case."""
    where = task.where(*case)
    answer = attempt(function, task.hand(*case), where, task.name, task.todo)
    return task.read(answer, f"{where} {task.name} should return a number, but it returns")


def diagnosis(task, answers, truths):
    """Return what is wrong with answers that are not all right, or "" if nothing is known."""
    cases = task.cases[: len(answers)]
    for mistake in task.mistakes:
        wrong = (mistake.wrong(*case) for case in cases)
        if all(same(one, answer, task.digits) for one, answer in zip(wrong, answers, strict=True)):
            return mistake.words
    return unused(task, answers, truths) or task.otherwise(answers, truths)


def unused(task, answers, truths):
    """Return which arguments are not used: the answer stays the same although the right one changes."""
    without = [
        name
        for name, answer, truth in zip(task.arguments, answers[1:], truths[1:], strict=False)
        if same(answer, answers[0], 12) and not same(truth, truths[0], 12)
    ]
    names = " and ".join(without)
    if len(without) == len(task.arguments):
        return f"it always gives the same. Use what it is given, {names}."
    return f"it gives the same, whatever is given as {names}. Use {names}." if without else ""
