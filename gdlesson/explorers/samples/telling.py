"""What happened in a mini-batch descent, and in one of its steps, in words."""

import math

import numpy as np

from gdlesson.explorers.samples.run import fate, last_quarter, rate_ends, rates_of, rows_of, sizes
from gdlesson.words import count, number

# the words for each outcome: the step that is lost; and, above the minimum, the first loss, the last and the
# highest, and the mean, the least and the largest of the last quarter
FATES = {
    "diverged": "the loss diverges: over the last quarter it is always above where it began",
    "exploded": "the loss explodes, up to {highest} above the minimum; as the rate falls, it comes down to {end}",
    "overflowed": "the run diverges: at step {lost} the numbers become too large to store",
    "lifted": "the loss begins so low that noise only lifts it, on average {level} above the minimum",
    "bursts": (
        "the loss comes in bursts: over the last quarter it is between {least} and {most} above the minimum, "
        "thrown far out and back again"
    ),
    "lost": "the loss gets nowhere: over the last quarter it is on average {level} above the minimum",
    "slow": "the loss has hardly come down yet, from {first} to {end} above the minimum",
    "few": "the loss ends {end} above the minimum, after too few steps to tell noise from descent",
    "smooth": "there is no noise; in the end the loss is {end} above the minimum",
    "falling": "as the rate falls, so does the noise; in the end the loss is {end} above the minimum",
    "too early": "the rate falls before the loss has come down; in the end it is {end} above the minimum",
    "coming down": "the loss is still coming down, over the last quarter {level} above the minimum on average",
    "noisy": "the loss comes down, then stays noisy, on average {level} above the minimum",
}


def samples_verdict(run, whole):
    """Return in words the outcome of a run, and of `whole`, the run with all samples in each batch."""
    first, last = (number(rate, 3) for rate in rate_ends(run))
    rate = f"of {first}" if first == last else f"that falls from {first} to {last}"
    batch = (
        f"All {run.samples} samples at a time" if run.batch_size == run.samples else f"Batches of {run.batch_size}"
    )
    cost = f"{count(run.nit, 'step')} for {count(int(run.gradients[-1]), 'gradient')}"
    late = last_quarter(run.above)
    numbers = {
        "level": run.level,
        "first": run.above[0],
        "end": run.above[-1],
        "highest": run.above.max(),
        "least": late.min(),
        "most": late.max(),
    }
    found = fate(run)
    if found == "diverged" and run.nit < run.epochs * len(sizes(run.samples, run.batch_size)):
        found = "overflowed"
    if found == "noisy" and run.level > run.above[0]:
        found = "lifted"  # it began nearly at the lowest
    end = FATES[found].format(lost=run.nit + 1, **{name: number(value, 2) for name, value in numbers.items()})
    words = f"{batch} at a learning rate {rate} take {cost}; {end}."
    minimum = "it" if "the minimum" in words else "the minimum"
    return words if run.batch_size == run.samples else f"{words} {whole_words(whole, run, minimum)}"


def whole_words(whole, run, minimum):
    """Return in words the outcome of the run with all samples in each batch, beside that of a run with fewer.

    `minimum` is the word for the minimum.
    """
    steps = f"All {whole.samples} at a time take {count(whole.nit, 'step')}"
    if whole.gradients[-1] != run.gradients[-1]:
        steps += f" for {int(whole.gradients[-1])}"
    if not whole.diverged:
        return f"{steps} and end {number(whole.above[-1], 2)} above {minimum}."
    found = fate(whole)
    too = ", too" if found == fate(run) else ""
    return f"{steps} and {'explode' if found == 'exploded' else 'diverge'}{too}."


def step_words(run, step, x, y):
    """Return in words what one step of a run did to the loss of its batch, and to that of all samples."""
    if not step:
        return f"At the start the loss over all {run.samples} is {number(run.above[0], 3)} above the minimum."
    rows, (before, now) = rows_of(run, step), run.path[step - 1 : step + 1]
    batch = [float(np.mean((slope * x[rows] + intercept - y[rows]) ** 2)) for slope, intercept in (before, now)]
    which = "the one sample" if len(rows) == 1 else f"the {len(rows)} samples"
    rate = number(rates_of(run)[step - 1], 3)
    return (
        f"Step {step} of {run.nit}, at a learning rate of {rate}: for {which} of its batch the loss "
        f"{change(*batch)}; for all {run.samples} it {change(*run.losses[step - 1 : step + 1])}."
    )


def change(before, now):
    """Return in words how a loss changes, such as "falls from 3 to 2"."""
    if math.isclose(before, now, rel_tol=1e-6):
        return f"stays at {number(before, 3)}"
    digits = next(d for d in (3, 4, 5, 6, 7) if d == 7 or number(before, d) != number(now, d))
    return f"{'falls' if now < before else 'rises'} from {number(before, digits)} to {number(now, digits)}"
