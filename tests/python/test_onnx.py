"""`cisight export-onnx`: every network answers in ONNX Runtime as it does here."""

import json
import random
import re

import numpy as np
import onnx
import onnxruntime
import pyarrow.parquet
import pytest
from conftest import ROOT, cisight, manifest, random_bases, read_fasta, write_conditions, write_fasta

SHIPPED = ["fun-prose-s-cerevisiae", "plant-core-promoters", "reporter-yeast", "abundance-yeast"]
FIXTURES = [f"{name}.{kind}" for name in ["fun-prose-tiny", "camformer-tiny"] for kind in ["pt", "safetensors"]]
FIXTURES.append("contextual-tiny.pt")
GRAPHS = ["xpresso-human", "plantcre-arabidopsis-leaf", "deepatt-yeast"]
FOREIGN = ROOT / "tests/fixtures/foreign"
# What the project promises between implementations.
TOLERANCE = 1e-4
CONDITIONS = ["first", "second"]


def one_hot(sequences, alphabet, window):
    """Windows as the network reads them: cut or padded at their left end; what the alphabet lacks stays zero."""
    encoded = np.zeros((len(sequences), len(alphabet), window), dtype=np.float32)
    for row, bases in enumerate(sequences):
        bases = bases[-window:]
        for position, base in enumerate(bases, start=window - len(bases)):
            channel = alphabet.find(base)
            if channel >= 0:
                encoded[row, channel, position] = 1
    return encoded


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """Imports a fixture's checkpoint; the fixture's JSON has the hyperparameters under `config`."""
    folder = tmp_path_factory.mktemp("imported")

    def make(fixture):
        name, kind = fixture.split(".")
        model = folder / fixture.replace(".", "-")
        config = folder / f"{name}.json"
        config.write_text(json.dumps(json.loads((ROOT / f"tests/fixtures/{name}.json").read_text())["config"]))
        checkpoint = ROOT / f"tests/fixtures/{fixture}"
        architecture = {"contextual-tiny": "contextual-regression"}.get(name, name.removesuffix("-tiny"))
        cisight(
            *["import", "--architecture", architecture, "--config", config],
            *["--checkpoint", checkpoint, "--out", model],
        )
        return model

    return make


def what_it_reads(about):
    """The window of bases and the TFs of a manifest, in format 2 and in format 1."""
    if about["format"] == 1:
        return about["input"], about["tfs"]
    return about["inputs"][0], about.get("conditions", {}).get("tfs", [])


def check(model, folder):
    about = manifest(model)
    bases, tfs = what_it_reads(about)
    alphabet, window, frame = bases["alphabet"], bases["window"], bases.get("frame")
    generator = random.Random(11)
    # An insert has its constant flanks around it in the network's window.
    left, right = (frame["left"], frame["right"]) if frame else ("", "")
    inserts = {}
    if about.get("example"):
        inserts |= read_fasta(model / about["example"])
    length = window - len(left) - len(right)
    inserts |= {f"random{number}": random_bases(generator, length) for number in range(3)}
    inserts["random2"] = inserts["random2"][:30] + "NN" + inserts["random2"][32:]
    promoters = write_fasta(folder / "promoters.fa", inserts.items())
    one = len(about.get("inputs", [bases])) == 1
    feeds = {"promoters" if one else bases["name"]: one_hot([left + own + right for own in inserts.values()], alphabet, window)}
    for numbers in about.get("inputs", [])[1:]:
        defaults = np.array([[own["default"] for own in numbers["numbers"]]], dtype=np.float32)
        feeds[numbers["name"]] = np.repeat(defaults, len(inserts), axis=0)
    options = ["--model", model, "--promoters", promoters, "--out", folder / "responses.parquet"]
    if tfs:
        table = folder / "conditions.tsv"
        levels = write_conditions(table, [tf["id"] for tf in tfs], CONDITIONS, generator)
        feeds["levels"] = np.array(levels, dtype=np.float32).T
        options += ["--conditions", table]
    cisight("predict", *options)
    expected = pyarrow.parquet.read_table(folder / "responses.parquet")
    assert expected.column(0).to_pylist() == list(inserts)
    expected = np.stack([column.to_numpy() for column in expected.columns[1:]], axis=1)

    exported = folder / "model.onnx"
    cisight("export-onnx", "--model", model, "--out", exported)
    onnx.checker.check_model(str(exported), full_check=True)
    session = onnxruntime.InferenceSession(exported, providers=["CPUExecutionProvider"])
    assert {entry.name for entry in session.get_inputs()} == set(feeds)
    assert [entry.name for entry in session.get_outputs()] == ["responses"]
    (found,) = session.run(["responses"], feeds)
    conditions, outputs = len(CONDITIONS) if tfs else 1, len(manifest(model).get("outputs", [None]))
    assert found.shape == (len(inserts), conditions) + ((outputs,) if outputs > 1 else ())
    found = found.reshape(len(inserts), conditions * outputs)
    assert found.shape == expected.shape
    assert np.ptp(expected) > 1e-4, "these promoters tell nothing apart"
    difference = np.abs(found - expected).max()
    print(f"{model.name}: largest difference {difference:.1e}")
    assert difference < TOLERANCE
    # Each promoter's answer is its own, whatever stands beside it.
    (alone,) = session.run(["responses"], {name: own if name == "levels" else own[-1:] for name, own in feeds.items()})
    assert np.abs(alone.reshape(1, -1) - found[-1:]).max() < 1e-5


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_model_answers_the_same(name, tmp_path):
    model = ROOT / "models" / name
    if not model.is_dir():
        pytest.skip(f"{name} is not here")
    check(model, tmp_path)


