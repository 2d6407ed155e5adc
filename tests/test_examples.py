"""Every example in a docstring of the package gives what stands below it."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "gdlesson"


FILES = [path for path in sorted(PACKAGE.rglob("*.py")) if ">>> " in path.read_text(encoding="utf-8")]


def name_of(path):
    """Return the name by which a file of the package is imported."""
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")


def row(name):
    """Return a name for the table of tests; where Keras is needed, it is slow to start."""
    return pytest.param(name, marks=pytest.mark.slow if "keras" in name else ())


@pytest.mark.parametrize("name", [row(name_of(path)) for path in FILES])
def test_the_examples_in_the_docstrings_hold(name):
    found = doctest.testmod(import_module(name), optionflags=doctest.ELLIPSIS)
    assert found.attempted > 0 == found.failed
