"""Frames drawn ahead: what an explorer would show for other positions of its controls, sent to the page.

The page asks for them by key, the list of all controls' positions, and shows them without waiting for the kernel.
"""

import time
from collections import deque

from gdlesson.live.idle import IDLE

BATCH = 4  # frames in a message
PATIENCE = 0.03  # seconds of processor time for a frame; explorers that take longer, twice in a row, draw no more
REDRAWING = 0.1  # the same for a frame before which Matplotlib draws the axes of another one again


class Ahead:
    """Draws the frames that the page of an explorer asks for, while the kernel is idle."""

    def __init__(self, explorer):
        self.explorer, self.wanted = explorer, deque()
        self.still, self.taken, self.late, self.too_slow = None, 0.0, False, False
        explorer.live.on_msg(self.asked)

    def asked(self, widget, content, buffers):
        """Hear the page, which JupyterLab may let speak in another thread."""
        IDLE.soon(lambda: self.take(content))

    def take(self, content):
        """Take the keys that the page wants, nearest first; a new plan replaces the one before."""
        anew = content.get("anew")
        if anew:
            self.wanted.clear()
            self.explorer.live.known = set(content["known"])
        self.wanted.extend(content.get("wanted", ()))
        if anew or self.explorer not in IDLE.work:
            IDLE.do(self.explorer, self.pieces())

    def pieces(self):
        """Draw what is wanted, piece by piece, and send it in batches."""
        frames, done = [], 0
        while self.wanted and not self.too_slow:
            frame = yield from self.frame(self.wanted.popleft())
            frames += [frame] if frame else []
            done += 1
            if done == BATCH or not self.wanted:
                self.explorer.live.send_frames(frames, done)
                frames, done = [], 0
        self.explorer.restore()

    def frame(self, key):
        """Draw one frame in two pieces, the run and its picture; return None if it cannot be drawn."""
        explorer, self.taken = self.explorer, 0.0
        stills = len(explorer.live.stills)
        run = self.piece(lambda: explorer.run_at(explorer.values_at(key)))
        yield
        frame = None if run is None else self.piece(lambda: explorer.frame(run, explorer.values_at(key), key))
        once = len(explorer.live.stills) > stills  # a still part is drawn only once
        self.late, before = self.taken > self.patience(frame) and not once, self.late
        self.too_slow = self.late and before  # once may be chance
        return frame

    def patience(self, frame):
        """Return how many seconds a frame may take, the more where its still part is not that of the last one."""
        last, self.still = self.still, frame[1] if frame else None
        return PATIENCE if self.still == last else REDRAWING

    def piece(self, work):
        """Do a piece of the work if nobody else is at it; return None if it cannot be done."""
        begin = time.thread_time()
        if not self.explorer.turn.acquire(blocking=False):
            return None
        try:
            return work()
        except (Exception, SystemExit):  # the kernel says what went wrong when someone comes to this position
            return None
        finally:
            self.explorer.turn.release()
            self.taken += time.thread_time() - begin
