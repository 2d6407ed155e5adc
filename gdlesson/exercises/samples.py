"""Exercises of lesson 10: the batches of one epoch, and a target within a budget of gradients."""

from itertools import islice

import numpy as np

from gdlesson.datasets import hubble_data
from gdlesson.exercises.answers import a_whole_number, read_numbers, settings
from gdlesson.exercises.attempt import attempt
from gdlesson.exercises.feedback import exercise
from gdlesson.exercises.notyet import NotYet, beyond_the_lesson, needs
from gdlesson.exercises.schedules import read_rates
from gdlesson.exercises.wording import kind, listed, two_apart
from gdlesson.explorers.samples.run import descend_on_samples, sizes, without_noise
from gdlesson.words import count, number

CASES = [(24, 4), (10, 4), (24, 24), (6, 1), (7, 3), (100, 8)]  # how many samples, and how many in a batch
SEEDS = 20  # a setting is judged by so many runs
BUDGET, TARGET = 240, 0.03  # gradients of single galaxies; how far above the lowest loss, on average
ENDLESS = 10_000  # no epoch has so many batches


@exercise("my_batches(n, batch_size, rng)", option="drop_last=False")
def check_batches(my_batches):
    """Check the batches of one epoch that a learner's function makes (lesson 10).

    Parameters
    ----------
    my_batches : callable
        my_batches(n, batch_size, rng, drop_last=False) returns the batches of one epoch, as a list or with yield:
        rows of whole numbers 0 to n − 1, each once, in an order drawn with rng; with drop_last=True only full
        ones.

    Returns
    -------
    Feedback
        Correct, or the mistake in words.

    Examples
    --------
    >>> check_batches(lambda n, size, rng: [rng.integers(n, size=size) for _ in range(n // size)])
    ✗ Not yet: for n = 24 and batch_size = 4, the sample 0 comes 3 times, and 2 never. Draw each
    sample only once: shuffle all of them, rng.permutation(n), then cut.
    """
    for n, size in CASES:
        epoch = one_epoch(my_batches, n, size, np.random.default_rng(0))
        check_numbers(epoch, n, size)
        check_sizes(epoch, n, size)
    check_order(my_batches)
    with beyond_the_lesson():
        needs(my_batches, "drop_last", "my_batches(n, batch_size, rng, drop_last=False)")
        check_whole_batches(my_batches)
    return (
        f"each sample comes once in an epoch, in a new order each time. For n = {n} and batch_size = {size} there "
        f"are {len(epoch)} batches, the last one with {len(epoch[-1])}."
    )


