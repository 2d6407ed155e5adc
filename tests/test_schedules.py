"""The schedules by their values; Keras's own are compared in test_keras_agrees.py."""

import math

import pytest

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
