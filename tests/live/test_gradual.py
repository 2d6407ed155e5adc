"""Runs that take long: shown while under way, broken off by the next move, awaited by whoever asks."""

import os
import signal
import sys
import threading
import time

import pytest

from gdlesson.live.controls import Control, count_control
from gdlesson.live.drawing import moving_line, new_figure
from gdlesson.live.gradual import GradualExplorer
from gdlesson.live.sweeping import go_through


class Dots:
    """A picture of one dot, which says how far a run is."""

    description = "a dot"

    def __init__(self):
        self.figure = new_figure(2, 2)
        ax = self.figure.add_subplot()
        self.dot = moving_line(ax, "o", color="#000000", ms=9)
        self.artists, self.seen = [self.dot], []

    def show(self, run):
        anew = None if self.seen and self.seen[-1][0] == run[0] else run[0]
        self.seen.append(run)
        self.dot.set_data([run[1] / 10], [0.5])
        self.figure.axes[0].set_title(f"on the way to {run[0]}")
        self.description = f"a dot on the way to {run[0]}"
        return anew


class Slow(GradualExplorer):
    """Counts to 5; from the second on it waits for leave to go on."""

    at_once = 0.0
    goal = Control()

    def __init__(self):
        self.go_on, self.closed = threading.Event(), []
        controls = {"goal": count_control("goal", 1, 0, 9)}
        super().__init__(controls, self.count, lambda run: f"{run[1]} of 5 for {run[0]}", Dots())

    def count(self, goal):
        try:
            if goal == 7:
                raise ValueError("7 cannot be reached")
            if goal == 0:
                raise KeyboardInterrupt
            for step in range(1, 6):
                yield goal, step
                while step > 1 and not self.go_on.is_set():
                    time.sleep(0.005)
                    yield goal, step
                if goal == 8 and step == 3:
                    raise ZeroDivisionError("in the middle")
                if goal == 6 and step == 3:
                    sys.exit("the end")
        finally:
            self.closed.append(goal)


@pytest.fixture
def lab():
    lab = Slow()
    yield lab
    lab.go_on.set()
    lab.wait()


def test_what_is_reached_is_shown_and_the_rest_comes_later(lab):
    assert lab.live.words in ("1 of 5 for 1", "2 of 5 for 1") and lab.worker.is_alive() and lab.live.busy
    lab.go_on.set()
    assert lab.run == (1, 5) and lab.verdict == "5 of 5 for 1" == lab.live.words and lab.error is None
    assert not lab.live.busy
    lab.worker.join(5)
    assert not lab.worker.is_alive() and lab.picture.seen[-1] == (1, 5)


def test_a_screen_reader_is_told_the_end_and_not_each_step_to_it(lab):
    said = []
    lab.live.observe(lambda change: said.append((change["new"], lab.live.busy)), "words")
    lab.goal = 2
    lab.go_on.set()
    lab.wait()
    assert said[0] == ("1 of 5 for 2", True) and said[-1] == ("5 of 5 for 2", True) and not lab.live.busy


def test_the_next_move_breaks_a_run_off(lab):
    first = lab.worker
    lab.goal = 2
    first.join(5)
    assert not first.is_alive() and lab.worker.is_alive()
    lab.go_on.set()
    assert lab.run == (2, 5) and (1, 5) not in lab.picture.seen


def test_many_moves_end_with_the_last_one(lab):
    moves = [threading.Thread(target=setattr, args=(lab, "goal", goal)) for goal in (2, 3, 4, 5, 2, 3)]
    for move in moves:
        move.start()
    for move in moves:
        move.join(20)
        assert not move.is_alive()
    lab.goal = 9
    lab.go_on.set()
    assert lab.run == (9, 5) and lab.live.words == "5 of 5 for 9"


