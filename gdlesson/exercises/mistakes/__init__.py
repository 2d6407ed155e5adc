"""Typical mistakes: one file per exercise, named after its check, so those of `check_mse` are in ``mse.py``.

To teach a check another mistake, add one entry to the table `MISTAKES` in its file: what the mistake computes, and
what to say about it. When a learner's answers to all cases of an exercise equal those of a mistake, its words are
shown; if several fit, those of the first one.
"""

from collections.abc import Callable
from typing import NamedTuple


class Mistake(NamedTuple):
    """A typical mistake: what it computes, and what to say to a learner who gets the same results."""

    wrong: Callable
    words: str
