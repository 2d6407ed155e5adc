"""benchmarks/descent.py runs, and all that it compares agree; how quick they are is not for a test to say."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "descent.py"
ROWS = ["1-D", "2-D", "momentum", "adagrad", "adam", "grid"]


@pytest.fixture(scope="module")
def benchmark():
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("benchmark_descent", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look there
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture
def rows(benchmark, monkeypatch):
    """The rows of a quick run, with the ways that need no other library than SciPy."""
    monkeypatch.setattr(sys, "argv", ["descent.py", "--quick"])
    options = benchmark.read_options()
    rows = benchmark.make_rows(options)
    for row in rows:
        for make in (benchmark.our_runners, benchmark.copied_runners, benchmark.scipy_runners):
            row.runners |= make(row, options.every)
    return options, rows


def test_a_quick_run_prints_times_ratios_and_targets():
    done = subprocess.run([sys.executable, SCRIPT, "--quick"], capture_output=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, done.stderr
    agreed = re.findall(r"^(\S+): (\d+) ways end at the same point, at most (\S+) apart$", done.stdout, re.M)
    assert [name for name, *_ in agreed] == ROWS
    assert all(int(count) >= 3 and float(apart) < 1e-8 for _, count, apart in agreed)
    _, times, ratios = done.stdout.split("\n\n")[:3]
    assert [line.split()[0] for line in times.splitlines()[2:]] == ROWS
    assert [line.split()[0] for line in ratios.splitlines()[2:]] == [*ROWS[:-1], "optimizers", "grid"]
    assert all(line.split()[1] == "1.00" for line in ratios.splitlines()[2:])  # ours to ours
    assert len(re.findall(r"^(?:reached    |NOT REACHED)  \S+: ", done.stdout, re.M)) == 4
    for library in ("scipy", "optax", "torch", "keras"):
        assert (library in times.splitlines()[1].split()) != (f"{library} is not installed" in done.stdout)


def test_the_ways_agree_and_one_that_does_not_is_told(benchmark, rows):
    options, rows = rows
    for row in rows:
        assert benchmark.check_agreement(row, options.every) < 1e-8
        row.runners["other"] = lambda start=row.start: np.asarray(start)
        with pytest.raises(SystemExit, match=f"^{row.name}: other ends at"):
            benchmark.check_agreement(row, options.every)


def test_a_sample_of_the_grid_is_scaled_up(benchmark, rows, monkeypatch):
    options, rows = rows
    grid, clock = rows[-1], iter(range(1000))
    monkeypatch.setattr(benchmark.time, "perf_counter", lambda: float(next(clock)))  # each way takes one second
    benchmark.measure([grid], options)
    walked = len(grid.start[:: options.every])
    assert grid.times["ours"] == grid.times["descend_many"] == [1.0]
    assert grid.times["copied"] == grid.times["scipy"] == [grid.start.size / walked]
    assert benchmark.ratios(grid)["copied"] == grid.start.size / walked
