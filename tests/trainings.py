"""Trainings whose problem is known, because they were made with it; and what shows that they have it.

Each is made by `made`, from a few settings. A `Case` also names the settings that cure it: the same training
without the problem does clearly better, or if nothing is wrong, no other one does.
"""

from dataclasses import dataclass, field

import numpy as np

from gdlesson import Network, train
from gdlesson.datasets import blobs, circles, moons, penguins, spiral
from gdlesson.networks.with_keras import keras_model, keras_optimizer


def rare(n, noise, seed):
    """Return data of one's own: 1 in 20 is yes, where the sum of two numbers is large."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 2))
    score = x.sum(axis=1) + noise * rng.normal(size=n)
    return x, (score > 1.645 * np.sqrt(2 + noise**2)).astype(float)


def wide(n, noise, seed):
    """Return data of one's own: five numbers, of which two decide together, neither of them alone."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 5))
    return x, (x[:, 0] * x[:, 1] + noise * rng.normal(size=n) > 0).astype(float)


def houses(n, noise, seed):
    """Return data of one's own in units: size in m², rooms, year; and whether it is sold within a month."""
    rng = np.random.default_rng(seed)
    size, rooms, year = rng.normal(size=(3, n))
    sold = (size - year + noise * rng.normal(size=n) < -0.5).astype(float)
    return np.column_stack([110 + 35 * size, (4 + 1.5 * rooms).round(), (1975 + 20 * year).round()]), sold


MADE_UP = {"moons": moons, "circles": circles, "spiral": spiral, "blobs": blobs, "rare": rare, "wide": wide}


def examples(data, n, noise, seed):
    """Return training, validation and fresh examples, n of the first; there are 342 penguins."""
    if data.startswith("penguins"):
        x, y = penguins()
        order = np.random.default_rng(seed).permutation(len(y))
        x, y = x[order], y[order]
        if data == "penguins in mm":
            x = x * [5.452, 1.971] + [43.922, 17.151]
        return (x[:n], y[:n]), (x[n:], y[n:]), (x[n:], y[n:])
    make = MADE_UP.get(data, houses)
    return tuple(make(k, noise, seed=seed + s) for s, k in ((0, n), (1000, 256), (2000, 4000)))


def start_of(network, start, seed):
    """Return where a training begins: "zeros", "equal", "large", "dead", or at random."""
    p = network.start(seed)
    if start == "dead":
        network.layers(p)[0][1][:] = -30.0
    return {"zeros": 0 * p, "equal": 0 * p + 0.1, "large": 40 * p}.get(start, p)


def ready(
    data="moons",
    n=256,
    noise=0.2,
    labels="true",
    scale=1,
    shift=0,
    standardize=False,
    hidden=(16,),
    activation="tanh",
    start="random",
    validation=True,
    seed=0,
    **how,
):
    """Return network, start, training, validation and fresh examples, and how to train."""
    parts = [[scale * x + shift, y] for x, y in examples(data, n, noise, seed)]
    if standardize:
        mean, std = parts[0][0].mean(axis=0), parts[0][0].std(axis=0)
        parts = [[(x - mean) / std, y] for x, y in parts]
    rng = np.random.default_rng(seed + 7)
    if labels == "shuffled":
        parts[0][1] = rng.permutation(parts[0][1])
    elif labels != "true":  # a part of them is wrong, everywhere
        parts = [[x, np.where(rng.random(len(y)) < labels, 1 - y, y)] for x, y in parts]
    network = Network((parts[0][0].shape[1], *hidden, 1), activation)
    settings = {"optimizer": "adam", "rate": 0.01, "batch": 32, "epochs": 100} | how
    return network, start_of(network, start, seed), parts, validation, seed, settings


def made(**settings):
    """Return the training that these settings make, and fresh examples."""
    network, p, (seen, unseen, fresh), validation, seed, how = ready(**settings)
    batch = min(how["batch"], len(seen[1]))
    run = train(
        network, *seen, how["optimizer"], how["rate"], batch, how["epochs"], seed, p,
        validation=unseen if validation else None,
    )  # fmt: skip
    return run, fresh


