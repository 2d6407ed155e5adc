"""What stays together when tests run side by side, and what holds for all of them."""

import pytest


@pytest.hookimpl(optionalhook=True)  # of pytest-xdist
def pytest_xdist_make_scheduler(config, log):
    """Hand tests out file by file, but those that share a JupyterLab and a browser all to one process."""
    from xdist.scheduler import LoadFileScheduling

    class Scheduler(LoadFileScheduling):
        def _split_scope(self, nodeid):
            file = super()._split_scope(nodeid)
            shared = file.startswith("tests/browser/") and file != "tests/browser/test_lessons.py"
            return "browser" if shared else file  # the lessons take as long as all the others together

    return Scheduler(config, log)
