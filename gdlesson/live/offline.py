"""A page without Python: an explorer that moves through frames drawn beforehand, in one file."""

import itertools
import json
import math
import re
from contextlib import suppress
from html import escape
from pathlib import Path
from string import Template

from gdlesson.checks import checked_within, shown
from gdlesson.live.badges import badges
from gdlesson.live.controls import numbers
from gdlesson.live.number import NumberControl
from gdlesson.live.page import module
from gdlesson.words import count, number

HERE = Path(__file__).parent
SAMPLES = 7  # frames that are drawn to estimate the size
LEAST = 5  # positions of a control, however large the frames are
POINTING = re.compile(r"\s*\((?:click or )?drag\b[^()<]*\)|: drag ●(?=<)")  # in titles; a page has no pointing
MISSING = "There is no run at this position."


def save_html(explorer, path, progress, of=None, size=5, title=None):
    """Save a page that shows an explorer without Python: it needs neither a server nor a network.

    Parameters
    ----------
    explorer : Explorer
        What to show; it stays as it is.
    path : Path
        Where to save the page.
    progress : Progress
        Hears how many frames are drawn.
    of : str, or two of them, optional
        The controls that can be moved on the page, by default the first slider. The others stay where they are.
    size : float
        The size of the page in MB, at most. If the sliders' whole ranges would take more, every second position is
        left out, or two of three, and so on.
    title : str, optional
        The title of the page, by default the name of the file without its suffix.

    Raises
    ------
    TypeError, ValueError
        `of` are not one or two controls, or even few positions take too much room.
    """
    page = page_of(explorer, progress, of, size)
    title = escape(title or Path(progress.name).stem)
    parts = {"title": title, "style": style(), "script": script(), "page": data(page)}
    path.write_text(Template((HERE / "offline.html").read_text("utf-8")).substitute(parts), "utf-8")


def page_of(explorer, progress, of=None, size=5):
    """Return all that a page shows of an explorer: its controls, where they stand, and the frames."""
    of = checked_controls(explorer, of)
    most = 1e6 * checked_within("size", size, 0.1, 100.0)
    places = {name: places_of(explorer, name) for name in of}
    every, taken = thinning(explorer, places, most)
    keys = keys_of(explorer, {name: row[::every] for name, row in places.items()})
    print(f"{progress.name}: {count(len(keys), 'picture')}, about {taken / 1e6:.1f} MB")
    return {
        "settings": " · ".join(settings(explorer, of)),
        "controls": [state(explorer, name, of, every) for name in explorer.controls],
        "shown": [{"index": list(explorer.controls).index(name), "kind": kind(explorer, name)} for name in of],
        **drawn(explorer, progress.through("drawing frame", keys, len(keys))),
    }


def checked_controls(explorer, of):
    """Return the names of one or two controls; by default, the first slider."""
    names = [of] if isinstance(of, str) else numbers(explorer.controls)[:1] if of is None else of
    if not isinstance(names, (list, tuple)) or not 1 <= len(names) <= 2 or len(set(map(str, names))) < len(names):
        raise ValueError(f"of must be one control or two, of {', '.join(explorer.controls)}; got {shown(of)}")
    for name in names:
        if name not in explorer.controls:
            raise ValueError(f"of must be among {', '.join(explorer.controls)}, got {shown(name)}")
    return list(names)


def places_of(explorer, name):
    """Return all positions of a control as parts of a key."""
    control = explorer.controls[name]
    if not isinstance(control, NumberControl):
        return list(range(len(control.options)))
    return control.places()[:-1] + [None] if name == explorer.steps else control.places()


def keys_of(explorer, places):
    """Return the keys of all combinations of positions of some controls, and that of the present ones."""
    names = list(explorer.controls)
    found = [explorer.key()]
    for chosen in itertools.product(*places.values()):
        key = explorer.key()
        for name, place in zip(places, chosen, strict=True):
            key[names.index(name)] = place
        found.append(key)
    return found


