"""What Keras, Optax and PyTorch do on our problems: paths of 200 steps, each library in a process of its own.

`python oracles.py keras` reads cases from its input as JSON, writes their paths to its output: `paths` does it.
The gradient is ours, in NumPy; the steps are the library's, in 64 bits.
`rates` and `defaults` ask Keras in the same way, and `trainings` what its `fit` makes of a network; `slopes` asks
JAX for the gradient of one.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from functools import cache, partial
from itertools import pairwise

import numpy as np

STEPS = 200
STRETCH = np.array([1.0, 2.0, 5.0, 10.0, 30.0])


def rosenbrock(p):
    x, y = p
    return np.array([2 * (x - 1) - 400 * x * (y - x * x), 200 * (y - x * x)])


def quadratic(p):
    """The slope of a bowl in five dimensions, turned so that no axis is its own."""
    turn = np.linalg.qr(np.vander(np.arange(1.0, 6.0)))[0]
    return turn @ (STRETCH * (turn.T @ p)) - np.arange(5.0)


def badly_scaled(p):
    """The slope of ½(10⁻³x² + 10³y²): a million times as curved along y as along x."""
    return np.array([1e-3, 1e3]) * p


PROBLEMS = {
    "rosenbrock": (rosenbrock, [-1.2, 1.0]),
    "quadratic": (quadratic, [1.0, -2.0, 3.0, -1.5, 0.5]),
    "badly scaled": (badly_scaled, [4.0, -3.0]),
    "tiny": (lambda p: np.array([1e-8, -1e-8]), [1.0, 1.0]),  # a slope next to nothing, everywhere
}


def paths(library, cases):
    """Return the paths of cases (problem, class, settings), each of shape (STEPS + 1, n)."""
    return [np.array(path) for path in asked(library, cases)]


def rates(schedules):
    """Return what Keras's schedules (class, settings) give for each step, each of shape (STEPS,)."""
    return [np.array(each) for each in asked("schedules", schedules)]


def defaults(names):
    """Return the settings that Keras's optimizers of these names have where none are given."""
    return asked("defaults", [(name,) for name in names])


def slopes(cases):
    """Return the loss of networks, cases (sizes, activation, p, x, y), and its gradient for p, by JAX."""
    return [(loss, np.array(slope)) for loss, slope in asked("slopes", cases)]


def trainings(cases):
    """Return the history of each training of a network in Keras, and the parameters at its end.

    A case is a dict of sizes, activation, p, x, y, optimizer (class, settings), batch_size, epochs, validation.
    """
    return [(history, np.array(p)) for history, p in asked("trainings", [(case,) for case in cases])]


def asked(library, cases):
    """Return what this file answers in a process of its own, where nothing disturbs the other tests."""
    with tempfile.TemporaryDirectory() as home:  # Keras writes a keras.json when it is imported
        environment = os.environ | {"KERAS_BACKEND": "jax", "KERAS_HOME": home, "JAX_PLATFORMS": "cpu"}
        command = [sys.executable, __file__, library]
        done = subprocess.run(
            command, input=json.dumps(cases), env=environment, capture_output=True, text=True, timeout=600
        )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def keras_in_64_bits():
    import jax

    jax.config.update("jax_enable_x64", True)
    import keras

    keras.config.set_floatx("float64")
    return keras


def keras_stepper(name, settings, start):
    keras = keras_in_64_bits()
    if "schedule" in settings:
        settings["learning_rate"] = keras_schedule(*settings.pop("schedule"))
    optimizer, x = getattr(keras.optimizers, name)(**settings), keras.Variable(start, dtype="float64")

    def step(g):
        optimizer.apply([keras.ops.convert_to_tensor(g, dtype="float64")], [x])
        return np.asarray(x.value)

    return step


def keras_schedule(name, settings):
    return getattr(keras_in_64_bits().optimizers.schedules, name)(**settings)


def rates_of(name, settings):
    import jax

    schedule = jax.jit(keras_schedule(name, settings).__call__)
    return [float(schedule(step)) for step in range(STEPS)]


def defaults_of(name):
    settings = getattr(keras_in_64_bits().optimizers, name)().get_config()
    return {each: value for each, value in settings.items() if isinstance(value, int | float)}