def check_whole_batches(my_batches):
    """Raise `NotYet` if a smaller last batch is not left out with drop_last=True."""

    def whole(n, size, rng):
        return my_batches(n, size, rng, drop_last=True)

    for n, size in CASES:
        epoch = one_epoch(whole, n, size, np.random.default_rng(0))
        numbers, sizes_made = [row for batch in epoch for row in batch], [len(batch) for batch in epoch]
        where = f"{where_(n, size)}, with drop_last=True"
        if sizes_made == sizes(n, size) and n % size:
            raise NotYet(f"{where}, the last batch, of {n % size}, is still there.", "Remove it.")
        if sizes_made != [size] * (n // size):
            mine, right = two_apart(sizes_made, [size] * (n // size))
            words = "" if n % size else "There is no smaller batch to leave out here."
            raise NotYet(f"{where}, the batches have the sizes {mine}, and should have {right}.", words)
        if len(set(numbers)) < len(numbers) or not set(numbers) <= set(range(n)):
            raise NotYet(
                f"{where}, not every sample comes once at most.", "Cut as before, then leave out the rest."
            )
    check_order(whole)


def one_epoch(my_batches, n, size, rng):
    """Return the batches that a learner's function makes, a list of lists of whole numbers."""

    def made():
        answer = my_batches(n, size, rng)
        if isinstance(answer, (dict, str)):
            raise NotYet(f"{where}, my_batches should return a list of batches, but it returns {kind(answer)}.")
        return answer if answer is None or answer is ... else list(islice(answer, ENDLESS))

    where = where_(n, size)
    answer = attempt(made, (), where, "my_batches", "Return a list of batches.", my_batches)
    if len(answer) == ENDLESS:
        raise NotYet(f"{where}, the batches have no end.", "Make those of one epoch, and leave while True out.")
    if len(answer) and all(isinstance(batch, str) or not hasattr(batch, "__len__") for batch in answer):
        raise NotYet(f"{where}, it gives one long row, not batches.", "Cut it: order[k : k + batch_size].")
    return [whole_numbers(batch, where) for batch in answer]


def where_(n, size):
    """Return a case in words."""
    return f"for n = {n} and batch_size = {size}"


def whole_numbers(batch, where):
    """Return a batch as a list of whole numbers, or say what it is."""
    complaint = f"{where}, a batch should be a row of the numbers of samples, but it is"
    row = np.asarray(read_numbers(batch, complaint))
    if row.ndim != 1:
        raise NotYet(f"{complaint} {kind(batch)}.")
    made_of = np.asarray(batch).dtype.kind if len(row) else "i"
    if made_of not in "iufb":
        raise NotYet(f"{complaint} {kind(batch)}.")
    if made_of in "fb":
        floats = "True and False" if made_of == "b" else "floats"
        seen = f"{where}, the numbers in a batch are {floats}, as in {told(batch)}."
        raise NotYet(seen, "They should be whole numbers, so that x[rows] takes those rows out of the data.")
    return row.astype(int).tolist()


def told(batch):
    """Return the beginning of a batch as Python shows it."""
    return f"[{', '.join(str(each) for each in np.asarray(batch).tolist()[:3])}, …]"


def check_numbers(epoch, n, size):
    """Raise `NotYet` if not every sample comes once."""
    where, numbers = where_(n, size), [row for batch in epoch for row in batch]
    if set(numbers) - set(range(n)):
        odd = max(numbers, key=lambda row: abs(row - (n - 1) / 2))
        raise NotYet(f"{where}, there is a sample {number(odd)}, but they are counted from 0 to {n - 1}.")
    if sorted(numbers) == list(range(n)):
        return
    most, lost = max(set(numbers), key=numbers.count, default=0), sorted(set(range(n)) - set(numbers))
    if numbers.count(most) > 1:
        never = f", and {lost[0]} never" if lost else ""
        raise NotYet(
            f"{where}, the sample {most} comes {numbers.count(most)} times{never}.", repeated(epoch, size)
        )
    if not epoch:
        raise NotYet(f"{where}, there is no batch.", "Does every round of the loop append one?")
    seen = f"{where}, these samples never come: {listed(lost)}."
    if n % size and len(numbers) == n - n % size > 0 and {len(batch) for batch in epoch} == {size}:
        seen = f"{where}, the last {n % size} are left out."
        raise NotYet(seen, "The last batch may be smaller: keep it.")
    raise NotYet(seen, left_out(epoch, n, size))


def repeated(epoch, size):
    """Return why samples come more than once: the slices overlap, or each batch is drawn by itself."""
    first, second = (epoch + [[], []])[:2]
    if (
        second
        and len(set(first + second)) > len(first)
        and second[0] in first
        and first[first.index(second[0]) :] == second[: len(first) - first.index(second[0])]
    ):
        step = first.index(second[0])
        return (
            f"The slices overlap: each is {len(first)} long, and the next one begins {step} later. Both should be "
            "batch_size."
        )
    return "Draw each sample only once: shuffle all of them, rng.permutation(n), then cut."


def left_out(epoch, n, size):
    """Return why samples are left out."""
    made, wanted = [len(batch) for batch in epoch], sizes(n, size)
    if made == wanted[:1] and len(wanted) > 1:
        return (
            "Only one batch comes back. Does return stand inside the loop? Collect the batches in a list, and "
            "return that below the loop."
        )
    if len(made) == 1 and made == wanted[-1:]:
        return "Only the last batch comes back. Does every round of the loop append its own?"
    if len(made) == len(wanted) and max(made) != size:
        return f"The slices are {max(made)} long, and the next one begins {size} later. Both should be batch_size."
    return "An epoch uses each of them once."


def check_sizes(epoch, n, size):
    """Raise `NotYet` if the batches are not as large as they should be."""
    where, made, wanted = where_(n, size), [len(batch) for batch in epoch], sizes(n, size)
    if made == wanted:
        return
    if 0 in made:
        raise NotYet(f"{where}, there is an empty batch.", "End the range at n: range(0, n, batch_size).")
    if len(made) == size != len(wanted):
        seen = f"{where}, there are {size} batches, but batch_size says how many samples are in each."
        raise NotYet(seen, "Go on in steps of it: range(0, n, batch_size).")
    mine, right = two_apart(made, wanted)
    raise NotYet(f"{where}, the batches have the sizes {mine}, and should have {right}.")


def check_order(my_batches):
    """Raise `NotYet` if the order is not a new one each time, drawn with rng."""
    rng, again = np.random.default_rng(1), np.random.default_rng(1)
    epochs = [one_epoch(my_batches, 24, 4, rng) for _ in range(4)]
    orders = [sum(epoch, []) for epoch in epochs]
    if all(order == sorted(order) for order in orders):
        raise NotYet("the samples are not shuffled: 0, 1, 2, … always come first.", "Use rng.permutation(n).")
    if all(order == orders[0] for order in orders):
        advice = "Is there a default_rng(…) inside? Draw with the rng that is given."
        raise NotYet("every epoch has the same order.", advice)
    if [one_epoch(my_batches, 24, 4, again) for _ in range(4)] != epochs:
        seen = "an rng with the same seed gives another order."
        raise NotYet(seen, "Draw with the rng that is given, and with no other.")
    if all(max(batch) - min(batch) == 3 for epoch in epochs for batch in epoch):
        seen = "the batches are always the same neighbors, such as 0, 1, 2, 3."
        raise NotYet(seen, "Shuffle the samples first, then cut.")
    if all(order in turned(sorted(order)) for order in orders):
        raise NotYet("the order is only turned around, from another start.", "Shuffle it: rng.permutation(n).")


def turned(order):
    """Return a row begun at each of its places, forward and backward."""
    rows = [order[k:] + order[:k] for k in range(len(order))]
    return rows + [row[::-1] for row in rows]


LIKE = {"batch_size": 4, "learning_rate": 0.1, "epochs": 5}


@exercise
def check_sample_budget(my_settings):
    """Check settings that bring a line near the best one with few gradients (lesson 10).

    Parameters
    ----------
    my_settings : dict
        "batch_size" and "epochs", whole numbers, and "learning_rate", a number or a schedule. The line through
        Hubble's 24 galaxies begins at (0, 0), and may use 240 gradients of single galaxies. Right if 20 runs with
        different seeds end, on average, at most 0.03 above the lowest loss.

    Returns
    -------
    Feedback
        Correct, or what became of the runs: too slow, too noisy, diverged, or too expensive.

    Examples
    --------
    >>> check_sample_budget({"batch_size": 1, "learning_rate": 0.1, "epochs": 10})
    ✗ Not yet: the 20 runs end 2.12 above the lowest loss on average, but that should be at most
    0.03. It is the noise: without it they would be 9.6e-09 above. Let the learning rate fall,
    or take larger batches.
    """
    size, rate, epochs = settings(my_settings, LIKE)
    size, epochs = a_whole_number(size, "batch_size", 1, 24), a_whole_number(epochs, "epochs", 1, ENDLESS)
    used, steps = epochs * 24, epochs * len(sizes(24, size))
    if used > BUDGET:
        raise NotYet(f"{count(epochs, 'epoch')} of 24 galaxies use {used} gradients, and the budget is {BUDGET}.")
    rates = read_rates(rate, "learning_rate", steps)
    runs = [run_with(rates, size, epochs, seed) for seed in range(SEEDS)]
    lost = sum(run.diverged for run in runs)
    if lost:
        raise NotYet(f"{lost} of the {SEEDS} runs diverge.", "Take a smaller learning rate, at least at first.")
    mean = float(np.mean([run.above[-1] for run in runs]))
    if mean <= TARGET:
        worst = max(float(run.above[-1]) for run in runs)
        return (
            f"with {used} gradients, {count(steps, 'step')}, the {SEEDS} runs end {number(mean, 3)} above the "
            f"lowest loss on average, the worst of them {number(worst, 3)}."
        )
    shown, _ = two_apart(mean, TARGET)
    seen = f"the {SEEDS} runs end {number(mean, 3) if mean > 0.031 else shown} above the lowest loss on average"
    raise NotYet(f"{seen}, but that should be at most {TARGET}.", reason(runs[0], rates, mean, used))


def run_with(rates, size, epochs, seed):
    """Return the run through Hubble's galaxies with these learning rates."""
    return descend_on_samples(*hubble_data(), (0, 0), lambda step: rates[step], size, epochs, seed)


def calmer(rates):
    """Return what calms a run with these learning rates, one for each step."""
    when = " to almost 0 by the last step" if rates[-1] > max(rates) / 20 else " earlier"
    return f"Let the learning rate fall{when if rates[-1] < max(rates) else ''}"


def reason(run, rates, mean, used):
    """Return what keeps runs from the target: their speed, or the noise."""
    calm = float(without_noise(run)[-1])
    if used < BUDGET and calm > TARGET / 2:
        return f"They use only {used} gradients of {BUDGET}: take more epochs."
    alone = f"they would be {number(calm, 2)} above"
    if calm <= mean / 2:
        larger = "" if run.batch_size == run.samples else ", or take larger batches"
        return f"It is the noise: without it {alone}. {calmer(rates)}{larger}."
    faster, slower = (calm_end(np.array(rates) * times, run) for times in (1.1, 1 / 1.1))
    way = "larger" if faster < calm else "smaller" if slower < calm else "other"
    smaller = ", or smaller batches, which make more steps with the same gradients" if run.batch_size > 1 else ""
    even = f"even without noise {alone}" if calm < (1 - 1e-6) * mean else "the noise is not the reason"
    fault = "It overshoots" if way == "smaller" else "It is too slow"
    return f"{fault}, not too noisy: {even}. Take {way} learning rates{smaller}."


def calm_end(rates, run):
    """Return how far above the lowest loss a run without noise would end with these learning rates."""
    epochs = len(rates) // len(sizes(24, run.batch_size))
    return float(without_noise(run_with(rates, run.batch_size, epochs, 0))[-1])
