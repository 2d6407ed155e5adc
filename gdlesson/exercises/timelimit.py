"""Limits of time and memory for a function that a learner wrote, which may never end.

What is limited is the processor's time, so that a right answer is not refused on a busy machine. A function that
waits, as with `time.sleep`, uses none: for that there is a generous limit by the clock as well.

A thread watches the call. When the time is up it interrupts the main thread, as ■ in JupyterLab does, and our
handler turns that into a `TimeLimitError`. Any other interrupt is the learner's own, and goes its usual way.
"""

import _thread
import contextlib
import os
import signal
import sys
import threading
import time
from pathlib import Path

try:
    import resource
except ImportError:  # on Windows and in a browser
    resource = None

SECONDS = 2.0  # of the processor's time, for one call
CHECK = 2  # all calls of a check together may take this many times as long
WAITING = 5  # by the clock, a call may take this many times as long, and …
BUSY = 20  # … this many times the processor's time it has used: others may be using the machine
LOOK = 0.1  # seconds between two looks at the call; one that swallowed the interrupt gets another
BLOCKS = 4_000_000  # a path with this many new numbers takes about 150 MB
ROOM = 2**30  # bytes of memory that a call may ask for

LOOP = "Does its loop have an end, and does each round come nearer to it?"
WAIT = "Leave out whatever waits, such as sleep or input."
LESS = "Let it do less work in each call."
FEWER = "Is a list or an array far too long?"

IN_BROWSER = sys.platform == "emscripten"  # there are no threads, and nothing can be interrupted
clock = time.monotonic
patient = 1  # how many times as long everything may take now
running = None  # the time that the running check has used


class TimeLimitError(BaseException):
    """A call took too much time or memory; `advice` says what to look for.

    It is not an `Exception`, so an `except Exception` in the call lets it through.
    """

    def __init__(self, words, advice=LOOP):
        super().__init__(words)
        self.advice = advice


def processor():
    """Return the processor's time that the main thread has used, or the whole process where only that is known."""
    if hasattr(time, "pthread_getcpuclockid") and not IN_BROWSER:
        return time.clock_gettime(time.pthread_getcpuclockid(threading.main_thread().ident))
    return time.process_time()


class Stopwatch:
    """The time used since it was made, by the processor and by the clock."""

    def __init__(self):
        self.processor, self.clock = processor(), clock()

    def beyond(self, seconds):
        """Return "computes" or "waits" if more time than that was used, else ""."""
        used, passed = processor() - self.processor, clock() - self.clock
        if used > seconds:
            return "computes"
        return "waits" if passed > WAITING * seconds + BUSY * used else ""


@contextlib.contextmanager
def budget(times=1):
    """Limit the time of all calls together; each of them, and all together, may take this many times as long."""
    global patient, running
    before = patient, running
    patient, running = times, Stopwatch()
    try:
        yield
    finally:
        patient, running = before


def paced(function):
    """Return a function that will be called many times, so that a slow one is told apart from an endless one."""
    watch = Stopwatch()

    def called(*arguments):
        if watch.beyond(0.75 * patient * SECONDS):
            raise TimeLimitError("is too slow, because it is called many times", LESS)
        return function(*arguments)

    return called


def limited(function, *arguments):
    """Return function(*arguments), or raise `TimeLimitError` once it takes too much time or memory.

    There is no limit outside the main thread, because only that can be interrupted, and none in a browser, which
    has no threads. A call in C that never comes back to Python, such as ``sum(range(10**12))``, is not stopped
    either.

    Examples
    --------
    >>> limited(max, 2, 3)
    3
    """
    if threading.current_thread() is not threading.main_thread() or IN_BROWSER:
        return function(*arguments)
    if error := used_up():
        raise error
    watch = Watch()

    def call():
        watch.used = Stopwatch()
        return function(*arguments)

    watch.code = call.__code__
    signal.signal(signal.SIGINT, watch.interrupted)
    try:
        threading.Thread(target=watch.look, daemon=True).start()
        with bounded(patient == 1):
            return call()
    except MemoryError:
        raise TimeLimitError("asks for more memory than there is for it", FEWER) from None
    finally:
        watch.end()
        signal.signal(signal.SIGINT, watch.before)
        if watch.pressed:
            watch.pass_on(*watch.pressed)


@contextlib.contextmanager
def bounded(wanted):
    """Limit the memory that a call may ask for, where the system can: an answer of 10**10 numbers ends at once."""
    size = Path("/proc/self/statm")
    if not wanted or resource is None or not size.exists():
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_AS)
    most = int(size.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE") + ROOM
    if any(limit != resource.RLIM_INFINITY and limit < most for limit in before):
        yield  # there is a tighter limit already
        return
    resource.setrlimit(resource.RLIMIT_AS, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


class Watch:
    """What the thread that watches and the main thread share.

    The time begins with the call, and only what is called in it is ever interrupted: our handler looks whether
    `code`, the code of the call, is among the frames. So an interrupt can break nothing of ours, before the call
    or after it.
    """

    def __init__(self):
        self.before = signal.getsignal(signal.SIGINT) or signal.default_int_handler
        self.used, self.pressed = None, None  # the time of the call; an interrupt of the learner's outside of it
        self.turn, self.over = threading.Lock(), threading.Event()
        self.sent = self.heard = 0  # interrupts of ours: no other is sent before the last one was heard
        self.error = None

    def look(self):
        """Look at the call again and again until it is over, and interrupt it when there is a reason."""
        full = sys.getallocatedblocks() + BLOCKS
        while not self.over.wait(min(LOOK, patient * SECONDS)):
            self.error = self.used and too_much(self.used, full)
            with self.turn:
                if self.error and self.sent == self.heard and not self.over.is_set():
                    self.sent += 1
                    interrupt()

    def interrupted(self, number, frame):
        """Raise in the call if it is our interrupt; pass on any other."""
        ours, inside = self.heard < self.sent, frame
        self.heard = self.sent
        while inside and inside.f_code is not self.code:
            inside = inside.f_back
        if ours and inside:
            raise self.error
        if not ours and inside:
            self.pass_on(number, frame)
        elif not ours:
            self.pressed = number, frame  # when the call is over

    def pass_on(self, number, frame):
        """Do what an interrupt does when nothing is watched."""
        if callable(self.before):
            self.before(number, frame)
        elif self.before != signal.SIG_IGN:
            raise KeyboardInterrupt

    def end(self):
        """Send nothing from here on, and wait until what was sent has arrived."""
        with self.turn:
            self.over.set()
        while self.heard < self.sent:
            time.sleep(0)


def interrupt():
    """Interrupt the main thread, even where it sleeps, if the system can."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
    else:
        _thread.interrupt_main()


def too_much(used, full):
    """Return why a call has to stop, as a `TimeLimitError`, or None."""
    seconds = patient * SECONDS
    beyond = used.beyond(seconds)
    if beyond == "computes":
        return TimeLimitError(f"is still running after {seconds:.2g} seconds of computing")
    if beyond:
        return TimeLimitError("waits for too long", WAIT)
    if sys.getallocatedblocks() > full:
        return TimeLimitError("does not come to an end, and it fills the memory")
    return used_up()


def used_up():
    """Return that all calls of the check together have taken too long, as a `TimeLimitError`, or None."""
    beyond = running and running.beyond(CHECK * patient * SECONDS)
    if not beyond:
        return None
    return (
        TimeLimitError("is too slow", LESS) if beyond == "computes" else TimeLimitError("waits for too long", WAIT)
    )
