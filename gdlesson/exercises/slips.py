"""How a function that a learner wrote is judged: it is tried on cases, beside the right one and well-known slips.

Where its answers are not right, they are compared with what the slips would answer to the same cases. A slip is
one line in a table: a wrong formula, and what to say about it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gdlesson.exercises.feedback import NotYet, a_function, apart, attempt, listed, read_numbers, same


class Slip(NamedTuple):
    """A known mistake: what it computes, and what to say to somebody whose answers are these."""

    wrong: Callable
    words: str


@dataclass(frozen=True)
class Task:
    """A function that a learner is to write, and everything that is needed to judge it.

    Attributes
    ----------
    name : str
        How the learner's function is called in words.
    arguments : tuple of str
        The names of its arguments.
    todo : str
        What to say to somebody whose function returns nothing.
    truth : callable
        The right answer to a case.
    slips : list of Slip
        The known mistakes.
    cases : list of tuples
        The arguments to try. The first case is the base; the next ones, as many as there are arguments, differ
        from it in one argument each, in order: a function that answers them alike does not use that argument.
    where : callable
        Puts a case into words, such as "for x = 2 and h = 0.1".
    hand : callable
        Returns what the learner's function is given in a case: by default the case itself.
    read : callable
        Takes what came back and a complaint to begin with; returns it in the form of the right answer.
    show : callable
        Puts an answer into words.
    digits : int
        To how many digits an answer has to be right.
    otherwise : callable
        Takes the answers and the right ones, and says what else may be told from them; None if nothing.
    meanwhile : callable
        Called where all answers are right until an error: it may raise what is to be said first.
    """

    name: str
    arguments: tuple
    todo: str
    truth: Callable
    slips: list
    cases: list
    where: Callable
    hand: Callable = lambda *case: case
    read: Callable = read_numbers
    show: Callable = listed
    digits: int = 9
    otherwise: Callable = lambda answers, truths: None
    meanwhile: Callable = lambda: None


def judge(task, function):
    """Return the learner's answers to all cases where they are right, else raise `NotYet` with the slip."""
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
    """Return an answer in words, with more digits where it is a number that would look like the other one."""
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
    """Return what is wrong with answers of which some are not right, "" if nobody knows."""
    cases = task.cases[: len(answers)]
    for slip in task.slips:
        if all(same(slip.wrong(*case), answer, task.digits) for case, answer in zip(cases, answers, strict=True)):
            return slip.words
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


def alike(results, others):
    """Tell whether the results of two optimizers, a list of steps for each case, are the same in all cases."""
    return all(same(one, other) for one, other in zip(results, others, strict=True))


def first_apart(results, truths):
    """Return the case, and the step in it, at which results of an optimizer first differ from the right ones."""
    return next(
        (k, t)
        for k, (mine, right) in enumerate(zip(results, truths, strict=True))
        for t in range(len(right))
        if not same(mine[t], right[t])
    )
