"""benchmarks/site.py runs; whether its targets are reached is not for a test to say."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.thorough]

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "site.py"


def test_visits_and_moves_are_measured(site):
    command = [sys.executable, SCRIPT, site, "--quick"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=900)
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()
    assert [line.split(" move")[0].strip() for line in said if " to pixels" in line] == ["frame", "no frame"]
    seconds = {
        name: float(found[1])
        for name in ("first visit", "second visit", "JupyterLab")
        if (found := re.search(rf"^{name} +([\d.]+) s to the first moving slider", done.stdout, re.M))
    }
    assert len(seconds) == 3 and min(seconds.values()) > 0.5
    assert float(re.search(r"^first visit +([\d.]+) MB", done.stdout, re.M)[1]) > 10
    assert len([line for line in said if re.match("(NOT REACHED|reached) ", line)]) == 4
