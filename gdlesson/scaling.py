"""Inputs of mean 0 and deviation 1, and the way back to the old units."""

from typing import NamedTuple

import numpy as np

from gdlesson.checks import as_float, finite_floats


class Scale(NamedTuple):
    """What inputs are shifted by and divided by; made by `scale_of`.

    Attributes
    ----------
    mean, deviation : float or array of shape (columns,)
        In the unit of the inputs.
    """

    mean: np.ndarray
    deviation: np.ndarray

    def apply(self, x):
        """Return inputs in the old unit, of shape (n,) or (n, columns), as numbers without a unit."""
        return (self.fitting("x", x) - self.mean) / self.deviation

    def undo(self, z):
        """Return numbers without a unit as inputs in the old unit: the inverse of `apply`."""
        return self.fitting("z", z) * self.deviation + self.mean

    def undo_line(self, slope, intercept):
        """Return slope and intercept for inputs in the old unit, given those for scaled inputs.

        From slope · (x − mean) / deviation + intercept. With several columns, there is a slope for each of them.
        """
        slope = self.fitting("slope", slope) / self.deviation
        return slope, as_float("intercept", intercept) - np.sum(slope * self.mean)

    def fitting(self, name, values):
        """Return finite numbers as an array, if there is one for each column in its last dimension."""
        values, columns = finite_floats(name, values), np.shape(self.mean)
        if columns and values.shape[-1:] != columns:
            raise ValueError(f"{name} must have {columns[0]} columns, got the shape {values.shape}")
        return values


def scale_of(x):
    """Return the `Scale` that gives inputs, or each column of them, the mean 0 and the standard deviation 1.

    Parameters
    ----------
    x : array of shape (n,) or (n, columns)
        Inputs, in any unit.

    Raises
    ------
    TypeError, ValueError
        They are not finite numbers in one or two dimensions, or a column holds the same number everywhere.

    Notes
    -----
    LeCun, Bottou, Orr and Müller, *Efficient backprop* (1998), section 4.3. The deviation divides by n, as that of
    scikit-learn's `StandardScaler` does.

    Examples
    --------
    >>> scale = scale_of([60, 100, 140])
    >>> scale.apply([100, 140]).round(4).tolist(), scale.undo([0]).tolist()
    ([0.0, 1.2247], [100.0])
    """
    x = finite_floats("x", x)
    if x.ndim not in (1, 2) or not x.size:
        raise ValueError(
            f"x must be a row of numbers, or rows with a column for each input, got the shape {x.shape}"
        )
    unit = np.abs(x).max(axis=0)  # the squares of very large numbers would leave the floats
    unit = np.where(unit > 0, unit, 1.0)
    deviation = (x / unit).std(axis=0) * unit
    if not ((x.max(axis=0) > x.min(axis=0)) & (deviation > 0)).all():
        raise ValueError("x must differ from example to example: there is nothing to divide by")
    return Scale((x / unit).mean(axis=0) * unit, deviation)


def standardize(x):
    """Return inputs with mean 0 and deviation 1 in each column; arguments and errors are those of `scale_of`.

    Examples
    --------
    >>> standardize([60, 100, 140]).round(4).tolist()
    [-1.2247, 0.0, 1.2247]
    """
    return scale_of(x).apply(x)
