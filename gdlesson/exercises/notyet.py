"""The answer of a check to an answer that is not right yet."""

import contextlib
import inspect


class Observation(str):
    """What can be said about wrong answers whose cause is not known."""


class NotYet(Exception):  # noqa: N818 (not an error, but an answer)
    """An answer is not right yet.

    Parameters
    ----------
    seen : str
        What was seen: the facts, in a sentence.
    why : str or callable, optional
        Why, if that is known: one or more sentences, or a function that finds out only when it is asked.
    """

    def __init__(self, seen, why=""):
        super().__init__(seen, why)
        self.seen, self.why = seen, why

    def __str__(self):
        why = self.why() if callable(self.why) else self.why
        return f"{self.seen} {why}" if why else self.seen


class Almost(NotYet):
    """An answer does what the lesson does, but not yet what the exercise asks beyond that."""


@contextlib.contextmanager
def beyond_the_lesson(where=""):
    """Turn whatever is wrong in here into `Almost`: it is looked at after everything else is right."""
    try:
        yield
    except NotYet as reason:
        why = reason.why() if callable(reason.why) else reason.why
        raise Almost(f"right so far, but {where}{reason.seen}", why) from None


def needs(function, option, text):
    """Raise `NotYet` if a learner's function does not take an option that the exercise asks for."""
    with contextlib.suppress(ValueError):  # some functions do not tell what they take
        taken = inspect.signature(function).parameters.values()
        if not any(each.name == option or each.kind is each.VAR_KEYWORD for each in taken):
            raise NotYet(f"it does not take {option}.", f"It should begin with  def {text}:")
