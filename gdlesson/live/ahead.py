"""Frames drawn ahead: what an explorer would show for other positions of its controls, sent to the page.

The page asks for them by key, the list of all controls' positions, and shows them without waiting for the kernel.
"""

import time
from collections import deque

from gdlesson.live.idle import IDLE

BATCH = 4  # frames in a message
PATIENCE = 0.03  # seconds of processor time for a frame; explorers that take longer draw nothing ahead


class Ahead:
    """Draws the frames that the page of an explorer asks for, while the kernel is idle."""

    def __init__(self, explorer):
        self.explorer, self.wanted, self.too_slow = explorer, deque(), False
        explorer.live.on_msg(self.asked)

    def asked(self, widget, content, buffers):
        """Take the keys that the page wants, nearest first; a new plan replaces the one before."""
        if content.get("anew"):
            self.wanted.clear()
            self.explorer.live.known = set(content["known"])
        self.wanted.extend(content.get("wanted", ()))
        IDLE.do(self.explorer, self.pieces())

    def pieces(self):
        """Draw what is wanted, piece by piece, and send it in batches."""
        frames, done = [], 0
        while self.wanted and not self.too_slow:
            key = self.wanted.popleft()
            frame = yield from self.frame(key)
            frames += [frame] if frame else []
            done += 1
            if done == BATCH or not self.wanted:
                self.explorer.live.send_frames(frames, done)
                frames, done = [], 0
        self.explorer.restore()

    def frame(self, key):
        """Draw one frame in two pieces, the run and its picture; return None if it cannot be drawn."""
        begin, explorer = time.thread_time(), self.explorer
        if not explorer.turn.acquire(blocking=False):
            return None
        try:
            values = explorer.values_at(key)
            run = explorer.run_at(values)
        except (Exception, SystemExit):  # the kernel says what went wrong when someone comes to this position
            return None
        finally:
            explorer.turn.release()
        yield
        if not explorer.turn.acquire(blocking=False):
            return None
        try:
            return explorer.frame(run, values, key)
        except Exception:
            return None
        finally:
            explorer.turn.release()
            self.too_slow = time.thread_time() - begin > PATIENCE
