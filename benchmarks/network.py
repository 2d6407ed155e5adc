"""Time the training of a network against other libraries: `python benchmarks/network.py [--quick]`.

The task: 512 points from two half moons, a network 2-16-16-1 with tanh, binary cross-entropy, batches of 32, 100
epochs, 1600 steps; once with plain gradient descent at the rate 0.1, once with Adam at 0.01. All start from the
same weights and take the same batches in the same order. All must end with the same loss, or the script fails:

- ours: `train`, in 64 bits, with the loss and accuracy of each epoch;
- keras: `fit` of a compiled model on JAX, in 32 bits, with the loss and accuracy of each epoch;
- torch: a plain loop over the batches with autograd and torch.optim, in 32 bits, no history, on one thread,
  because at this size more threads take longer;
- sklearn: `MLPClassifier.fit`, in 64 bits, with the loss of each epoch, no regularization and no early stopping;
- scan: all steps by hand in JAX, compiled into one function, in 32 bits, which keeps nothing, cannot be watched,
  and cannot stop. It is printed but is not a target.

The time that Keras and JAX spend compiling before the first step is not included; it is printed next to their
times. A new model, a new number of epochs, or a last batch of another size means compiling again.

Then our network alone: nine learning rates, and six optimizers, side by side and one after the other; both ways
must end at the same parameters, to the last bit.

In every round all of them take turns, in the opposite order each time, so that a disturbance of the machine hits
all of them; the medians count. The exit status is 0 whenever everything ran and agreed.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
import warnings
from dataclasses import dataclass, field
from importlib import import_module

import numpy as np

from gdlesson import Network, datasets, train

NETWORK, BATCH = Network((2, 16, 16, 1)), 32
RATES = np.logspace(-3, 0, 9)
SIX = ["gradient_descent", "momentum", "nesterov", "rmsprop", "adagrad", "adam"]
OURS, SCAN = "ours", "scan"
NAMES = [OURS, "keras", "torch", "sklearn", SCAN, "at once", "in a row"]
INSTALL = {"keras": "keras jax", "torch": "torch==2.13.0", "sklearn": "scikit-learn", "jax": "jax"}
AGREE = 1e-3  # of the final loss: what the difference between 32 and 64 bits grows to in 1600 steps
FASTER, TOGETHER = 2, 4  # targets


@dataclass
class Task:
    """One training run, or several, to be done in more than one way."""

    name: str
    rule: str
    rate: float
    epochs: int
    runners: dict = field(default_factory=dict)
    times: dict = field(default_factory=dict)
    first: dict = field(default_factory=dict)

    def __post_init__(self):
        """Make the examples and the initial weights."""
        self.x, self.y = datasets.moons()
        self.start = NETWORK.start(seed=0)

    def layers(self, dtype=np.float32):
        """Return the initial weights and biases, one array after the other."""
        return [part.astype(dtype) for W, b in NETWORK.layers(self.start) for part in (W, b[0])]

    def loss(self, arrays):
        """Return the loss of these weights and biases over all examples."""
        p = np.concatenate([np.ravel(part) for part in arrays]).astype(float)
        return float(NETWORK.measure(p, self.x, self.y)[0])


def our_runner(task):
    """Return our training."""

    def run():
        options = {"batch_size": BATCH, "epochs": task.epochs, "start": task.start, "shuffle": False}
        return [train(NETWORK, task.x, task.y, task.rule, task.rate, **options).p]

    return {OURS: run}


def keras_runner(task):
    """Return Keras's fit of a model that is compiled once; its weights and its optimizer are reset each time."""
    import keras

    kind = keras.optimizers.Adam if task.rule == "adam" else keras.optimizers.SGD
    dense = [keras.layers.Dense(units, activation="tanh") for units in NETWORK.sizes[1:-1]]
    model = keras.Sequential([keras.Input((2,)), *dense, keras.layers.Dense(1, activation="sigmoid")])
    model.compile(loss="binary_crossentropy", optimizer=kind(task.rate), metrics=["accuracy"])
    model.optimizer.build(model.trainable_variables)
    x, y = task.x.astype("float32"), task.y.astype("float32")
    variables = [v for v in model.optimizer.variables if v is not model.optimizer.learning_rate]
    memory = [np.asarray(variable.value) for variable in variables]

    def run():
        model.set_weights(task.layers())
        for variable, value in zip(variables, memory, strict=True):
            variable.assign(value)
        model.fit(x, y, BATCH, task.epochs, shuffle=False, verbose=0)
        return model.get_weights()

    return {"keras": run}


