"""Movies of an explorer as GIF and MP4: pictures of one size, each with its words below it."""

import io
import re
import textwrap
from contextlib import suppress
from subprocess import CalledProcessError

import numpy as np
from matplotlib.animation import FFMpegWriter, writers
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox, IdentityTransform
from PIL import Image

from gdlesson.checks import checked_within
from gdlesson.live.drawing import GAP, one_width
from gdlesson.live.palette import INK
from gdlesson.live.scenes import scenes_of
from gdlesson.live.style import our_style
from gdlesson.table import parted

DPI = 120  # pixels per inch: most of our pictures get about 1100 pixels wide
USUAL, MOST = 60, 300  # frames of a movie
EACH = 0.2  # seconds that a frame stays, usually
LEAST, LONGEST = 0.02, 600.0  # seconds for a frame, below which browsers slow a GIF down, and for a movie
HOLD = 2.0  # more seconds for the last frame, so that there is time to read its words
MARGIN = 10  # pixels around the picture and the words


class Film:
    """The frames of a movie, drawn and kept as small PNG files: raw, 300 of them would take a gigabyte."""

    def __init__(self, explorer, progress, of, frames, seconds):
        frames = checked_within("frames", USUAL if frames is None else frames, 2, MOST)
        self.progress, self.pictures, self.words = progress, [], []
        count, scenes = scenes_of(explorer, of, frames)
        seconds = EACH * count if seconds is None else seconds
        self.seconds = checked_within("seconds", seconds, LEAST * count, LONGEST)
        for scene in progress.through("drawing frame", scenes, count):
            self.add(explorer, scene)
        self.screen = Screen(self.pictures[0], self.words)

    def add(self, explorer, scene):
        """Draw a scene and note its words."""
        values, run, before = scene
        with np.errstate(all="ignore"):
            explorer.draw(run, values)
            words = explorer.caption(run, values, explorer.verdict_on(run, values))
        self.pictures.append(small_png(explorer.drawn.figure))
        self.words.append(before + words)

    def __len__(self):
        return len(self.pictures)

    def shot(self, place):
        """Return the screen with the frame number `place`."""
        self.screen.show(self.pictures[place], self.words[place])
        return self.screen.figure

    def shots(self):
        """Yield the screen with each frame, one after the other."""
        yield from map(self.shot, self.progress.through("writing frame", range(len(self)), len(self)))


class Screen:
    """A figure with room for a picture, given as PNG, or others of its size, and for the longest of the words."""

    @our_style()
    def __init__(self, picture, all_words):
        width, height = opened(picture).size
        self.figure = Figure(dpi=DPI)
        FigureCanvasAgg(self.figure)
        self.text, self.rows = self.writing(fontsize=10), self.writing(fontsize=9, family=one_width())
        self.lines = {words: self.fit(words, width - 2 * MARGIN) for words in set(all_words)}
        room = max(map(self.write, all_words)) + 2 * MARGIN
        size = np.array([width + 2 * MARGIN, height + room + MARGIN])
        self.figure.set_size_inches((size + size % 2 + 0.01) / DPI)  # even, for a video, and safe to round down
        self.text.set_y(room - MARGIN)
        self.picture = self.figure.figimage(np.asarray(opened(picture)), MARGIN, room)

    def writing(self, **looks):
        """Return a text below the picture, whose place is in pixels."""
        text = self.figure.text(2 * MARGIN, 0, "", color=INK, va="top", parse_math=False, **looks)
        text.set_transform(IdentityTransform())
        return text

    def fit(self, words, width):
        """Return words in lines of at most this width in pixels, and the table below them, if there is one.

        A word that is longer than a line is cut.
        """
        words, table = parted(words)
        words = re.sub(" ([−=·×]) ", "\N{NO-BREAK SPACE}\\1\N{NO-BREAK SPACE}", words)  # formulas stay in one line
        for columns in range(160, 10, -4):
            rows = (textwrap.fill(row, columns, break_on_hyphens=False) for row in words.split("\n"))
            lines = "\n".join(rows)
            self.text.set_text(lines)
            if self.text.get_window_extent().width <= width:
                break
        return lines, table

    def write(self, words):
        """Write words, with their table right below the lines, and return how many pixels they take up."""
        lines, table = self.lines[words]
        self.text.set_text(lines)
        self.rows.set_text(table)
        self.rows.set_y(self.text.get_window_extent().y0 - GAP)
        boxes = [text.get_window_extent() for text in (self.text, self.rows) if text.get_text()]
        return int(np.ceil(Bbox.union(boxes).height)) if boxes else 0

    def show(self, picture, words):
        """Show a picture, given as PNG, and its words."""
        self.picture.set_data(np.asarray(opened(picture)))
        self.write(words)


