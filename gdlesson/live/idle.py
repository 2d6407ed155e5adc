"""Work for idle moments: it is done in short slices on the kernel's event loop, between the messages."""

import asyncio
import contextlib
import time

import numpy as np

SLICE = 0.006  # seconds of work before other messages get their turn
GAP = 0.003  # seconds between two slices
QUIET = 0.06  # seconds after a move in which nothing is done ahead


class Idle:
    """Takes work as generators, which yield after every small piece: the brief ones first, of these the newest."""

    def __init__(self):
        self.loop, self.work, self.brief, self.planned, self.begin = None, {}, {}, False, 0.0

    def find_loop(self):
        """Note the event loop on which this is called; without one, nothing is done ahead."""
        with contextlib.suppress(RuntimeError):
            loop = asyncio.get_running_loop()
            if loop is not self.loop:
                self.loop, self.planned = loop, False

    def soon(self, action):
        """Call action() on the event loop, from whatever thread; without a loop, never."""
        if self.loop and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(action)

    def do(self, owner, pieces, brief=False):
        """Take work, which replaces any other work of the same owner; call this on the event loop only."""
        work = self.brief if brief else self.work
        work.pop(owner, None)
        work[owner] = pieces
        self.plan()

    def wait(self):
        """Leave the next moments to the moves that someone is making."""
        self.begin = time.monotonic() + QUIET

    def plan(self):
        """Plan the next slice."""
        if (self.brief or self.work) and not self.planned:
            self.planned = True
            self.loop.call_later(max(GAP, self.begin - time.monotonic()), self.slice)

    def slice(self):
        """Work for a short time."""
        self.planned, end = False, time.monotonic() + SLICE
        while (work := self.brief or self.work) and self.begin < time.monotonic() < end:
            owner, pieces = list(work.items())[-1]
            if is_over(pieces) and work.get(owner) is pieces:
                del work[owner]
        self.plan()


def is_over(pieces):
    """Do one piece of work; return whether it was the last, or failed: whoever needs it will see the error."""
    try:
        with np.errstate(all="ignore"):
            return next(pieces, pieces) is pieces
    except (Exception, SystemExit):
        return True


IDLE = Idle()
