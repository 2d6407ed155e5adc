"""A Matplotlib figure that follows a slider as fast as the connection allows.

Matplotlib draws the still part once. The moving part consists of Matplotlib artists, too, but it is sent as a few
kilobytes of SVG, written from the artists' own data and transforms, and laid over the still part.
"""

import anywidget
import numpy as np
import traitlets

from gdlesson.live.badges import badges
from gdlesson.live.page import module, text_of
from gdlesson.live.panels import moving_svg, panels_of, still_svg


class LiveFigure(anywidget.AnyWidget):
    """A figure on a page: a still part, a moving part over it, and words below it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The figure to show.
    moving : list of matplotlib artists
        The lines, texts and filled patches of the figure that change; `redraw` sends them.
    description : str
        A description of the figure, for people who can't see it.
    subject, stills : hashable and dict, optional
        What the still part belongs to, and the still parts that have been drawn before.
    controls : dict of str to widget
        What moves the picture: each has a `value`, or, if it is a choice, an `index`.
    ahead : sequence of str
        The controls for whose positions the page asks for frames before anyone moves there.
    steps : str, optional
        The control of how many steps of a run are shown. It goes back to all of them when another one is moved.
    """

    _esm = badges() + module("page.js", "frames.js", "words.js", "flight.js", "figure.js")
    _css = text_of("figure.css")
    still = traitlets.Unicode().tag(sync=True)
    moving = traitlets.Unicode().tag(sync=True)
    description = traitlets.Unicode().tag(sync=True)
    words = traitlets.Unicode().tag(sync=True)
    failed = traitlets.Bool().tag(sync=True)
    busy = traitlets.Bool().tag(sync=True)  # more is coming soon: a screen reader waits before it reads the words
    subject = traitlets.Int().tag(sync=True)  # the number of the still part
    controls = traitlets.List().tag(sync=True)  # the ids of the controls' models
    ahead = traitlets.List().tag(sync=True)  # the indices of those that are filled ahead
    steps = traitlets.Int(-1).tag(sync=True)  # the index of the one that says how many steps are shown, or −1
    key = traitlets.List().tag(sync=True)  # the position of each control for which the picture was made
    areas = traitlets.List().tag(sync=True)  # where pointing works: a panel, and left, top, width, height in it
    pointed = traitlets.List().tag(sync=True)  # an area's index, and how far right and up in it, from 0 to 1
    seen = traitlets.Bool().tag(sync=True)  # someone has it on the screen; if not, the page scrolls to it

    def __init__(self, figure, moving, description, subject=None, stills=None, controls=(), ahead=(), steps=None):
        self.figure, self.artists, self.actions = figure, moving, []
        self.stills = {} if stills is None else stills
        self.found = {}  # the panels of each still part, and the Axes that they are made of
        self.known, self.parts = set(), []  # the numbers of the still parts that the page has, and those to send
        names = list(controls)
        places = {"ahead": [names.index(name) for name in ahead], "steps": names.index(steps) if steps else -1}
        ids = [controls[name].model_id for name in names]
        super().__init__(still=self.still_part(subject), description=description, controls=ids, **places)

    def still_part(self, subject):
        """Return the still part, which is drawn only once for each subject, and find its panels, also once."""
        panels, axes = self.found.get(subject, (None, None))
        if axes != self.figure.axes:
            panels = panels_of(self.figure, self.artists)
            self.found[subject] = panels, list(self.figure.axes)
        for ax in self.figure.axes:
            ax.apply_aspect()  # drawing would do it; what moves has to lie where it lay then
        self.panels = panels
        if subject not in self.stills:
            self.stills[subject] = still_svg(self.figure, self.artists, self.panels)
        self.drawn = subject
        return self.stills[subject]

    def redraw(self, words, redrawn=None, key=None, description=None):
        """Send the moving part and the words in one message, and the key that they are for.

        If the still part was redrawn, `redrawn` says for what; then it is sent, too, and kept for the next time.
        """
        with self.hold_sync():
            if redrawn is not None:
                self.still_part(redrawn)
            if self.still != self.stills[self.drawn]:
                self.still, self.subject = self.stills[self.drawn], list(self.stills).index(self.drawn)
                self.place_areas()
            self.description = description or self.description
            self.moving = moving_svg(self.figure, self.artists, self.panels)
            self.words, self.failed = words, False
            self.key = self.key if key is None else key

    def frame(self, words, redrawn, key, description):
        """Return a frame for the page to keep: key, number of the still part, moving part, and words."""
        if redrawn is not None:
            self.still_part(redrawn)
        number = list(self.stills).index(self.drawn)
        if number not in self.known:
            self.known.add(number)
            self.parts.append([number, self.stills[self.drawn], self.places(), description])
        return key, number, moving_svg(self.figure, self.artists, self.panels), words

    def send_frames(self, frames, done):
        """Send frames that the page asked for, with still parts that are new to it; `done` of them are settled."""
        self.send({"frames": frames, "stills": self.parts, "done": done})
        self.parts = []

    def forget_frames(self):
        """Have the page forget its frames: what they show may have changed."""
        self.send({"forget": True})

    def fail(self, words, key=None):
        """Say what went wrong; the picture stays, grayed out."""
        with self.hold_sync():
            self.words, self.failed = words, True
            self.key = self.key if key is None else key

    def on_point(self, axes, action, part=(0.0, 1.0)):
        """Call action(x, y) with the point that is clicked, touched, or dragged to.

        `axes()` returns the Axes on which this works; they may be others when the still part is redrawn. `part`
        limits it to a part of their width, from 0 (left) to 1 (right).
        """
        self.actions.append((axes, action, part))
        self.place_areas()

    def place_areas(self):
        """Tell the page where pointing works now."""
        self.areas = self.places()

    def places(self):
        """Return the areas where pointing works."""
        return [self.area(axes(), part) for axes, _, part in self.actions]

    def area(self, ax, part):
        """Return the number of the panel of these Axes, and where in it this part of theirs lies, as fractions."""
        number = next(k for k, panel in enumerate(self.panels) if ax in panel.axes)
        (left, bottom), (right, top) = ax.transAxes.transform([(part[0], 0), (part[1], 1)])
        x0, y0, x1, y1 = self.panels[number].box.extents
        wide, high = x1 - x0, y1 - y0
        box = (left - x0) / wide, (y1 - top) / high, (right - left) / wide, (top - bottom) / high
        return [number, *(round(float(side), 5) for side in box)]

    @traitlets.observe("pointed")
    def _pointed(self, change):
        index, *place = change["new"]
        (axes, action, part), (right, up) = self.actions[index], np.clip(place, 0, 1)
        ax, at = axes(), (part[0] + right * (part[1] - part[0]), up)
        action(*ax.transData.inverted().transform(ax.transAxes.transform(at)).tolist())
