"""Exercises of lesson 19: six trainings whose faults have to be recognized, and one to be cured."""

from functools import cache
from html import escape
from itertools import count as numbers

import numpy as np

from gdlesson.datasets import moons
from gdlesson.exercises.answers import a_number, a_whole_number, missing, settings
from gdlesson.exercises.feedback import exercise
from gdlesson.exercises.notyet import NotYet
from gdlesson.exercises.wording import kind, sentence
from gdlesson.explorers.curves.faults import FAULTS
from gdlesson.explorers.curves.run import GUESSING, diagnose
from gdlesson.networks.curves import history_of
from gdlesson.networks.network import Network
from gdlesson.networks.training import train
from gdlesson.words import apart, count, number

LETTERS = "ABCDEF"
WORDS = (*FAULTS, "healthy")
EPOCHS = 100


def rounded_momentum(x, g, t, velocity=0.0, learning_rate=0.01, momentum=0.9):
    """Take a step of momentum, and round it: else a training that jumps differs from processor to processor."""
    velocity = np.round(momentum * velocity - learning_rate * g, 6)
    return np.round(x + velocity, 6), velocity


# how each of them is made: examples, noise, hidden units, activation, optimizer, rate, batch size
MAKING = {
    "healthy": (256, 0.2, (16,), "tanh", "adam", 0.01, 32),
    "overfitting": (32, 0.35, (32, 32), "tanh", "adam", 0.03, 16),
    "rate too large": (256, 0.2, (16,), "tanh", rounded_momentum, 3.0, 32),
    "rate too small": (256, 0.2, (16,), "tanh", "gradient_descent", 0.001, 32),
    "dead start": (256, 0.2, (16,), "relu", "gradient_descent", 0.1, 256),
    "shuffled labels": (96, 0.2, (32, 32), "tanh", "adam", 0.02, 16),
}
SICK = {"units": 32, "learning_rate": 0.02, "epochs": 200}
TARGET, SEEDS = 0.35, 5  # what the validation loss has to reach, as the mean of so many trainings
MOST = {"units": 64, "epochs": 500}


class Patients:
    """Six trainings, A to F, each with a different fault, one of them healthy; a notebook shows their curves."""

    def __init__(self, seed):
        self.seed, self.histories = seed, {letter: history for letter, (_, history) in ward(seed).items()}

    def __repr__(self):
        lines = (f"{letter}: {in_quarters(history)}" for letter, history in self.histories.items())
        return "\n".join(["Six trainings, quarter by quarter.", *lines])

    def _ipython_display_(self):
        from IPython.display import display

        from gdlesson.explorers.curves.picture import draw_side_by_side
        from gdlesson.live.drawing import png

        picture = png(draw_side_by_side(self.histories))
        display({"image/png": picture, "text/plain": "Six trainings, A to F; in words below."}, raw=True)
        folded = escape(repr(self)).replace("\n", "<br>")
        html = f"<details><summary>The same in words.</summary>{folded}</details>"
        display({"text/html": html, "text/plain": repr(self)}, raw=True)


def patients(seed=0):
    """Return six trainings, A to F, that can be told apart by their curves.

    Parameters
    ----------
    seed : int
        Each gives trainings and an order of its own.

    Returns
    -------
    Patients
        Shown by a notebook as a picture of their curves, and as words.

    Examples
    --------
    >>> print(str(patients(seed=1)).splitlines()[0])
    Six trainings, quarter by quarter.
    """
    return Patients(whole(seed))