def torch_runner(task):
    """Return the loop written by hand in PyTorch."""
    import torch

    torch.set_num_threads(1)
    kind = torch.optim.Adam if task.rule == "adam" else torch.optim.SGD
    x, y = torch.tensor(task.x, dtype=torch.float32), torch.tensor(task.y[:, None], dtype=torch.float32)
    batches, loss = list(zip(x.split(BATCH), y.split(BATCH), strict=True)), torch.nn.BCEWithLogitsLoss()

    def run():
        linear = [torch.nn.Linear(*sides) for sides in zip(NETWORK.sizes, NETWORK.sizes[1:], strict=False)]
        for part, value in zip([p for each in linear for p in each.parameters()], task.layers(), strict=True):
            part.data = torch.tensor(value.T)
        model = torch.nn.Sequential(linear[0], torch.nn.Tanh(), linear[1], torch.nn.Tanh(), linear[2])
        optimizer = kind(model.parameters(), lr=task.rate)
        for _ in range(task.epochs):
            for some, labels in batches:
                optimizer.zero_grad()
                loss(model(some), labels).backward()
                optimizer.step()
        return [p.detach().numpy().T for p in model.parameters()]

    return {"torch": run}


def sklearn_runner(task):
    """Return scikit-learn's classifier, changed only in its initial weights."""
    from sklearn.neural_network import MLPClassifier

    class Classifier(MLPClassifier):
        def _init_coef(self, fan_in, fan_out, dtype):
            return next(weights), next(weights)

    solver = {"solver": "adam", "epsilon": 1e-7} if task.rule == "adam" else {"solver": "sgd", "momentum": 0.0}
    never = {"alpha": 0.0, "tol": 0.0, "n_iter_no_change": task.epochs + 1, "shuffle": False}
    sizes = {"hidden_layer_sizes": NETWORK.sizes[1:-1], "activation": "tanh", "batch_size": BATCH}

    def run():
        nonlocal weights
        weights = iter(task.layers(float))
        model = Classifier(learning_rate_init=task.rate, max_iter=task.epochs, **sizes, **solver, **never)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns that it has not converged, which is not its task here
            model.fit(task.x, task.y)
        return [part for layer in zip(model.coefs_, model.intercepts_, strict=True) for part in layer]

    weights = None
    return {"sklearn": run}


def scan_runner(task):
    """Return all steps compiled into one function by JAX."""
    import jax

    np = jax.numpy
    x, y = np.float32(task.x).reshape(-1, BATCH, 2), np.float32(task.y).reshape(-1, BATCH)

    def loss(layers, x, y):
        w1, b1, w2, b2, w3, b3 = layers
        z = (np.tanh(np.tanh(x @ w1 + b1) @ w2 + b2) @ w3 + b3)[:, 0]
        return np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))

    def step(state, batch):
        w, m, v, t = state
        g = jax.grad(loss)(w, *batch)
        if task.rule != "adam":
            return (jax.tree.map(lambda w, g: w - task.rate * g, w, g), m, v, t), None
        m = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, m, g)
        v = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, v, g)
        rate = task.rate * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
        return (jax.tree.map(lambda w, m, v: w - rate * m / (np.sqrt(v) + 1e-7), w, m, v), m, v, t + 1), None

    @jax.jit
    def all_steps(w):
        zeros = jax.tree.map(np.zeros_like, w)
        epoch = lambda state, _: jax.lax.scan(step, state, (x, y))  # noqa: E731
        return jax.lax.scan(epoch, (w, zeros, zeros, 1.0), length=task.epochs)[0][0]

    return {SCAN: lambda: jax.block_until_ready(all_steps(task.layers()))}


MAKERS = {"keras": keras_runner, "torch": torch_runner, "sklearn": sklearn_runner, "jax": scan_runner}


def libraries():
    """Return the functions that make runners, and what is missing."""
    os.environ |= {"KERAS_BACKEND": "jax", "KERAS_HOME": tempfile.mkdtemp(), "JAX_PLATFORMS": "cpu"}
    found, missing = [our_runner], []
    for name, make in MAKERS.items():
        try:
            import_module(name)
            found.append(make)
        except ImportError:
            missing.append(f"{name} is not installed: pip install {INSTALL[name]}")
    return found, missing


def several(name, epochs, rule, rate):
    """Return the task of training our network many times: side by side, and one after the other."""
    task = Task(name, rule, rate, epochs)
    settings = {"batch_size": BATCH, "epochs": epochs}

    def side_by_side():
        return train(NETWORK, task.x, task.y, rule, rate, **settings).p

    def in_a_row():
        rules = rule if isinstance(rule, list) else [rule] * len(rate)
        rates = np.broadcast_to(rate, len(rules)).tolist()
        pairs = zip(rules, rates, strict=True)
        return np.array([train(NETWORK, task.x, task.y, one, each, **settings).p for one, each in pairs])

    task.runners = {"at once": side_by_side, "in a row": in_a_row}
    return task


