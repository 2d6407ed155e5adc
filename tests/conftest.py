"""What holds for all tests of the package."""

from hypothesis import settings

settings.register_profile("any machine", deadline=None)  # a test does not fail because a computer is slow
settings.load_profile("any machine")


def pytest_ignore_collect(collection_path, config):
    """Leave a file unread that starts Keras to be read, where what is slow is left out."""
    return True if config.option.markexpr == "not slow" and collection_path.name == "test_keras_calls.py" else None
