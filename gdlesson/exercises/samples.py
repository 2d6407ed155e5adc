"""The exercises on samples: the batches of one epoch, and a target within a budget of gradients (lesson 9)."""

from itertools import islice

import numpy as np

from gdlesson.datasets import hubble_data
from gdlesson.exercises.answers import a_function, a_number, read_numbers
from gdlesson.exercises.attempt import attempt
from gdlesson.exercises.feedback import NotYet, exercise
from gdlesson.exercises.wording import kind, listed
from gdlesson.explorers.samples.run import descend_on_samples, sizes, without_noise
from gdlesson.verdicts import count, number

CASES = [(24, 4), (10, 4), (24, 24), (6, 1), (7, 3), (100, 8)]  # how many samples, and how many in a batch
SEEDS = 20  # a setting is judged by so many runs
BUDGET, TARGET = 240, 0.03  # gradients of single galaxies; how far above the lowest loss, on the mean
ENDLESS = 10_000  # so many batches no epoch has


@exercise
def check_batches(my_batches):
    """Check the batches of one epoch that a learner's function makes (lesson 9).

    Parameters
    ----------
    my_batches : callable
        my_batches(n, batch_size, rng) returns the batches of one epoch, as a list or one by one with yield: rows
        of whole numbers 0 to n − 1, each number once, in an order drawn with the random generator rng.

    Returns
    -------
    Feedback
        Right, or the slip in words.

    Examples
    --------
    >>> check_batches(lambda n, size, rng: [rng.integers(n, size=size) for _ in range(n // size)])
    not yet: for n = 24 and batch_size = 4 the sample 0 comes 3 times, and 2 never. Draw
    without putting back: shuffle once an epoch, rng.permutation(n), then cut.
    """
    a_function(my_batches, "my_batches", ("n", "batch_size", "rng"))
    for n, size in CASES:
        epoch = one_epoch(my_batches, n, size, np.random.default_rng(0))
        check_numbers(epoch, n, size)
        check_sizes(epoch, n, size)
    check_order(my_batches)
    last = len(epoch[-1])
    return (
        f"each sample comes once in an epoch, in a new order each time. For n = {n} and batch_size = {size} there "
        f"are {count(len(epoch), 'batch')}es, the last one with {last}."
    )


def one_epoch(my_batches, n, size, rng):
    """Return the batches that a learner's function makes, a list of lists of whole numbers."""

    def made():
        answer = my_batches(n, size, rng)
        return answer if answer is None or answer is ... else list(islice(answer, ENDLESS))

    where = where_(n, size)
    answer = attempt(made, (), where, "my_batches", "Return a list of batches, or yield them.", my_batches)
    if len(answer) == ENDLESS:
        raise NotYet(f"{where} the batches have no end. Make those of one epoch, and leave while True out.")
    if len(answer) and all(np.ndim(batch) == 0 for batch in answer):
        raise NotYet(f"{where} it gives one long row, not batches. Cut it: order[k : k + batch_size].")
    return [whole_numbers(batch, where) for batch in answer]


def where_(n, size):
    """Return a case in words."""
    return f"for n = {n} and batch_size = {size}"


def whole_numbers(batch, where):
    """Return a batch as a list of whole numbers, or say what it is."""
    complaint = f"{where} a batch should be a row of the numbers of samples, but it is"
    row = np.asarray(read_numbers(batch, complaint))
    if row.ndim != 1 or not np.array_equal(row, np.round(row)):
        raise NotYet(f"{complaint} {kind(batch)}.")
    return row.astype(int).tolist()


