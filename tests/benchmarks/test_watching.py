"""benchmarks/watching.py runs; how quick each watcher is, is not for a test to say."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.slow

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "watching.py"


def test_the_benchmark_prints_each_watcher_and_ours_leaves_one_output():
    command = [sys.executable, str(BENCHMARK), "--quick"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines()[1:8]]
    assert [row[1] for row in rows] == ["nobody", "ours", "matplotlib", "verbose", "nobody", "ours", "matplotlib"]
    assert all(np.isfinite([float(value) for value in row[2:5]]).all() for row in rows)
    assert [row[5] for row in rows if row[1] in ("nobody", "ours")] == ["0", "1", "0", "1"]
    assert done.stdout.count("live curves add") == 2
