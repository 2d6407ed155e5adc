"""benchmarks/slider.py runs and prints numbers for each design; which numbers, is not for a test to say.

The moves through a proxy, which are the same once more, are left out: the browser would be busy for minutes.
"""

import math
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.thorough]

SLIDER = Path(__file__).parents[2] / "benchmarks" / "slider.py"
DESIGNS = ["ours", "unframed", "interact", "fixed", "ipympl", "bqplot", "label"]


def test_slider_benchmark_prints_each_design(lab):
    done = subprocess.run(
        [sys.executable, SLIDER, "--quick", "--delay=0"], capture_output=True, encoding="utf-8", timeout=900
    )
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines() if line.startswith(tuple(DESIGNS))]
    assert {row[0] for row in rows if row[1:2] != ["server"]} == set(DESIGNS)
    for row in rows:
        assert all(math.isfinite(float(value)) for value in row[3:])
    assert "the last position is the one shown after 4 of 4 drags" in done.stdout
