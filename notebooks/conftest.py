"""The rules of the lessons, for plain pytest: sliders move, and no cell passes without having been compared."""

from gdlesson.rules import pytest_runtest_call, pytest_runtest_setup  # noqa: F401
