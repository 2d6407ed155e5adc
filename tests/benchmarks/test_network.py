"""benchmarks/network.py runs, and all that it compares agree; how quick they are is not for a test to say."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "network.py"


@pytest.fixture(scope="module")
def benchmark():
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("benchmark_network", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look there
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture(params=["gradient_descent", "adam"])
def task(benchmark, request):
    """A short training, with our way to do it and scikit-learn's."""
    task = benchmark.Task("short", request.param, 0.05, epochs=3)
    task.runners |= benchmark.our_runner(task) | benchmark.sklearn_runner(task)
    return task


def test_a_quick_run_prints_times_ratios_and_targets():
    done = subprocess.run([sys.executable, SCRIPT, "--quick"], capture_output=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, done.stderr
    agreed = re.findall(r"^(\w+): (\d+) ways end with the loss \S+, at most (\S+) of it apart$", done.stdout, re.M)
    assert [name for name, *_ in agreed] == ["sgd", "adam"]
    assert all(int(count) >= 3 and float(apart) < 1e-4 for _, count, apart in agreed)
    assert (
        len(re.findall(r"^(?:nine|six): at once and in a row end at the same parameters", done.stdout, re.M)) == 2
    )
    _, times, slower, _, together, said = done.stdout.split("\n\n")
    for table in (times, slower):
        assert [line.split()[0] for line in table.splitlines()[2:]] == ["sgd", "adam"]
    assert all(line.split()[1] == "1.00" for line in slower.splitlines()[2:])  # ours to ours
    assert [line.split()[0] for line in together.splitlines()[2:]] == ["nine", "six"]
    names = times.splitlines()[1].split()
    targets = re.findall(r"^(?:reached    |NOT REACHED)  (\w+) ", said, re.M)
    assert targets == [*[name for name in names if name not in ("ours", "scan")], "nine"]
    for library in ("keras", "torch", "sklearn"):
        assert (library in names) != (f"{library} is not installed" in said)


def test_the_ways_agree_and_one_that_does_not_is_told(benchmark, task):
    loss, apart = benchmark.check_agreement(task)
    assert apart < 1e-9 and loss < 0.6  # both calculate in 64 bits
    task.runners["other"] = lambda: task.layers()
    with pytest.raises(SystemExit, match="^short: other ends with the loss"):
        benchmark.check_agreement(task)


def test_one_bit_of_a_difference_between_at_once_and_in_a_row_is_told(benchmark):
    task = benchmark.several("nine", 2, "gradient_descent", benchmark.RATES)
    benchmark.check_equality(task)
    p = task.runners["at once"]()
    task.runners["in a row"] = lambda: np.nextafter(p, np.inf)
    with pytest.raises(SystemExit, match="^nine: at once and in a row do not end"):
        benchmark.check_equality(task)


def test_times_are_taken_in_turn_and_what_was_compiled_is_told_apart(benchmark, task, monkeypatch):
    took = {"ours": 1.0, "sklearn": 3.0, "keras": 4.0}
    clock, order = [0.0], []

    def way(name):
        def run():
            clock[0] += took[name] + (10 if name not in order else 0)  # the first time 10 s more
            order.append(name)
            return task.layers()

        return run

    monkeypatch.setattr(benchmark.time, "perf_counter", lambda: clock[0])
    task.runners = {name: way(name) for name in took}
    benchmark.check_agreement(task)
    benchmark.measure([task], 2)
    assert order == ["ours", "sklearn", "keras", "ours", "sklearn", "keras", "keras", "sklearn", "ours"]
    assert benchmark.medians(task) == {"ours": 1000, "sklearn": 3000, "keras": 4000}
    assert benchmark.ratios(task, "ours") == {"ours": 1, "sklearn": 3, "keras": 4}
    assert benchmark.compiling(task) == {"keras": 10}
