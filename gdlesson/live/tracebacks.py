"""What concerns a learner in a traceback: the lines they wrote, and not the insides of this package.

In a notebook, errors are shown that way as soon as gdlesson is imported. To see the insides, too, type
``%xmode --show`` and then ``%tb``, as for all that IPython hides; ``%debug`` always has them. Nothing changes
without IPython.
"""

import functools
import os
import site
import sysconfig
import traceback
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

PACKAGE = str(Path(__file__).parents[1]) + os.sep
FOLDERS = [sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib")] + site.getsitepackages()
FOLDERS += filter(
    None, [site.getusersitepackages(), str(Path(os.__file__).parent)]
)  # in a browser, there is no user
LIBRARIES = (PACKAGE, *FOLDERS, "<frozen", "<string>")


def install(shell):
    """Let an IPython shell leave out of its tracebacks what does not concern the learner."""
    formatter = shell.InteractiveTB
    complete = formatter.structured_traceback

    @functools.wraps(complete)
    def concise(kind, error, trace=None, *arguments, **settings):
        if not formatter.skip_hidden or not isinstance(trace, TracebackType):
            return complete(kind, error, trace, *arguments, **settings)
        with shortened(error):
            return complete(kind, error, error.__traceback__, *arguments, **settings)

    formatter.structured_traceback = concise


@contextmanager
def shortened(error):
    """Leave out, within this block, the frames that do not concern the learner, and errors that have no others.

    An error that this package raised because of another one says so in its words; the two then share a traceback.
    """
    chain = [error]
    while (origin := chain[-1].__cause__ or chain[-1].__context__) and origin not in chain:
        chain.append(origin)
    before = [(each, each.__traceback__, each.__cause__, each.__suppress_context__) for each in chain]
    try:
        for each, origin in zip(reversed(chain), [None, *reversed(chain[1:])], strict=True):
            frames = frames_of(each)
            ours = bool(frames) and is_ours(frames[-1])
            shown = concerning(frames)
            if origin and ours and each.__cause__:
                shown += frames_of(origin)
            if origin and (not origin.__traceback__ or (ours and each.__cause__)):
                each.__cause__ = None  # which also suppresses the context
            each.__traceback__ = linked(shown)
        yield
    finally:
        for each, trace, cause, suppressed in before:
            each.__traceback__, each.__cause__ = trace, cause
            each.__suppress_context__ = suppressed


def frames_of(error):
    """Return the traceback of an error as a list, one entry for each frame."""
    frames, trace = [], error.__traceback__
    while trace:
        frames.append(trace)
        trace = trace.tb_next
    return frames


def is_ours(entry):
    """Return whether an entry of a traceback is in this package."""
    return str(entry.tb_frame.f_globals.get("__name__")).split(".")[0] == "gdlesson"


def is_own(entry):
    """Return whether an entry of a traceback is in code of the learner's: in a cell, or in a file of theirs."""
    return not entry.tb_frame.f_code.co_filename.startswith(LIBRARIES)


def concerning(frames):
    """Return the learner's own frames, and those before they call this package; all, if they do not."""
    ours = next((place for place, each in enumerate(frames) if is_ours(each)), None)
    own = next((place for place, each in enumerate(frames) if is_own(each)), len(frames))
    if ours is None:
        return frames
    return (frames[:own] if own < ours else []) + [each for each in frames if is_own(each)]


def linked(frames):
    """Return a traceback of some frames of another one."""
    following = None
    for each in reversed(frames):
        following = TracebackType(following, each.tb_frame, each.tb_lasti, each.tb_lineno)
    return following


def own_line(error):
    """Return the line in which a learner's function failed, or "" if none did, or the line is unknown or long."""
    own = [each for each in frames_of(error.__cause__) if is_own(each)] if error.__cause__ else []
    line = traceback.extract_tb(own[-1], limit=1)[0].line if own else ""
    return line if line and len(line) <= 70 else ""
