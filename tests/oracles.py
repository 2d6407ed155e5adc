"""What Keras, Optax and PyTorch do on our problems: paths of 200 steps, each library in a process of its own.

`python oracles.py keras` reads cases from its input as JSON, writes their paths to its output: `paths` does it.
The gradient is ours, in NumPy; the steps are the library's, in 64 bits.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile

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
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"KERAS_BACKEND": "jax", "KERAS_HOME": home, "JAX_PLATFORMS": "cpu"}
        command = [sys.executable, __file__, library]
        done = subprocess.run(
            command, input=json.dumps(cases), env=environment, capture_output=True, text=True, timeout=600
        )
    assert done.returncode == 0, done.stderr
    return [np.array(path) for path in json.loads(done.stdout)]


def keras_stepper(name, settings, start):
    import jax

    jax.config.update("jax_enable_x64", True)
    import keras

    keras.config.set_floatx("float64")
    schedule = settings.pop("schedule", None)
    if schedule:
        kind, arguments = schedule
        settings["learning_rate"] = getattr(keras.optimizers.schedules, kind)(**arguments)
    optimizer, x = getattr(keras.optimizers, name)(**settings), keras.Variable(start, dtype="float64")

    def step(g):
        optimizer.apply([keras.ops.convert_to_tensor(g, dtype="float64")], [x])
        return np.asarray(x.value)

    return step


def optax_stepper(name, settings, start):
    import jax

    jax.config.update("jax_enable_x64", True)
    import optax

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
    stepper = {"keras": keras_stepper, "optax": optax_stepper, "torch": torch_stepper}[sys.argv[1]]
    with contextlib.redirect_stdout(sys.stderr):
        found = [path_of(stepper, *case) for case in json.load(sys.stdin)]
    json.dump(found, sys.stdout)