def check_numbers(epoch, n, size):
    """Raise `NotYet` where not every sample comes once."""
    where, numbers = where_(n, size), [row for batch in epoch for row in batch]
    if set(numbers) - set(range(n)):
        odd = max(numbers, key=lambda row: abs(row - (n - 1) / 2))
        raise NotYet(f"{where} there is a sample {number(odd)}, but they are counted from 0 to {n - 1}.")
    if sorted(numbers) == list(range(n)):
        return
    most, missing = max(set(numbers), key=numbers.count, default=0), sorted(set(range(n)) - set(numbers))
    if numbers.count(most) > 1:
        never = f", and {missing[0]} never" if missing else ""
        raise NotYet(
            f"{where} the sample {most} comes {numbers.count(most)} times{never}. Draw without putting back: "
            "shuffle once an epoch, rng.permutation(n), then cut."
        )
    if len(epoch) <= 1:
        raise NotYet(
            f"{where} there {'is only one batch' if epoch else 'is no batch'}. Does return stand inside the loop? "
            "Collect the batches in a list, and return that below the loop."
        )
    if len(numbers) == n - n % size:
        raise NotYet(f"{where} the last {n % size} are left out. The last batch may be smaller: keep it.")
    raise NotYet(f"{where} these samples never come: {listed(missing)}. An epoch asks each of them once.")


def check_sizes(epoch, n, size):
    """Raise `NotYet` where the batches are not as large as they should be."""
    where, made, wanted = where_(n, size), [len(batch) for batch in epoch], sizes(n, size)
    if made == wanted:
        return
    if 0 in made:
        raise NotYet(f"{where} there is an empty batch. Let the range end at n: range(0, n, batch_size).")
    if len(made) == size:
        raise NotYet(
            f"{where} there are {size} batches; batch_size says how many samples are in each. Go on in steps "
            "of it: range(0, n, batch_size)."
        )
    raise NotYet(f"{where} the batches have the sizes {listed(made)}, and should have {listed(wanted)}.")


def check_order(my_batches):
    """Raise `NotYet` where the order is not a new one each time, drawn with rng."""
    rng, again = np.random.default_rng(1), np.random.default_rng(1)
    epochs = [one_epoch(my_batches, 24, 4, rng) for _ in range(4)]
    orders = [sum(epoch, []) for epoch in epochs]
    if all(order == sorted(order) for order in orders):
        raise NotYet("the samples are not shuffled: the first batch is always 0, 1, 2, … Use rng.permutation(n).")
    if all(order == orders[0] for order in orders):
        raise NotYet(
            "every epoch has the same order. Is there a default_rng(…) inside? Draw with the rng that is given."
        )
    if [one_epoch(my_batches, 24, 4, again) for _ in range(4)] != epochs:
        raise NotYet(
            "an rng with the same seed gives another order. Draw with the rng that is given, and no other."
        )
    if all(max(batch) - min(batch) == 3 for epoch in epochs for batch in epoch):
        raise NotYet(
            "the batches are always the same neighbours, such as 0, 1, 2, 3. Shuffle the samples first, then cut."
        )
    if all(order in turned(sorted(order)) for order in orders):
        raise NotYet("the order is only turned round, from another start. Shuffle it: rng.permutation(n).")


def turned(order):
    """Return a row begun at each of its places, forwards and backwards."""
    rows = [order[k:] + order[:k] for k in range(len(order))]
    return rows + [row[::-1] for row in rows]


