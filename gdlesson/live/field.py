"""Examples in the plane, and what a network answers there: its probability of yes as shading, and its border.

Blue is yes and orange is no, safe for color-blind readers; the deeper the color, the surer the answer. Where it is
undecided, the paper shows, white or dark.
"""

from textwrap import fill

import numpy as np
from contourpy import LineType, contour_generator
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.image import AxesImage

from gdlesson.datasets.points import round_above, round_to
from gdlesson.live.drawing import moving_line
from gdlesson.live.palette import BLUE, INK
from gdlesson.losses import sigmoid

POINTS = 61  # a network is evaluated at this many points along each side of the plane
EXAMPLES = 600  # so many examples are drawn; of more, their marks would hide one another
NO, YES = "#D9700A", BLUE
NO_DARK, YES_DARK = "#3D1E00", "#05233A"  # the examples' signs: on a page the shades lie over them
DEEP = 0.5  # how much the deepest shade covers
SHADING = LinearSegmentedColormap.from_list(
    "no to yes", [(0, (NO, DEEP)), (0.5, (NO, 0.0)), (0.5, (YES, 0.0)), (1, (YES, DEEP))]
)
SHADED = (
    "shaded by the network's probability of yes, blue for yes and orange for no, the deeper the surer, with a "
    "line where it is one half, and a black cross on each mistake"
)
LEARNED = "the examples that it learns from, dark discs for yes, hollow squares for no, in a plane "
VALIDATION = (
    " Plus signs are validation examples for yes, minus signs those for no; where it is wrong, they are bold."
)
SURER = "✕ wrong; the deeper, the surer"  # in the title
BAR = ((-1.0, -0.3), (1.0, -0.3), (1.0, 0.3), (-1.0, 0.3), (-1.0, -0.3))  # a marker: a thick minus sign
UNDECIDED = np.full((2, 2), 0.5)


class Shades:
    """A small map of one number over the plane, from 0 (orange) to 1 (blue), as a moving image.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where it stands.
    box : (left, right, bottom, top)
        Its place on these Axes.
    """

    def __init__(self, ax, box):
        self.image = AxesImage(ax, extent=box, origin="lower", cmap=SHADING, interpolation="bilinear")
        self.image.set(data=UNDECIDED, clim=(0, 1), zorder=0.5)
        ax.add_image(self.image)

    @property
    def values(self):
        """The numbers that are shown."""
        return np.asarray(self.image.get_array())

    def show(self, values):
        """Show numbers from 0 to 1 of shape (rows, columns), the first row at the bottom; None hides the map."""
        self.image.set_visible(values is not None)
        self.image.set_data(UNDECIDED if values is None else values)


class FieldPanel:
    """Examples, a network's probability of yes as shading, the line where it is one half, and its mistakes.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    x, y : arrays of shape (n, 2) and (n,)
        The examples and their labels.
    says : str
        What the title says besides the signs of yes and no, if all examples are drawn.
    axes : (str or None, str or None)
        What the coordinates are.
    validation : (x, y), optional
        Examples that the network does not learn from, in the same form.

    Attributes
    ----------
    grid : array of shape (POINTS², 2)
        The points of the plane where `show` needs the network's answers, row by row.
    x, y : arrays of shape (m, 2) and (m,)
        The examples that are drawn, those for validation included: there it needs them, too.
    everywhere : array of shape (POINTS² + m, 2)
        The points of both.
    """

    def __init__(self, ax, x, y, says=SURER, axes=(None, None), validation=None):
        others, labels = (np.empty((0, 2)), np.empty(0)) if validation is None else validation
        self.xs, self.ys = map(range_of, np.concatenate([x, others]).T)
        self.grid = np.stack(np.meshgrid(self.xs, self.ys), axis=-1).reshape(-1, 2)
        some, few = some_examples(y), some_examples(labels)
        self.x, self.y = np.concatenate([x[some], others[few]]), np.concatenate([y[some], labels[few]])
        self.everywhere = np.concatenate([self.grid, self.x])
        self.learned = np.arange(len(self.x)) < len(some)
        says = f"; {says}" if len(some) == len(y) else f" ({len(some)} of {len(y):,})"
        draw_examples(ax, x[some], y[some])
        draw_validation(ax, others[few], labels[few])
        short_ticks(ax, self.xs, self.ys)
        ax.set_title(f"● yes, □ no{says}{validation_key(few, labels)}", fontsize=10)
        for set_label, label in zip((ax.set_xlabel, ax.set_ylabel), axes, strict=True):
            set_label(fill(label or "", 45), parse_math=False)
        self.shades = Shades(ax, (*around(self.xs), *around(self.ys)))
        self.border = moving_line(ax, "-", color=INK, lw=2)
        self.wrong = moving_line(ax, "X", color=INK, ms=6.5)
        self.missed = [moving_line(ax, marker, color=INK, ms=8.5) for marker in (BAR, "P")]
        ax.set(xlim=self.xs[[0, -1]], ylim=self.ys[[0, -1]])
        self.artists = [self.shades.image, self.border, *self.missed, self.wrong]
        self.description = f"{LEARNED}{SHADED}.{VALIDATION if len(labels) else ''}"

    def show(self, z, z_seen):
        """Show a network, given its logits on `grid` and on the examples `x`, arrays of shape (n,)."""
        self.shades.show(probability(z).reshape(POINTS, POINTS))
        self.border.set_data(*self.border_of(z))
        wrong = (z_seen > 0) != (self.y == 1)
        self.wrong.set_data(*self.x[wrong & self.learned].T)
        for label, line in enumerate(self.missed):
            line.set_data(*self.x[wrong & ~self.learned & (self.y == label)].T)

    def clear(self):
        """Show no network."""
        self.shades.show(None)
        for line in (self.border, self.wrong, *self.missed):
            line.set_data([], [])

    def border_of(self, z):
        """Return the line where logits on `grid` are 0: shape (2, n), with nan between its pieces."""
        return border(self.xs, self.ys, clipped(z).reshape(POINTS, POINTS))


