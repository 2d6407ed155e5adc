"""Explorers for slow runs that can be gone through step by step: a run is computed once, and then only shown."""

import threading
from functools import partial

from gdlesson.live.gradual import GradualExplorer
from gdlesson.live.stepwise import Stepwise

END = object()


class Growing:
    """A run in progress: whoever iterates gets what there is so far, and continues it.

    Parameters
    ----------
    begin : callable
        Returns a generator of the run as it grows. After an error, it is called again.
    """

    def __init__(self, begin):
        self.begin, self.steps, self.reached = begin, begin(), []

    def __iter__(self):
        yield from self.reached
        while True:
            try:
                run = next(self.steps, END)
            except BaseException:
                self.steps, self.reached = self.begin(), []
                raise
            if run is END:
                return
            self.reached = [run]
            yield run


class ReplayedExplorer(Stepwise, GradualExplorer):
    """A `GradualExplorer` whose run, also one in progress, can be shown step by step, as in `Stepwise`."""

    ahead = ["step"]

    def __init__(self, controls, make_run, judge, picture):
        super().__init__(controls, lambda **values: Growing(partial(make_run, **values)), judge, picture)

    def run_at(self, values):
        """Return the finished run of these values; ahead, nothing waits for another one: there it is None."""
        if self.computing is threading.current_thread():
            return super().run_at(values)
        known = self.values_at(self.run_key)
        same = all(values[name] == known[name] for name in known if name != "step")
        return self.__dict__["run"] if same else None

    def frame(self, run, values, key):
        """Return what the page would show at another step, or None while a run is in progress."""
        if self.__dict__["run"] is None:
            return None
        before, self.computing = self.computing, threading.current_thread()  # it does not wait for moves
        try:
            return super().frame(run, values, key)
        finally:
            self.computing = before
