"""What the tests share: the program, the models, and random data that are the same every time."""

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# The tests run in other folders than this one, so the path has to hold there too.
PROGRAM = (ROOT / os.environ.get("CISIGHT", "target/debug/cisight")).resolve()


def cisight(*arguments):
    """Runs the program in the repository; its standard error where it succeeds."""
    if not PROGRAM.is_file():
        pytest.fail(f"{PROGRAM} is not there: build it, or name it in the environment variable CISIGHT")
    done = subprocess.run([PROGRAM, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stderr


def manifest(model):
    return json.loads((model / "manifest.json").read_text())


def random_bases(generator, length):
    return "".join(generator.choices("ACGT", k=length))


def write_fasta(path, records):
    path.write_text("".join(f">{name}\n{bases}\n" for name, bases in records))
    return path


def read_fasta(path):
    """The records by name, in order."""
    records = {}
    for line in Path(path).read_text().splitlines():
        if line.startswith(">"):
            name = line[1:].split()[0]
            assert name not in records
            records[name] = ""
        else:
            records[name] += line
    return records


def write_conditions(path, tfs, names, generator):
    """A table of levels that float32 and text hold alike."""
    levels = [[round(generator.gauss(0, 1), 2) for _ in names] for _ in tfs]
    rows = ["\t".join(["TF", *names])]
    rows += ["\t".join([tf, *map(str, row)]) for tf, row in zip(tfs, levels)]
    path.write_text("\n".join(rows) + "\n")
    return levels