def split(sizes, p):
    """Yield the weights and the biases of each layer of a network with these parameters."""
    for inputs, units in pairwise(sizes):
        W, b, p = np.split(np.asarray(p), [inputs * units, (inputs + 1) * units])
        yield W.reshape(inputs, units), b


@cache
def slope_maker(activation):
    """Return a function of layers, x and y that gives the loss and its gradient, by automatic differentiation."""
    import jax

    jax.config.update("jax_enable_x64", True)
    activate, log_sigmoid = getattr(jax.nn, activation), jax.nn.log_sigmoid

    def loss(layers, x, y):
        h = x
        for W, b in layers[:-1]:
            h = activate(h @ W + b)
        z = (h @ layers[-1][0] + layers[-1][1])[:, 0]
        return -(y * log_sigmoid(z) + (1 - y) * log_sigmoid(-z)).mean()

    return jax.jit(jax.value_and_grad(loss))


def slope_of(sizes, activation, p, x, y):
    """Return the loss of a network and its gradient, as JAX finds it."""
    value, gradient = slope_maker(activation)(list(split(sizes, p)), np.array(x), np.array(y))
    return float(value), np.concatenate([np.ravel(part) for layer in gradient for part in layer]).tolist()


def training_of(case):
    """Return the history of a training in Keras, in 64 bits and without shuffling, and its last parameters."""
    keras, (inputs, *units) = keras_in_64_bits(), case["sizes"]
    activations = [case["activation"]] * (len(units) - 1) + ["sigmoid"]
    dense = [keras.layers.Dense(n, activation=each) for n, each in zip(units, activations, strict=True)]
    model = keras.Sequential([keras.Input((inputs,)), *dense])
    model.set_weights([part for layer in split(case["sizes"], case["p"]) for part in layer])
    name, settings = case["optimizer"]
    optimizer = getattr(keras.optimizers, name)(**settings)
    model.compile(loss="binary_crossentropy", optimizer=optimizer, metrics=["accuracy"])
    seen = case["validation"] and tuple(map(np.array, case["validation"]))
    x, y, size = np.array(case["x"]), np.array(case["y"]), case["batch_size"]
    fitted = model.fit(x, y, size, case["epochs"], verbose=0, shuffle=False, validation_data=seen)
    return fitted.history, np.concatenate([np.ravel(part) for part in model.get_weights()]).tolist()


def optax_stepper(name, settings, start):
    import jax

    jax.config.update("jax_enable_x64", True)
    import optax

    if "rates" in settings:
        table = jax.numpy.asarray(settings.pop("rates"))
        settings["learning_rate"] = lambda count: table[count]
    optimizer = getattr(optax, name)(**settings)
    x = jax.numpy.asarray(start)
    state = optimizer.init(x)
    update = jax.jit(optimizer.update)

    def step(g):
        nonlocal x, state
        change, state = update(jax.numpy.asarray(g), state, x)
        x = optax.apply_updates(x, change)
        return np.asarray(x)

    return step


def torch_stepper(name, settings, start):
    import torch

    torch.set_default_dtype(torch.float64)  # NAdam keeps a product of its own in the default type
    x = torch.tensor(start, requires_grad=True)
    rates = settings.pop("rates", None)
    optimizer = getattr(torch.optim, name)([x], **settings)

    def step(g):
        x.grad = torch.from_numpy(np.array(g))
        if rates:
            optimizer.param_groups[0]["lr"] = rates.pop(0)
        optimizer.step()
        return x.detach().numpy().copy()

    return step


def path_of(stepper, problem, name, settings):
    gradient, start = PROBLEMS[problem]
    x = np.array(start)
    step, path = stepper(name, dict(settings), x.copy()), [x]
    for _ in range(STEPS):
        path.append(step(gradient(path[-1])))
    return np.array(path).tolist()


if __name__ == "__main__":
    steppers = {"keras": keras_stepper, "optax": optax_stepper, "torch": torch_stepper}
    answers = {library: partial(path_of, stepper) for library, stepper in steppers.items()}
    answers |= {"schedules": rates_of, "defaults": defaults_of, "slopes": slope_of, "trainings": training_of}
    answer = answers[sys.argv[1]]
    with contextlib.redirect_stdout(sys.stderr):
        found = [answer(*case) for case in json.load(sys.stdin)]
    json.dump(found, sys.stdout)
