"""What holds for all tests of the package."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("any machine", deadline=None)  # a test does not fail because a computer is slow
settings.load_profile("any machine")


def pytest_ignore_collect(collection_path, config):
    """Leave a file unread that starts Keras to be read, where what is slow is left out."""
    return True if config.option.markexpr == "not slow" and collection_path.name == "test_keras_calls.py" else None


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Return the folder of a site that lite/build.py has built: the one that GDLESSON_SITE names, or a new one."""
    if "GDLESSON_SITE" in os.environ:
        return Path(os.environ["GDLESSON_SITE"]).resolve()
    folder = tmp_path_factory.mktemp("site") / "site"
    start = Path(__file__).parents[1] / "start.py"
    subprocess.run([sys.executable, start, "site", folder], check=True, timeout=900)
    return folder


@pytest.fixture(autouse=True)
def widgets_end_with_their_test():
    """Close all widgets that a test makes: ipywidgets keeps every one of them, and with it an explorer."""
    from ipywidgets.widgets.widget import _instances

    before = set(_instances)
    yield
    for made in [widget for name, widget in _instances.items() if name not in before]:
        made.close()
