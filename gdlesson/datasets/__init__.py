"""Data sets to learn from, each a pair x, y: points of shape (n, 2), and their labels, 0 or 1, of shape (n,).

Their order is random, so you can train on the first part and validate on the rest. Coordinates are rounded to 6
decimals, so that they are the same on every processor.
"""

import csv
from importlib.resources import files

import numpy as np

from gdlesson.checks import checked_count, checked_number
from gdlesson.datasets.splitting import split as split


def moons(n=512, noise=0.2, seed=0):
    """Return two interleaving half moons.

    Parameters
    ----------
    n : int
        The number of points, from 2 to a million. Half of them have each label; if n is odd, label 0 has one more.
    noise : float
        The standard deviation of the noise on each coordinate, from 0 to 1e9.
    seed : int
        Of the noise and the order.

    Returns
    -------
    x : array of shape (n, 2)
    y : array of shape (n,)

    Raises
    ------
    TypeError, ValueError
        An argument is not a number in its domain.

    Examples
    --------
    >>> x, y = moons(6, noise=0)
    >>> x.shape, y.tolist()
    ((6, 2), [1.0, 0.0, 1.0, 0.0, 0.0, 1.0])
    """

    def place(label, part):
        x, height = np.cos(np.pi * part), np.sin(np.pi * part)
        return np.where(label, 1 - x, x) - 0.5, np.where(label, 0.5 - height, height) - 0.25

    return scatter(place, n, noise, seed)


def circles(n=512, noise=0.1, seed=0):
    """Return a ring (label 0) around a smaller ring (label 1); arguments and errors as for `moons`."""

    def place(label, part):
        radius = np.where(label, 0.5, 1.2)
        return radius * np.cos(2 * np.pi * part), radius * np.sin(2 * np.pi * part)

    return scatter(place, n, noise, seed)


def spiral(n=512, noise=0.1, seed=0):
    """Return two spiral arms of one and a quarter turns; arguments and errors as for `moons`."""

    def place(label, part):
        angle = 2.5 * np.pi * np.sqrt(part) + np.pi * label
        radius = 3 * np.sqrt(part)
        return radius * np.cos(angle), radius * np.sin(angle)

    return scatter(place, n, noise, seed)


def blobs(n=512, noise=0.5, seed=0):
    """Return two round clouds that a line can almost separate; arguments and errors as for `moons`."""

    def place(label, part):
        return np.where(label, 0.7, -0.7), np.where(label, 0.5, -0.5)

    return scatter(place, n, noise, seed)


def penguins():
    """Return the bill sizes of 342 penguins of three species, and whether each is a chinstrap penguin.

    Returns
    -------
    x : array of shape (342, 2)
        Length and depth of the bill, standardized: mean 0, standard deviation 1.
    y : array of shape (342,)
        1 for a chinstrap penguin, 0 for an Adélie or a gentoo penguin.

    Notes
    -----
    K. B. Gorman, T. D. Williams and W. R. Fraser, Ecological sexual dimorphism and environmental variability
    within a community of Antarctic penguins (genus Pygoscelis), PLoS ONE 9(3), e90081 (2014). Stored in
    `gdlesson/datasets/penguins.csv`.

    Examples
    --------
    >>> x, y = penguins()
    >>> x.shape, int(y.sum())
    ((342, 2), 68)
    """
    x, species, names = penguin_species()
    return x, (species == names.index("chinstrap")).astype(float)


def penguin_species():
    """Return the bill sizes of the same 342 penguins, in the same order, and which species each one is.

    Returns
    -------
    x : array of shape (342, 2)
        As for `penguins`.
    species : array of int of shape (342,)
        The number of the species in `names`.
    names : list of str
        Adélie, chinstrap, and gentoo.

    Examples
    --------
    >>> x, species, names = penguin_species()
    >>> [(name, int((species == k).sum())) for k, name in enumerate(names)]
    [('Adélie', 151), ('chinstrap', 68), ('gentoo', 123)]
    """
    rows, stored = read_csv("penguins.csv"), ["Adelie", "Chinstrap", "Gentoo"]
    x = np.array([[float(row["bill_length_mm"]), float(row["bill_depth_mm"])] for row in rows])
    species = np.array([stored.index(row["species"]) for row in rows])
    x, species = shuffled(((x - x.mean(axis=0)) / x.std(axis=0)).round(6), species, 0)
    return x, species, ["Adélie", "chinstrap", "gentoo"]


def houses():
    """Return the sizes of twenty houses, in square meters, and their prices, in thousands; made up for lessons.

    Returns
    -------
    size, price : arrays of shape (20,)

    Examples
    --------
    >>> size, price = houses()
    >>> float(size.min()), float(size.max())
    (51.0, 207.0)
    """
    size = np.array([51, 52, 62, 74, 83, 97, 98, 106, 109, 109, 117, 124, 134, 139, 150, 151, 163, 175, 188, 207])
    price = np.array(
        [231, 209, 266, 320, 281, 360, 343, 411, 351, 367, 410, 427, 399, 474, 491, 491, 528, 574, 551, 707]
    )
    return size.astype(float), price.astype(float)


def exam():
    """Return the hours that twelve students studied, and whether each of them passed; numbers made up for lessons.

    Returns
    -------
    hours, passed : arrays of shape (12,)

    Examples
    --------
    >>> hours, passed = exam()
    >>> int(passed.sum()), float(hours[passed == 1].min()), float(hours[passed == 0].max())
    (6, 2.0, 5.0)
    """
    hours = np.array([0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 5.5, 6.0])
    return hours, np.array([0, 0, 0, 1, 0, 0, 1, 1, 1, 0, 1, 1.0])


def scatter(place, n, noise, seed):
    """Return n noisy points at place(label, part), with alternating labels, in random order.

    `part` is the position of each point along its curve, from 0 to 1.
    """
    n, seed = checked_count("n", n, least=2, most=1_000_000), checked_count("seed", seed)
    if checked_number("noise", noise) > 1e9:
        raise ValueError(f"noise must be from 0 to 1e9, got {noise}")
    rng, y = np.random.default_rng(seed), np.arange(n) % 2.0
    part = (np.arange(n) // 2 + 0.5) / ((n + 1) // 2)
    x = np.column_stack(place(y == 1, part)) + noise * rng.standard_normal((n, 2))
    return shuffled(x.round(6), y, seed)


def shuffled(x, y, seed):
    """Return points and labels in the same random order."""
    order = np.random.default_rng(seed).permutation(len(y))
    return x[order], y[order]


DATA_SETS = {"moons": moons, "circles": circles, "spiral": spiral, "blobs": blobs, "penguins": penguins}


def hubble_data():
    """Return the distances of 24 galaxies, in megaparsecs, and their velocities, in hundreds of km/s.

    Hubble, A relation between distance and radial velocity among extra-galactic nebulae, Proceedings of the
    National Academy of Sciences 15 (1929), 168-173, table 1. Stored in `gdlesson/datasets/hubble-1929.csv`.

    Returns
    -------
    distance, velocity : arrays of shape (24,)

    Examples
    --------
    >>> distance, velocity = hubble_data()
    >>> len(distance), float(distance[-1]), float(velocity[-1])
    (24, 2.0, 10.9)
    """
    rows = read_csv("hubble-1929.csv")
    distance = np.array([float(row["distance_megaparsec"]) for row in rows])
    return distance, np.array([float(row["velocity_km_per_second"]) for row in rows]) / 100


def read_csv(name):
    """Return the rows of a CSV file in this folder as dicts; lines that start with # are comments."""
    text = files("gdlesson.datasets").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