@exercise
def check_diagnoses(diagnoses, seed=0):
    """Check what is wrong with each of six trainings (lesson 19).

    Parameters
    ----------
    diagnoses : dict
        For each of the letters A to F one of "overfitting", "rate too large", "rate too small", "dead start",
        "shuffled labels", "healthy". Right if each is the one that the training was made with.
    seed : int
        Of the `patients`.

    Returns
    -------
    Feedback
        Correct, or for each wrong answer what in the curves speaks against it.

    Examples
    --------
    >>> check_diagnoses(dict.fromkeys("ABCDEF"))
    ✗ Not yet: choose a diagnosis for each of A, B, C, D, E, F: rate too large, dead start, rate
    too small, shuffled labels, overfitting, healthy.
    """
    given, made = read_diagnoses(diagnoses), ward(whole(seed))
    lines = []
    for letter, (fault, history) in made.items():
        if given[letter] != fault:
            lines.append(f"- {letter}, {given[letter]}? {sentence(diagnose(history).against(given[letter]))}")
    if lines:
        right = len(made) - len(lines)
        are = "is" if right == 1 else "are"
        raise NotYet("\n".join([f"{right} of {len(made)} {are} right. The evidence against the others:", *lines]))
    return "all six. This is what curves show before anybody looks into the network."


def read_diagnoses(diagnoses):
    """Return the answer for each training, or say what is missing."""
    words = ", ".join(WORDS)
    if not isinstance(diagnoses, dict):
        raise NotYet(f'diagnoses should be a dict such as {{"A": "healthy", …}}, but it is {kind(diagnoses)}.')
    empty = [letter for letter in LETTERS if missing(diagnoses.get(letter)) or str(diagnoses[letter]) == ""]
    if empty:
        raise NotYet(f"choose a diagnosis for each of {', '.join(empty)}: {words}.")
    unknown = [letter for letter in diagnoses if letter not in list(LETTERS)]
    if unknown:
        raise NotYet(f"there is no training {kind(unknown[0])}, only {', '.join(LETTERS)}.")
    given = {letter: str(diagnoses[letter]).strip().lower() for letter in LETTERS}
    for letter, word in given.items():
        if word not in WORDS:
            raise NotYet(f"{letter} is {kind(diagnoses[letter])}, and should be one of {words}.")
    return given


@exercise
def check_cure(my_settings):
    """Check settings that cure a training of overfitting (lesson 19).

    Parameters
    ----------
    my_settings : dict
        "units" of each of two hidden layers, "learning_rate", "epochs". The network learns 48 noisy points of two
        moons by Adam, 16 at a time. Right if the mean validation loss of five such trainings, each with other
        points, is at most 0.35 after the last epoch.

    Returns
    -------
    Feedback
        Correct, or what is wrong with the trainings now.

    Examples
    --------
    >>> check_cure({"units": 32, "learning_rate": 0.02, "epochs": 5})
    ✗ Not yet: the validation loss ends at 0.4, the mean of 5 trainings, but it should end at
    0.35 or below. It was never much lower: train for longer, or at another rate.
    """
    units, rate, epochs = settings(my_settings, SICK)
    units = a_whole_number(units, "units", 1, MOST["units"])
    epochs = a_whole_number(epochs, "epochs", 1, MOST["epochs"])
    rate = a_number(rate, "learning_rate")
    if rate <= 0:
        raise NotYet(f"the learning rate is {number(rate)}.", "Take one above 0.")
    loss, val_loss = treated(units, rate, epochs)
    late = float(val_loss[-1])
    if late <= TARGET:
        return f"cured. The validation loss ends at {number(late, 3)}, the mean of {SEEDS} trainings."
    ends = "too large to store" if not np.isfinite(late) else f"at {apart(late, TARGET, 2)}"
    asked = (
        f"the validation loss ends {ends}, the mean of {SEEDS} trainings, but it should end at {TARGET} or below."
    )
    raise NotYet(asked, advice(units, loss, val_loss))


def advice(units, loss, val_loss):
    """Return what is wrong with the trainings now, and what may help."""
    reading = diagnose({"loss": loss, "val_loss": val_loss})
    if reading.fault == "rate too large":
        return "The training loss jumps: take a smaller rate."
    if reading.fault == "overfitting":
        return (
            f"They overfit: on the way it was {number(reading.best, 3)}. Stop earlier, or take smaller steps or "
            "fewer units, so that it stays low."
        )
    lowest = f"after {count(reading.best_epoch, 'epoch')} it was {number(reading.best, 3)}"
    if units < 4:
        return f"And {lowest}, no lower: is the network large enough to learn two moons?"
    if reading.best_epoch > 0.9 * len(loss):
        return "It was never lower: train for longer, or at a larger rate."
    if reading.best > 0.95 * val_loss[-1]:
        return "It was never much lower: train for longer, or at another rate."
    return f"And {lowest}: change the rate, or the units, until that is lower, and stop there."


