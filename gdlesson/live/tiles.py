"""A table of integers as an image: each integer has a color and a pattern, its tile. And their key."""

from functools import partial

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from gdlesson.live.palette import GRAY
from gdlesson.regimes import LOOKS, REGIMES

# for each pattern that a regime has: which pixels are darker
PATTERNS = {
    "": lambda i, j: np.zeros_like(i + j, dtype=bool),
    "--": lambda i, j: (i % 6 == 0) & (j % 6 < 3),
    "..": lambda i, j: (i % 6 < 2) & (j % 6 < 2),
    "++": lambda i, j: (i % 6 == 0) | (j % 6 == 0),
    "//": lambda i, j: (i + j) % 7 < 2,
    "^": lambda i, j: (i + abs(j % 8 - 4)) % 7 < 2,
    "|": lambda i, j: i % 5 == 0,
}


def tiles(words):
    """Return for each of these words of regimes its color and its pattern."""
    return {word: (LOOKS[word].color, PATTERNS[LOOKS[word].pattern]) for word in words}


TILES = tiles(regime.word for regime in REGIMES.values())
TILES["no value"] = ("#666666", PATTERNS[""])


def tiled(cells, tiles, pixels):
    """Return the image of a table of indices into `tiles`, with `pixels` × `pixels` for each cell.

    The table has the shape (m, n), the image (m·pixels, n·pixels, 3), with RGB colors from 0 to 1.
    """
    cells = np.repeat(np.repeat(cells, pixels, axis=0), pixels, axis=1)
    layers = np.stack([tile(look, cells.shape) for look in tiles.values()])
    return np.take_along_axis(layers, cells[None, :, :, None], axis=0)[0]


def tile(look, shape):
    """Return an area covered with one tile, a color and a pattern, as RGB colors of shape (*shape, 3)."""
    color, pattern = look
    dark = pattern(*np.ogrid[: shape[0], : shape[1]])
    return np.array(to_rgb(color)) * np.where(np.broadcast_to(dark, shape), 0.72, 1.0)[:, :, None]


def entries(tiles=TILES):
    """Return the entries of the key for `draw_key`: a piece of each tile, and its name."""

    def sign(ax, look):
        ax.imshow(tile(look, (16, 28)), extent=(0, 3, -0.5, 0.5), origin="lower")
        ax.add_patch(Rectangle((0, -0.5), 3, 1, fill=False, edgecolor=GRAY, lw=0.6, clip_on=False))

    return [(partial(sign, look=look), name) for name, look in tiles.items()]
