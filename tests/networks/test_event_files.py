"""TensorBoard's files and page: read back with TensorBoard's own reader, asked by HTTP as its page does."""

import json
import re
import threading
import urllib.error
import urllib.request
from urllib.parse import urljoin, urlsplit

import numpy as np
import psutil
import pytest
from processes import WITHOUT, python

from gdlesson import EventFiles, Network, prepare_keras, show_tensorboard, train
from gdlesson.datasets import moons
from gdlesson.networks.tensorboard_page import WORDS, reachable, serve

pytest.importorskip("tensorboard")

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator  # noqa: E402

NETWORK, EXAMPLES, SEEN = Network((2, 8, 1)), moons(64), moons(64, seed=1)


def learn(files, epochs=12, others=()):
    return train(NETWORK, *EXAMPLES, epochs=epochs, validation=SEEN, callbacks=[files, *others])


def read(folder):
    """Return what is in a folder of event files: for each tag the steps and the values."""
    events = EventAccumulator(str(folder)).Reload()
    rows = {tag: events.Scalars(tag) for tag in events.Tags()["scalars"]}
    return {tag: ([e.step for e in row], [e.value for e in row]) for tag, row in rows.items()}


def assert_written(folder, history):
    """Expect a history in the files, 32 bits each, a step for each epoch."""
    for part, before in (("train", ""), ("validation", "val_")):
        rows = read(folder / part)
        assert set(rows) == {"epoch_loss", "epoch_accuracy"}
        for tag, (steps, values) in rows.items():
            row = np.asarray(history[tag.replace("epoch_", before)])
            assert steps == list(range(1, len(row) + 1))
            assert values == np.float32(row).tolist()


def test_tensorboards_own_reader_finds_every_number_of_our_training(tmp_path):
    run = learn(EventFiles(tmp_path / "new" / "folder"))
    assert_written(tmp_path / "new" / "folder", run.history)


@pytest.mark.slow
def test_and_of_keras_which_closes_the_files_itself(tmp_path):
    prepare_keras()
    import keras

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, activation="sigmoid")])
    model.compile(loss="binary_crossentropy", optimizer="sgd", metrics=["accuracy"])
    files = EventFiles(tmp_path)
    fit = model.fit(*EXAMPLES, epochs=5, verbose=0, validation_data=SEEN, callbacks=[files])
    assert_written(tmp_path, fit.history)
    assert files.writers == {} and not files.running


def test_every_number_is_on_the_disk_after_its_epoch(tmp_path):
    seen = []
    learn(
        EventFiles(tmp_path), 4, [lambda epoch, logs: seen.append(len(read(tmp_path / "train")["epoch_loss"][0]))]
    )
    assert seen == [1, 2, 3, 4]


def test_a_second_training_overwrites_nothing(tmp_path):
    files = EventFiles(tmp_path)
    first, second = learn(files, 3), learn(files, 5)
    third = learn(EventFiles(tmp_path), 2)
    for part, run in ((".", first), ("run-2", second), ("run-3", third)):
        assert_written(tmp_path / part, run.history)


def test_what_is_no_number_is_written_too(tmp_path):
    files = EventFiles(tmp_path)
    for epoch, loss in enumerate([0.5, np.inf, np.nan]):
        files(epoch, {"loss": loss})
    files.stop()
    assert read(tmp_path / "train")["epoch_loss"][0] == [1, 2, 3]
    assert np.isnan(read(tmp_path / "train")["epoch_loss"][1][2])
    assert not (tmp_path / "validation").exists()


def test_nothing_stays_open(tmp_path):
    before, files = threading.active_count(), EventFiles(tmp_path)
    for _ in range(3):
        learn(files, 2)
    files.stop()
    assert threading.active_count() == before
    assert not [file for file in psutil.Process().open_files() if str(tmp_path) in file.path]


def test_without_a_name_the_folder_is_temporary_and_each_has_its_own():
    one, other = EventFiles(), EventFiles()
    assert one.folder != other.folder and one.folder.is_dir()


def test_no_tensorflow_is_needed():
    code = """
import sys
sys.modules["tensorflow"] = None
import gdlesson
files = gdlesson.EventFiles()
gdlesson.train(gdlesson.Network((2, 4, 1)), *gdlesson.datasets.moons(64), epochs=2, callbacks=[files])
page = gdlesson.show_tensorboard(files)
assert not [name for name in sys.modules if name.startswith("tensorflow") and sys.modules[name]]
"""
    done = python(code)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError):
        EventFiles(tmp_path / "file")
    with pytest.raises(FileNotFoundError, match="there is no folder"):
        show_tensorboard(tmp_path / "nowhere")
    with pytest.raises(TypeError, match="folder must be the path of a folder, got 5"):
        EventFiles(5)
    with pytest.raises(TypeError, match="folder must be EventFiles or the path of a folder, got None"):
        show_tensorboard(None)
    with pytest.raises(TypeError, match="height must be one number, got 'tall'"):
        show_tensorboard(tmp_path, height="tall")


@pytest.mark.parametrize("use", ["EventFiles()", "show_tensorboard('.')"])
def test_where_tensorboard_is_missing_one_sentence_says_how_to_get_it(use):
    code = f"""
import gdlesson.networks.with_keras
try:
    gdlesson.{use}
except gdlesson.networks.with_keras.NotReadyError as error:
    print(error)
"""
    done = python(WITHOUT.format(missing=["tensorboard"]) + code)
    assert done.stdout.startswith(
        "This lesson needs TensorBoard, and tensorboard is missing: start the lessons with"
    )
    assert done.stdout.count("\n") == 1 and done.stderr == ""


