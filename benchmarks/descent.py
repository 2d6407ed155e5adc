"""Time descents against other ways of taking the same steps: `python benchmarks/descent.py [--quick]`.

The rows, 500 steps each, from the same start and in 64 bits; the script fails unless all end at the same point:

- 1-D: plain gradient descent on 3x² − 2x − 3 from 8, rate 0.001;
- 2-D: plain gradient descent on Rosenbrock's valley from (−1.5, 2), rate 0.001;
- momentum, adagrad, adam: these optimizers with the same valley, start, and rate; ε = 0, because libraries put
  it in different places;
- grid: x² from 200 starts with 200 learning rates, 40,000 runs.

`ours` is `descend` with everything it does: it checks its input, keeps the path and the losses, judges the run,
and says why it stopped. In the grid, `ours` is `outcome_map`, which judges each run and stops it by tolerance or
after 500 steps; `descend_many` takes all the steps, keeps all points, and judges nothing. The others compute no
losses:

- copied: a loop copied from published notebooks; it grows its array of points with np.concatenate and can stop
  by tolerance;
- scipy: scipy.optimize.minimize with a bare loop as its method, and a list that keeps the points;
- optax: a jitted step, called 500 times, no points kept; `optax path` keeps points and losses in arrays, like us;
- torch: torch.optim with autograd; keras: Optimizer.apply on JAX, with a jitted gradient; no points kept.

In the grid, these libraries move all 40,000 numbers at once; copied and scipy do a sample of the runs, and their
times are scaled up. `scan` is all of Optax's steps compiled into one function, which keeps nothing, cannot stop,
and cannot be watched: it is faster than ours on every row, as long as its compilation does not count. `scan+`
includes the compilation, which is needed again for each new function, rule, or number of steps; everywhere else,
compiling and warming up are not counted. These two and `optax path` are printed but are not targets.

In every round all of them take turns, so that a disturbance of the machine hits all of them; the medians count.
No library's number of threads is changed. The exit status is 0 whenever everything ran and agreed.
"""

import argparse
import math
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from importlib import import_module

import numpy as np

from gdlesson import Function, descend, quadratic, rosenbrock
from gdlesson.descent import descend_many
from gdlesson.explorers.outcome_map.run import outcome_map

OURS, UNTARGETED = "ours", ("descend_many", "optax path", "scan", "scan+")
OPTIMIZERS = {"momentum": {"momentum": 0.9}, "adagrad": {"epsilon": 0.0}, "adam": {"epsilon": 0.0}}
INSTALL = {"scipy": "scipy", "optax": "optax", "torch": "torch==2.13.0", "keras": "keras jax"}
NAMES = [OURS, "descend_many", "copied", "scipy", "optax", "optax path", "torch", "keras", "scan", "scan+"]


@dataclass
class Row:
    """One task: a function, where to start, and how to step."""

    name: str
    f: Function
    start: float | np.ndarray
    rate: float | np.ndarray
    steps: int
    rule: str = "plain"
    runners: dict = field(default_factory=dict)
    times: dict = field(default_factory=dict)

    @property
    def settings(self):
        """Our optimizer's settings besides the learning rate."""
        return {"optimizer": self.rule, **OPTIMIZERS[self.rule]} if self.rule in OPTIMIZERS else {}

    def loss(self, x):
        """Return the loss; in a grid, the sum of all losses times their rates, so that each step has rate 1."""
        return (self.rate * self.f.value(x)).sum() if self.name == "grid" else self.f.value(x)

    @property
    def scale(self):
        """The learning rate to pass to a library."""
        return 1.0 if self.name == "grid" else self.rate


def plain(x, g, t, rate):
    return (x - rate * g,)


def momentum(x, g, t, rate, v=0.0):
    v = 0.9 * v - rate * g
    return x + v, v


def adagrad(x, g, t, rate, a=0.1):
    a = a + g**2
    return x - rate * g / np.sqrt(a), a


def adam(x, g, t, rate, m=0.0, v=0.0):
    m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
    return x - rate * (m / (1 - 0.9**t)) / np.sqrt(v / (1 - 0.999**t)), m, v


