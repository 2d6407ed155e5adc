"""Checks for the exercises that say what is wrong, not only that it is: ``exercises.check_mse(my_mse)``.

Each check takes what the learner wrote, tries it, and returns a `Feedback`, which a notebook shows as its words.
They never raise, whatever they are given, and a function that never ends is stopped, unless it never comes back to
Python: one long call in C, such as ``sum(range(10**12))``, only the restart of the kernel ends. What they do is in

- ``formulas``, ``loop``, ``stopping``, ``directions``, ``momentum``, ``samples``, ``adam``, ``networks``:
  functions, compared with the right one and with well-known slips; to teach a check another slip, add a line to
  the table there;
- ``numbers``, ``valleys`` and ``races``: what is judged by the walks that come of it;
- ``faults``: what is judged by trainings: six to be told apart, one to be cured;
- ``keras_calls``: calls of Keras repaired, and an optimizer of Keras found that is quick enough;
- ``slips``, ``feedback`` and ``timelimit``: the tools of all of them.
"""

from gdlesson.exercises.adam import check_adam, check_optimizer_choice
from gdlesson.exercises.directions import check_best_rate, check_gradient
from gdlesson.exercises.faults import check_cure, check_diagnoses, patients
from gdlesson.exercises.feedback import Feedback
from gdlesson.exercises.formulas import check_derivative, check_mse, check_numerical
from gdlesson.exercises.keras_calls import check_keras_calls, check_keras_optimizer
from gdlesson.exercises.loop import check_walk
from gdlesson.exercises.momentum import check_conventions, check_momentum, mystery_walks
from gdlesson.exercises.networks import check_backward, check_spiral
from gdlesson.exercises.numbers import (
    check_fooling_rate,
    check_line,
    check_other_verdict,
    check_rate,
    check_rates,
    check_resting_start,
)
from gdlesson.exercises.races import check_fair_race, check_racer
from gdlesson.exercises.samples import check_batches, check_sample_budget
from gdlesson.exercises.stopping import check_rule
from gdlesson.exercises.valleys import check_valleys

__all__ = [
    "mystery_walks",
    "Feedback",
    "check_adam",
    "check_backward",
    "check_best_rate",
    "check_conventions",
    "check_batches",
    "check_cure",
    "check_derivative",
    "check_diagnoses",
    "check_fair_race",
    "check_fooling_rate",
    "check_gradient",
    "check_keras_calls",
    "check_keras_optimizer",
    "check_line",
    "check_momentum",
    "check_mse",
    "check_numerical",
    "check_optimizer_choice",
    "check_other_verdict",
    "check_racer",
    "check_rate",
    "check_rates",
    "check_resting_start",
    "check_rule",
    "check_sample_budget",
    "check_spiral",
    "check_valleys",
    "check_walk",
    "patients",
]