def probability(z):
    """Return the probability of yes for logits z, a half where they are not finite."""
    return sigmoid(clipped(z))


def clipped(z):
    """Return logits without infinities: a border between two of them could not be located."""
    return np.clip(np.nan_to_num(z, nan=0.0), -1e9, 1e9)


def draw_examples(ax, x, y):
    """Draw examples on Axes, of shape (n, 2): squares for no, discs for yes."""
    ax.plot(*x[y == 0].T, "s", color=NO_DARK, mfc="white", ms=4.2, mew=0.9)
    ax.plot(*x[y == 1].T, "o", color=YES_DARK, mec="white", ms=4.8, mew=0.5)


def draw_validation(ax, x, y):
    """Draw examples for validation on Axes, of shape (n, 2): a minus sign for no, a plus sign for yes."""
    ax.plot(*x[y == 0].T, "_", color=NO_DARK, ms=6, mew=1.1)
    ax.plot(*x[y == 1].T, "+", color=YES_DARK, ms=5, mew=1)


def validation_key(some, y):
    """Return the line of the title that explains the signs of the examples for validation, if there are any."""
    many = "" if len(some) == len(y) else f" ({len(some)} of {len(y):,})"
    return f"\nvalidation: + yes, − no, bold where wrong{many}" if len(y) else ""


def short_ticks(ax, xs, ys):
    """Keep tick labels short that would not fit."""
    ax.ticklabel_format(scilimits=(-2, 4))
    for axis, ends in ((ax.xaxis, xs), (ax.yaxis, ys)):
        if np.abs(ends).min() > 100 * np.ptp(ends):  # such as times: write what they have in common once
            axis.get_major_formatter().set_useOffset(round_to(ends[0], round_above(np.ptp(ends))))


def some_examples(y):
    """Return the indices of all examples, or of `EXAMPLES` that are spread evenly over both labels."""
    order = np.argsort(y, kind="stable")
    return np.sort(order[np.linspace(0, len(y) - 1, min(EXAMPLES, len(y))).astype(int)])


def range_of(x):
    """Return `POINTS` numbers from a little below the smallest x to a little above the largest."""
    margin = 0.04 * np.ptp(x) or 1.0
    return np.linspace(x.min() - margin, x.max() + margin, POINTS)


def around(ends):
    """Return the ends of an image whose pixels have their middles at evenly spaced numbers."""
    half = (ends[-1] - ends[0]) / (len(ends) - 1) / 2
    return ends[0] - half, ends[-1] + half


def border(xs, ys, z):
    """Return the line where z is 0 and the probability one half, shape (2, n), with nan between its pieces."""
    height = contour_generator(xs, ys, z, line_type=LineType.Separate)  # z may be the same everywhere
    parts = [part for piece in height.lines(0.0) for part in (piece, [[np.nan, np.nan]])]
    return np.concatenate([np.empty((0, 2)), *parts]).T