@our_style()
def small_png(figure):
    """Return a figure as PNG for a frame; unlike `savefig`, this draws it only once."""
    file, before = io.BytesIO(), figure.dpi
    figure.dpi = DPI
    try:
        figure.canvas.print_png(file, pil_kwargs={"compress_level": 1})
    finally:
        figure.dpi = before
    return file.getvalue()


def opened(picture):
    """Return a PNG as an image."""
    return Image.open(io.BytesIO(picture)).convert("RGB")


@our_style()
def as_image(figure):
    """Return a figure as an image."""
    figure.canvas.draw()
    return Image.fromarray(np.asarray(figure.canvas.buffer_rgba())).convert("RGB")


def save_gif(explorer, path, progress, of=None, frames=None, seconds=None):
    """Save a movie as a GIF that repeats, frame by frame; Matplotlib's writer would keep all of them in memory."""
    film = Film(explorer, progress, of, frames, seconds)
    marks = np.linspace(0, 100 * film.seconds, len(film) + 1).round()  # a GIF counts hundredths of a second
    times = 10 * np.diff(marks).astype(int)
    times[-1] += round(1000 * HOLD)
    colors = palette_of(film)
    images = (as_image(shot).quantize(palette=colors, dither=Image.Dither.NONE) for shot in film.shots())
    next(images).save(path, save_all=True, append_images=images, duration=times.tolist(), loop=0)


def palette_of(film):
    """Return an image with the 256 colors of a movie: the same in each frame, so that none flickers."""
    some = np.unique(np.linspace(0, len(film) - 1, 6).astype(int))
    images = np.vstack([np.asarray(as_image(film.shot(place))) for place in some])
    image = Image.fromarray(images).quantize(256, Image.Quantize.FASTOCTREE)
    image.putpalette([255 if part > 251 else part for part in image.getpalette()])  # white stays white
    return image


def save_mp4(explorer, path, progress, of=None, frames=None, seconds=None):
    """Save a movie as MP4 (H.264), with ffmpeg."""
    if not writers.is_available("ffmpeg"):
        raise RuntimeError("a .mp4 file needs the program ffmpeg, which is not there; a .gif file does without it")
    film = Film(explorer, progress, of, frames, seconds)
    hold = ["-vf", f"tpad=stop_mode=clone:stop_duration={HOLD}"]
    writer = FFMpegWriter(fps=len(film) / film.seconds, codec="h264", extra_args=hold)
    writer.setup(film.screen.figure, path, DPI)
    try:
        with suppress(BrokenPipeError):  # ffmpeg has given up, and `finish` raises what it said
            for _ in film.shots():
                grab(writer)
    except BaseException:
        with suppress(CalledProcessError, ValueError):
            writer.finish()
        raise
    finish(writer)


@our_style()
def grab(writer):
    """Give the writer the next frame."""
    writer.grab_frame()


def finish(writer):
    """Have ffmpeg complete the file, or raise RuntimeError with what it says."""
    try:
        writer.finish()
    except CalledProcessError as error:
        said = error.stderr.strip() or f"status {error.returncode}"
        raise RuntimeError(f"ffmpeg could not write the movie ({said}); a .gif file does without ffmpeg") from None