def made_in_keras(**settings):
    """Return the same training in Keras, as its History, and x and y."""
    network, p, (seen, unseen, _), validation, seed, how = ready(**settings)
    model = keras_model(network, p)
    import keras

    keras.utils.set_random_seed(seed)
    optimizer = keras_optimizer(how["optimizer"], how["rate"])
    model.compile(loss="binary_crossentropy", optimizer=optimizer, metrics=["accuracy"])
    return model.fit(
        *seen, batch_size=how["batch"], epochs=how["epochs"], verbose=0,
        validation_data=tuple(unseen) if validation else None,
    ), *seen  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A training with a known problem.

    `problem` is one of `PROBLEMS`; `settings` are those of `made`; `cure` holds the settings that take it away.
    """

    problem: str
    settings: dict
    cure: dict = field(default_factory=dict)

    def __str__(self):
        return f"{self.problem}: {', '.join(f'{key} {value}' for key, value in self.settings.items())}"


# for each problem the findings that are right, and words that have to be said, as regular expressions
PROBLEMS = {
    "healthy": ({"healthy"}, ()),
    "rate too large": ({"rate too large"}, ("smaller",)),
    "rate too small": ({"rate too small"}, ("or too few epochs", "larger", "more epochs")),
    "too few epochs": (  # on a plateau it looks as if it had arrived
        {"rate too small", "underfitting or noise", "stuck near guessing", "healthy"},
        ("more epochs",),
    ),
    "dead start": ({"dead start"}, ("hidden layer",)),
    "inputs not scaled": ({"inputs not scaled"}, ("the inputs range from", "Standardize")),
    "shuffled labels": (
        {"shuffled labels", "stuck near guessing"},
        ("check their labels|labels that are mixed up",),
    ),
    "overfitting": ({"overfitting"}, ("Stop earlier", "smaller network")),
    "too few examples": ({"shuffled labels"}, ("too few examples", "by hand")),
    "noise": ({"underfitting or noise", "stuck near guessing"}, ("larger network", "noise")),
    "network too small": ({"underfitting or noise", "stuck near guessing"}, ("larger network", "noise")),
}
# and where only the curves are known, and not the examples
BARE = {
    "dead start": (
        {"dead start", "stuck near guessing", "underfitting or noise", "rate too small"},
        (r"diagnose\(fit, x, y\)",),
    ),
    "inputs not scaled": (
        {"rate too large", "rate too small", "underfitting or noise", "stuck near guessing", "dead start"},
        (r"(Unscaled|unscaled) inputs|diagnose\(fit, x, y\) looks",),
    ),
    "shuffled labels": (
        {"shuffled labels", "stuck near guessing", "overfitting", "underfitting or noise"},
        ("labels",),
    ),
}
LARGER = {"hidden": (32, 32), "n": 2000, "rate": 0.003, "epochs": 60}


def level(run):
    """Return where a training ends: the median validation loss of its last tenth, or of its training loss."""
    row = run.history.get("val_loss", run.history["loss"])
    return float(np.median(row[-max(run.epochs // 10, 1) :])) if run.epochs else np.inf


def has_its_problem(case):
    """Tell whether a case is what it says, without a look at its diagnosis."""
    run, fresh = made(**case.settings)
    if run.stop == "diverged":
        return case.problem == "rate too large"
    if case.problem == "healthy":
        return is_healthy(case, run)
    if case.problem == "noise":
        return level(made(**case.settings | LARGER)[0]) > 0.8 * level(run)
    if case.problem == "overfitting":
        best = int(np.argmin(run.history["val_loss"])) + 1
        early, _ = made(**case.settings | {"epochs": best})
        return early.network.measure(early.p, *fresh)[0] < 0.8 * run.network.measure(run.p, *fresh)[0]
    return level(made(**case.settings | case.cure)[0]) < 0.8 * level(run)


def is_healthy(case, run):
    """Tell whether a training is good, and no other rate, size or time makes it much better."""
    rate = case.settings.get("rate", 0.01)
    others = [{"rate": 3 * rate}, {"rate": rate / 3}, {"hidden": (32, 32)}, {"epochs": 200}]
    y = run.examples[1]
    share = y.mean()
    guessing = -share * np.log(share) - (1 - share) * np.log(1 - share)
    gain = min(level(made(**case.settings | other)[0]) for other in others)
    return level(run) < 0.4 * guessing and gain > level(run) - 0.1 * guessing
