"""The answer of a check to an answer that is not right yet."""


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
