"""How far long work has come: one line that is rewritten, in a terminal and below a notebook's cell."""

import sys
import time

SOON = 2.0  # seconds; shorter work says nothing
EVERY = 0.5  # seconds between two lines


class Progress:
    """Says how far work on a file has come, if it takes longer than a moment.

    Parameters
    ----------
    name : str
        The name of the file.
    """

    def __init__(self, name):
        self.name, self.begin, self.told, self.width = name, time.monotonic(), 0.0, 0

    def through(self, doing, things, count=None):
        """Yield things, `count` of them if that is known, and say between them what is being done."""
        begin = time.monotonic()
        for done, thing in enumerate(things):
            spent = time.monotonic() - begin
            left = spent / done * (count - done) if count and done else 0.0
            if time.monotonic() - self.begin + left > SOON:
                of = f" of {count}, about {max(1, round(left))} s to go" if count and done else ""
                self.tell(f"{self.name}: {doing} {done + 1}{of}")
            yield thing

    def tell(self, words):
        """Put words in the place of those told before, unless that was a moment ago."""
        if time.monotonic() - self.told < EVERY:
            return
        sys.stderr.write(f"\r{words:{self.width}}")
        sys.stderr.flush()
        self.told, self.width = time.monotonic(), len(words)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        """End the line, if there is one."""
        if self.width:
            self.told = 0.0
            self.tell(f"{self.name}: " + ("not saved" if kind else "saved"))
            sys.stderr.write("\n")
