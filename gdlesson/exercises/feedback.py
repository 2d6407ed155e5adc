"""What a check says, and what makes a check of a function.

A check is a function marked with `exercise`. It returns the words for a right answer, and raises `NotYet` with the
words for any other. Any other error becomes words as well, so that a notebook always runs to its end.
"""

import contextlib
import functools
import textwrap
import warnings
from dataclasses import dataclass

import numpy as np

from gdlesson.exercises.errors import in_words
from gdlesson.exercises.timelimit import one_budget


@dataclass(frozen=True)
class Feedback:
    """What a check says: whether the answer is right, and in words why or why not. It shows as its words."""

    right: bool
    words: str

    def __repr__(self):
        return "\n".join(textwrap.fill(line, 90, break_on_hyphens=False) for line in self.words.split("\n"))


class NotYet(Exception):  # noqa: N818 (not an error, but an answer)
    """An answer is not right yet; the words say why."""


def exercise(check):
    """Make a check of a function that returns the words for a right answer and raises `NotYet` for any other."""

    @functools.wraps(check)
    def checked(*arguments, **named):
        try:
            with quiet(), one_budget():
                return Feedback(True, f"Right: {check(*arguments, **named)}")
        except NotYet as reason:
            return Feedback(False, f"not yet: {reason}")
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # what nobody has thought of is no reason to stop a lesson
            return Feedback(False, f"not yet: this could not be checked, because of {in_words(error)}")

    return checked


@contextlib.contextmanager
def quiet():
    """Let no warning of a learner's function show."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield
