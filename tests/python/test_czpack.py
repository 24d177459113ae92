"""`cisight export-czpack`: run along a sequence as Sequence Browser does, a model says of every base what it says of the window that
is placed by it."""

import json
import random

import numpy as np
import onnxruntime
import pyarrow.parquet
import pytest
from conftest import ROOT, cisight, manifest, random_bases, write_fasta

PLACES = 7


@pytest.mark.parametrize("name", ["plant-core-promoters", "abundance-yeast", "plantcre-arabidopsis-leaf", "xpresso-mouse"])
def test_a_pack_says_of_each_base_what_the_model_does(name, tmp_path):
    model = ROOT / "models" / name
    about = manifest(model)
    bases = about["inputs"][0]
    window, downstream = bases["window"], bases["downstream"]
    out = tmp_path / "model.czpack"
    cisight("export-czpack", "--model", model, "--genome", "sacCer3", "--out", out)
    pack = json.loads(out.read_text())
    flank = pack["inference"]["flankBp"]

    # What is fetched for seven bases, and the windows that are placed by each of them.
    fetched = random_bases(random.Random(5), PLACES + 2 * flank)
    starts = [flank + place - (window - downstream) for place in range(PLACES)]
    promoters = write_fasta(tmp_path / "p.fa", [(f"w{at}", fetched[start : start + window]) for at, start in enumerate(starts)])
    responses = tmp_path / "responses.parquet"
    cisight("predict", "--model", model, "--promoters", promoters, "--out", responses)
    table = pyarrow.parquet.read_table(responses)
    expected = np.stack([column.to_numpy() for column in table.columns[1:]], axis=0)
    assert np.ptp(expected) > 1e-4, "these windows tell nothing apart"

    one_hot = np.array([[[base == letter for base in fetched] for letter in "ACGT"]], dtype=np.float32)
    session = onnxruntime.InferenceSession(tmp_path / pack["model"]["url"], providers=["CPUExecutionProvider"])
    (found,) = session.run(["responses"], {pack["model"]["inputName"]: one_hot})
    assert found.shape == (1, len(about["outputs"]), one_hot.shape[2] - 2 * flank)
    tracks = np.stack([found[0, track["channelIndex"]] for track in pack["subtracks"]], axis=0)
    difference = np.abs(tracks - expected).max()
    print(f"{name}: largest difference {difference:.1e}")
    assert difference < 1e-4
