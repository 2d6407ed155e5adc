"""The rules under which lessons run: sliders move, and no cell passes without having been compared.

`classroom.check` gives the two hooks to pytest; ``notebooks/conftest.py`` brings them to plain ``pytest`` as well.
"""

import atexit
import functools
import shutil
import tempfile
import time
from queue import Empty

import nbval.plugin
import numpy as np
import pytest

from gdlesson.live.style import FILE

TIMEOUT = 120  # seconds for a cell, on a computer like ours
OUR_SECONDS = 0.06  # what `seconds_of_work` returns there while nothing else runs
# The user's settings: they would take figures and output elsewhere, run other code first, or leave asserts out.
NOT_FOR_KERNELS = ("MPLBACKEND", "PYTEST_CURRENT_TEST", "PYTHONSTARTUP", "PYTHONWARNINGS", "PYTHONOPTIMIZE")

UNRUN = "stored without having been run, so nothing could be compared"


def cell_limit():
    """Return how many seconds a cell may take: `TIMEOUT`, and more where this computer is slower or busy."""
    return round(TIMEOUT * max(1, seconds_of_work() / OUR_SECONDS))


def seconds_of_work():
    """Return how long a fixed piece of work takes, much like what the lessons compute."""
    began, x, weights = time.perf_counter(), np.ones((32, 16)), np.eye(16)
    for _ in range(20_000):
        x = np.tanh(x @ weights)
    return time.perf_counter() - began


@functools.cache
def empty_folder():
    """Return a folder in which IPython finds no start-up files; it is deleted when this process ends."""
    folder = tempfile.mkdtemp(prefix="gdlesson-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def for_kernels():
    """Return the environment variables that make every kernel run a lesson alike, whatever the user has set."""
    return {"MATPLOTLIBRC": str(FILE), "IPYTHONDIR": empty_folder()}


class LessonKernel(nbval.plugin.RunningKernel):
    """The kernel of a lesson; its death is noticed within a second, not only after the time-out."""

    def execute_cell_input(self, cell_input, allow_stdin=None):
        """Run a cell as JupyterLab does, with a number: only then does a last ``;`` hide the value."""
        return self.kc.execute(cell_input, allow_stdin=allow_stdin, stop_on_error=False)

    def await_reply(self, msg_id, timeout):
        """Wait for the answer to a message, for at most `timeout` seconds."""
        end = time.monotonic() + timeout
        while True:
            try:
                return super().await_reply(msg_id, timeout=1)
            except Empty:
                if not self.is_alive():
                    raise RuntimeError("the kernel died in this cell: was there enough memory?") from None
                if time.monotonic() > end:
                    raise


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item):
    """Start kernels such that explorers move every slider; judge a cell after a time-out like any other."""
    item.parent.timed_out = False
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nbval.plugin, "RunningKernel", LessonKernel)
        for name, value in {**for_kernels(), "GDLESSON_MOVE_EVERY_SLIDER": "1"}.items():
            patch.setenv(name, value)
        for name in NOT_FOR_KERNELS:
            patch.delenv(name, raising=False)
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """Compare every cell, whatever its tags and comments say, and fail one that was stored without being run."""
    item.options.update(skip=False, check=True)
    unrun = item.cell.execution_count is None and (item.cell.source.strip() or item.cell.outputs)
    if unrun:
        item.cell.outputs = []  # or nbval has a word of its own for it
    result = yield
    if unrun:
        item.raise_cell_error(UNRUN)
    return result
