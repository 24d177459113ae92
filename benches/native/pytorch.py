"""Times `cisight` beside PyTorch, in turns: a grid of promoters and conditions, and all mutants of some promoters.

    python3 -m venv .tools/pytorch && .tools/pytorch/bin/pip install torch==2.15.0 safetensors numpy
    cargo build --release
    .tools/pytorch/bin/python benches/native/pytorch.py --model models/fun-prose-s-cerevisiae \
      --promoters PROMOTERS.fa.gz --conditions TABLE.tsv.gz

PyTorch runs the shipped FUN-PROSE networks as a careful user would: without gradients, every promoter and every condition
encoded once, the head in blocks, as many threads as there are processors. A mutant goes through the whole network, as there
is no other way with it; some are timed and the time is scaled up. `cisight` is the program, with reading and writing of files.
Answers are compared before anything is said.
"""

import argparse
import gzip
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy
import torch
from safetensors.numpy import load_file
from torch.nn import functional

LETTERS = "ACGNT"
BLOCK = 64
MUTANTS = 512


def text(path):
    with (gzip.open(path, "rt") if str(path).endswith(".gz") else open(path)) as file:
        return file.read()


def read_fasta(path):
    """Name and bases of each record."""
    records = [record.partition("\n") for record in text(path).split(">")[1:]]
    return [(head.split()[0], body.replace("\n", "").upper()) for head, _, body in records]


def read_levels(path, conditions):
    """Normalised TF levels, C x T; a TF that is missing takes the mean, hence 0."""
    head, *rows = [line.split("\t") for line in text(path).splitlines()]
    table = {row[0]: row[1:] for row in rows}
    mean, sd = conditions["scaling"]["mean"], conditions["scaling"]["sd"]
    levels = numpy.zeros((len(head) - 1, len(mean)), numpy.float32)
    for at, tf in enumerate(conditions["tfs"]):
        for column, cell in enumerate(table.get(tf["id"], [])):
            if cell:
                levels[column, at] = (float(cell) - mean[at]) / sd[at]
    return torch.from_numpy(levels)


# What stands before a short promoter has no channel.
CHANNEL = numpy.full(256, len(LETTERS))
for at, letter in enumerate(LETTERS):
    CHANNEL[ord(letter)] = at


def one_hot(sequences):
    codes = torch.from_numpy(CHANNEL[numpy.frombuffer("".join(sequences).encode(), numpy.uint8)])
    hot = functional.one_hot(codes.view(len(sequences), -1), len(LETTERS) + 1)
    return hot[:, :, : len(LETTERS)].transpose(1, 2).float()


