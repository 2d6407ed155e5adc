"""The exercises on curves: six trainings whose faults are to be told, and one that is to be cured (lesson 14)."""

from functools import cache
from html import escape
from itertools import count as numbers

import numpy as np

from gdlesson.datasets import moons
from gdlesson.exercises.answers import a_number
from gdlesson.exercises.feedback import NotYet, exercise
from gdlesson.exercises.wording import kind
from gdlesson.explorers.curves.faults import FAULTS
from gdlesson.explorers.curves.run import GUESSING, diagnose
from gdlesson.networks.curves import history_of
from gdlesson.networks.network import Network
from gdlesson.networks.training import train
from gdlesson.verdicts import number

LETTERS = "ABCDEF"
WORDS = (*FAULTS, "healthy")
EPOCHS = 100


def rounded_momentum(x, g, t, velocity=0.0, learning_rate=0.01, momentum=0.9):
    """Take a step of momentum, and round it: else a training that jumps goes its own way on every processor."""
    velocity = np.round(momentum * velocity - learning_rate * g, 6)
    return np.round(x + velocity, 6), velocity


# how each of them comes about: examples, noise, hidden units, activation, optimizer, rate, batch size
MAKING = {
    "healthy": (256, 0.2, (16,), "tanh", "adam", 0.01, 32),
    "overfitting": (32, 0.35, (32, 32), "tanh", "adam", 0.03, 16),
    "rate too large": (256, 0.2, (16,), "tanh", rounded_momentum, 3.0, 32),
    "rate too small": (256, 0.2, (16,), "tanh", "gradient_descent", 0.001, 32),
    "dead start": (256, 0.2, (16,), "relu", "gradient_descent", 0.1, 256),
    "shuffled labels": (96, 0.2, (32, 32), "tanh", "adam", 0.02, 16),
}
SICK = {"units": 32, "learning_rate": 0.02, "epochs": 200}
TARGET, SEEDS = 0.35, 5  # what the validation loss must come to, as the mean of so many trainings
MOST = {"units": 64, "epochs": 500}


