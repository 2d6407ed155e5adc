"""What an error of Python or Keras means, for somebody who meets it for the first time."""

import traceback

# A part of an error's name or text, and what it means.
OF_PYTHON = [
    ("RecursionError", "It calls itself again and again, without end."),
    ("SystemExit", "Remove exit(): it ends the whole program."),
    ("for ^", "To square x, write x**2."),
    ("bitwise_xor", "To square x, write x**2."),
    ("'function'", "A function is used like a number. Call it, as in f(x)."),
    ("'list' object is not callable", "A list needs square brackets, as in a[2]."),
    ("'numpy.ndarray' object is not callable", "An array needs square brackets, as in a[2]."),
    ("object is not callable", "A number is called like a function. Is a * missing before a bracket?"),
    *[(f"name '{name}'", f"Write np.{name}.") for name in ("sin", "cos", "tan", "exp", "log", "sqrt", "pi")],
    ("name 'math'", "Write import math in a line above."),
    ("'ellipsis'", "Put something in place of the dots."),
    ("math domain error", "There is no such root or logarithm."),
    ("UnboundLocalError", "Give that name a value before it is used."),
    ("NameError", "Is that name spelled differently elsewhere, or has its cell not been run?"),
    ("ZeroDivisionError", "It divides by 0."),
    ("truth value of an array", "An if, or a max(), needs one number, and this is an array of several."),
    ("as a data type", "np.array takes one list, in square brackets: np.array([…, …])."),
    ("mismatch in its core dimension", "Rows and columns do not fit. Does one of the two need .T?"),
    ("could not be broadcast", "The two have different shapes."),
    (
        "converted to Python scalar",
        "It takes one number, and this is an array. np.sqrt, np.exp and so on take arrays.",
    ),
    ("index out of range", "Places are counted from 0, so the last one is one less than the length."),
    ("is out of bounds", "Places are counted from 0, so the last one is one less than the length."),
    ("'numpy.ndarray' object has no attribute 'append'", "Only a list has append: begin with path = [x]."),
    (
        "'NoneType' object",
        "A name holds None: what append, sort and shuffle return is None. Call them in a line of their own.",
    ),
    (
        "object of type 'NoneType'",
        "A name holds None: what append, sort and shuffle return is None. Call them in a line of their own.",
    ),
    ("too many values to unpack", "There are more values on the right of = than names on its left."),
    ("not enough values to unpack", "There are fewer values on the right of = than names on its left."),
    (
        "'builtin_function_or_method'",
        "A function is used like a number. Call it with parentheses, as in x.max().",
    ),
    ("got multiple values for argument", "Keep the order of the arguments as it stands in the exercise."),
    ("'list' object has no attribute", "A list cannot do that, an array can: np.array(…)."),
    ("'list' and 'list'", "Lists cannot be calculated with. Make arrays of them: np.array(…)."),
    ("OverflowError", "The numbers become too large to store."),
]
QUOTED = ("accuracy", "binary_crossentropy", "adam", "rmsprop", "adagrad")
OF_KERAS = [
    ("compile() got an unexpected keyword argument 'metric'", "It is called metrics, and takes a list."),
    ("compile() got an unexpected keyword argument 'opti", "It is called optimizer."),
    ("compile() got an unexpected keyword argument 'l", "The rate belongs in the parentheses of the optimizer."),
    ("fit() got an unexpected keyword argument 'batch", "It is called batch_size."),
    ("fit() got an unexpected keyword argument 'epoch'", "It is called epochs."),
    ("fit() got an unexpected keyword argument '", "It takes batch_size and epochs, among others."),
    ("dtype <U8 is not a valid JAX array", "The third place of compile is not metrics. Write metrics=[…]."),
    ("`target` and `output` must have the same shape", "Does fit take x, and then the labels y?"),
    ("None is not a valid value", "Are the labels y missing?"),
    ("recognized: {'lr'", "It is called learning_rate."),
    ("`learning_rate` should be float", "Write a whole number with a point, as in 2.0, and no number as a text."),
    ("`momentum` must be a float", "Write it with a point, as in 0.9 or 0.0."),
    *[(f"name '{name}'", "Keras wants the name as a text, in quotation marks.") for name in QUOTED],
    *[(f"name '{name}'", "Keras wants it as a text, or as keras.optimizers.SGD().") for name in ("sgd", "SGD")],
    ("loss identifier", "There is no loss with that name. This lesson needs 'binary_crossentropy'."),
    ("metric identifier", "There is no metric with that name. This lesson needs 'accuracy'."),
    ("identifier: <class", "Write parentheses after the class, as in keras.optimizers.SGD()."),
    ("optimizer identifier: binary_cross", "Write loss= and optimizer= before the two."),
    ("optimizer identifier: momentum", "In Keras it is keras.optimizers.SGD(momentum=0.9)."),
    ("optimizer identifier: nesterov", "In Keras it is keras.optimizers.SGD(momentum=0.9, nesterov=True)."),
    ("optimizer identifier: gradient", "In Keras it is 'sgd', or keras.optimizers.SGD()."),
    ("optimizer identifier", "It takes a name such as 'sgd', or an object such as keras.optimizers.SGD()."),
    ("`metrics` argument to be a list", "Write square brackets around it."),
    ("'dict' object is not callable", "Take the list out with square brackets, as in .history['loss']."),
    ("'History' object", "The numbers are in its dict, .history."),
    ("'keras.optimizers' has no", "Its classes begin with a capital letter, as in keras.optimizers.SGD."),
    *OF_PYTHON,
]


def in_words(error):
    """Return an error as "the error NameError (name 'y' is not defined)"."""
    return f"the error {type(error).__name__}" + (f" ({text_of(error)})" if text_of(error) else "")


def text_of(error):
    """Return the text of an error, without what only newer versions of Python add."""
    try:
        return str(error)[:250].split(". Did you mean")[0].strip()
    except Exception:  # an error whose text is an error
        return ""


def meaning(error, hints=OF_PYTHON):
    """Return what an error means, in a sentence, or "" if it is not a common one."""
    said = f"{type(error).__name__} {text_of(error)}"
    return next((hint for sign, hint in hints if sign in said), "")


def in_line(error, function):
    """Return "It happens in the line …" if the learner's line is known and short, else ""."""
    file = getattr(getattr(function, "__code__", None), "co_filename", None)
    lines = [frame.line for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    return f"It happens in the line  {lines[-1]}" if lines and 0 < len(lines[-1] or "") <= 70 else ""
