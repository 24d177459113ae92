"""Arabidopsis genes of chromosome 1 with their expression in leaves, for leaf.py and published_plant_shapes.py."""

import csv
import gzip
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

START = time.monotonic()
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
ON_CARD = DEVICE == "cuda"
UNKNOWN = 4
LENGTH = 1500
SEQUENCES = ["tss_minus1000_plus500", "tts_minus500_plus1000"]
PARTS = ["training", "validation", "test"]
BLOCK = 1_000_000


def say(*words):
    print(f"[{time.monotonic() - START:6.1f} s]", *words, flush=True)


def draws(seed):
    return torch.Generator(device=DEVICE).manual_seed(seed)


def correlation(predicted, measured):
    """Pearson's r along the last axis."""
    predicted, measured = predicted.double(), measured.double()
    predicted = predicted - predicted.mean(-1, keepdim=True)
    measured = measured - measured.mean(-1, keepdim=True)
    product = (predicted * measured).sum(-1)
    return product / (predicted.norm(dim=-1) * measured.norm(dim=-1)).clamp_min(1e-12)


class Genes:
    """The table: codes (genes x 2 x 1,500), values, targets (mean, each sample, on or off), and the genes of each part."""

    def __init__(self, data, split, tiny):
        with gzip.open(data / "a-thaliana" / "leaf-chromosome-1.tsv.gz", "rt") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
        with open(split) as file:
            parts = {row["gene"]: row["part"] for row in csv.DictReader(file, delimiter="\t")}
        if tiny:
            rows = [row for part in PARTS for row in [row for row in rows if parts.get(row["gene"]) == part][:90]]
        for row in rows:
            assert all(len(row[name]) == LENGTH for name in SEQUENCES), row["gene"]
        table = np.full(256, UNKNOWN, np.uint8)
        table[[ord(letter) for letter in "ACGT"]] = range(4)
        letters = "".join(row[name] for row in rows for name in SEQUENCES)
        codes = table[np.frombuffer(letters.encode(), np.uint8)].reshape(len(rows), 2, LENGTH)
        self.codes = torch.from_numpy(codes).to(DEVICE)
        self.part = np.array([PARTS.index(parts[row["gene"]]) if row["gene"] in parts else -1 for row in rows])
        self.of = {part: torch.from_numpy(np.where(self.part == at)[0]).to(DEVICE) for at, part in enumerate(PARTS)}
        self.starts = np.array([int(row["start"]) for row in rows])
        values = np.array([float(row["mean_log2_tpm1"]) for row in rows])
        samples = [name for name in rows[0] if name.startswith("ERR")]
        levels = np.log2(np.array([[float(row[name]) for name in samples] for row in rows]) + 1)
        trains = self.part == 0
        self.mean, self.sd = float(values[trains].mean()), float(values[trains].std())
        levels = (levels - levels[trains].mean(0)) / levels[trains].std(0).clip(1e-6)
        targets = np.concatenate([((values - self.mean) / self.sd)[:, None], levels, (values > 1)[:, None]], 1)
        self.values = torch.tensor(values, dtype=torch.float32, device=DEVICE)
        self.targets = torch.tensor(targets, dtype=torch.float32, device=DEVICE)
        say("genes: " + ", ".join(f"{len(self.of[part])} {part}" for part in PARTS))


def moved(codes, reach, source, most=None):
    """Windows, each of which lies up to `reach` bases further up or down; a tensor, for the leading axes, has `most` beside it."""
    most = reach if most is None else most
    if most == 0:
        return codes
    by = (torch.rand(codes.shape[:-1], generator=source, device=DEVICE) * (2 * reach + 1)).floor().long() - reach
    at = torch.arange(codes.shape[-1], device=DEVICE) + (by + most)[..., None]
    return F.pad(codes, (most, most), value=UNKNOWN).gather(-1, at)


def one_cycle(progress, warm_up):
    ease = lambda start, end, part: end + (start - end) * 0.5 * (1 + math.cos(math.pi * part))
    if progress < warm_up:
        return ease(0.1, 1.0, progress / warm_up)
    return ease(1.0, 0.001, (progress - warm_up) / (1 - warm_up))


class Figures:
    """A table of r on validation and test genes, written anew whenever a row is added."""

    HEAD = ["model", "setting", "seed", "validation_r", "test_r", "validation_genes", "test_genes"]

    def __init__(self, path):
        self.path, self.rows = path, [self.HEAD]

    def add(self, model, setting, seed, validation, test=None, genes=("", "")):
        row = [model, setting, seed, f"{float(validation):.4f}", "" if test is None else f"{float(test):.4f}", *genes]
        self.rows.append(row)
        say("\t".join(map(str, row)))
        write_table(self.path, self.rows)

    def ensemble(self, model, setting, seeds, said, genes, of):
        """Each member's r and their mean's; `said` has members x genes of validation and, where it was looked at, of test."""
        parts = PARTS[1 : 1 + len(said)]
        count = [len(of[part]) for part in PARTS[1:]]
        told = [correlation(own, genes.values[of[part]]).tolist() for own, part in zip(said, parts)]
        for at, seed in enumerate(seeds):
            self.add(model, setting, seed, *([own[at] for own in told] + [None])[:2], count)
        told = [correlation(own.mean(0), genes.values[of[part]]) for own, part in zip(said, parts)]
        self.add(model, setting, "mean", *(told + [None])[:2], count)


def write_table(path, rows):
    Path(path).write_text("".join("\t".join(map(str, row)) + "\n" for row in rows))
