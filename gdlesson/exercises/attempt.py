"""A safe way to call a function that a learner wrote: silent, within a time limit, every failure in words."""

import contextlib
import io

import numpy as np

from gdlesson.exercises.answers import same
from gdlesson.exercises.errors import in_line, in_words
from gdlesson.exercises.feedback import NotYet
from gdlesson.exercises.timelimit import TimeLimitError, limited
from gdlesson.exercises.wording import listed


class Printed(io.TextIOBase):
    """Swallows what is printed, and remembers whether anything was."""

    anything = False

    def write(self, text):
        """Take a text and forget it."""
        self.anything = True
        return len(text)


def attempt(function, arguments, where, name, todo, written=None):
    """Return what a function of the learner's returns; nothing printed, no longer than the limit.

    Parameters
    ----------
    function : callable
        The learner's function, or one of ours that calls it.
    arguments : tuple
        What it is given: copies, which are compared with the originals afterwards.
    where : str
        The case in words, such as "for x = 2".
    name, todo : str
        How the learner's function is called in words, and what to do where it returns nothing.
    written : callable, optional
        The learner's function, where `function` is one of ours.

    Raises
    ------
    NotYet
        It raises, does not end, returns nothing, or changes its arguments.
    """
    given, printed = tuple(map(copy, arguments)), Printed()
    try:
        with contextlib.redirect_stdout(printed):
            answer = limited(function, *given)
    except (NotYet, KeyboardInterrupt):
        raise
    except TimeLimitError as late:
        advice = "Does its loop have an end, and does it come nearer to it?"
        if "slow" in str(late):
            advice = "Leave out what takes time, such as sleep."
        raise NotYet(f"{where} {name} {late}, so it was stopped. {advice}") from None
    except BaseException as error:
        line = in_line(error, written or function)
        raise NotYet(f"{where} {name} stops with {in_words(error)}.{line}") from None
    for before, after in zip(arguments, given, strict=True):
        if isinstance(before, (list, np.ndarray)) and not same(before, after):
            was = f"afterwards {listed(before)} has become {listed(after)}"
            if np.ndim(before) > 1:
                was = f"afterwards {listed(before)} has other numbers"
            raise NotYet(f"{name} changes what it is given: {was}. Work with a new name instead.")
    if answer is not None and answer is not ...:
        return answer
    if printed.anything:
        raise NotYet(f"{name} prints, but it does not return anything. Write return in place of print.")
    raise NotYet(f"{name} returns nothing {where}. {todo}")


def copy(value):
    """Return a copy of a list or an array, and anything else as it is."""
    return value.copy() if isinstance(value, (list, np.ndarray)) else value