def treated(units, rate, epochs):
    """Return training and validation loss with these settings after each epoch, the mean of the trainings."""
    network, rows = Network((2, units, units, 1)), []
    for seed in range(SEEDS):
        seen = moons(512, 0.35, seed=1000 + seed)
        run = train(network, *moons(48, 0.35, seed=seed), "adam", rate, 16, epochs, seed, validation=seen)
        row = np.full((2, epochs), np.nan)
        row[:, : run.epochs] = run.history["loss"], run.history["val_loss"]
        rows.append(row)
    return np.mean(rows, axis=0)


@cache
def ward(seed):
    """Return for each letter the fault, and the history of a training with it."""
    order = np.random.default_rng(seed).permutation(len(WORDS))
    return {letter: (WORDS[k], clear_case(WORDS[k], seed)) for letter, k in zip(LETTERS, order, strict=True)}


def clear_case(fault, seed):
    """Return the history of the first training made with this fault that shows it: now and then luck hides it."""
    tries = (history_of(made_with(fault, start)) for start in numbers(100 * seed))
    return next(history for history in tries if is_clear(fault, history))


def is_clear(fault, history):
    """Tell whether the curves show the fault, and show it well."""
    reading = diagnose(history)
    if reading.fault != fault:
        return False
    if fault == "overfitting":
        return not reading.jumps and 5 < reading.best_epoch < 60 and reading.late[1] > 1.4 * reading.best
    if fault == "rate too large":
        return set(quarters(history["loss"]) + quarters(history["val_loss"])) == {"jumps"}
    if fault == "shuffled labels":
        return reading.late[0] < reading.late[1] - 0.1 and reading.best > 0.9 * GUESSING
    return True


def made_with(fault, seed, nudge=0.0):
    """Train a network as `MAKING` says; `nudge` shakes its start a little, as another processor would."""
    examples, noise, hidden, activation, optimizer, rate, batch = MAKING[fault]
    (x, y), seen = moons(examples, noise, seed=seed), moons(256, noise, seed=seed + 50)
    network = Network((2, *hidden, 1), activation)
    p = network.start(seed) * (1 + nudge)
    if fault == "dead start":
        network.layers(p)[0][1][:] = -10.0  # of all units so far below 0 that none ever says anything
    if fault == "shuffled labels":
        y = np.random.default_rng(seed).permutation(y)
    return train(network, x, y, optimizer, rate, batch, EPOCHS, seed, p, validation=seen)


def in_quarters(history):
    """Return in words what training and validation loss do in each quarter of the epochs."""
    training, validation = (", ".join(quarters(history[name])) for name in ("loss", "val_loss"))
    return f"training {training}; validation {validation}."


def quarters(row):
    """Return what a loss does in each quarter of the epochs."""
    return [trend(part) for part in np.array_split(row, 4)]


def trend(part):
    """Return what a part of a loss does, in a word or two."""
    up = np.diff(part) / GUESSING
    if np.sum(up > 0.3) > 1:
        return "jumps"
    change = part[-3:].mean() - part[0]
    way = "level" if abs(change) < 0.02 else "rises" if change > 0 else "falls"
    if np.sum(up > 0.1) > 1:
        return f"{way} in jags"
    return f"{way} steeply" if abs(change) > 0.1 else way


def whole(seed):
    """Return a seed, or say what was expected."""
    if not isinstance(seed, (int, np.integer)) or seed < 0:
        raise ValueError(f"seed must be a whole number, 0 or more, got {seed!r}")
    return int(seed)
