"""What the check of an exercise says to an answer."""


def say(check, *answer):
    """Return what a check says to somebody who is not right yet."""
    feedback = check(*answer)
    assert not feedback.right and feedback.words.startswith("not yet: "), feedback
    assert "could not be checked" not in feedback.words
    return feedback.words


def applaud(check, *answer):
    """Return what a check says to somebody who is right."""
    feedback = check(*answer)
    assert feedback.right and feedback.words.startswith("Right: "), feedback
    return feedback.words


def prints(*arguments):
    """Print an answer, as somebody does who takes print for return."""
    print("the answer is 3")


def endless(*arguments):
    """Never end."""
    while True:
        pass