def check_agreement(task):
    """Run all once and note the time; return our final loss and how far the others are from it, or fail."""
    losses = {}
    for name, run in task.runners.items():
        begin = time.perf_counter()
        losses[name] = task.loss(run())
        task.first[name] = time.perf_counter() - begin
    apart = {name: abs(loss / losses[OURS] - 1) for name, loss in losses.items()}
    for name, gap in apart.items():
        if not gap < AGREE:
            sys.exit(f"{task.name}: {name} ends with the loss {losses[name]}, ours with {losses[OURS]}")
    return losses[OURS], max(apart.values())


def check_equality(task):
    """Run both ways once; fail if a single bit is different."""
    if not np.array_equal(*[run() for run in task.runners.values()]):
        sys.exit(f"{task.name}: at once and in a row do not end at the same parameters")


def measure(tasks, rounds):
    """Time all in turn, in the opposite order in every other round."""
    for number in range(rounds):
        print(f"\rround {number + 1} of {rounds} ", end="", file=sys.stderr)
        for task in tasks:
            for name, run in list(task.runners.items())[:: -1 if number % 2 else 1]:
                begin = time.perf_counter()
                run()
                task.times.setdefault(name, []).append(time.perf_counter() - begin)
    print(file=sys.stderr)


def medians(task):
    """Return how long each way takes in ms."""
    return {name: 1000 * statistics.median(times) for name, times in task.times.items()}


def compiling(task):
    """Return how many seconds longer the first run took, for the ways that compile."""
    return {n: max(task.first[n] - medians(task)[n] / 1000, 0) for n in ("keras", SCAN) if n in task.times}


def ratios(task, base):
    """Return how many times as long as the base each way takes, as the median over the rounds."""
    pairs = {name: zip(times, task.times[base], strict=True) for name, times in task.times.items()}
    return {name: statistics.median(a / b for a, b in each) for name, each in pairs.items()}


def print_table(title, table, form):
    """Print the numbers, one line per task."""
    names = [name for name in NAMES if name in next(iter(table.values()))]
    print(f"\n{title}\n{'':8}" + "".join(f"{name:>11}" for name in names))
    for label, numbers in table.items():
        print(f"{label:8}" + "".join(f"{numbers[name]:>11{form}}" for name in names))


def say(reached, words):
    """Print a target."""
    print(f"{'reached    ' if reached else 'NOT REACHED'}  {words}")


def report(tasks, groups):
    """Print the tables, and which targets are reached."""
    epochs, slower = tasks[0].epochs, {task.name: ratios(task, OURS) for task in tasks}
    print_table(f"{epochs} epochs, {16 * epochs} steps, medians in ms", {t.name: medians(t) for t in tasks}, ".0f")
    print_table("times as long as ours", slower, ".2f")
    print_table("compiling, before the first step, in s", {t.name: compiling(t) for t in tasks}, ".1f")
    print_table("our network alone, medians in ms", {t.name: medians(t) for t in groups}, ".0f")
    print()
    for name in tasks[0].times:
        least = min(row[name] for row in slower.values())
        if name == SCAN:
            print(f"no target    {SCAN} takes {least:.2f} times as long as ours, once it is compiled")
        elif name != OURS:
            say(least >= FASTER, f"{name} takes {least:.2f} times as long as ours, or more ({FASTER})")
    nine, six = (ratios(task, "at once")["in a row"] for task in groups)
    say(nine >= TOGETHER, f"nine rates in a row take {nine:.2f} times as long as at once ({TOGETHER})")
    print(f"no target    six optimizers in a row take {six:.2f} times as long as at once")


def main():
    """Read the command line, measure, print."""
    options = read_options()
    makers, missing = libraries()
    tasks = [
        Task("sgd", "gradient_descent", 0.1, options.epochs),
        Task("adam", "adam", 0.01, options.epochs),
    ]
    groups = [
        several("nine", options.epochs, "gradient_descent", RATES),
        several("six", options.epochs, SIX, 0.01),
    ]
    for task in tasks:
        for make in makers:
            task.runners |= make(task)
        loss, apart = check_agreement(task)
        print(
            f"{task.name}: {len(task.runners)} ways end with the loss {loss:.4f}, at most {apart:.0e} of it apart"
        )
    for task in groups:
        check_equality(task)
        print(f"{task.name}: at once and in a row end at the same parameters, to the last bit")
    measure([*tasks, *groups], options.rounds)
    report(tasks, groups)
    for words in missing:
        print(words)


def read_options():
    """Return the options from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7, help="how many times all take turns")
    parser.add_argument("--quick", action="store_true", help="a smoke test: one round, three epochs")
    options = parser.parse_args()
    options.epochs = 100
    if options.quick:
        options.rounds, options.epochs = 1, 3
    return options


if __name__ == "__main__":
    main()
