"""What never ends is stopped, what is slow is told so, and an interrupt goes where it belongs."""

import _thread
import contextlib
import math
import signal
import sys
import threading
import time

import numpy as np
import pytest
from answers import endless, say
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from gdlesson.exercises import (
    check_derivative,
    check_mse,
    check_numerical,
    check_rule,
    check_valleys,
    check_walk,
    timelimit,
)
from gdlesson.exercises.timelimit import TimeLimitError, limited, one_budget

ON_FUNCTIONS = [check_mse, check_derivative, check_numerical, check_walk, check_rule, check_valleys]


@pytest.mark.parametrize("check", ON_FUNCTIONS)
def test_what_never_ends_is_stopped(check, monkeypatch):
    monkeypatch.setattr(timelimit, "SECONDS", 0.05)
    began = time.monotonic()
    words = say(check, endless)
    assert "does not come to an end within 0.05 seconds, so it was stopped" in words
    assert time.monotonic() - began < 5


def slow(function, seconds):
    def slowly(*arguments):
        time.sleep(seconds)
        return function(*arguments)

    return slowly


@pytest.mark.parametrize(
    ("check", "function", "seconds"),
    [
        (check_valleys, lambda x: x**4 - 2 * x**2, 0.004),
        (check_valleys, lambda x: x**4 - 2 * x**2, 0.3),
        (check_rule, lambda x, new, g: False, 0.01),
        (check_mse, lambda y, p: np.mean((y - p) ** 2), 0.1),
    ],
)
def test_what_is_slow_is_told_from_what_never_ends(check, function, seconds, monkeypatch):
    monkeypatch.setattr(timelimit, "SECONDS", 0.5)
    began = time.monotonic()
    words = say(check, slow(function, seconds))
    assert "is too slow" in words and "does not come to an end" not in words
    assert time.monotonic() - began < 2 and timelimit.overdue == math.inf


def test_a_check_has_one_budget_for_all_its_calls(monkeypatch):
    monkeypatch.setattr(timelimit, "SECONDS", 0.1)
    with one_budget(), pytest.raises(TimeLimitError, match="too slow"):
        for _ in range(2000):
            limited(busy, 200_000)


def busy(n):
    total = 0
    for k in range(n):
        total += k
    return total


def test_a_stray_interrupt_never_arrives(monkeypatch):
    """Thousands of calls that end just about when their time is over, and nothing arrives after any of them."""
    monkeypatch.setattr(timelimit, "SECONDS", 1e-4)
    usual, interval, late, rng = (
        signal.getsignal(signal.SIGINT),
        sys.getswitchinterval(),
        0,
        np.random.default_rng(5),
    )
    sys.setswitchinterval(1e-6)
    try:
        for n in rng.integers(0, 20_000, 3000).tolist():
            try:
                assert limited(busy, n) == n * (n - 1) // 2
            except TimeLimitError:
                late += 1
            assert signal.getsignal(signal.SIGINT) is usual
        busy(1_000_000)
        time.sleep(0.05)
    finally:
        sys.setswitchinterval(interval)
    assert 10 < late < 2990


@pytest.mark.parametrize("check", ON_FUNCTIONS)
def test_the_interrupt_of_the_learner_passes_through(check):
    def presses_stop(*arguments):
        threading.Timer(0.05, _thread.interrupt_main).start()
        endless()

    with pytest.raises(KeyboardInterrupt):
        check(presses_stop)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_function_that_swallows_the_interrupt_gets_another(monkeypatch):
    monkeypatch.setattr(timelimit, "SECONDS", 0.05)

    def stubborn():
        with contextlib.suppress(BaseException):
            endless()
        endless()

    with pytest.raises(TimeLimitError):
        limited(stubborn)


def test_a_path_that_grows_for_ever_does_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(timelimit, "SECONDS", 60)
    monkeypatch.setattr(timelimit, "BLOCKS", 100_000)

    def growing():
        path = [0.5]
        while True:
            path.append(path[-1] + 1)

    with pytest.raises(TimeLimitError, match="fills the memory"):
        limited(growing)


def test_outside_the_main_thread_there_is_no_limit(monkeypatch):
    monkeypatch.setattr(timelimit, "SECONDS", 1e-4)
    answers = []
    thread = threading.Thread(target=lambda: answers.append(limited(busy, 2_000_000)))
    thread.start()
    thread.join()
    assert answers == [busy(2_000_000)]


CELLS = [
    "from gdlesson import exercises\nfrom gdlesson.exercises import timelimit",
    "def my_mse(actual, predicted): ...\nexercises.check_mse(my_mse)",
    "def my_mse(actual, predicted):\n    while True:\n        print('still here')",
    "timelimit.SECONDS = 0.2\nexercises.check_mse(my_mse)",
    "timelimit.SECONDS = 60\nexercises.check_mse(my_mse)",
    "1 + 1",
]


def test_in_a_notebook_both_the_limit_and_the_stop_button_work():
    notebook = new_notebook(cells=[new_code_cell(source) for source in CELLS])
    client = NotebookClient(notebook, kernel_name="python3", timeout=60, allow_errors=True)
    with client.setup_kernel():
        for index, cell in enumerate(notebook.cells):
            if "= 60" in cell.source:
                threading.Timer(1, lambda: client.km.provisioner.process.send_signal(signal.SIGINT)).start()
            client.execute_cell(cell, index)
    shown = [cell.outputs for cell in notebook.cells]
    assert shown[1][0].data["text/plain"].startswith("not yet: my_mse returns nothing for actual [1, 2]")
    assert "was stopped" in shown[3][0].data["text/plain"] and len(shown[3]) == 1
    assert shown[4][0].ename == "KeyboardInterrupt"
    assert shown[5][0].data["text/plain"] == "2"