def test_a_move_in_one_thread_does_not_bring_back_what_another_one_has_changed_since(lab):
    quick, asked = lab.make_run, threading.Event()

    def dawdling(goal):
        asked.set()
        time.sleep(0.2 if goal == 2 else 0)
        return quick(goal)

    lab.make_run = dawdling
    lab.go_on.set()
    first = threading.Thread(target=setattr, args=(lab, "goal", 2))
    first.start()
    asked.wait(5)
    lab.goal = 3
    first.join(5)
    assert lab.goal == 3 and lab.run == (3, 5) and lab.live.words == "5 of 5 for 3"


def test_whoever_asks_while_another_thread_moves_waits_for_the_end_as_well(lab):
    lab.go_on.set()
    lab.wait()
    quick, begun = lab.make_run, threading.Event()

    def dawdling(goal):
        begun.set()
        time.sleep(0.2)
        return quick(goal)

    lab.make_run = dawdling
    move = threading.Thread(target=setattr, args=(lab, "goal", 4))
    move.start()
    begun.wait(5)
    assert lab.run == (4, 5)
    move.join(5)


def test_what_stays_follows_also_where_the_rest_comes_later(lab):
    before = lab.live.still
    lab.goal = 5
    assert lab.live.still != before and lab.live.description == "a dot on the way to 5" and lab.worker.is_alive()


@pytest.mark.skipif(sys.platform == "win32", reason="os.kill would end Python there")
def test_an_interrupt_ends_the_waiting_but_not_the_run(lab):
    threading.Timer(0.2, os.kill, [os.getpid(), signal.SIGINT]).start()
    with pytest.raises(KeyboardInterrupt):
        lab.wait()
    assert lab.worker.is_alive()
    lab.go_on.set()
    assert lab.run == (1, 5)


def test_a_move_that_is_interrupted_is_over(lab):
    with pytest.raises(KeyboardInterrupt):
        lab.goal = 0
    assert lab.run is None and lab.error is None
    lab.goal = 3
    lab.go_on.set()
    assert lab.run == (3, 5)


def test_what_is_stopped_is_over(lab):
    lab.stop()
    assert not lab.worker.is_alive() and lab.run is None
    lab.go_on.set()
    lab.goal = 3
    assert lab.run == (3, 5)


def test_values_that_cannot_be_leave_alone_what_is_under_way(lab):
    worker = lab.worker
    with pytest.raises(ValueError, match="goal must be between 0 and 9"):
        lab.set(goal=10)
    assert lab.worker is worker and worker.is_alive()
    lab.go_on.set()
    assert lab.run == (1, 5)


@pytest.mark.parametrize(
    ("goal", "words"),
    [(7, "7 cannot be reached"), (8, "ZeroDivisionError: in the middle"), (6, "SystemExit: the end")],
)
def test_an_error_is_said_whether_it_comes_at_once_or_later(lab, goal, words):
    lab.go_on.set()
    lab.goal = goal
    assert lab.run is None and lab.verdict == words == lab.live.words and lab.live.failed and not lab.live.busy
    lab.goal = 3
    assert lab.run == (3, 5) and not lab.live.failed


def test_an_error_while_another_run_is_under_way(lab):
    lab.goal = 7
    assert lab.verdict == "7 cannot be reached" and lab.live.failed
    lab.goal = 4
    lab.go_on.set()
    assert lab.run == (4, 5)


def test_a_notebook_shows_the_end(lab):
    lab.go_on.set()
    bundle = lab._repr_mimebundle_()
    assert bundle["text/plain"] == "5 of 5 for 1" and bundle["image/png"].startswith(b"\x89PNG")


def test_going_through_values_raises_what_goes_wrong(lab):
    lab.go_on.set()
    with pytest.raises(ValueError, match="7 cannot be reached"):
        go_through(lab, lab.controls["goal"], "value", [1, 2, 7, 3])
    assert lab.goal == 1 and lab.run == (1, 5)


def test_a_misspelt_control_is_told_and_waits_for_nothing(lab):
    with pytest.raises(AttributeError, match="no 'gaol'; its controls are goal"):
        lab.gaol = 3
    assert lab.worker.is_alive()