RULES = {"plain": plain, "momentum": momentum, "adagrad": adagrad, "adam": adam}


def copied(gradient, x, rate, steps, rule, tolerance=0.0):
    """Descend as published notebooks do, without what they print along the way."""
    series, memory, iterations, difference = x[None], (), 0, np.inf
    while difference > tolerance and iterations < steps:
        before = x
        x, *memory = rule(x, gradient(x), iterations + 1, rate, *memory)
        series = np.concatenate((series, x[None]))
        difference = np.linalg.norm(x - before)
        iterations += 1
    return x


def scipy_method(fun, x0, args=(), jac=None, callback=None, rate=None, maxiter=None, rule=None, **_):
    """Descend as a method of scipy.optimize.minimize."""
    from scipy.optimize import OptimizeResult

    x, memory = x0, ()
    for t in range(1, maxiter + 1):
        x, *memory = rule(x, jac(x), t, rate, *memory)
        callback(x)
    return OptimizeResult(x=x, fun=fun(x), nit=maxiter, success=True)


def our_runners(row, every):
    """Return our own ways of taking the steps."""
    if row.name != "grid":
        return {OURS: lambda: descend(row.f, row.start, row.rate, 0, row.steps, **row.settings).x}
    rates, starts = np.unique(row.rate), np.unique(row.start)
    return {
        OURS: lambda: outcome_map(row.f, rates, starts, row.steps),
        "descend_many": lambda: descend_many(row.f, row.start, row.rate, row.steps)[-1],
    }


def do_all(row, every, one):
    """Return where `one` ends from each start; in a grid, do only one run in `every`."""
    if row.name != "grid":
        return np.squeeze(one(np.atleast_1d(row.start), row.rate))
    runs = zip(row.start[::every, None], row.rate[::every], strict=True)
    return np.squeeze([one(x, rate) for x, rate in runs])


def copied_runners(row, every):
    """Return the copied loop."""

    def one(x, rate):
        return copied(row.f.slope, x, rate, row.steps, RULES[row.rule])

    return {"copied": lambda: do_all(row, every, one)}


def scipy_runners(row, every):
    """Return SciPy with a custom method."""
    from scipy.optimize import minimize

    def one(x, rate):
        options, path = {"rate": rate, "maxiter": row.steps, "rule": RULES[row.rule]}, [x]
        own = {"method": scipy_method, "jac": row.f.slope, "callback": path.append, "options": options}
        return minimize(lambda x: np.sum(row.f.value(x)), x, **own).x

    return {"scipy": lambda: do_all(row, every, one)}


def optax_runners(row, every):
    """Return Optax: a jitted step, the same with points and losses kept, and all steps compiled into one."""
    import jax
    import optax

    rules = {
        "plain": lambda rate: optax.sgd(rate),
        "momentum": lambda rate: optax.sgd(rate, momentum=0.9),
        "adagrad": lambda rate: optax.adagrad(rate, initial_accumulator_value=0.1, eps=0.0),
        "adam": lambda rate: optax.adam(rate, eps=0.0),
    }
    rule, losses = rules[row.rule](row.scale), jax.value_and_grad(row.loss)

    def step_and_loss(x, state):
        loss, slope = losses(x)
        updates, state = rule.update(slope, state, x)
        return optax.apply_updates(x, updates), state, loss

    def all_steps(x):
        return jax.lax.scan(lambda s, _: (step_and_loss(*s)[:2], None), (x, rule.init(x)), length=row.steps)[0][0]

    step, step_kept = jax.jit(lambda x, state: step_and_loss(x, state)[:2]), jax.jit(step_and_loss)
    compiled, begin = jax.jit(all_steps), lambda: jax.numpy.asarray(row.start)

    def last():
        x = begin()
        state = rule.init(x)
        for _ in range(row.steps):
            x, state = step(x, state)
        return np.asarray(x)

    def path():
        x = begin()
        points, heights, state = [x], [], rule.init(x)
        for _ in range(row.steps):
            x, state, height = step_kept(x, state)
            points.append(x)
            heights.append(height)
        return np.array([np.asarray(p) for p in points])[-1], np.array([float(h) for h in heights])

    def scan_anew():  # a function that JAX has not seen, so it is compiled again
        return np.asarray(jax.jit(lambda x: all_steps(x))(begin()))

    kept = {} if row.name == "grid" else {"optax path": lambda: path()[0]}
    return {"optax": last, **kept, "scan": lambda: np.asarray(compiled(begin())), "scan+": scan_anew}


