"""What never ends is stopped, what is slow or waits is told so, and an interrupt goes where it belongs."""

import _thread
import contextlib
import signal
import sys
import threading
import time

import numpy as np
import pytest
from answers import applaud, endless, say
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from gdlesson.exercises import (
    check_derivative,
    check_descent,
    check_mse,
    check_numerical,
    check_rule,
    check_valleys,
    timelimit,
)
from gdlesson.exercises.timelimit import TimeLimitError, budget, limited

ON_FUNCTIONS = [check_mse, check_derivative, check_numerical, check_descent, check_rule, check_valleys]


@pytest.mark.parametrize("check", ON_FUNCTIONS)
def test_what_never_ends_is_stopped(check, monkeypatch):
    monkeypatch.setattr(timelimit, "SECONDS", 0.05)
    words = say(check, endless)
    assert (
        "is still running after 0.05 seconds of computing, so it was stopped. Does its loop have an end" in words
    )


def busy(n):
    total = 0
    for k in range(n):
        total += k
    return total


def after(function, do):
    def slowly(*arguments):
        do()
        return function(*arguments)

    return slowly


@pytest.mark.parametrize(
    ("check", "function", "do", "words"),
    [
        (check_valleys, lambda x: x**4 - 2 * x**2, lambda: busy(20_000), "is too slow"),
        (check_rule, lambda x, new, g: False, lambda: busy(20_000), "is too slow"),
        (check_mse, lambda y, p: np.mean((y - p) ** 2), lambda: busy(600_000), "is too slow"),
        (check_mse, lambda y, p: np.mean((y - p) ** 2), lambda: time.sleep(60), "waits for too long"),
        (check_valleys, lambda x: x, lambda: time.sleep(0.2), "waits for too long"),
    ],
)
def test_what_is_slow_or_waits_is_told_from_what_never_ends(check, function, do, words, monkeypatch):
    monkeypatch.setattr(timelimit, "SECONDS", 0.1)
    said = say(check, after(function, do))
    assert words in said and "is still running" not in said and timelimit.running is None


def test_a_check_has_one_budget_for_all_its_calls(monkeypatch):
    monkeypatch.setattr(timelimit, "SECONDS", 0.1)
    with budget(), pytest.raises(TimeLimitError, match="too slow"):
        for _ in range(2000):
            limited(busy, 200_000)


def test_more_patience_means_more_time(monkeypatch):
    monkeypatch.setattr(timelimit, "SECONDS", 0.001)
    with budget(10_000):
        assert limited(busy, 1_000_000) == busy(1_000_000)


@pytest.mark.parametrize(("check", "work"), [(check_mse, 20_000), (check_rule, 200)])
def test_a_right_answer_is_right_on_a_busy_machine(check, work, monkeypatch):
    """By the clock everything takes fifteen times as long: others are using the processor."""
    monkeypatch.setattr(timelimit, "clock", lambda: 15 * timelimit.processor())
    monkeypatch.setattr(timelimit, "SECONDS", 0.3)
    right = {
        check_mse: lambda y, p: np.nanmean((y - p) ** 2),
        check_rule: lambda x, new, g: abs(g(x)) + abs(new - x) < 1e-5,
    }
    assert applaud(check, after(right[check], lambda: busy(work)))


# ---- where an interrupt goes


def test_a_stray_interrupt_never_arrives(monkeypatch):
    """Many calls that end just about when their time is over, and nothing arrives after any of them."""
    monkeypatch.setattr(timelimit, "SECONDS", 1e-3)
    usual, interval, n, late = signal.getsignal(signal.SIGINT), sys.getswitchinterval(), 1000.0, []
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(600):  # the calls grow longer until they are late, and then shorter: on any machine
            try:
                assert limited(busy, int(n)) == busy(int(n))
                late.append(False)
            except TimeLimitError:
                late.append(True)
            n = max(n * (0.8 if late[-1] else 1.2), 10)
            assert signal.getsignal(signal.SIGINT) is usual
        busy(1_000_000)
        time.sleep(0.05)
    finally:
        sys.setswitchinterval(interval)
    assert sum(late) > 50 and late.count(False) > 50


def test_the_time_begins_with_the_call_and_not_with_the_thread_that_watches_it(monkeypatch):
    monkeypatch.setattr(timelimit, "SECONDS", 0.02)
    start = threading.Thread.start

    def slowly(thread):
        start(thread)
        busy(3_000_000)

    monkeypatch.setattr(threading.Thread, "start", slowly)
    assert limited(busy, 1000) == busy(1000)
    with pytest.raises(TimeLimitError):
        limited(endless)


def test_a_slow_end_is_not_interrupted_either(monkeypatch):
    monkeypatch.setattr(timelimit, "SECONDS", 0.02)
    end = timelimit.Watch.end

    def slowly(watch):
        busy(3_000_000)
        end(watch)

    monkeypatch.setattr(timelimit.Watch, "end", slowly)
    assert limited(busy, 1000) == busy(1000)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_interrupt_of_the_learner_outside_of_the_call_is_passed_on_afterwards(monkeypatch):
    start, answers = threading.Thread.start, []

    def pressed(thread):
        start(thread)
        _thread.interrupt_main()
        busy(1000)

    monkeypatch.setattr(threading.Thread, "start", pressed)
    with pytest.raises(KeyboardInterrupt):
        limited(lambda: answers.append(3))
    assert answers == [3] and signal.getsignal(signal.SIGINT) is signal.default_int_handler


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


def test_a_path_that_grows_forever_does_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(timelimit, "SECONDS", 60)
    monkeypatch.setattr(timelimit, "BLOCKS", 100_000)
    monkeypatch.setattr(timelimit, "LOOK", 0.01)

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


@pytest.mark.parametrize("system", [signal, time])
def test_where_a_system_has_less_there_is_still_a_limit(system, monkeypatch):
    """Windows has no signals for one thread, macOS no clock for one."""
    for name in ("pthread_kill", "pthread_getcpuclockid"):
        monkeypatch.delattr(system, name, raising=False)
    monkeypatch.setattr(timelimit, "SECONDS", 0.05)
    with pytest.raises(TimeLimitError):
        limited(endless)
    assert limited(busy, 1000) == busy(1000)


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
    assert (
        shown[1][0]
        .data["text/plain"]
        .startswith("✗ Not yet: for actual [1, 2] and predicted [3, 2], my_mse returns nothing.")
    )
    assert "was stopped" in shown[3][0].data["text/plain"] and len(shown[3]) == 1
    assert shown[4][0].ename == "KeyboardInterrupt"
    assert shown[5][0].data["text/plain"] == "2"
