"""Time and memory of `cisight` against sizes: promoters, conditions and the length of the window, as a table and a log-log plot.

    python3 -m venv .tools/growth && .tools/growth/bin/pip install matplotlib==3.10.7 numpy safetensors
    cargo build --release
    .tools/growth/bin/python benches/native/growth.py --model models/fun-prose-s-cerevisiae --plot docs/growth.svg

Promoters and conditions are drawn at random for the model that is given. For the length, networks are made that differ in their
window alone (two convolutions with pools, seeded random weights, as time does not depend on what they are); every single-base
change of one promoter is computed. A point is processor time less that of the smallest size, which is starting (0.01 s at least), and the
largest resident memory. The slope is that of a straight line through the logarithms of the last two points.
"""

import argparse
import json
import math
import os
import random
import subprocess
import tempfile
from pathlib import Path

import numpy
from matplotlib import pyplot
from safetensors.numpy import save_file

PROMOTERS = [1, 10, 100, 1_000, 10_000, 60_000]
# FASTA of more than 64 MiB is given in several files.
CONDITIONS = [1, 10, 100, 1_000, 10_000]
# Windows hold 16,384 bases at most.
LENGTHS = [100, 400, 1_600, 6_400, 16_000]


def sequence(draw, length):
    return "".join(draw.choices("ACGT", k=length))


def promoters(path, draw, count, length):
    with open(path, "w") as file:
        for number in range(count):
            file.write(f">p{number}\n{sequence(draw, length)}\n")
    return path


def levels(path, draw, tfs, count):
    with open(path, "w") as file:
        file.write("\t".join(["TF", *(f"c{number}" for number in range(count))]) + "\n")
        for name in tfs:
            file.write("\t".join([name, *(f"{draw.gauss(0, 1):.3f}" for _ in range(count))]) + "\n")
    return path


def network(folder, program, length):
    """A network that reads `length` bases, imported as a model."""
    draw = numpy.random.default_rng(1)
    layers = [{"channels": 32, "width": 9, "pool": 8}, {"channels": 32, "width": 5, "pool": 8}]
    config = {
        "inputs": [{"reads": "bases", "window": length, "convolutions": layers}],
        "joined": 16, "head": [], "outputs": 1, "activation": "relu",
    }
    tensors, channels, columns = {}, 4, length
    for at, layer in enumerate(layers):
        own = f"inputs.0.convolutions.{at}.weight"
        tensors[own] = draw.normal(0, 0.1, (layer["channels"], channels, layer["width"]))
        for name, value in [("weight", 1), ("bias", 0), ("running_mean", 0), ("running_var", 1)]:
            tensors[f"inputs.0.norms.{at}.{name}"] = numpy.full(layer["channels"], value)
        channels, columns = layer["channels"], columns // layer["pool"]
    tensors["joined.weight"] = draw.normal(0, 0.01, (16, channels * columns))
    tensors["joined.bias"] = numpy.zeros(16)
    tensors["head.0.weight"] = draw.normal(0, 0.1, (1, 16))
    tensors["head.0.bias"] = numpy.zeros(1)
    checkpoint, description = folder / f"{length}.safetensors", folder / f"{length}.json"
    save_file({name: value.astype("float32") for name, value in tensors.items()}, checkpoint)
    inputs = [{"kind": "bases", "name": "promoter", "window": length, "alphabet": "ACGT", "anchor": "start codon"}]
    outputs = [{"name": "expression", "unit": "1"}]
    description.write_text(json.dumps({"config": config, "inputs": inputs, "outputs": outputs}))
    model = folder / f"model-{length}"
    command = [program, "import", "--architecture", "joint", "--config", description, "--checkpoint", checkpoint]
    subprocess.run([*command, "--out", model], check=True, stderr=subprocess.DEVNULL)
    return model


def measured(command):
    """Seconds of processor time and MB at most."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {status}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000


def slope(sizes, values):
    (x, before), (y, last) = list(zip(sizes, values))[-2:]
    return math.log(last / before) / math.log(y / x)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--program", default="target/release/cisight")
    options.add_argument("--model", required=True, type=Path, help="a model that reads promoters and TF levels")
    options.add_argument("--plot", type=Path)
    said = options.parse_args()
    manifest = json.loads((said.model / "manifest.json").read_text())
    window, tfs = manifest["inputs"][0]["window"], manifest["conditions"]["tfs"]
    names = [tf["id"] for tf in tfs]
    draw = random.Random(1)
    pyplot.rcParams.update({"svg.hashsalt": "cisight", "svg.fonttype": "none"})
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        out = ["--out", folder / "out.tsv"]
        predict = [said.program, "predict", "--model", said.model]
        one = levels(folder / "one.tsv", draw, names, 1)
        ten = promoters(folder / "ten.fa", draw, 10, window)
        series = {
            "promoters in one condition": (
                PROMOTERS,
                lambda count: [*predict, "--promoters", promoters(folder / "p.fa", draw, count, window), "--conditions", one, *out],
            ),
            "conditions of 10 promoters": (
                CONDITIONS,
                lambda count: [*predict, "--promoters", ten, "--conditions", levels(folder / "c.tsv", draw, names, count), *out],
            ),
            "bases, all their changes": (
                LENGTHS,
                lambda length: [
                    said.program, "mutagenesis", "--model", network(folder, said.program, length),
                    "--promoters", promoters(folder / "l.fa", draw, 1, length), *out,
                ],
            ),
        }
        figure, (times, memories) = pyplot.subplots(1, 2, figsize=(9, 4), layout="constrained")
        print("series\tsize\tseconds\tMB")
        for (name, (sizes, command)), marker in zip(series.items(), "os^"):
            points = [measured(command(size)) for size in sizes]
            for size, (seconds, memory) in zip(sizes, points):
                print(f"{name}\t{size}\t{seconds:.2f}\t{memory:.0f}", flush=True)
            seconds = [max(own - points[0][0], 0.01) for own, _ in points[1:]]
            memory = [own for _, own in points[1:]]
            for axes, values in [(times, seconds), (memories, memory)]:
                label = f"{name}: slope {slope(sizes[1:], values):.2f}"
                axes.loglog(sizes[1:], values, marker=marker, label=label)
        times.set(xlabel="how many", ylabel="seconds of processor time")
        memories.set(xlabel="how many", ylabel="MB of memory at most")
        times.legend(fontsize=8)
        memories.legend(fontsize=8)
        if said.plot:
            figure.savefig(said.plot, metadata={"Date": None})


if __name__ == "__main__":
    main()
