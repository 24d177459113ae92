"""The teacher of recipes/regulons-n-crassa.toml: a kernel regression on words of promoters, and its answers.

    cisight train --recipe recipes/regulons-n-crassa.toml --data DATA --out OUT --split split.tsv
    cisight normalise --counts DATA/n-crassa/counts.tsv.gz --samples DATA/n-crassa/samples.tsv \
        --library-sizes DATA/n-crassa/library-sizes.tsv.gz --out responses.tsv
    python3 recipes/teachers/n-crassa.py DATA split.tsv responses.tsv training-state/n-crassa-teacher

recipes/torch/fun_prose.py has the same teacher on a graphics card, with other numbers, and takes the readers of files from here.

Needs numpy and scipy. It learns from training genes alone. A first regression (Gaussian kernel on seven kinds of
word counts) predicts mean expression in each study, how much a gene responds, and its leading responses; what it
predicts of genes that it left out is part of the distance of the second, whose answers are the teacher's. They are
given for chimeras of training promoters, and for the stretches upstream of the training genes' transcript starts.
"""

import gzip
import sys
from pathlib import Path

import numpy as np
from scipy.linalg import cho_factor, cho_solve

CHIMERAS = 16000
LENGTH = 1000
# Length of the words, whether both strands are one, and stretches of the promoter (0: the whole).
WORDS = [(4, True, 0), (5, True, 0), (6, True, 0), (4, False, 0), (4, False, 5), (3, False, 10), (2, False, 20)]
SHARPNESS = 2.0
PREDICTED_SHARE = 0.3
COMPONENTS = 16


def read_fasta(path):
    records = {}
    with gzip.open(path, "rt") as file:
        for line in file:
            if line.startswith(">"):
                name = line[1:].split()[0]
                records[name] = []
            else:
                records[name].append(line.strip().upper())
    return {name: "".join(lines) for name, lines in records.items()}


def read_table(path):
    opened = gzip.open(path, "rt") if str(path).endswith(".gz") else open(path)
    with opened as file:
        heading, *rows = (line.rstrip("\n").split("\t") for line in file)
    number = lambda cell: float(cell) if cell else np.nan
    return heading[1:], {row[0]: np.array([number(cell) for cell in row[1:]]) for row in rows}


def codes(sequences):
    known = np.full(256, 4, np.uint8)
    known[list(b"ACGT")] = range(4)
    rows = np.full((len(sequences), LENGTH), 4, np.uint8)
    for row, sequence in zip(rows, sequences):
        own = known[np.frombuffer(sequence.encode(), np.uint8)][-LENGTH:]
        row[LENGTH - len(own) :] = own
    return rows


def counts(rows, length, both):
    places = rows.shape[1] - length + 1
    word = np.zeros((len(rows), places), np.int64)
    other = np.zeros_like(word)
    whole = np.ones(word.shape, bool)
    for at in range(length):
        base = rows[:, at : at + places].astype(np.int64)
        whole &= base < 4
        base = np.minimum(base, 3)
        word = word * 4 + base
        other += (3 - base) * 4**at
    if both:
        word = np.minimum(word, other)
    row = np.broadcast_to(np.arange(len(rows))[:, None], word.shape)
    found = np.zeros((len(rows), 4**length), np.float32)
    np.add.at(found, (row[whole], word[whole]), 1)
    return found


def words(rows, length, both, stretches):
    if not stretches:
        return np.sqrt(counts(rows, length, both))
    width = LENGTH // stretches
    ends = [(at * width, min(LENGTH, (at + 1) * width + length - 1)) for at in range(stretches)]
    each = np.stack([counts(rows[:, start:end], length, both) for start, end in ends], 1)
    padded = np.pad(each, ((0, 0), (1, 1), (0, 0)), mode="edge")
    return ((padded[:, :-2] + 2 * padded[:, 1:-1] + padded[:, 2:]) / 4).reshape(len(rows), -1)


class Features:
    """Word counts, each kind with a mean squared distance of 1/7 between two training promoters."""

    def __init__(self, rows):
        self.kinds, all_kinds = [], []
        for kind in WORDS:
            own = words(rows, *kind)
            kept = own.std(0) > 1e-6
            own = own[:, kept]
            mean, scale = own.mean(0), (np.ones(own.shape[1]) if kind[2] else 1 / own.std(0))
            spread = 2 * (((own - mean) * scale).astype(np.float64) ** 2).sum(1).mean() * len(WORDS)
            self.kinds.append((kept, mean, (scale / np.sqrt(spread)).astype(np.float32)))
            all_kinds.append((own - mean) * self.kinds[-1][2])
        self.training = np.hstack(all_kinds).astype(np.float32)

    def of(self, rows):
        kinds = zip(WORDS, self.kinds)
        return np.hstack([(words(rows, *kind)[:, kept] - mean) * scale for kind, (kept, mean, scale) in kinds])


def distances(one, other):
    squares = (one**2).sum(1)[:, None] + (other**2).sum(1)[None] - 2 * one @ other.T
    return np.maximum(squares, 0)


def fitted(kernel, noise, targets):
    kernel = kernel.copy()
    kernel[np.diag_indices(len(kernel))] += noise
    factor = cho_factor(kernel, lower=True, overwrite_a=True, check_finite=False)
    return cho_solve(factor, targets.astype(np.float32)).astype(np.float32)


class Teacher:
    def __init__(self, rows, responses, levels):
        self.features = Features(rows)
        known = self.features.training
        apart = distances(known, known)
        kernel = np.exp(-SHARPNESS * apart)
        size = np.sqrt((responses**2).mean(1))
        noise = np.clip(size / size.mean(), 0.2, 5) ** 0.4
        self.mean = responses.mean(0)
        left, values, right = np.linalg.svd(responses - self.mean, full_matrices=False)
        scores = left * values
        denoised = scores[:, :COMPONENTS] @ right[:COMPONENTS]
        further = np.hstack([levels, np.log(size)[:, None], scores[:, :8]])
        self.further = ((further - further.mean(0)) / further.std(0)).astype(np.float32)
        fold = np.random.default_rng(1).integers(0, 5, len(rows))
        predicted = np.zeros_like(self.further)
        for part in range(5):
            rest, own = np.flatnonzero(fold != part), np.flatnonzero(fold == part)
            weights = fitted(kernel[np.ix_(rest, rest)], noise[rest], self.further[rest])
            predicted[own] = kernel[np.ix_(own, rest)] @ weights
        self.first = fitted(kernel, noise, self.further)
        self.centre, self.scale = predicted.mean(0), predicted.std(0) * np.sqrt(2 * predicted.shape[1])
        self.predicted = (predicted - self.centre) / self.scale
        self.second = fitted(self.kernel(apart, self.predicted), noise, denoised)

    def kernel(self, apart, predicted):
        both = (1 - PREDICTED_SHARE) * apart + PREDICTED_SHARE * distances(predicted, self.predicted)
        return np.exp(-SHARPNESS * both)

    def answers(self, rows):
        """Responses, and what the first regression predicts."""
        apart = distances(self.features.of(rows), self.features.training)
        further = np.exp(-SHARPNESS * apart) @ self.first
        return self.kernel(apart, (further - self.centre) / self.scale) @ self.second + self.mean, further


def chimeras(rows, count):
    """Of two training promoters: a stretch of the one in the other, or single bases, or both."""
    random = np.random.default_rng(5)
    made = np.empty((count, LENGTH), np.uint8)
    for at in range(count):
        one, other = random.choice(len(rows), 2, replace=False)
        own, kind = rows[one].copy(), random.random()
        if kind < 0.7:
            start, end = np.sort(random.integers(0, LENGTH + 1, 2))
            own[start:end] = rows[other, start:end]
        if kind > 0.5:
            changed = random.random(LENGTH) < 0.12
            own[changed] = rows[other][random.integers(0, LENGTH, changed.sum())]
        made[at] = own
    return made


def write(path, heading, names, numbers):
    with gzip.open(path, "wt", compresslevel=4) as file:
        file.write("\t".join(["gene", *heading]) + "\n")
        for name, row in zip(names, numbers):
            file.write("\t".join([name, *(f"{number:.3f}" for number in row)]) + "\n")


def main(data, split, table, folder):
    data, folder = Path(data) / "n-crassa", Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    part = dict(line.split() for line in open(split))
    columns, responses = read_table(table)
    genes = [gene for gene in part if part[gene] == "training"]
    promoters = read_fasta(data / "promoters-1000bp-upstream-of-atg.fa.gz")
    upstream = read_fasta(data / "promoters-1000bp-upstream-of-transcript.fa.gz")
    heading, reads = read_table(data / "counts.tsv.gz")
    _, sizes = read_table(data / "library-sizes.tsv.gz")
    size = np.array([sizes[library][0] for library in heading])
    logs = np.log2((np.array([reads[gene] for gene in genes]) + 0.5) / (size + 1) * 1e6)
    study = np.array([library.split(":")[0] for library in heading])
    levels = np.stack([np.nanmean(logs[:, study == own], 1) for own in sorted(set(study))], 1)
    levels = np.where(np.isnan(levels), np.nanmean(levels, 0), levels)
    rows = codes([promoters[gene] for gene in genes])
    teacher = Teacher(rows, np.nan_to_num(np.array([responses[gene] for gene in genes])), levels)
    validation = [gene for gene in part if part[gene] == "validation"]
    predicted = teacher.answers(codes([promoters[gene] for gene in validation]))[0]
    measured = np.array([responses[gene] for gene in validation])
    known = ~np.isnan(measured)
    r = np.corrcoef(predicted[known], measured[known])[0, 1]
    print(f"validation r {r:.4f} over {known.sum()} pairs of {len(validation)} genes", flush=True)
    np.save(folder / "validation.npy", predicted)
    asked = np.vstack([codes([upstream[gene] for gene in genes if gene in upstream]), chimeras(rows, CHIMERAS)])
    parts = [teacher.answers(asked[start : start + 1000]) for start in range(0, len(asked), 1000)]
    answers, further = (np.vstack(own) for own in zip(*parts))
    names = [f"taught{at}" for at in range(len(asked))]
    letters = np.frombuffer(b"ACGTN", np.uint8)
    with gzip.open(folder / "promoters.fa.gz", "wt", compresslevel=4) as file:
        for name, row in zip(names, asked):
            file.write(f">{name}\n{letters[row].tobytes().decode()}\n")
    write(folder / "responses.tsv.gz", columns, names, answers)
    kinds = [f"level {own}" for own in sorted(set(study))] + ["size of the response"]
    own = np.vstack([teacher.further, further])[:, : len(kinds)]
    write(folder / "further.tsv.gz", kinds, genes + names, own)


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