def thinning(explorer, places, most):
    """Return which part of the positions fits, 1 for all, 2 for every second one, and the size of the page."""
    keys = keys_of(explorer, places)
    sample = drawn(explorer, keys[:: -(-len(keys) // SAMPLES)])
    frame = len(json.dumps(sample["frames"])) / len(sample["frames"])
    rest = len(json.dumps(sample["stills"])) + 30_000  # the scripts
    every, size = 0, math.inf
    while size > most:
        every += 1
        counts = [len(row[::every]) for row in places.values()]
        size = rest + frame * math.prod(counts)
        if size > most and min(counts) <= LEAST:
            taken = f"{size / 1e6:.1f} MB, more than {most / 1e6:.1f}"
            raise ValueError(f"even {LEAST} positions of {' and '.join(places)} would take {taken}")
    return every, size


def drawn(explorer, keys):
    """Return the frames of keys, the still parts that they need, and what the picture's model holds at first."""
    now, frames = explorer.key(), []
    explorer.live.known, explorer.live.parts = set(), []
    first = explorer.frame_at(now)
    for key in keys:
        with suppress(TypeError, ValueError, ArithmeticError):  # without a run there, the page says so
            frames.append(explorer.frame_at(key))
    parts, explorer.live.parts = explorer.live.parts, []
    titled = {part: (POINTING.sub("", still), text) for part, still, _, text in parts}
    stills = {part: {"still": still, "areas": [], "description": text} for part, (still, text) in titled.items()}
    _, subject, moving, words = first
    figure = {"subject": subject, "moving": moving, "words": words, "key": now, "failed": False, "busy": False}
    fixed = {"controls": list(range(len(now))), "ahead": [], "seen": True, "steps": explorer.live.steps}
    return {"frames": frames, "stills": stills, "figure": figure | fixed, "missing": MISSING}


def state(explorer, name, of, every):
    """Return what a control's model holds on the page, where each of these has only every so many positions."""
    control, every = explorer.controls[name], every if name in of else 1
    if not isinstance(control, NumberControl):
        return {"label": control.description, "index": control.index, "_options_labels": list(control.options)}
    traits = ("label", "value", "low", "high", "step", "logarithmic", "marks", "typed", "refused", "disabled")
    held = {trait: getattr(control, trait) for trait in traits}
    others = set(of) - {name, explorer.steps}
    held["track"] = {} if others else control.track_now()  # it may not be true for their other positions
    step = every * control.step
    high = control.low + step * round((control.high - control.low) / control.step // every)
    return held | {"step": step, "high": control.high if name == explorer.steps else high}


def kind(explorer, name):
    """Return what shows a control on the page."""
    if name == explorer.steps:
        return "player"
    return "number" if isinstance(explorer.controls[name], NumberControl) else "choice"


def settings(explorer, of):
    """Return in words where the controls stand that cannot be moved."""
    for name, control in explorer.controls.items():
        if name not in of and name != explorer.steps:
            numeric = isinstance(control, NumberControl)
            yield (
                f"{control.label} {number(control.value)}"
                if numeric
                else f"{control.description}: {control.label}"
            )


def style():
    """Return the style sheet of such pages."""
    return "".join((HERE / f"{part}.css").read_text("utf-8") for part in ("number", "player", "figure"))


def script():
    """Return the script of such pages: the modules of their parts, and what opens a page."""
    figure = ("frames.js", "words.js", "flight.js", "figure.js")
    parts = {"number": ("number.js",), "player": ("player.js",), "figure": figure}
    modules = [f"{part}: (() => {{{as_function('page.js', *files)}}})()," for part, files in parts.items()]
    return f"{badges()}{module('page.js', 'offline.js')}\nconst MODULES = {{{''.join(modules)}}};"


def data(page):
    """Return all that a page shows as JSON, which can stand in a script."""
    return json.dumps(page, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")


def as_function(*files):
    """Return a module as the body of a function that returns what the module exports."""
    return module(*files).replace("export default ", "return ")
