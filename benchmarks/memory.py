"""Measure how much memory the lessons take: `python benchmarks/memory.py [notebook ...]`.

Runs every cell of each lesson in a kernel of its own, moves every slider, and prints the most memory that the
kernel and the processes it started had in use at the end of any cell; then what JupyterLab itself takes. Binder
gives each learner at least 1 GB, usually 2: the largest lesson and JupyterLab together must stay below that.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

import psutil
from nbclient import NotebookClient

from gdlesson.classroom.lessons import code_cells, find_notebooks, read, title

sys.path.append(str(Path(__file__).parents[1] / "tests" / "browser"))
import lab  # noqa: E402

LIMIT = 2000  # MB


def in_use(process):
    """Return how many MB a process and the processes it started have in memory."""
    return sum(each.memory_info().rss for each in [process, *process.children(recursive=True)]) / 1e6


def lesson_memory(path):
    """Return the most memory in MB that a lesson's kernel had in use at the end of any cell."""
    client, most = NotebookClient(read(path), kernel_name="python3", timeout=120), 0.0
    environment = os.environ | {"GDLESSON_MOVE_EVERY_SLIDER": "1"}
    with client.setup_kernel(cwd=str(path.resolve().parent), env=environment, stderr=subprocess.DEVNULL):
        kernel = psutil.Process(client.km.provisioner.pid)
        for cell in code_cells(client.nb):
            client.execute_cell(cell, client.nb.cells.index(cell), store_history=True)
            most = max(most, in_use(kernel))
    return most


def main():
    """Print one line per lesson and one for JupyterLab, and whether the largest sum is below the limit."""
    parser = argparse.ArgumentParser(description=__doc__.split(":")[0])
    parser.add_argument("notebooks", nargs="*", help="default: all lessons")
    largest = 0.0
    for path in find_notebooks(parser.parse_args().notebooks):
        most = lesson_memory(path)
        largest = max(largest, most)
        print(f"{title(read(path)):34} {most:6.0f} MB", flush=True)
    with lab.jupyterlab() as server:
        own = in_use(psutil.Process(server.pid))
    print(f"{'JupyterLab':34} {own:6.0f} MB")
    reached = "reached" if largest + own < LIMIT else "NOT reached"
    print(f"{reached}: the largest lesson and JupyterLab together {largest + own:.0f} MB (below {LIMIT})")


if __name__ == "__main__":
    main()
