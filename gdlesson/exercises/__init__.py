"""Checks for the exercises that say what is wrong, not only that it is: ``exercises.check_mse(my_mse)``.

Each check takes what the learner wrote, tries it, and returns a `Feedback`, which a notebook shows as its words.
They never raise, whatever they are given, and a function that never ends is stopped, unless it never comes back to
Python: one long call in C, such as ``sum(range(10**12))``, only the restart of the kernel ends. What they do is in

- ``formulas``, ``loop`` and ``stopping``: functions, compared with the right one and
  with well-known slips; to teach a check another slip, add a line to the table there;
- ``numbers`` and ``valleys``: numbers, and a function, judged by the walks that come of them;
- ``slips``, ``feedback`` and ``timelimit``: the tools of all of them.
"""

from gdlesson.exercises.feedback import Feedback
from gdlesson.exercises.formulas import check_derivative, check_mse, check_numerical
from gdlesson.exercises.loop import check_walk
from gdlesson.exercises.numbers import (
    check_fooling_rate,
    check_line,
    check_other_verdict,
    check_rate,
    check_rates,
    check_resting_start,
)
from gdlesson.exercises.stopping import check_rule
from gdlesson.exercises.valleys import check_valleys

__all__ = [
    "Feedback",
    "check_derivative",
    "check_fooling_rate",
    "check_line",
    "check_mse",
    "check_numerical",
    "check_other_verdict",
    "check_rate",
    "check_rates",
    "check_resting_start",
    "check_rule",
    "check_valleys",
    "check_walk",
]
