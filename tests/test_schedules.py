"""The schedules by their values; Keras's own are compared in test_keras_agrees.py."""

import math

import numpy as np
import pytest

from gdlesson.checks import checked_schedule
from gdlesson.schedules import as_schedule, constant, cosine_decay, exponential_decay, step_decay, warm_up


@pytest.mark.parametrize(
    ("schedule", "values"),
    [
        (constant(0.3), {0: 0.3, 1: 0.3, 10**6: 0.3}),
        (step_decay(0.8, 10), {0: 0.8, 9: 0.8, 10: 0.4, 19: 0.4, 20: 0.2}),
        (step_decay(0.8, 10, 0.1), {9: 0.8, 10: 0.08, 25: 0.008}),
        (exponential_decay(0.8, 10), {0: 0.8, 5: 0.8 * math.sqrt(0.5), 10: 0.4, 20: 0.2}),
        (cosine_decay(0.8, 10), {0: 0.8, 5: 0.4, 10: 0.0, 11: 0.0, 500: 0.0}),
        (cosine_decay(0.8, 10, 0.1), {0: 0.8, 5: 0.44, 10: 0.08, 500: 0.08}),
        (warm_up(0.8, 4), {0: 0.2, 1: 0.4, 2: 0.6, 3: 0.8, 4: 0.8, 99: 0.8}),
        (warm_up(step_decay(0.8, 10), 2), {0: 0.4, 1: 0.8, 2: 0.8, 11: 0.8, 12: 0.4}),
        (warm_up(lambda step: 1 / (step + 1), 1), {0: 1.0, 1: 1.0, 2: 0.5}),
    ],
)
def test_values(schedule, values):
    assert {step: schedule(step) for step in values} == pytest.approx(values)


def test_a_number_becomes_a_schedule_and_a_schedule_stays():
    assert as_schedule(0.2)(5) == 0.2
    schedule = constant(0.2)
    assert as_schedule(schedule) is schedule


DECAYS = [step_decay, exponential_decay, cosine_decay]
REFUSED = [  # functions, arguments, the error, and its words
    ([constant], (None,), TypeError, "learning_rate must be one number, got None"),
    ([constant], ("fast",), TypeError, "learning_rate must be one number, got 'fast'"),
    ([constant], (True,), TypeError, "learning_rate must be one number, got True"),
    ([constant], (np.nan,), ValueError, "learning_rate must be a finite number, 0 or more, got nan"),
    ([constant], (-0.1,), ValueError, "learning_rate must be a finite number, 0 or more, got -0.1"),
    ([constant], (10**400,), ValueError, "learning_rate must be finite, but the number given is too large"),
    (DECAYS, ([0.1, 0.2], 10), TypeError, r"learning_rate must be one number, got \[0.1, 0.2\]"),
    (DECAYS, (-0.1, 10), ValueError, "learning_rate must be a finite number, 0 or more, got -0.1"),
    (DECAYS, (0.1, 0), ValueError, "decay_steps must be above 0, got 0"),
    (DECAYS, (0.1, -5), ValueError, "decay_steps must be a finite number, 0 or more, got -5"),
    (DECAYS, (0.1, None), TypeError, "decay_steps must be one number, got None"),
    (DECAYS, (0.1, "10"), TypeError, "decay_steps must be one number, got '10'"),
    (DECAYS, (0.1, np.inf), ValueError, "decay_steps must be a finite number, 0 or more, got inf"),
    (DECAYS[:2], (0.1, 10, -0.5), ValueError, "decay_rate must be a finite number, 0 or more, got -0.5"),
    (DECAYS[:2], (0.1, 10, "half"), TypeError, "decay_rate must be one number, got 'half'"),
    ([cosine_decay], (0.1, 10, np.nan), ValueError, "alpha must be a finite number, 0 or more, got nan"),
    ([warm_up], (None, 4), TypeError, "learning_rate must be one number, got None"),
    ([warm_up], (lambda step: "fast", 4), TypeError, "the learning_rate at step 0 must be one number, got 'fast'"),
    ([warm_up], (0.1, -1), ValueError, "warmup_steps must be a whole number, 0 or more, got -1"),
    ([warm_up], (0.1, 2.5), ValueError, "warmup_steps must be a whole number, 0 or more, got 2.5"),
]


@pytest.mark.parametrize(
    ("make", "arguments", "error", "words"),
    [(make, *row) for makes, *row in REFUSED for make in makes],
)
def test_bad_input_gets_one_sentence_that_says_what_is_expected(make, arguments, error, words):
    with pytest.raises(error, match=words):
        make(*arguments)


MADE = [constant(0.1), step_decay(0.1, 10), exponential_decay(0.1, 10), cosine_decay(0.1, 10), warm_up(0.1, 4)]


@pytest.mark.parametrize("schedule", MADE, ids=["constant", "step", "exponential", "cosine", "warm_up"])
@pytest.mark.parametrize(
    ("step", "error", "words"),
    [
        ("x", TypeError, "step must be one number, got 'x'"),
        (None, TypeError, "step must be one number, got None"),
        (True, TypeError, "step must be one number, got True"),
        ([1, 2], TypeError, r"step must be one number, got \[1, 2\]"),
        (-1, ValueError, "step must be a finite number, 0 or more, got -1"),
        (np.nan, ValueError, "step must be a finite number, 0 or more, got nan"),
    ],
    ids=str,
)
def test_a_schedule_takes_a_step(schedule, step, error, words):
    with pytest.raises(error, match=words):
        schedule(step)


def test_a_warm_up_without_steps_is_the_schedule_itself():
    assert [warm_up(step_decay(0.8, 10), 0)(step) for step in (0, 9, 10)] == [0.8, 0.8, 0.4]


def test_a_rate_that_grows_without_bound_ends_at_infinity():
    assert exponential_decay(0.1, 1, 1e300)(2) == step_decay(0.1, 1, 1e300)(2) == math.inf
    with pytest.raises(
        ValueError, match="the learning_rate at step 2 must be a finite number, 0 or more, got inf"
    ):
        checked_schedule(exponential_decay(0.1, 1, 1e300))(2)