class FunProse(torch.nn.Module):
    """One published network (Nambiar et al. 2023), norms behind activations as there."""

    def __init__(self, config, weights):
        super().__init__()
        self.config = config
        self.weights = {name: torch.from_numpy(array.astype(numpy.float32)) for name, array in weights.items()}

    def layer(self, name):
        return self.weights[f"{name}.weight"], self.weights.get(f"{name}.bias")

    def norm(self, values, name):
        own = [self.weights[f"{name}.{part}"] for part in ("running_mean", "running_var", "weight", "bias")]
        return functional.batch_norm(values, *own)

    def convolution(self, values, name):
        weight, bias = self.layer(name)
        return functional.conv1d(values, weight, bias, padding=weight.shape[2] // 2)

    def promoters(self, bases):
        config = self.config
        hidden = torch.relu(functional.max_pool1d(self.convolution(bases, "conv1"), config["pool1"]))
        hidden = self.convolution(self.norm(hidden, "conv1bn"), "conv2")
        hidden = self.norm(torch.relu(functional.max_pool1d(hidden, config["pool2"])), "conv2bn").flatten(1)
        weight, bias = self.layer("fc1")
        return functional.linear(hidden, weight[:, : -config["xt_hidden"]], bias)

    def conditions(self, levels):
        weight = self.weights["fc1.weight"][:, -self.config["xt_hidden"] :]
        return functional.linear(torch.relu(functional.linear(levels, *self.layer("fc_t"))), weight)

    def head(self, pairs):
        hidden = self.norm(torch.relu(pairs), "bn1")
        hidden = self.norm(torch.relu(functional.linear(hidden, *self.layer("fc2"))), "bn2")
        hidden = self.norm(torch.relu(functional.linear(hidden, *self.layer("fc3"))), "bn3")
        return functional.linear(hidden, *self.layer("fc_out")).squeeze(-1)


def grid(members, sequences, levels):
    """P x C, the mean over the networks."""
    conditions = [member.conditions(levels) for member in members]
    blocks = []
    for start in range(0, len(sequences), BLOCK):
        bases = one_hot(sequences[start : start + BLOCK])
        total = 0
        for member, own in zip(members, conditions):
            pairs = (member.promoters(bases)[:, None] + own[None]).flatten(0, 1)
            total = total + member.head(pairs).view(len(bases), len(own))
        blocks.append(total / len(members))
    return torch.cat(blocks)


def mutants(bases):
    """Every single-base change, in the order of positions and letters."""
    return [
        bases[:at] + base + bases[at + 1 :] for at, own in enumerate(bases) for base in "ACGT" if base != own
    ]


def table(path):
    rows = [line.split("\t") for line in Path(path).read_text().splitlines()[1:]]
    return rows


def timed(run):
    """Seconds of the clock and of the processor, this process and its children."""

    def processor():
        own = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(usage.ru_utime + usage.ru_stime for usage in own)

    wall, cpu = time.perf_counter(), processor()
    given = run()
    return time.perf_counter() - wall, processor() - cpu, given


def agree(difference):
    """Files have four decimals of a response and six of a change."""
    if difference > 1e-4:
        sys.exit(f"the answers differ by {difference:.1e}: nothing is timed")
    print(f"largest difference {difference:.1e}")


def report(case, rounds, scale):
    ours, theirs = ([run[who] for run in rounds] for who in ("cisight", "pytorch"))
    for kind, unit in enumerate(("clock", "processor")):
        own = [seconds[kind] for seconds in ours]
        other = [seconds[kind] * scale for seconds in theirs]
        ratio = statistics.median(other) / statistics.median(own)
        print(
            f"{case}, {unit}: cisight {statistics.median(own):.2f} s ({min(own):.2f} to {max(own):.2f}), "
            f"PyTorch {statistics.median(other):.2f} s ({min(other):.2f} to {max(other):.2f}), ratio {ratio:.1f}"
        )


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--cisight", default="target/release/cisight")
    options.add_argument("--model", required=True)
    options.add_argument("--promoters", required=True)
    options.add_argument("--conditions", required=True)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--mutated", type=int, default=100, help="promoters of which all mutants are predicted")
    asked = options.parse_args()

    folder = Path(asked.model)
    manifest = json.loads((folder / "manifest.json").read_text())
    weights = load_file(folder / "weights.safetensors")
    members = [
        FunProse(manifest["config"], {name[2:]: own for name, own in weights.items() if name.startswith(f"{at}.")})
        for at in range(manifest["members"])
    ]
    records = read_fasta(asked.promoters)
    levels = read_levels(asked.conditions, manifest["conditions"])
    torch.set_num_threads(os.cpu_count())
    print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads; {len(records)} promoters x {len(levels)} conditions")

    with tempfile.TemporaryDirectory() as out, torch.inference_mode():
        out = Path(out)
        one, few = out / "one.tsv", out / "few.fa"
        one.write_text("\n".join("\t".join(line.split("\t")[:2]) for line in text(asked.conditions).splitlines()))
        few.write_text("".join(f">{name}\n{bases}\n" for name, bases in records[: asked.mutated]))

        def cisight(command, promoters, conditions, file):
            run = [asked.cisight, command, "--model", asked.model, "--promoters", promoters, "--conditions", conditions]
            subprocess.run([*run, "--out", file], check=True, stderr=subprocess.DEVNULL)

        window = manifest["inputs"][0]["window"]
        sequences = [bases[-window:].rjust(window, ".") for _, bases in records]
        rounds = []
        for _ in range(asked.rounds):
            *ours, _ = timed(lambda: cisight("predict", asked.promoters, asked.conditions, out / "grid.tsv"))
            *theirs, expected = timed(lambda: grid(members, sequences, levels))
            rounds.append({"cisight": ours, "pytorch": theirs})
        found = torch.tensor([[float(cell) for cell in row[1:]] for row in table(out / "grid.tsv")])
        agree(float((found - expected).abs().max()))
        report(f"grid of {len(records)} x {len(levels)}", rounds, 1.0)

        first = mutants(sequences[0])
        some = first[:MUTANTS]
        rounds = []
        for _ in range(asked.rounds):
            *ours, _ = timed(lambda: cisight("mutagenesis", few, one, out / "mutants.tsv"))
            *theirs, expected = timed(lambda: grid(members, some, levels[:1]))
            rounds.append({"cisight": ours, "pytorch": theirs})
        reference = grid(members, sequences[:1], levels[:1])
        rows = [row for row in table(out / "mutants.tsv") if row[0] == records[0][0]]
        changes = [float(row[4]) for row in rows if records[0][1][int(row[2])] != row[3]]
        worst = max(abs(own - float(other - reference)) for own, other in zip(changes, expected[:, 0]))
        agree(worst)
        report(
            f"all mutants of {min(asked.mutated, len(records))} promoters",
            rounds,
            sum(len(mutants(bases)) for bases in sequences[: asked.mutated]) / len(some),
        )


if __name__ == "__main__":
    sys.exit(main())