def torch_runners(row, every):
    """Return PyTorch: its optimizers, with autograd."""
    import torch

    optimizer = {
        "plain": lambda p: torch.optim.SGD([p], lr=row.scale),
        "momentum": lambda p: torch.optim.SGD([p], lr=row.scale, momentum=0.9),
        "adagrad": lambda p: torch.optim.Adagrad([p], lr=row.scale, initial_accumulator_value=0.1, eps=0.0),
        "adam": lambda p: torch.optim.Adam([p], lr=row.scale, eps=0.0),
    }[row.rule]
    rates = torch.tensor(row.rate, dtype=torch.float64)

    def loss(x):
        return (rates * row.f.value(x)).sum() if row.name == "grid" else row.f.value(x)

    def run():
        x = torch.tensor(row.start, dtype=torch.float64, requires_grad=True)
        rule = optimizer(x)
        for _ in range(row.steps):
            rule.zero_grad()
            loss(x).backward()
            rule.step()
        return x.detach().numpy()

    return {"torch": run}


def keras_runners(row, every):
    """Return Keras on JAX: its optimizers, with a jitted gradient."""
    import jax
    import keras

    optimizer = {
        "plain": lambda: keras.optimizers.SGD(row.scale),
        "momentum": lambda: keras.optimizers.SGD(row.scale, momentum=0.9),
        "adagrad": lambda: keras.optimizers.Adagrad(row.scale, epsilon=0.0),
        "adam": lambda: keras.optimizers.Adam(row.scale, epsilon=0.0),
    }[row.rule]
    gradient = jax.jit(jax.grad(row.loss))

    def run():
        x, rule = keras.Variable(row.start, dtype="float64"), optimizer()
        for _ in range(row.steps):
            rule.apply([gradient(x.value)], [x])
        return np.asarray(x.value)

    return {"keras": run}


MAKERS = {"scipy": scipy_runners, "optax": optax_runners, "torch": torch_runners, "keras": keras_runners}


def libraries():
    """Set all libraries to 64 bits; return the functions that make runners, and what is missing."""
    os.environ |= {"KERAS_BACKEND": "jax", "KERAS_HOME": tempfile.mkdtemp(), "JAX_PLATFORMS": "cpu"}
    found, missing = [our_runners, copied_runners], []
    for name, make in MAKERS.items():
        try:
            import_module(name)
            found.append(make)
        except ImportError:
            missing.append(f"{name} is not installed: pip install {INSTALL[name]}")
    if "jax" in sys.modules:
        sys.modules["jax"].config.update("jax_enable_x64", True)
    if "keras" in sys.modules:
        sys.modules["keras"].config.set_floatx("float64")
    return found, missing


def make_rows(options):
    """Return the rows."""
    valley, steps = np.array([-1.5, 2.0]), options.steps
    square, side = quadratic([0, 0, 1]), options.side
    starts, rates = np.linspace(-9, 9, side), np.logspace(-3, math.log10(1.02), side)
    return [
        Row("1-D", quadratic([-3, -2, 3]), 8.0, 0.001, steps),
        Row("2-D", rosenbrock, valley, 0.001, steps),
        *[Row(rule, rosenbrock, valley, 0.001, steps, rule) for rule in OPTIMIZERS],
        Row("grid", square, np.repeat(starts, side), np.tile(rates, side), steps),
    ]


def check_agreement(row, every):
    """Run all once, which also warms them up; return how far apart they end, or fail."""
    ends = {name: run() for name, run in row.runners.items()}
    ours, apart = ends[OURS], {}
    if row.name == "grid":
        found, ours = ours, ends["descend_many"]
        ends[OURS] = np.where(found.capped.ravel(), found.ends.ravel(), ours)  # the others stopped by tolerance
    for name, end in ends.items():
        same = ours[::every] if row.name == "grid" and name in ("copied", "scipy") else ours
        apart[name] = float(np.max(np.abs(end - same) / (1 + np.abs(same))))
        if not apart[name] < 1e-8:
            sys.exit(f"{row.name}: {name} ends at {end}, not at {same}")
    return max(apart.values())


