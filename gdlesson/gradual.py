"""Explorers whose runs take time: shown while they are under way, and broken off by the next move."""

import atexit
import threading
import time
import weakref

from gdlesson.explorers import Explorer

PICTURE = 0.1  # seconds from one picture of a run that goes on to the next
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
    """

    run, verdict, error = Awaited(), Awaited(), Awaited()
    newest, latest, worker = None, None, None
    at_once = 0.15  # seconds that a move may take before the next one is listened to

    def update(self):
        """Begin a run with the controls' values; one that is still under way ends."""
        if self.held:
            return
        self.newest = move = self.make_run(**{name: self.controls[name].value for name in self.inputs})
        self.wait()
        with self.turn:
            self.run = None
            if self.newest is move and not self.work(move, self.at_once):
                worker = threading.Thread(target=self.finish, args=[move], daemon=True)
                worker.start()
                self.worker = worker
                AT_WORK.add(self)

    def finish(self, move):
        """Go on with a run to its end, unless another one begins."""
        while self.newest is move:
            if self.turn.acquire(timeout=PICTURE):  # whoever has it may be waiting for this thread
                try:
                    if self.work(move, PICTURE):
                        return
                finally:
                    self.turn.release()

    def work(self, move, seconds):
        """Go on with a run for so long, and show how far it has come; return whether it is over."""
        self.attempt(lambda: self.advance(move, time.monotonic() + seconds))
        return self.__dict__["error"] is not None or self.__dict__["run"] is not None

    def advance(self, move, end):
        """Go on with a run until that time, or until another one begins, and show it."""
        for self.latest in move:
            if time.monotonic() > end or self.newest is not move:
                self.picture.show(self.latest)
                self.live.redraw(self.judge(self.latest))
                return
        self.show(self.latest)

    def wait(self):
        """Wait for what is under way in another thread."""
        if self.worker and self.worker is not threading.current_thread():
            self.worker.join()

    def stop(self):
        """End what is under way in another thread."""
        self.newest = None
        self.wait()


@atexit.register
def stop_all():
    """End what is under way when Python ends: it would crash with a library whose thread is cut off."""
    for explorer in list(AT_WORK):
        explorer.stop()
