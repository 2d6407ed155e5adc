"""Time the outcome map against plain Python loops: `python benchmarks/maps.py [--rounds N] [--quick]`.

The map has 200 learning rates × 200 starts, at most 500 steps each. It is compared with two loops over floats
that do one run after another; their slope is a plain function of one float, written with the same formula:

- bare: `for _ in range(500): x = x - rate * gradient(x)`, nothing else;
- lesson: the loop of lesson 03, which keeps its path and stops by tolerance.

Neither of them judges its runs; the map does. In every round all three take turns, so that a disturbance of the
machine hits all of them; the medians count. The loops do every 41st run, spread evenly over the map, and their
times are multiplied by 41 (`--every 1` does them all). The last two functions come without a gradient, and one
of them does not accept arrays; they have no target. The exit status is 0 whenever everything ran.
"""

import argparse
import math
import statistics
import sys
import time

import numpy as np

from gdlesson import Function, quadratic
from gdlesson.calculus import DIFFERENCE
from gdlesson.explorers.outcome_map.run import REGIMES, outcome_map
from gdlesson.landscapes import double_well, quartic

STEPS, TOLERANCE, TARGET = 500, 1e-5, 60


def square_slope(x):
    return 2 * x


def quartic_slope(x):
    return 4 * x * x * x


def double_well_slope(x):
    return 4 * x * x * x - 4 * x + 0.4


def numerical(f):
    """Return the slope of f at a float by central differences, the way the package does it."""

    def slope(x):
        h = float(DIFFERENCE) * max(1.0, abs(x))
        return (f(x + h) - f(x - h)) / (2 * h)

    return slope


def plain_well(x):
    return x * x * x * x - 2 * x * x + 0.4 * x


def hinge(x):
    return max(x, 0.0) ** 2 + math.cos(x)


# name, function, its slope for the loops, the largest learning rate, runs per side, whether there is a target
CASES = [
    ("x²", quadratic([0, 0, 1]), square_slope, 1.02, 200, True),
    ("x⁴", quartic, quartic_slope, 1.0, 200, True),
    ("double well", double_well, double_well_slope, 0.3, 200, True),
    ("numerical", Function(plain_well, view=(-2, 2)), numerical(plain_well), 0.3, 200, False),
    ("no arrays", Function(hinge), numerical(hinge), 1.0, 40, False),
]


def bare(x, rate, gradient):
    """Take the steps, and nothing else."""
    for _ in range(STEPS):
        x = x - rate * gradient(x)
    return x


def lesson(x, rate, gradient):
    """Descend as in lesson 03."""
    path = [x]
    while len(path) <= STEPS:
        before = x
        x = x - rate * gradient(x)
        if abs(x - before) < TOLERANCE:
            break
        path.append(x)
    return np.array(path)


def seconds(action):
    """Return how long an action takes."""
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


def measure(f, gradient, rates, starts, options):
    """Return the seconds that the map and both loops take for all runs, each as a list of rounds."""
    runs = [(x, rate) for x in starts.tolist() for rate in rates.tolist()]
    some = runs[:: options.every]
    share = len(runs) / len(some)

    def loops(descend):
        for x, rate in some:
            descend(x, rate, gradient)

    times = {"map": [], "bare": [], "lesson": []}
    with np.errstate(all="ignore"):
        outcome_map(f, rates, starts, STEPS, TOLERANCE)  # warm up
        for number in range(options.rounds):
            print(f"\r{f.name}: round {number + 1} of {options.rounds} ", end="", file=sys.stderr)
            times["map"].append(seconds(lambda: outcome_map(f, rates, starts, STEPS, TOLERANCE)))
            times["bare"].append(share * seconds(lambda: loops(bare)))
            times["lesson"].append(share * seconds(lambda: loops(lesson)))
    print(file=sys.stderr)
    return times


def shares(found):
    """Return the fraction of the map that each regime covers, in words."""
    counts = np.bincount(found.regimes.ravel(), minlength=len(REGIMES)) / found.regimes.size
    return ", ".join(f"{name} {part:.1%}" for name, part in zip(REGIMES, counts, strict=True) if part)


def main():
    """Read the command line, measure, print."""
    options = read_options()
    verdicts = []
    for name, f, gradient, highest, side, has_target in CASES:
        rates, starts = np.logspace(-3, math.log10(highest), side), np.linspace(*f.view, side)
        times = measure(f, gradient, rates, starts, options)
        median = {who: statistics.median(values) for who, values in times.items()}
        ratio = {
            who: statistics.median(a / b for a, b in zip(times[who], times["map"], strict=True))
            for who in ("bare", "lesson")
        }
        found = outcome_map(f, rates, starts, STEPS, TOLERANCE)
        print(f"{name}: {side} × {side}, rates 0.001 to {highest}, starts {f.view[0]:g} to {f.view[1]:g}")
        print(f"  {shares(found)}; cap reached {found.capped.mean():.1%}")
        print(f"  map {median['map'] * 1000:.1f} ms, bare {median['bare']:.2f} s, lesson {median['lesson']:.2f} s")
        print(f"  {ratio['bare']:.1f} times as fast as bare, {ratio['lesson']:.1f} times as lesson")
        if has_target:
            verdicts.append((ratio["bare"] >= TARGET, f"{name}: {ratio['bare']:.1f} times bare ({TARGET})"))
    for reached, words in verdicts:
        print(f"{'reached    ' if reached else 'NOT REACHED'}  {words}")


def read_options():
    """Return the options from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=11, help="how many times the map and the loops take turns")
    parser.add_argument("--every", type=int, default=41, help="the loops do one in this many runs")
    parser.add_argument("--quick", action="store_true", help="a smoke test: one round, few runs")
    options = parser.parse_args()
    if options.quick:
        options.rounds, options.every = 1, 1000
    return options


if __name__ == "__main__":
    main()
