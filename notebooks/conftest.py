"""The rules of the lessons, for plain pytest: sliders move, and no cell passes without having been compared."""

from gdlesson.classroom.rules import TIMEOUT, cell_limit, pytest_runtest_call, pytest_runtest_setup  # noqa: F401


def pytest_configure(config):
    """Give cells more time on a slow computer; a limit of your own on the command line is kept."""
    if getattr(config.option, "nbval_cell_timeout", None) == TIMEOUT:
        config.option.nbval_cell_timeout = cell_limit()
