"""Measure what it costs to watch a training run: `python benchmarks/watching.py [--rounds N] [--quick]`.

The task: a network 2-16-16-1 learns 512 points from two half moons for 100 epochs of 16 batches, with 512 other
points for validation after each epoch. It runs in a kernel, as in a notebook, once in Keras on JAX and once in
our `train`. The watchers:

- nobody: the baseline for all the others;
- ours: `LiveCurves`, with what the network answers in the plane, and everything at the beginning and at the end;
- matplotlib: a new figure after each epoch that replaces the one before (`clear_output`);
- verbose: Keras's own progress bar, which draws nothing.

In every round all of them take turns, in the opposite order each time, so that a disturbance of the machine hits
all of them. The medians count, of processor time in the kernel, which other programs do not lengthen much. Keras
compiles beforehand. The script prints the milliseconds that each watcher adds to an epoch, typically and the
first time in a kernel, and how many outputs it leaves in the notebook. The target is printed as reached or not;
the exit status is 0 whenever everything ran.
"""

import argparse
import re
import statistics
import subprocess

import nbformat
from nbclient import NotebookClient

TARGET = 5  # ms that ours may add to an epoch
SETUP = """
import time
import gdlesson
from gdlesson import Network, train
from gdlesson.datasets import moons

gdlesson.prepare_keras()
import keras
import matplotlib.pyplot as plt
from gdlesson.networks.with_keras import keras_model
from IPython.display import clear_output

examples, seen, network = moons(512), moons(512, seed=1), Network((2, 16, 16, 1))
model = keras_model(network, network.start(0))
model.compile(loss="binary_crossentropy", optimizer="sgd", metrics=["accuracy"])

class Redrawn(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.rows = {}

    def __call__(self, epoch, logs):
        for name, value in logs.items():
            self.rows.setdefault(name, []).append(value)
        clear_output(wait=True)
        figure, axes = plt.subplots(1, 2, figsize=(9, 4))
        for name, row in self.rows.items():
            axes[int("accuracy" in name)].plot(row, label=name)
        for ax in axes:
            ax.legend()
        plt.show()

    on_epoch_end = __call__

def curves():
    return [gdlesson.LiveCurves(EPOCHS, examples=examples, validation=seen)]

WATCHERS = {"nobody": list, "ours": curves, "matplotlib": lambda: [Redrawn()]}

def by_keras(watcher):
    watching = WATCHERS.get(watcher, list)()
    verbose = 1 if watcher == "verbose" else 0
    model.fit(*examples, epochs=EPOCHS, verbose=verbose, validation_data=seen, callbacks=watching)

def by_us(watcher):
    train(network, *examples, epochs=EPOCHS, validation=seen, callbacks=WATCHERS[watcher]())

by_keras("nobody")
"""
RUN = """
begin = time.process_time()
{by}("{watcher}")
print(f"\\nseconds: {{time.process_time() - begin}}", end="")  # one write, so that no flush can split it
"""
RUNS = [("by_keras", watcher) for watcher in ("nobody", "ours", "matplotlib", "verbose")]
RUNS += [("by_us", watcher) for watcher in ("nobody", "ours", "matplotlib")]


def timed(client, by, watcher):
    """Time one training run with one watcher; return its seconds and the number of outputs it leaves."""
    cell = nbformat.v4.new_code_cell(RUN.format(by=by, watcher=watcher))
    client.nb.cells = [cell]
    client.execute_cell(cell, 0)
    printed = [output.text for output in cell.outputs if output.output_type == "stream"]
    only_time = sum(not re.sub(r"seconds: .*", "", text).strip() for text in printed)
    return float(re.search(r"seconds: (.*)", "".join(printed))[1]), len(cell.outputs) - only_time


def measure(rounds, epochs):
    """Return the seconds of each run in every round, and the most outputs it left."""
    seconds, outputs = {run: [] for run in RUNS}, dict.fromkeys(RUNS, 0)
    client = NotebookClient(nbformat.v4.new_notebook(), kernel_name="python3", timeout=600)
    with client.setup_kernel(stderr=subprocess.DEVNULL):
        client.nb.cells = [nbformat.v4.new_code_cell(f"EPOCHS = {epochs}{SETUP}")]
        client.execute_cell(client.nb.cells[0], 0)
        for number in range(rounds):
            for run in RUNS[:: -1 if number % 2 else 1]:
                time, left = timed(client, *run)
                seconds[run].append(time)
                outputs[run] = max(outputs[run], left)
    return seconds, outputs


def print_table(seconds, outputs, epochs):
    """Print what each watcher adds to an epoch."""
    print(f"{'trained by':12}{'watched by':12}{'ms an epoch':>12}{'added':>9}{'first time':>12}{'outputs':>9}")
    for by, watcher in RUNS:
        times, alone = seconds[by, watcher], statistics.median(seconds[by, "nobody"])
        name = "Keras" if by == "by_keras" else "ours"
        whole, first = (1000 * time / epochs for time in (statistics.median(times), times[0] - alone))
        added = whole - 1000 * alone / epochs
        print(f"{name:12}{watcher:12}{whole:12.1f}{added:9.1f}{first:12.1f}{outputs[by, watcher]:9}")


def print_targets(seconds, epochs):
    """Print whether ours is as cheap as it should be."""
    for by in ("by_keras", "by_us"):
        alone, watched = (statistics.median(seconds[by, watcher]) for watcher in ("nobody", "ours"))
        added = 1000 * (watched - alone) / epochs
        reached = "reached" if added <= TARGET else "not reached"
        print(f"{reached:11}  {by}: live curves add {added:.1f} ms to an epoch ({TARGET})")


def main():
    parser = argparse.ArgumentParser(description="Measure what it costs to watch a training run.")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--quick", action="store_true", help="one round of 3 epochs, to see that it runs")
    options = parser.parse_args()
    rounds, epochs = (1, 3) if options.quick else (options.rounds, 100)
    seconds, outputs = measure(rounds, epochs)
    print_table(seconds, outputs, epochs)
    print_targets(seconds, epochs)


if __name__ == "__main__":
    main()
