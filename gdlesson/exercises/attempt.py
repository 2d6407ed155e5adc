"""A safe way to call a function that a learner wrote: silent, within a time limit, every failure in words."""

import contextlib
import inspect
import io

import numpy as np

from gdlesson.exercises.answers import same
from gdlesson.exercises.errors import OF_PYTHON, in_line, in_words, meaning
from gdlesson.exercises.notyet import NotYet
from gdlesson.exercises.timelimit import TimeLimitError, limited
from gdlesson.exercises.wording import listed

GENERATOR = "Write return in place of yield, and square brackets in place of round ones."


class Printed(io.TextIOBase):
    """Swallows what is printed, and remembers whether anything was."""

    anything = False

    def write(self, text):
        """Take a text and forget it."""
        self.anything = True
        return len(text)


def attempt(function, arguments, where, name, todo, written=None, hints=OF_PYTHON):
    """Return what a learner's function returns: nothing is printed, and the time is limited.

    Parameters
    ----------
    function : callable
        The learner's function, or one of ours that calls it.
    arguments : tuple
        What it is given: copies, which are compared with the originals afterward.
    where : str
        The case in words, such as "for x = 2".
    name, todo : str
        What the learner's function is called in feedback, and what to do if it returns nothing.
    written : callable, optional
        The learner's function, if `function` is one of ours.
    hints : list of (str, str)
        What errors mean.

    Raises
    ------
    NotYet
        It raises, does not end, returns nothing, or changes its arguments.
    """
    given, printed = tuple(map(copy, arguments)), Printed()
    where = where and f"{where}, "
    try:
        with contextlib.redirect_stdout(printed):
            answer = limited(function, *given)
    except (NotYet, KeyboardInterrupt):
        raise
    except TimeLimitError as late:
        raise NotYet(f"{where}{name} {late}, so it was stopped.", late.advice) from None
    except BaseException as error:
        why = " ".join(filter(None, [meaning(error, hints), in_line(error, written or function)]))
        raise NotYet(f"{where}{name} stops with {in_words(error)}.", why) from None
    for before, after in zip(arguments, given, strict=True):
        if isinstance(before, (list, np.ndarray)) and not same(before, after):
            was = f"afterward {listed(before)} has become {listed(after)}"
            if np.ndim(before) > 1:
                was = f"afterward {listed(before)} has other numbers"
            raise NotYet(f"{name} changes what it is given: {was}.", "Work with a new name instead.")
    if inspect.iscoroutine(answer):
        answer.close()
        raise NotYet(f"{where}{name} returns a coroutine.", "Remove async: def is enough.")
    if inspect.isgenerator(answer):
        raise NotYet(f"{where}{name} returns a generator, which holds no answer yet.", GENERATOR)
    if answer is not None and answer is not ...:
        return answer
    if printed.anything:
        raise NotYet(f"{name} prints, but it does not return anything.", "Write return instead of print.")
    raise NotYet(f"{where}{name} returns nothing.", todo)


def copy(value):
    """Return a copy of a list or an array, and anything else as it is."""
    return value.copy() if isinstance(value, (list, np.ndarray)) else value


def given(name, function):
    """Return a function of one number for a learner's function to call; it says so if it is called otherwise."""

    def handed(*arguments, **named):
        if len(arguments) != 1 or named:
            many = len(arguments) + len(named)
            seen = f"{name} takes one number here, but it is called with {many or 'none'}."
            raise NotYet(seen, f"Write only one number in the parentheses: {name}(…).")
        return function(arguments[0])

    handed.__name__ = handed.__qualname__ = name
    return handed
