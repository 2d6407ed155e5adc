"""What a check says, and what turns a function into a check.

A check is a function marked with `exercise`. It returns the words for a right answer, and raises `NotYet` for any
other. Any other error becomes words as well, so that a notebook always runs to its end.
"""

import contextlib
import functools
import os
import textwrap
import warnings
from dataclasses import dataclass

import numpy as np

from gdlesson.exercises.errors import in_words
from gdlesson.exercises.heads import Head
from gdlesson.exercises.notyet import Almost, NotYet, Observation
from gdlesson.exercises.repairs import CERTAIN, POSSIBLE, from_the_notebook, repair
from gdlesson.exercises.timelimit import budget
from gdlesson.live.signs import signed, signed_html

NO_CODE = "this page shows no code to change; to solve the exercise, open the lesson in JupyterLab."


@dataclass(frozen=True)
class Feedback:
    """What a check says: whether the answer is right, and why or why not. It shows as a sign and words."""

    right: bool
    words: str

    def __repr__(self):
        lines = (textwrap.fill(line, 90, break_on_hyphens=False) for line in self.words.split("\n"))
        return signed(self.right, "\n".join(lines))

    def _repr_html_(self):
        return signed_html(self.right, self.words)


def exercise(head, option=""):
    """Turn a function that returns the words for a right answer, and raises `NotYet` for any other, into a check.

    Parameters
    ----------
    head : str or callable
        The check itself. Or, if it takes a function that the learner writes, the head of that function, such as
        ``my_slope(f, x, h)``: then the function is looked at first, and where its answers are wrong, a small
        change that makes them right is the reason that is given.
    option : str
        What the head has besides, such as ``lowest=0``.
    """
    if callable(head):
        return checked(head)
    return lambda check: checked(functools.wraps(check)(functools.partial(on_function, check, Head(head, option))))


def checked(check):
    """Return a check that returns `Feedback` whatever happens."""

    @functools.wraps(check)
    def checking(*arguments, **named):
        if os.environ.get("SERVER_SOFTWARE", "").startswith("voila"):
            return Feedback(False, f"Not yet: {NO_CODE}")
        try:
            with quiet(), budget():
                return Feedback(True, f"Correct: {check(*arguments, **named)}")
        except NotYet as reason:
            return Feedback(False, f"Not yet: {reason}")
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # what nobody has thought of is no reason to stop a lesson
            return Feedback(False, f"Not yet: this could not be checked, because of {in_words(error)}")

    return checking


def on_function(check, head, *answer, **named):
    """Check a function that the learner wrote; say what is wrong with its head before anything else."""
    (function,) = [*answer, *named.values()]
    head.look_at(function)
    try:
        return check(function)
    except Almost:
        raise
    except NotYet as reason:
        with budget():
            raise with_cause(reason, function, head, check) from None


def with_cause(reason, function, head, check):
    """Return a `NotYet` that says why an answer is wrong: what is certain first, then what is likely."""
    ordered = head.in_order(function)
    in_order = outcome(check, ordered) if ordered else reason.seen
    certain = repair(function, head, check, CERTAIN) if in_order else ""
    if not certain and in_order != reason.seen:  # it makes a difference in which order they are named
        return head.wrong(function, "the arguments come in another order: ")
    why = certain or (reason.why() if callable(reason.why) else reason.why)
    if in_order and (not why or isinstance(why, Observation)):
        why = repair(function, head, check, POSSIBLE) or why
    return NotYet(reason.seen, why or from_the_notebook(function, head))


def outcome(check, function):
    """Return what is seen to be wrong with a function, "" if nothing is."""
    try:
        check(function)
    except NotYet as other:
        return other.seen
    return ""


@contextlib.contextmanager
def quiet():
    """Let no warning of a learner's function show."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield
