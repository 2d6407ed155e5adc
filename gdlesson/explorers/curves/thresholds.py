"""All thresholds of the diagnosis. Most of them are fractions of the loss of guessing.

Guessing is always predicting the base rate, without a look at the inputs. A loss of 0.45 is good if half of the
labels are yes, where guessing scores 0.69, and no better than guessing if 1 in 6 is.

They were set with the trainings of `tests/trainings.py`, whose problems are known, and tried on others.
"""

LEAST = 10  # epochs: fewer tell nothing

# how high a loss ends, as fractions of guessing
NEAR = 0.9  # above this it is no better than guessing: luck, and a little learned by heart, bring it down so far
LUCKY = 0.8  # and above this, if training had not learned anything by then
HALF = 0.5  # above this a loss that jumped has not settled, and validation was never good beyond doubt
HIGH = 0.35  # above this a loss needs an explanation; so does validation that ends so far above training
FAR = 2.5  # above this, in the first epoch, as a fraction of giving each class the same probability, it is far off

# how a loss moves
JUMP = 0.1  # a rise in one epoch by this fraction of guessing is a jump
OFTEN = 0.03  # jumps in this fraction of the epochs, and at least two, are no accident if the loss ends above HALF
JAGGED = 0.02  # and twice as many, if the rises of the second half are this fraction of guessing, on average
FLAT = 0.02  # a loss that moves by less than this fraction of its first value is flat
FALLING = 0.1  # a loss still falls if the last fifth of the epochs adds this fraction to its whole fall,
SLOWLY = 0.03  # or this fraction, if it falls
STEADY = 0.9  # in more than this fraction of the epochs of the second half
PACE = 0.25  # where guessing is unknown, the last fifth must add this fraction of what the first one did
TURN = 0.15  # a validation loss that ends above its lowest value by this fraction of it turns up,
LEAST_TURN = 0.08  # if that is also this fraction of guessing

# inputs and units
SIZES = 0.1, 10.0  # the root mean square of a column of inputs: between these it is scaled; standardized it is 1
ENDS = 0.99  # an output of tanh, from −1 to 1, beyond this is at its end; one of a sigmoid, likewise
MOST = 0.9  # a layer of which more than this fraction of the outputs are at their ends is saturated
