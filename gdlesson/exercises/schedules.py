"""A learning rate that may be a number or a schedule, read for all steps of a run."""

from gdlesson.exercises.answers import a_number, missing
from gdlesson.exercises.attempt import attempt
from gdlesson.exercises.heads import Head
from gdlesson.exercises.notyet import NotYet
from gdlesson.words import number


def read_rates(rate, name, steps):
    """Return a learner's rates of so many steps, from a number or a schedule, or say what is wrong with them."""
    if not callable(rate):
        rates = [a_number(rate, name)] * steps
    else:
        Head("schedule(step)").look_at(rate)
        answers = attempt(
            lambda: [rate(step) for step in range(steps)], (), f"as {name}", "the schedule", "", rate
        )
        if any(map(missing, answers)):
            raise NotYet("the schedule should return a number for every step, but it returns nothing.")
        rates = [a_number(answer, "what the schedule returns") for answer in answers]
    for step, each in enumerate(rates):
        if each < 0:
            raise NotYet(f"at step {step} the rate is {number(each)}, and that leads uphill.", "Take one above 0.")
    return tuple(rates)