# the page


def asked(address, **headers):
    request = urllib.request.Request(address, headers=headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.headers, answer.read()


def status(address, **headers):
    """Return how the server answers: 200, or why not."""
    try:
        asked(address, **headers)
    except urllib.error.HTTPError as error:
        return error.code
    return 200


def test_the_page_has_the_curves_and_answers_this_computer_only(tmp_path):
    run = learn(EventFiles(tmp_path))
    page = show_tensorboard(tmp_path)
    parts = urlsplit(page.address)
    assert parts.hostname == "127.0.0.1" and f'src="{page.address}"' in page.view.value
    tags = json.loads(asked(f"{page.address}data/plugin/scalars/tags")[1])
    assert set(tags) == {"train", "validation"} and "epoch_accuracy" in tags["train"]
    rows = json.loads(asked(f"{page.address}data/plugin/scalars/scalars?run=train&tag=epoch_loss")[1])
    assert [(step, value) for _, step, value in rows] == [
        (n, pytest.approx(loss, rel=1e-6)) for n, loss in enumerate(run.history["loss"], start=1)
    ]
    listens = [
        c.laddr.ip
        for c in psutil.Process().net_connections()
        if c.status == "LISTEN" and c.laddr.port == parts.port
    ]
    assert listens == ["127.0.0.1"]


PARTS = ["", "index.js", "data/environment", "data/logdir", "data/plugins_listing", "data/plugin/scalars/tags"]


@pytest.mark.parametrize("part", PARTS)
def test_without_its_secret_the_server_finds_nothing(tmp_path, part):
    address = show_tensorboard(tmp_path).address
    secret = urlsplit(address).path
    root = address.removesuffix(secret)
    assert len(secret) > 30 and status(address + part) == 200
    for wrong in ("/", "//", "/x/", f"{secret[:-2]}/", f"{secret.upper()}", f"/..{secret}/../"):
        assert status(f"{root}{wrong}{part}") == 404


def test_each_folder_has_a_secret_of_its_own(tmp_path):
    (tmp_path / "other").mkdir()
    assert serve(tmp_path)[1] != serve(tmp_path / "other")[1]


def test_fonts_are_found_where_the_page_asks_for_them(tmp_path):
    address = show_tensorboard(tmp_path).address
    font = re.search(rb"url\((/font-roboto/.+?)\)", asked(address)[1])[1].decode()
    assert status(urljoin(address, font)) == 200


@pytest.mark.parametrize(
    ("headers", "answer"),
    [
        ({"Host": "127.0.0.1:{port}"}, 200),
        ({"Host": "localhost:{port}"}, 200),
        ({"Host": "rebound.example.org"}, 403),
        ({"Host": "rebound.example.org:{port}"}, 403),
        ({"Host": "127.0.0.1.example.org"}, 403),
        ({"Host": ""}, 403),
        ({"Origin": "http://127.0.0.1:{port}"}, 200),
        ({"Origin": "http://example.org"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_other_websites_are_refused(tmp_path, headers, answer):
    address = show_tensorboard(tmp_path).address
    headers = {name: value.format(port=urlsplit(address).port) for name, value in headers.items()}
    assert status(address, **headers) == status(f"{address}data/environment", **headers) == answer


def test_behind_a_hub_its_name_is_let_through_and_the_secret_is_still_needed(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "/user/someone/")
    address = show_tensorboard(tmp_path).address
    port, secret = re.fullmatch("/user/someone/proxy/([0-9]+)(/.{30,}/)", address).groups()
    direct, names = f"http://127.0.0.1:{port}", {"Host": "hub.example.org", "Origin": "https://hub.example.org"}
    assert status(direct + secret, **names) == 200
    assert status(f"{direct}/", **names) == 404
    assert status(direct + secret, **{**names, "Origin": "https://example.org"}) == 403


def test_the_page_lets_nothing_out(tmp_path):
    policy = asked(show_tensorboard(tmp_path).address)[0]["Content-Security-Policy"]
    for kind in ("default-src 'self'", "connect-src 'self'", "script-src 'self'"):
        assert kind in policy


def test_one_server_for_a_folder_and_no_other_process(tmp_path):
    before = psutil.Process().children(recursive=True)
    other = tmp_path / "other"
    other.mkdir()
    assert serve(tmp_path) == serve(tmp_path) != serve(other)
    assert psutil.Process().children(recursive=True) == before


def test_a_notebook_stores_the_same_text_every_time(tmp_path):
    page = show_tensorboard(EventFiles(tmp_path))
    assert repr(page) == page._repr_mimebundle_()["text/plain"] == WORDS
    assert "application/vnd.jupyter.widget-view+json" in page._repr_mimebundle_()


@pytest.mark.parametrize("prefix", ["/user/someone/", "/user/someone"])
def test_behind_a_hub_the_address_is_below_the_notebooks_own(monkeypatch, prefix):
    assert reachable(6006, "/secret/") == "http://127.0.0.1:6006/secret/"
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", prefix)
    assert reachable(6006, "/secret/") == "/user/someone/proxy/6006/secret/"
