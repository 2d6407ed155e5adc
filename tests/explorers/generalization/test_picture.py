"""The picture of a training that may overfit, from before its first epoch on."""

from gdlesson import explore_generalization


def test_before_the_first_epoch_nothing_is_lowest():
    lab = explore_generalization(epochs=3, units=4)
    lab.step = 0
    assert lab.error is None and lab.picture.losses.words.get_text() == ""
    assert len(lab.picture.losses.star.get_xdata()) == 0
    lab.step = None
    assert lab.picture.losses.words.get_text() == "lowest" and len(lab.picture.losses.star.get_xdata()) == 1