class Patients:
    """Six trainings, A to F, each with another fault, one of them healthy; a notebook shows their curves."""

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
    """Return six trainings, A to F, to be told apart by their curves.

    Parameters
    ----------
    seed : int
        Another one gives other trainings in another order.

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
    """Check what ails each of six trainings (lesson 14).

    Parameters
    ----------
    diagnoses : dict
        For each of the letters A to F one of "overfitting", "rate too large", "rate too small", "dead start",
        "shuffled labels", "healthy". Right where each is the one that the training was made with.
    seed : int
        Of the `patients`.

    Returns
    -------
    Feedback
        Right, or for each wrong answer what in the curves speaks against it.

    Examples
    --------
    >>> check_diagnoses(dict.fromkeys("ABCDEF"))
    not yet: put a word for each of A, B, C, D, E, F: rate too large, dead start, rate too
    small, shuffled labels, overfitting, healthy.
    """
    given, made = read_diagnoses(diagnoses), ward(whole(seed))
    lines = []
    for letter, (fault, history) in made.items():
        if given[letter] != fault:
            lines.append(f"- {letter}, {given[letter]}? {capital(diagnose(history).against(given[letter]))}")
    if lines:
        right = len(made) - len(lines)
        are = "is" if right == 1 else "are"
        raise NotYet("\n".join([f"{right} of {len(made)} {are} right. What speaks against the others:", *lines]))
    return "all six. This is what a curve tells before anybody looks into the network."


def read_diagnoses(diagnoses):
    """Return what was said of each patient, or say what is missing."""
    words = ", ".join(WORDS)
    if not isinstance(diagnoses, dict):
        raise NotYet(f'diagnoses should be like {{"A": "healthy", …}}, not {kind(diagnoses)}.')
    empty = [letter for letter in LETTERS if diagnoses.get(letter) in (None, ..., "")]
    if empty:
        raise NotYet(f"put a word for each of {', '.join(empty)}: {words}.")
    given = {letter: str(diagnoses[letter]).strip().lower() for letter in LETTERS}
    for letter, word in given.items():
        if word not in WORDS:
            raise NotYet(f"{letter} is {kind(diagnoses[letter])}, and should be one of {words}.")
    return given


@exercise
def check_cure(my_settings):
    """Check settings that cure a training of overfitting (lesson 14).

    Parameters
    ----------
    my_settings : dict
        "units" of each of two hidden layers, "learning_rate", "epochs". The network learns 48 noisy points of two
        moons by Adam, 16 at a time. Right where the mean validation loss of five such trainings, each with other
        points, is at most 0.35 after the last epoch.

    Returns
    -------
    Feedback
        Right, or what ails the trainings now.

    Examples
    --------
    >>> check_cure({"units": 32, "learning_rate": 0.02, "epochs": 5})
    not yet: the validation loss ends at 0.4, the mean of 5 trainings; 0.35 is asked for. It
    was never much lower: let it learn for longer, or at another rate.
    """
    units, rate, epochs = read_settings(my_settings)
    loss, val_loss = treated(units, rate, epochs)
    late = float(val_loss[-1])
    if late <= TARGET:
        return f"cured: the validation loss ends at {number(late, 2)}, the mean of {SEEDS} trainings."
    ends = "at no number at all" if not np.isfinite(late) else f"at {number(late, 2)}"
    asked = f"the validation loss ends {ends}, the mean of {SEEDS} trainings; {TARGET} is asked for."
    raise NotYet(f"{asked} {advice(units, loss, val_loss)}")


def advice(units, loss, val_loss):
    """Return what ails the trainings now, and what may help."""
    reading = diagnose({"loss": loss, "val_loss": val_loss})
    if reading.fault == "rate too large":
        return "The training loss jumps: take a smaller rate."
    if reading.fault == "overfitting":
        return (
            f"They overfit: on the way it was {number(reading.best, 2)}. Stop earlier, or take smaller steps or "
            "fewer units, so that it stays down."
        )
    lowest = f"after {reading.best_epoch} epochs it was {number(reading.best, 2)}"
    if units < 4:
        return f"And {lowest}, no lower: is the network large enough to learn two moons?"
    if reading.best_epoch > 0.9 * len(loss):
        return "It was never lower: let it learn for longer, or at a larger rate."
    if reading.best > 0.95 * val_loss[-1]:
        return "It was never much lower: let it learn for longer, or at another rate."
    return f"And {lowest}: change the rate, or the units, until that is lower, and stop there."


def read_settings(my_settings):
    """Return units, learning rate and epochs, or say what is missing."""
    if not isinstance(my_settings, dict):
        raise NotYet(f"my_settings should be like {SICK}, not {kind(my_settings)}.")
    missing = [name for name in SICK if my_settings.get(name) in (None, ...)]
    if missing:
        raise NotYet(f"{missing[0]!r} is missing in my_settings, or has no value.")
    more = [name for name in my_settings if name not in SICK]
    if more:
        raise NotYet(f"{more[0]!r} is no setting of this exercise; there are {', '.join(SICK)}.")
    units, rate, epochs = (a_number(my_settings[name], name, "") for name in SICK)
    for name, value in (("units", units), ("epochs", epochs)):
        if value != int(value) or not 1 <= value <= MOST[name]:
            raise NotYet(f"{name} should be a whole number from 1 to {MOST[name]}, but it is {number(value)}.")
    if rate <= 0:
        raise NotYet(f"the learning rate is {number(rate)}: take one above 0.")
    return int(units), rate, int(epochs)


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
    """Return for each letter the fault, and the history that came of it."""
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


def capital(sentence):
    """Return a sentence with a capital letter at its beginning."""
    return sentence[:1].upper() + sentence[1:]
