"""A time limit for a function of the learner's, which may never end.

A thread waits beside the call. When the time is over it interrupts the main thread, as ■ in JupyterLab does, and
our handler turns that into a `TimeLimitError`. Any other interrupt is the learner's own, and goes its usual way.
"""

import _thread
import contextlib
import math
import signal
import sys
import threading
import time

SECONDS = 2.0  # for one call
CHECK = 2  # a whole check may take so many times as long
LOOK = 0.1  # seconds between two looks at the call; one that swallowed the interrupt gets another
BLOCKS = 4_000_000  # a path with so many new numbers takes about 150 MB


slower = 1  # so many times as long may a call take now
overdue = math.inf  # when the check that is running must be over


class TimeLimitError(BaseException):
    """A call went on for too long, or took too much memory.

    It is not an `Exception`, so that an `except Exception` in the call lets it through.
    """


@contextlib.contextmanager
def one_budget():
    """Limit the time of all calls together, to `CHECK` times what one of them may take."""
    global overdue
    overdue = time.monotonic() + CHECK * SECONDS
    try:
        yield
    finally:
        overdue = math.inf


@contextlib.contextmanager
def patience(times):
    """Let each call take so many times as long, and all together no longer: a library may compile something."""
    global slower, overdue
    before = slower, overdue
    slower, overdue = times, time.monotonic() + times * SECONDS
    try:
        yield
    finally:
        slower, overdue = before


def paced(function):
    """Return a function that is to be called many times, so that a slow one is told from one that never ends."""
    now = time.monotonic()
    end = now + 0.75 * min(slower * SECONDS, overdue - now)

    def called(*arguments):
        if time.monotonic() > end:
            raise TimeLimitError("is too slow, because it is called many times")
        return function(*arguments)

    return called


def limited(function, *arguments):
    """Return function(*arguments), or raise `TimeLimitError` after `SECONDS`, or once it keeps `BLOCKS` objects.

    Within `one_budget` the time may be over earlier.

    There is no limit outside the main thread, as only the main thread can be interrupted, nor in a browser, which
    has no threads. A function of C that does not come back to Python, such as `time.sleep`, is not stopped either.

    Examples
    --------
    >>> limited(max, 2, 3)
    3
    """
    if threading.current_thread() is not threading.main_thread() or sys.platform == "emscripten":
        return function(*arguments)
    watch = Watch()
    signal.signal(signal.SIGINT, watch.interrupted)
    try:
        threading.Thread(target=watch.wait, daemon=True).start()
        return (lambda: function(*arguments))()  # the handler raises in frames below this one only
    finally:
        with watch.turn:  # from here on nothing is sent; what has been sent meets our handler, deaf here
            watch.running.release()
        signal.signal(signal.SIGINT, watch.before)


class Watch:
    """What the two threads share: whether the call is running, why it must stop, and whose turn it is."""

    def __init__(self):
        self.before = signal.getsignal(signal.SIGINT) or signal.default_int_handler
        self.reason, self.turn, self.running = "", threading.Lock(), threading.Lock()
        self.running.acquire()

    def wait(self):
        """Wait until the call has ended; once there is a reason to stop it, interrupt it until it has."""
        began, full = time.monotonic(), sys.getallocatedblocks() + BLOCKS
        limit = min(slower * SECONDS, max(overdue - began, 0.001))
        while not self.running.acquire(timeout=min(limit, LOOK)):
            if time.monotonic() >= began + limit:
                endless = limit > slower * SECONDS / 2  # else it is the calls before this one that took the time
                self.reason = f"does not come to an end within {limit:.2g} seconds" if endless else "is too slow"
            elif sys.getallocatedblocks() > full:
                self.reason = "does not come to an end, and it fills the memory"
            with self.turn:
                if self.reason and self.running.locked():
                    _thread.interrupt_main()

    def interrupted(self, number, frame):
        """Raise in the call, but never in `limited` itself, which would leave this handler in place."""
        if frame is not None and frame.f_code is limited.__code__:
            return
        if self.reason:
            raise TimeLimitError(self.reason)
        if callable(self.before):
            self.before(number, frame)
        elif self.before != signal.SIG_IGN:
            raise KeyboardInterrupt
