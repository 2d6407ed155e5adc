"""The rules of the lessons, for plain pytest: sliders move, and no cell passes without having been compared."""

from gdlesson.classroom.rules import pytest_runtest_call, pytest_runtest_setup  # noqa: F401
