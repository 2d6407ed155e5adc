"""Explorers for slow runs: each run is shown while it is in progress, and canceled by the next move."""

import asyncio
import atexit
import sys
import threading
import time
import weakref
from collections import deque
from contextlib import contextmanager

import numpy as np

from gdlesson.live.explorer import Explorer

REFRESH = 0.1  # seconds between two pictures of a run in progress
BREATH = 0.01  # seconds that are left to other things in a browser
PATIENCE = 5.0  # seconds that Python, when it exits, waits for a step to finish
IN_BROWSER = sys.platform == "emscripten"  # no threads: a run goes on between other things
STARTED = weakref.WeakSet()  # explorers that may have a run in progress


class GradualExplorer(Explorer):
    """An explorer whose runs take time: `make_run` is a generator that yields the run as it grows.

    A move computes for a moment and shows how far the run has come. If it is not finished, a thread continues and
    refreshes the picture until the run is finished, or canceled by the next move; in a browser, which has no
    threads, the event loop does. Reading `run`, `verdict` or `error` waits for the end. `judge` also takes
    unfinished runs, and says how far they have come.

    Each move is an event, which is set when its run is finished or canceled. Only the thread that holds the lock
    `turn` computes. Moves may come from several threads; the newest one wins.
    """

    newest, latest, worker, computing = None, None, None, None  # move, run, thread, and the thread computing now
    rest = None  # in a browser: the move and what remains of its run
    at_once = 0.15  # seconds that a move computes before it lets the next move in

    def update(self):
        """Start a run with the controls' values, and cancel the one in progress."""
        if self.is_held():
            return
        self.newest = move = threading.Event()
        continues = False
        try:
            with self.turn:
                continues = self.newest is move and self.begin(move)
        finally:
            if not continues:
                move.set()

    def begin(self, move):
        """Compute a new run for a moment; return whether a thread continues with it."""
        self.run, self.run_key = None, self.key()
        steps = self.make_run(**self.values())
        if self.work(move, steps, self.at_once):
            return False
        if IN_BROWSER:
            self.rest = move, steps
            asyncio.get_event_loop().call_later(BREATH, self.go_on)
            return True
        self.worker = threading.Thread(target=self.finish, args=[move, steps], daemon=True)
        STARTED.add(self)
        self.worker.start()
        return True

    def finish(self, move, steps):
        """Continue a run to its end, unless it is canceled."""
        try:
            while self.newest is move:
                with self.turn:
                    if self.newest is not move or self.work(move, steps, REFRESH):
                        return
        finally:
            move.set()

    def go_on(self):
        """Continue a run for a moment, and come back to it after what else there is to do."""
        move, steps = self.rest
        if self.newest is not move or move.is_set() or self.work(move, steps, REFRESH):
            move.set()
        else:
            asyncio.get_event_loop().call_later(BREATH, self.go_on)

    def work(self, move, steps, seconds):
        """Continue a run for some seconds, and show how far it has come; return whether it is over."""
        self.computing, over = threading.current_thread(), True
        try:
            self.attempt(lambda: self.advance(move, steps, time.monotonic() + seconds))
            over = self.error is not None or self.run is not None
            return over
        finally:
            self.live.busy, self.computing = self.live.busy and not over, None

    def advance(self, move, steps, end):
        """Continue a run until the time `end`, or until it is canceled, and show it."""
        for self.latest in steps:
            if self.newest is not move:
                return
            if time.monotonic() > end:
                self.live.busy = True
                self.show(self.latest)
                self.run = None  # it is not finished
                return
        self.show(self.latest)

    def run_at(self, values):
        """Return the finished run of these values."""
        with np.errstate(all="ignore"):
            return deque(self.make_run(**values), maxlen=1)[0]

    @contextmanager
    def aside(self):
        """Within this block, other runs can be drawn, while moves wait; then the current one is drawn again."""
        self.wait()
        with self.turn:
            self.computing = threading.current_thread()  # it does not wait for moves that want the turn
            try:
                with super().aside():
                    yield
            finally:
                self.computing = None

    def wait(self):
        """Wait until no run is in progress; the thread that computes it does not wait for itself."""
        while (move := self.newest) and self.computing is not threading.current_thread() and not move.is_set():
            if IN_BROWSER:
                self.go_on()
            else:
                move.wait()

    def stop(self):
        """Cancel the run in progress, and wait for its thread."""
        self.newest = None
        if self.worker:
            self.worker.join(PATIENCE)


@atexit.register
def stop_all():
    """Cancel all runs when Python exits: it would crash if a thread were killed inside a library."""
    for explorer in list(STARTED):
        explorer.stop()
