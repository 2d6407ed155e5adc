"""What holds for all tests of the package."""

import gc

import pytest
from hypothesis import settings

settings.register_profile("any machine", deadline=None)  # a test does not fail because a computer is slow
settings.load_profile("any machine")


def pytest_ignore_collect(collection_path, config):
    """Leave a file unread that starts Keras to be read, where what is slow is left out."""
    return True if config.option.markexpr == "not slow" and collection_path.name == "test_keras_calls.py" else None


@pytest.fixture(scope="module", autouse=True)
def widgets_end_with_their_module():
    """Close all widgets: ipywidgets keeps every one of them, and with it an explorer and its pictures."""
    yield
    from ipywidgets import Widget

    Widget.close_all()
    gc.collect()