def measure(rows, options):
    """Time all in turn, in the opposite order in every other round."""
    for number in range(options.rounds):
        print(f"\rround {number + 1} of {options.rounds} ", end="", file=sys.stderr)
        for row in rows:
            for name, run in list(row.runners.items())[:: -1 if number % 2 else 1]:
                begin = time.perf_counter()
                run()
                sampled = row.name == "grid" and name in ("copied", "scipy")
                share = row.start.size / len(row.start[:: options.every]) if sampled else 1
                row.times.setdefault(name, []).append(share * (time.perf_counter() - begin))
    print(file=sys.stderr)


def ratios(row):
    """Return how many times as long as ours each one takes, as the median over the rounds."""
    return {
        name: statistics.median(a / b for a, b in zip(times, row.times[OURS], strict=True))
        for name, times in row.times.items()
    }


def print_table(title, names, table, form):
    """Print the numbers, one line per row."""
    print(f"\n{title}\n{'':12}" + "".join(f"{name:>13}" for name in names))
    for label, numbers in table.items():
        cells = [f"{numbers[name]:{form}}" if name in numbers else "—" for name in names]
        print(f"{label:12}" + "".join(f"{cell:>13}" for cell in cells))


def print_targets(table):
    """Print for each row whether we are the fastest (for optimizers, twice as fast), and what else is faster."""
    for label, numbers in table.items():
        target = 2 if label == "optimizers" else 1
        who, least = min(((n, r) for n, r in numbers.items() if n not in (OURS, *UNTARGETED)), key=lambda p: p[1])
        reached = "reached    " if least >= target else "NOT REACHED"
        print(f"{reached}  {label}: {who}, the fastest other, takes {least:.2f} times as long as ours ({target})")
    for name in UNTARGETED:
        faster = [f"{label} {numbers[name]:.2f}" for label, numbers in table.items() if numbers.get(name, 1) < 1]
        if faster:
            print(f"no target    {name} is faster than ours: {', '.join(faster)} times as long")


def main():
    """Read the command line, measure, print."""
    options = read_options()
    makers, missing = libraries()
    rows = make_rows(options)
    for row in rows:
        for make in makers:
            row.runners |= make(row, options.every)
        apart = check_agreement(row, options.every)
        print(f"{row.name}: {len(row.runners)} ways end at the same point, at most {apart:.0e} apart")
    measure(rows, options)
    names = [name for name in NAMES if name in rows[0].times or name in rows[-1].times]
    medians = {row.name: {n: 1000 * statistics.median(t) for n, t in row.times.items()} for row in rows}
    print_table(f"{options.steps} steps, medians in ms", names, medians, ".2f")
    table = {row.name: ratios(row) for row in rows}
    mean = {n: statistics.geometric_mean(table[rule][n] for rule in OPTIMIZERS) for n in table["adam"]}
    table = {label: table.pop(label) for label in ("1-D", "2-D", *OPTIMIZERS)} | {"optimizers": mean} | table
    print_table("times as long as ours (optimizers: the geometric mean of the three)", names, table, ".2f")
    grid = rows[-1]
    print(f"\ngrid: copied and scipy did {len(grid.start[:: options.every])} of the {grid.start.size} runs")
    print(*missing, sep="\n")
    print_targets({label: numbers for label, numbers in table.items() if label not in OPTIMIZERS})


def read_options():
    """Return the options from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=11, help="how many times all take turns")
    parser.add_argument(
        "--every", type=int, default=997, help="copied and scipy do one in this many runs of the grid"
    )
    parser.add_argument("--quick", action="store_true", help="a smoke test: one round, few steps, a small grid")
    options = parser.parse_args()
    options.steps, options.side = 500, 200
    if options.quick:
        options.rounds, options.every, options.steps, options.side = 1, 7, 20, 5
    return options


if __name__ == "__main__":
    main()