@exercise
def check_sample_budget(my_settings):
    """Check settings that bring a line near the best one for a few gradients (lesson 9).

    Parameters
    ----------
    my_settings : dict
        "batch_size" and "epochs", whole numbers, and "learning_rate", a number or a schedule. The line through
        Hubble's 24 galaxies begins at (0, 0), and may use 240 gradients of single galaxies. Right where 20 runs
        with different seeds end, on the mean, at most 0.03 above the lowest loss.

    Returns
    -------
    Feedback
        Right, or what became of the runs: too slow, too noisy, diverged, or too dear.

    Examples
    --------
    >>> check_sample_budget({"batch_size": 1, "learning_rate": 0.1, "epochs": 10})
    not yet: the 20 runs end 2.12 above the lowest on the mean, and 0.03 is asked for. It is
    the noise: without it they would be 9.6e-09 above. Let the rate fall, or take larger
    batches.
    """
    size, epochs, rate = read_settings(my_settings)
    used, steps = epochs * 24, epochs * len(sizes(24, size))
    if used > BUDGET:
        raise NotYet(f"{count(epochs, 'epoch')} of 24 galaxies use {used} gradients, and the budget is {BUDGET}.")
    rates = read_rates(rate, steps)
    runs = [run_with(rates, size, epochs, seed) for seed in range(SEEDS)]
    lost = sum(run.diverged for run in runs)
    if lost:
        raise NotYet(f"{lost} of the {SEEDS} runs diverge. Take a smaller rate, at least at the beginning.")
    mean = float(np.mean([run.above[-1] for run in runs]))
    if mean <= TARGET:
        worst = max(float(run.above[-1]) for run in runs)
        return (
            f"for {used} gradients, {count(steps, 'step')}, the {SEEDS} runs end {number(mean, 3)} above the "
            f"lowest on the mean; the worst of them {number(worst, 3)}."
        )
    what = f"the {SEEDS} runs end {number(mean, 3)} above the lowest on the mean, and {TARGET} is asked for."
    raise NotYet(f"{what} {reason(runs[0], mean, used)}")


def read_settings(my_settings):
    """Return batch size, epochs and learning rate, or say what is missing."""
    names = ("batch_size", "learning_rate", "epochs")
    if not isinstance(my_settings, dict):
        raise NotYet('my_settings should be like {"batch_size": 4, "learning_rate": 0.1, "epochs": 5}.')
    for name in names:
        if name not in my_settings:
            raise NotYet(f"{name!r} is missing in my_settings.")
        if my_settings[name] is None or my_settings[name] is ...:
            raise NotYet(f"put a value in place of None, for {name}.")
    return (
        whole_within(my_settings["batch_size"], "batch_size", 24),
        whole_within(my_settings["epochs"], "epochs", ENDLESS),
        my_settings["learning_rate"],
    )


def whole_within(value, name, most):
    """Return a whole number from 1 on, or say what was expected."""
    answer = a_number(value, name, f"put a number in place of None, for {name}.")
    if answer != int(answer) or not 1 <= answer <= most:
        raise NotYet(f"{name} should be a whole number from 1 to {most}, but it is {number(answer)}.")
    return int(answer)


def read_rates(rate, steps):
    """Return the rates of all steps, from a number or from a schedule."""
    if not callable(rate):
        rates = [a_number(rate, "learning_rate", "put a number in place of None, for learning_rate.")] * steps
    else:
        answers = attempt(
            lambda: [rate(step) for step in range(steps)], (), "as learning_rate", "the schedule", "", rate
        )
        complaint = "the schedule should return a number for every step, but it returns"
        if any(answer is None for answer in answers):
            raise NotYet(f"{complaint} nothing.")
        rates = [a_number(answer, "what the schedule returns", "") for answer in answers]
    for step, each in enumerate(rates):
        if each < 0:
            raise NotYet(f"at step {step} the rate is {number(each)}, and that leads uphill. Take one above 0.")
    return tuple(rates)


def run_with(rates, size, epochs, seed):
    """Return the run through Hubble's galaxies with these rates."""
    return descend_on_samples(*hubble_data(), (0, 0), lambda step: rates[step], size, epochs, seed)


def reason(run, mean, used):
    """Return what keeps runs from the target: their speed, or the noise."""
    calm = float(without_noise(run)[-1])
    if used < BUDGET and calm > TARGET / 2:
        return f"They use only {used} gradients of {BUDGET}: take more epochs."
    if calm > mean / 2:
        advice = " or smaller batches, which make more steps of the same gradients" if run.batch_size > 1 else ""
        return (
            f"It is too slow: even without noise they would be {number(calm, 2)} above. Take larger rates{advice}."
        )
    larger = "" if run.batch_size == run.samples else ", or take larger batches"
    return f"It is the noise: without it they would be {number(calm, 2)} above. Let the rate fall{larger}."
