"""Slow runs that are gone through step by step: computed once, also while they grow."""

import threading
import time

import pytest

from gdlesson.live.controls import Control, count_control
from gdlesson.live.drawing import moving_line, new_figure
from gdlesson.live.replayed import ReplayedExplorer


class Dots:
    """A picture of as many dots as steps are shown."""

    description = "dots"

    def __init__(self):
        self.figure = new_figure(2, 2)
        self.dots = moving_line(self.figure.add_subplot(), "o", color="#000000", ms=9)
        self.artists = [self.dots]

    def show(self, run, step=None):
        shown = run[1] if step is None else step
        self.dots.set_data(range(shown), [0.5] * shown)


class Slow(ReplayedExplorer):
    """Counts to 5, from the second on with leave to go on only."""

    at_once = 0.0
    goal = Control()

    def __init__(self):
        self.go_on, self.begun = threading.Event(), []
        controls = {"goal": count_control("goal", 1, 0, 9)}
        super().__init__(controls, self.count, lambda run: f"{run[1]} of 5 for {run[0]}", Dots())

    def count(self, goal):
        self.begun.append(goal)
        for step in range(1, 6):
            yield goal, step
            while step > 1 and not self.go_on.is_set():
                time.sleep(0.005)
                yield goal, step
            if goal == 8 and step == 3 and self.begun.count(8) == 1:
                raise ZeroDivisionError("in the middle")

    def last_step(self, run):
        return run[1]

    def at_step(self, run, step):
        return f"step {step} for {run[0]}"


@pytest.fixture
def lab():
    lab = Slow()
    while lab.live.words != "2 of 5 for 1":
        time.sleep(0.005)
    yield lab
    lab.go_on.set()
    lab.wait()


def test_a_step_of_a_run_in_progress_neither_ends_nor_repeats_it(lab):
    lab.controls["step"].value = 1
    words = lab.live.words
    lab.go_on.set()
    assert words == "step 1 for 1"
    assert lab.run == (1, 5) and lab.begun == [1] and lab.live.words == "step 1 for 1"
    assert lab.step == 1 and lab.controls["step"].high == 5


def test_steps_of_a_finished_run_need_no_new_one(lab):
    lab.go_on.set()
    run = lab.run
    for step in (0, 3, 5):
        lab.step = step
        assert lab.run is run and len(lab.picture.dots.get_xdata()) == step
    assert lab.begun == [1] and lab.live.words == lab.verdict == "5 of 5 for 1"
    lab.goal = 2
    assert lab.run == (2, 5) and lab.step == 5 and lab.begun == [1, 2]


def test_after_an_error_the_next_step_begins_anew(lab):
    lab.go_on.set()
    lab.goal = 8
    assert lab.run is None and "in the middle" in lab.verdict
    lab.controls["step"].value = 2
    assert lab.run == (8, 5) and lab.begun == [1, 8, 8] and not lab.live.failed


def ahead(lab, key):
    """Return the words of a frame that is drawn ahead, None if there is none."""
    values = lab.values_at(key)
    run = lab.run_at(values)
    frame = run and lab.frame(run, values, key)
    lab.restore()
    return frame and frame[3]


def test_steps_are_drawn_ahead_of_a_finished_run_only_and_nothing_waits(lab):
    assert lab.live.ahead == [1]
    early = ahead(lab, [1, 1]), lab.frame((1, 5), {"goal": 1, "step": 2}, [1, 2])  # it is in progress
    lab.go_on.set()
    lab.wait()
    assert early == (None, None)
    assert [ahead(lab, key) for key in ([1, 2], [1, 4], [3, 2])] == ["step 2 for 1", "step 4 for 1", None]
    lab.newest.clear()  # a move in another thread is about to begin: nothing waits for it here
    assert ahead(lab, [1, 3]) == "step 3 for 1"
    lab.newest.set()
    assert lab.begun == [1] and lab.live.words == "5 of 5 for 1" and len(lab.picture.dots.get_xdata()) == 5


def test_saving_may_make_other_runs(lab):
    lab.go_on.set()
    with lab.aside():
        assert lab.run_at({"goal": 3, "step": None}) == (3, 5)
    assert lab.run == (1, 5) and lab.begun == [1, 3]
