"""Learning-rate schedules: functions that return the learning rate of each step, counted from 0.

You can pass a schedule wherever a learning rate is expected: `descend(f, 8, exponential_decay(0.1, 50))`. Any
function of the step that returns a rate is a schedule. `exponential_decay` and `cosine_decay` are Keras's
`ExponentialDecay` and `CosineDecay`, with the same arguments; `step_decay` is `ExponentialDecay` with
`staircase=True`. Keras has no class for `constant` and `warm_up` alone.

Every function here raises a TypeError or a ValueError when an argument is not a finite number in its domain, and
so does every schedule that it returns when the step is not a number, 0 or more.
"""

import math

from gdlesson.checks import checked_count, checked_number, checked_rate, checked_rates


def of_step(rate):
    """Return a function of the step that checks the step."""

    def schedule(step):
        checked_number("step", step)
        return rate(step)

    return schedule


def constant(learning_rate):
    """Return the schedule that gives the same rate at every step.

    Examples
    --------
    >>> constant(0.1)(7)
    0.1
    """
    learning_rate = checked_number("learning_rate", learning_rate)
    return of_step(lambda step: learning_rate)


def step_decay(learning_rate, decay_steps, decay_rate=0.5):
    """Return the schedule η·rᵏ with k = ⌊step / decay_steps⌋: constant for `decay_steps` steps, then times r.

    Keras: `ExponentialDecay(learning_rate, decay_steps, decay_rate, staircase=True)`.

    Examples
    --------
    >>> [step_decay(0.1, decay_steps=10)(step) for step in (0, 9, 10, 20)]
    [0.1, 0.1, 0.05, 0.025]
    """
    rate, length, factor = checked_decay(learning_rate, decay_steps, "decay_rate", decay_rate)
    return of_step(lambda step: rate * power(factor, step // length))


def exponential_decay(learning_rate, decay_steps, decay_rate=0.5):
    """Return the schedule η·r^(step / decay_steps): the smooth version of `step_decay`.

    Keras: `ExponentialDecay(learning_rate, decay_steps, decay_rate)`.

    Examples
    --------
    >>> round(exponential_decay(0.1, decay_steps=10)(5), 4)
    0.0707
    """
    rate, length, factor = checked_decay(learning_rate, decay_steps, "decay_rate", decay_rate)
    return of_step(lambda step: rate * power(factor, step / length))


def cosine_decay(learning_rate, decay_steps, alpha=0.0):
    """Return the schedule that falls from η to α·η along half a period of the cosine, then stays there.

    η·(α + (1 − α)·½·(1 + cos(π·step / decay_steps))): Loshchilov and Hutter, SGDR: stochastic gradient descent
    with warm restarts (2017), without the restarts. Keras: `CosineDecay(learning_rate, decay_steps, alpha)`.

    Examples
    --------
    >>> [round(cosine_decay(0.1, decay_steps=10)(step), 4) for step in (0, 5, 10, 20)]
    [0.1, 0.05, 0.0, 0.0]
    """
    rate, length, alpha = checked_decay(learning_rate, decay_steps, "alpha", alpha)

    @of_step
    def schedule(step):
        wave = (1 + math.cos(math.pi * min(step, length) / length)) / 2
        return rate * (alpha + (1 - alpha) * wave)

    return schedule


def warm_up(then, warmup_steps):
    """Return the schedule that rises in equal amounts for `warmup_steps` steps, then follows `then`.

    `then` is a learning rate or another schedule. Step k, counted from 1, gets k / warmup_steps of its first
    rate, so even the first step moves. Goyal et al., Accurate, large minibatch SGD (2017), section 2.2.

    Examples
    --------
    >>> [warm_up(0.1, warmup_steps=4)(step) for step in (0, 1, 3, 4, 100)]
    [0.025, 0.05, 0.1, 0.1, 0.1]
    """
    then = as_schedule(checked_rate(then))
    warmup_steps = checked_count("warmup_steps", warmup_steps)

    @of_step
    def schedule(step):
        return then(0) * (step + 1) / warmup_steps if step < warmup_steps else then(step - warmup_steps)

    return schedule


def as_schedule(learning_rate):
    """Return a learning rate, or a row of them, as a schedule; a schedule is returned as it is."""
    rates = checked_rates(learning_rate)
    return rates if callable(rates) else lambda step: rates


def power(factor, exponent):
    """Return factor ** exponent, inf where it overflows."""
    try:
        return factor**exponent
    except OverflowError:
        return math.inf


def checked_decay(learning_rate, decay_steps, name, value):
    """Return the three arguments of a decay, the last of them under its name, as floats in their domains."""
    length = checked_number("decay_steps", decay_steps)
    if length == 0:
        raise ValueError(f"decay_steps must be above 0, got {decay_steps}")
    return checked_number("learning_rate", learning_rate), length, checked_number(name, value)
