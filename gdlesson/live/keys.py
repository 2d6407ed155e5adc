"""The key of a picture: signs with their names, each on Axes of its own, so that on a narrow page they wrap."""

from unicodedata import east_asian_width

ACROSS = 116  # the width of a picture, in letters of a key
ENTRY = "entry of a key"  # the label of its Axes
ROW = "one row"  # the label of Axes that show nothing, and hold all that stands beside them in one row of panels


def draw_key(figure, place, entries, in_a_row=None, across=ACROSS):
    """Draw the key into a place of the figure's grid.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The figure.
    place : matplotlib.gridspec.SubplotSpec
        Where the key stands.
    entries : list of (callable, str)
        For each entry, what draws its sign on given Axes, between x = 0 and 3 and around y = 0, and its name.
    in_a_row : int, optional
        How many entries stand in a row; by default all of them.
    across : int
        The width of the place, in letters of a key.
    """
    in_a_row = min(in_a_row or len(entries), len(entries))
    rows = -(-len(entries) // in_a_row)
    wide = [6 + max(width(name) for _, name in entries[column::in_a_row]) for column in range(in_a_row)]
    rest = max(across - sum(wide), 0.01)
    grid = place.subgridspec(rows, in_a_row + 1, width_ratios=[*wide, rest], wspace=0, hspace=0)
    for number, (draw_sign, name) in enumerate(entries):
        row, column = divmod(number, in_a_row)
        ax = figure.add_subplot(grid[row, column], label=ENTRY)
        ax.axis("off")
        draw_sign(ax)
        ax.text(3.6, 0, name, va="center", fontsize=9.5, parse_math=False)
        ax.set(xlim=(0, wide[column]), ylim=(-0.5, 0.5), aspect="auto")


def width(name):
    """Return how many Latin letters a name is wide: a Chinese or Japanese character takes the place of two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in name)


def is_entry(ax):
    """Tell whether Axes are those of an entry in a key."""
    return ax.get_label() == ENTRY