@pytest.mark.parametrize("fixture", FIXTURES)
def test_an_imported_model_answers_the_same(fixture, tmp_path, imported):
    check(imported(fixture), tmp_path)


def test_standardised_embeddings_answer_the_same(tmp_path):
    fixture = ROOT / "tests/fixtures/joint-heads"
    known = json.loads(fixture.with_suffix(".json").read_text())
    cisight(
        *["import", "--architecture", "joint", "--config", fixture.with_suffix(".json")],
        *["--checkpoint", fixture.with_suffix(".safetensors"), "--out", tmp_path / "model"],
    )
    cisight("export-onnx", "--model", tmp_path / "model", "--out", tmp_path / "model.onnx")
    onnx.checker.check_model(str(tmp_path / "model.onnx"), full_check=True)
    bases, *embeddings = known["inputs"]
    feeds = {bases["name"]: one_hot(known["parts"][0], bases["alphabet"], bases["window"])}
    feeds |= {own["name"]: np.array(part, dtype=np.float32) for own, part in zip(embeddings, known["parts"][1:])}
    session = onnxruntime.InferenceSession(tmp_path / "model.onnx", providers=["CPUExecutionProvider"])
    (found,) = session.run(["responses"], feeds)
    expected = np.array(known["responses[sample][condition][output]"])
    assert np.abs(found.reshape(expected.shape) - expected).max() < TOLERANCE


@pytest.mark.parametrize("name", GRAPHS)
def test_a_published_graph_answers_the_same(name, tmp_path):
    check(ROOT / "models" / name, tmp_path)


def foreign_files():
    """Files of other programs, with what these predict."""
    for listing, ending in [("onnx.json", ".onnx"), ("keras-2.json", ""), ("keras-3.json", "")]:
        for name, known in json.loads((FOREIGN / listing).read_text()).items():
            yield pytest.param(FOREIGN / (name + ending), known, id=name)


@pytest.mark.parametrize("file, known", list(foreign_files()))
def test_an_imported_graph_answers_as_where_it_came_from(file, known, tmp_path):
    seen = cisight("import", file, "--look")
    reads = dict(re.findall(r'reads "(.*?)": .* looks like (.*)', seen))
    numbers = [name for name, looks in reads.items() if looks == "numbers"]
    answers = {
        **{"letters": "ACGT", "anchor": "start codon", "scale": "linear"},
        "names": {name: "bases" for name in reads if name not in numbers},
        "numbers": {name: [{"name": f"n{at}"} for at in range(len(known["numbers"][0]))] for name in numbers},
        "outputs": [{"name": f"o{at}", "unit": "none"} for at in range(len(known["outputs"][0]))],
    }
    (tmp_path / "answers.json").write_text(json.dumps(answers))
    cisight("import", file, "--answers", tmp_path / "answers.json", "--out", tmp_path / "model")
    cisight("export-onnx", "--model", tmp_path / "model", "--out", tmp_path / "model.onnx")
    onnx.checker.check_model(str(tmp_path / "model.onnx"), full_check=True)
    session = onnxruntime.InferenceSession(tmp_path / "model.onnx", providers=["CPUExecutionProvider"])
    feeds = {"bases" if numbers else "promoters": one_hot(known["sequences"], "ACGT", len(known["sequences"][0]))}
    feeds |= {name: np.array(known["numbers"], dtype=np.float32) for name in numbers}
    (found,) = session.run(["responses"], feeds)
    expected = np.array(known["outputs"], dtype=np.float32)
    difference = (np.abs(found.reshape(expected.shape) - expected) / np.maximum(np.abs(expected), 1)).max()
    print(f"{file.name}: largest difference {difference:.1e}")
    # The import keeps 16 bits where that moves predictions by less than a thousandth.
    assert difference < 3e-3
