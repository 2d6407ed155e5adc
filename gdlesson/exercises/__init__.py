"""Checks for the exercises that say what is wrong, not only that something is: ``exercises.check_mse(my_mse)``.

Each check takes what a learner wrote, tries it, and returns a `Feedback`, which a notebook shows as its words. A
check never raises an error, whatever it is given. It stops a function that never ends, unless that function never
comes back to Python: one long call in C, such as ``sum(range(10**12))``, ends only when the kernel restarts.

- One file per lesson, named after its subject: ``line``, ``slope``, ``loop``, ``learning_rate``, ``stopping``,
  ``starts``, ``plane``, ``momentum``, ``samples``, ``adaptive``, ``curvature``, ``race``, ``probability``,
  ``layers``, ``network``, ``keras_calls``, ``curves``; ``racer`` and ``keras_optimizer`` are second ones.
- ``mistakes``: the typical mistakes that a check knows by name, one file per exercise.
- Tools: ``tasks`` judges a function and ``rules`` an optimizer. ``attempt`` calls what a learner wrote,
  ``timelimit`` stops it, and ``errors`` explains its errors. ``repairs`` and ``swaps`` look for a small change
  that makes it right. ``answers`` reads numbers and functions, ``wording`` describes them, and ``feedback`` is
  what a check returns.
"""

from gdlesson.exercises.adaptive import check_adam, check_optimizer_choice
from gdlesson.exercises.chain import check_chain
from gdlesson.exercises.curvature import check_clip, check_search
from gdlesson.exercises.curves import check_cure, check_diagnoses, patients
from gdlesson.exercises.feedback import Feedback
from gdlesson.exercises.generalization import check_general
from gdlesson.exercises.keras_calls import check_keras_calls
from gdlesson.exercises.keras_optimizer import check_keras_optimizer
from gdlesson.exercises.layers import check_forward, check_scale
from gdlesson.exercises.learning_rate import check_landing, check_rates, check_resting_start
from gdlesson.exercises.line import check_line, check_mse
from gdlesson.exercises.loop import check_descent, check_rate
from gdlesson.exercises.momentum import check_conventions, check_momentum, mystery_runs
from gdlesson.exercises.network import check_backward, check_spiral
from gdlesson.exercises.plane import check_best_rate, check_gradient
from gdlesson.exercises.probability import check_cross_entropy, check_overconfident
from gdlesson.exercises.race import check_fair_race
from gdlesson.exercises.racer import check_racer
from gdlesson.exercises.samples import check_batches, check_sample_budget
from gdlesson.exercises.scaling import check_old_units, check_predictions
from gdlesson.exercises.slope import check_derivative, check_numerical
from gdlesson.exercises.splitting import check_split
from gdlesson.exercises.starts import check_other_verdict, check_valleys
from gdlesson.exercises.stopping import check_fooling_rate, check_rule
from gdlesson.exercises.training import check_training

__all__ = [
    "mystery_runs",
    "Feedback",
    "check_adam",
    "check_backward",
    "check_best_rate",
    "check_chain",
    "check_clip",
    "check_conventions",
    "check_batches",
    "check_cross_entropy",
    "check_cure",
    "check_derivative",
    "check_diagnoses",
    "check_fair_race",
    "check_fooling_rate",
    "check_forward",
    "check_general",
    "check_gradient",
    "check_keras_calls",
    "check_keras_optimizer",
    "check_landing",
    "check_line",
    "check_momentum",
    "check_mse",
    "check_numerical",
    "check_old_units",
    "check_optimizer_choice",
    "check_other_verdict",
    "check_overconfident",
    "check_predictions",
    "check_racer",
    "check_rate",
    "check_rates",
    "check_resting_start",
    "check_rule",
    "check_sample_budget",
    "check_scale",
    "check_search",
    "check_spiral",
    "check_split",
    "check_training",
    "check_valleys",
    "check_descent",
    "patients",
]
