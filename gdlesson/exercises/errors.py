"""What an error of Python or Keras means, for somebody who meets it for the first time."""

import reprlib
import traceback

QUOTED = ("accuracy", "binary_crossentropy", "adam", "rmsprop", "adagrad")
# What an error of Keras means: a part of its text, and the meaning.
OF_KERAS = [
    ("compile() got an unexpected keyword argument 'metric'", "it is called metrics, and takes a list"),
    ("compile() got an unexpected keyword argument 'opti", "it is called optimizer"),
    ("compile() got an unexpected keyword argument 'l", "it belongs into the brackets of the optimizer"),
    ("fit() got an unexpected keyword argument 'batch", "it is called batch_size"),
    ("fit() got an unexpected keyword argument '", "it takes, among others, batch_size and epochs"),
    ("None is not a valid value", "are the labels y missing?"),
    ("recognized: {'lr'", "it is called learning_rate"),
    ("`learning_rate` should be float", "write a whole number with a point, as 2.0, and no number as a text"),
    ("`momentum` must be a float", "write it with a point, as 0.9 or 0.0"),
    *[(f"name '{name}'", "Keras wants the name as a text, in quotation marks") for name in QUOTED],
    *[(f"name '{name}'", "Keras wants it as a text, or as keras.optimizers.SGD()") for name in ("sgd", "SGD")],
    ("loss identifier", "there is no loss of that name; this lesson needs 'binary_crossentropy'"),
    ("metric identifier", "there is no metric of that name; this lesson needs 'accuracy'"),
    ("identifier: <class", "write brackets behind the class, as in keras.optimizers.SGD()"),
    ("optimizer identifier: binary_cross", "write loss= and optimizer= before the two"),
    ("optimizer identifier: momentum", "in Keras it is keras.optimizers.SGD(momentum=0.9)"),
    ("optimizer identifier: nesterov", "in Keras it is keras.optimizers.SGD(momentum=0.9, nesterov=True)"),
    ("optimizer identifier: gradient", "in Keras it is 'sgd', or keras.optimizers.SGD()"),
    ("optimizer identifier", "it takes a name such as 'sgd', or an object such as keras.optimizers.SGD()"),
    ("`metrics` argument to be a list", "write square brackets around it"),
    ("'dict' object is not callable", "take the list out with square brackets, as in .history['loss']"),
    ("'History' object", "the numbers are in the dict that it has as its .history"),
    ("'keras.optimizers' has no", "its classes begin with a capital, as keras.optimizers.SGD"),
]
# What an error of Python means, for somebody who meets it for the first time: a part of its text, and the meaning.
HINTS = [
    *OF_KERAS,
    ("RecursionError", "it calls itself again and again, without end"),
    ("SystemExit", "leave exit() out: it ends the whole program"),
    ("for ^", "to square x, write x**2"),
    ("bitwise_xor", "to square x, write x**2"),
    ("'function'", "call it with brackets, as in gradient(x)"),
    ("'list' object is not callable", "write square brackets, as in a[2]"),
    ("'numpy.ndarray' object is not callable", "write square brackets, as in actual[0]"),
    ("object is not callable", "between a number and a bracket, write *"),
    *[(f"name '{name}'", f"write np.{name}") for name in ("sin", "cos", "tan", "exp", "log", "sqrt", "pi")],
    ("name 'math'", "write import math in a line above"),
    ("name 'tolerance'", "it is not given here; write the number itself, such as 1e-5"),
    ("'ellipsis'", "put something in place of the dots"),
    ("math domain error", "there is no such root or logarithm; it needs a value for every x"),
    ("NameError", "that name is spelt differently elsewhere, or its cell has not been run"),
    ("UnboundLocalError", "give that name a value before it is used"),
    ("ZeroDivisionError", "it divides by 0"),
    ("truth value of an array", "an if, or a max(), needs one number, and this is an array of several"),
    ("mismatch in its core dimension", "rows and columns do not fit; perhaps one of the two needs .T"),
    ("OverflowError", "the numbers grow beyond all bounds"),
]


def in_words(error):
    """Return an error as "the error NameError (name 'y' is not defined): …", with its meaning if it is common."""
    try:
        text = reprlib.Repr(maxother=200).repr(error) if not str(error) else str(error)[:250]
        text = text.split(". Did you mean")[0]  # which only newer versions of Python say
    except Exception:  # an error whose text is an error
        text = "of which no more is known"
    kind = type(error).__name__
    meaning = next((f": {hint}" for sign, hint in HINTS if sign in f"{kind} {text}"), "")
    return f"the error {kind} ({text}){meaning}"


def in_line(error, function):
    """Return " It happens in the line …" where the line of the learner's is known and short, else ""."""
    file = getattr(getattr(function, "__code__", None), "co_filename", None)
    lines = [frame.line for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    return f" It happens in the line  {lines[-1]}" if lines and 0 < len(lines[-1] or "") <= 70 else ""
