"""Saves an explorer as a file: a page, a picture with its words, or a movie. The suffix says which.

A file appears only when it is complete; until then, it has another name in the same folder.
"""

import inspect
import io
import os
import uuid
from html import escape
from pathlib import Path

from gdlesson.checks import shown
from gdlesson.live.drawing import save_with_words
from gdlesson.live.movie import save_gif, save_mp4
from gdlesson.live.offline import save_html
from gdlesson.live.progress import Progress

SHARP = 200  # pixels per inch of a saved picture


def save(explorer, path, **options):
    """Save an explorer as a file of the kind that the suffix of its path says; `Explorer.save` describes it."""
    path = checked_path(path)
    write = writer_for(path, options)
    unfinished = path.with_name(f".{path.stem}-{uuid.uuid4().hex[:8]}{path.suffix}")
    try:
        with explorer.aside(), Progress(path.name) as progress:
            if explorer.run is None:
                raise ValueError(f"there is no picture to save: {explorer.verdict}")
            write(explorer, unfinished, progress, **options)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def checked_path(path):
    """Return where to save a file as a Path, if its folder is there; otherwise raise an error."""
    if not isinstance(path, (str, os.PathLike)):
        raise TypeError(f'path must be the name of a file, such as "descent.gif", got {shown(path)}')
    path = Path(path).expanduser().absolute()
    if not path.parent.is_dir():
        raise FileNotFoundError(f"path must be in a folder that is there, but there is no folder {path.parent}")
    if path.is_dir():
        raise IsADirectoryError(f"path must be the name of a file, but {path} is a folder")
    return path


def writer_for(path, options):
    """Return what writes a file with this suffix and takes these options; otherwise raise an error."""
    suffix = path.suffix.lower()
    if suffix not in WRITERS:
        raise ValueError(f"path must end in {', '.join(WRITERS)}, got {path.name!r}")
    known = list(inspect.signature(WRITERS[suffix]).parameters)[3:]
    wrong = [name for name in options if name not in known]
    if wrong:
        takes = f"takes {', '.join(known)}" if known else "shows the picture as it is, and takes no options"
        raise TypeError(f"a {suffix} file {takes}; got {', '.join(wrong)}")
    return WRITERS[suffix]


def save_png(explorer, path, progress):
    """Save the picture as it is, with its words below it, as PNG."""
    words, description = told(explorer)
    about = {"Title": words, "Description": description, "Software": None}
    save_with_words(explorer.drawn.figure, words, path, format="png", dpi=SHARP, metadata=about)


def save_svg(explorer, path, progress):
    """Save the picture as it is, with its words below it, as SVG that looks the same everywhere."""
    words, description = told(explorer)
    file = io.StringIO()
    about = {"Title": words, "Date": None, "Creator": None, "Format": None, "Type": None}
    save_with_words(explorer.drawn.figure, words, file, format="svg", metadata=about)
    before, title, after = file.getvalue().partition("</title>")
    described = f"{before}{title}\n <desc>{escape(description)}</desc>{after}"
    path.write_text(described, encoding="utf-8")


def told(explorer):
    """Return the words below the picture, and the description of the picture."""
    words = explorer.caption(explorer.run, explorer.values(), explorer.verdict)
    return words, explorer.drawn.description


# For each suffix, what writes the file: a function of the explorer, the path to write to, a Progress, and options.
WRITERS = {".html": save_html, ".png": save_png, ".svg": save_svg, ".gif": save_gif, ".mp4": save_mp4}
