"""Explorers whose runs take time: shown while they are under way, and broken off by the next move."""

import atexit
import threading
import time
import weakref

from gdlesson.live.explorer import Explorer

PICTURE = 0.1  # seconds from one picture of a run that goes on to the next
PATIENCE = 5.0  # seconds that Python waits at its end for a step that does not come back
AT_WORK = weakref.WeakSet()  # explorers with something under way, perhaps


class Awaited:
    """An attribute that can be read when nothing is under way any more."""

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, explorer, owner=None):
        if explorer is None:
            return self
        explorer.wait()
        return explorer.__dict__[self.name]

    def __set__(self, explorer, value):
        explorer.__dict__[self.name] = value


class GradualExplorer(Explorer):
    """An explorer whose runs come little by little: `make_run` is a generator of ever more complete ones.

    A move works on its run for a moment, and shows how far it has come; if that is not its end, a thread goes on
    and shows the rest little by little, until the end or the next move. Whoever asks for `run`, `verdict` or
    `error` waits for the end. `judge` tells from a run itself whether it is complete.

    A move is an event, which is set when its run has come to its end or has been given up. Only who has the turn
    works; moves may come from several threads, and of several the newest counts.
    """

    run, verdict, error = Awaited(), Awaited(), Awaited()
    newest, latest, worker, hand = None, None, None, None  # hand: the thread that is at work now
    at_once = 0.15  # seconds that a move may take before the next one is listened to

    def update(self):
        """Begin a run with the controls' values; one that is still under way ends."""
        if self.held:
            return
        self.newest = move = threading.Event()
        goes_on = False
        try:
            with self.turn:
                goes_on = self.newest is move and self.begin(move)
        finally:
            if not goes_on:
                move.set()

    def begin(self, move):
        """Work on a new run for a moment; return whether a thread goes on with it."""
        self.run = None
        steps = self.make_run(**{name: self.controls[name].value for name in self.inputs})
        if self.work(move, steps, self.at_once):
            return False
        self.worker = threading.Thread(target=self.finish, args=[move, steps], daemon=True)
        AT_WORK.add(self)
        self.worker.start()
        return True

    def finish(self, move, steps):
        """Go on with a run to its end, unless another one begins."""
        try:
            while self.newest is move:
                with self.turn:
                    if self.newest is not move or self.work(move, steps, PICTURE):
                        return
        finally:
            move.set()

    def work(self, move, steps, seconds):
        """Go on with a run for so long, and show how far it has come; return whether it is over."""
        self.hand, over = threading.current_thread(), True
        try:
            self.attempt(lambda: self.advance(move, steps, time.monotonic() + seconds))
            over = self.error is not None or self.run is not None
            return over
        finally:
            self.live.busy, self.hand = self.live.busy and not over, None

    def advance(self, move, steps, end):
        """Go on with a run until that time, or until another one begins, and show it."""
        for self.latest in steps:
            if self.newest is not move:
                return
            if time.monotonic() > end:
                self.live.busy = True
                self.show(self.latest)
                self.run = None  # there is more to come
                return
        self.show(self.latest)

    def wait(self):
        """Wait until nothing is under way any more; whoever is at work itself does not."""
        while (move := self.newest) and self.hand is not threading.current_thread() and not move.is_set():
            move.wait()

    def stop(self):
        """End what is under way in another thread."""
        self.newest = None
        if self.worker:
            self.worker.join(PATIENCE)


@atexit.register
def stop_all():
    """End what is under way when Python ends: it would crash with a library whose thread is cut off."""
    for explorer in list(AT_WORK):
        explorer.stop()
