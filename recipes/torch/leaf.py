"""Trains networks that tell leaf expression from promoter and terminator of Arabidopsis genes, on a graphics card.

    python3 recipes/torch/leaf.py DATA OUT [--split TSV] [--seconds 400] [--only deepcre,deepcba,joint] [--tiny]
    python3 recipes/torch/leaf.py --keras OUT/leaf-deepcba.safetensors deepcba.h5

Needs Python 3.11, torch and numpy; the second form h5py. Table and split are those of recipes/leaf-arabidopsis.toml:
`cisight train --split TSV` writes the split. Three things, within so many seconds:

deepcre  the published shape of deepCRE (Peleke et al. 2024), two recipes;
deepcba  the published shape of DeepCBA (Wang et al. 2024), with several kinds of partner;
joint    a search among networks as recipes/leaf-arabidopsis.toml has one, and small ones that learn from many.

Choices are made on validation genes. OUT gets leaf-figures.tsv, leaf-search.tsv, leaf-networks.toml (the [network] of the
files, and answers to compare with), and weights: leaf-deepcre.safetensors and leaf-joint.safetensors as the architecture
`joint` names them, each member's behind its number and a dot, and leaf-deepcba.safetensors, of which the second form
makes a file for `cisight import`.
"""

import argparse
import copy
import csv
import gzip
import hashlib
import json
import math
import os
import random
import struct
import time
import traceback
from pathlib import Path
from typing import NamedTuple

START = time.monotonic()

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
ON_CARD = DEVICE == "cuda"
HALF = torch.bfloat16 if ON_CARD else torch.float32
LETTERS = "ACGT"
UNKNOWN = 4
LENGTH = 1500
SEQUENCES = ["tss_minus1000_plus500", "tts_minus500_plus1000"]
PARTS = ["training", "validation", "test"]
SALT, BLOCK, HELD_OUT = "leaf-1", 1_000_000, 0.11
LARGEST = 400_000
MOST_WORK = 20e6


def clock():
    return time.monotonic() - START


def wait():
    if ON_CARD:
        torch.cuda.synchronize()


def say(*words):
    print(f"[{clock():6.1f} s]", *words, flush=True)


def draws(seed):
    return torch.Generator(device=DEVICE).manual_seed(seed)


def correlation(predicted, measured):
    """Pearson's r along the last axis."""
    predicted, measured = predicted.double(), measured.double()
    predicted = predicted - predicted.mean(-1, keepdim=True)
    measured = measured - measured.mean(-1, keepdim=True)
    product = (predicted * measured).sum(-1)
    return product / (predicted.norm(dim=-1) * measured.norm(dim=-1)).clamp_min(1e-12)


def parts_by_blocks(rows):
    """The stretches as the recipe draws them; genes that are kin to one held out stay in."""
    blocks = {int(row["start"]) // BLOCK for row in rows}
    order = sorted(blocks, key=lambda block: hashlib.sha256(f"{SALT}::{block}".encode()).digest())
    share = math.ceil(len(order) * HELD_OUT - 1e-9)
    part = {block: "test" if at < share else "validation" if at < 2 * share else "training" for at, block in enumerate(order)}
    return {row["gene"]: part[int(row["start"]) // BLOCK] for row in rows}


class Genes:
    """The table: codes (genes x 2 x 1,500), values, further targets, and places in the split."""

    def __init__(self, folder, split, tiny):
        with gzip.open(folder / "a-thaliana" / "leaf-chromosome-1.tsv.gz", "rt") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
        if split.exists():
            with open(split) as file:
                parts = {row["gene"]: row["part"] for row in csv.DictReader(file, delimiter="\t")}
        else:
            say(f"NO SPLIT AT {split}: stretches are drawn here, and no kin is left out")
            parts = parts_by_blocks(rows)
        if tiny:
            rows = [row for part in PARTS for row in [row for row in rows if parts.get(row["gene"]) == part][:90]]
        self.names = [row["gene"] for row in rows]
        table = np.full(256, UNKNOWN, np.uint8)
        table[[ord(letter) for letter in LETTERS]] = range(4)
        for row in rows:
            assert all(len(row[name]) == LENGTH for name in SEQUENCES), row["gene"]
        letters = "".join(row[name] for row in rows for name in SEQUENCES)
        codes = table[np.frombuffer(letters.encode(), np.uint8)].reshape(len(rows), 2, LENGTH)
        self.codes = torch.from_numpy(codes).to(DEVICE)
        place = np.array([PARTS.index(parts[name]) if name in parts else -1 for name in self.names])
        self.part = place
        self.of = {part: torch.from_numpy(np.where(place == at)[0]).to(DEVICE) for at, part in enumerate(PARTS)}
        self.starts = np.array([int(row["start"]) for row in rows])
        values = np.array([float(row["mean_log2_tpm1"]) for row in rows])
        samples = [name for name in rows[0] if name.startswith("ERR")]
        levels = np.log2(np.array([[float(row[name]) for name in samples] for row in rows]) + 1)
        trains = place == 0
        self.mean, self.sd = float(values[trains].mean()), float(values[trains].std())
        levels = (levels - levels[trains].mean(0)) / levels[trains].std(0).clip(1e-6)
        targets = np.concatenate([((values - self.mean) / self.sd)[:, None], levels, (values > 1)[:, None]], 1)
        self.values = torch.tensor(values, dtype=torch.float32, device=DEVICE)
        self.targets = torch.tensor(targets, dtype=torch.float32, device=DEVICE)
        say("genes: " + ", ".join(f"{len(self.of[part])} {part}" for part in PARTS) + f", {(place < 0).sum()} left out")

    def partners(self, seed):
        """Genes whose nearest gene is on their own side of the split, and by kind the partner of each gene."""
        order = np.argsort(self.starts, kind="stable")
        sorted_starts = self.starts[order]
        gaps = np.concatenate([[np.inf], np.diff(sorted_starts), [np.inf]])
        other = np.where(gaps[:-1] <= gaps[1:], np.arange(len(order)) - 1, np.arange(len(order)) + 1)
        nearest = np.empty(len(order), int)
        nearest[order] = order[other]
        kept = (self.part >= 0) & (self.part[nearest] == self.part)
        any_of = nearest.copy()
        source = np.random.default_rng(seed)
        blocks = self.starts // BLOCK
        for block in np.unique(blocks):
            for part in range(len(PARTS)):
                own = np.where((blocks == block) & (self.part == part))[0]
                if len(own) > 1:
                    drawn = source.integers(1, len(own), len(own))
                    any_of[own] = own[(np.arange(len(own)) + drawn) % len(own)]
        kept &= self.part[any_of] == self.part
        tensor = lambda values: torch.from_numpy(np.ascontiguousarray(values)).to(DEVICE)
        of = {part: tensor(np.where(kept & (self.part == at))[0]) for at, part in enumerate(PARTS)}
        return of, {"nearest": tensor(nearest), "random": tensor(any_of), "self": tensor(np.arange(len(order)))}


def moved(codes, reach, source, most=None):
    """Windows, each of which lies up to `reach` bases further up or down; a tensor, for the leading axes, has `most` beside it."""
    most = reach if most is None else most
    if most == 0:
        return codes
    by = (torch.rand(codes.shape[:-1], generator=source, device=DEVICE) * (2 * reach + 1)).floor().long() - reach
    at = torch.arange(codes.shape[-1], device=DEVICE) + (by + most)[..., None]
    return F.pad(codes, (most, most), value=UNKNOWN).gather(-1, at)


def mutated(codes, share, source):
    chance = torch.rand(codes.shape, generator=source, device=DEVICE)
    other = torch.randint(0, 4, codes.shape, generator=source, device=DEVICE, dtype=torch.uint8)
    return torch.where(chance < share, other, codes)


def images(codes):
    """One-hot, N x 4 x 1 x length."""
    letters = torch.arange(4, dtype=torch.uint8, device=codes.device)
    return (codes[:, None, :] == letters[:, None]).float()[:, :, None, :].contiguous(memory_format=torch.channels_last)


def one_cycle(progress, warm_up):
    ease = lambda start, end, part: end + (start - end) * 0.5 * (1 + math.cos(math.pi * part))
    if progress < warm_up:
        return ease(0.1, 1.0, progress / warm_up)
    return ease(1.0, 0.001, min((progress - warm_up) / (1 - warm_up), 1.0))


def started(network):
    """Weights as Keras starts them."""
    for module in network.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            nn.init.xavier_uniform_(module.weight)
            nn.init.zeros_(module.bias)
    return network.to(DEVICE).to(memory_format=torch.channels_last)


class DeepCre(nn.Module):
    """Both sequences through the same convolutions, 36 unknown bases in front of each; 384, 128, 64, 1."""

    WINDOW = 1536
    CHANNELS = [64, 64, 128, 128, 64, 64]
    WIDTH = POOL = 8

    def __init__(self):
        super().__init__()
        before = [4, *self.CHANNELS]
        self.convolutions = nn.ModuleList(nn.Conv2d(a, b, (1, self.WIDTH)) for a, b in zip(before, self.CHANNELS))
        columns = self.WINDOW // self.POOL ** 3
        self.dense = nn.ModuleList(nn.Linear(*pair) for pair in [(2 * 64 * columns, 128), (128, 64), (64, 1)])
        self.dropout = nn.Dropout(0.25)

    def forward(self, codes):
        windows = F.pad(codes, (self.WINDOW - LENGTH, 0), value=UNKNOWN).transpose(0, 1).flatten(0, 1)
        hidden = images(windows)
        with torch.autocast(DEVICE, dtype=torch.bfloat16, enabled=ON_CARD and self.training):
            for at, convolution in enumerate(self.convolutions):
                hidden = torch.relu(convolution(F.pad(hidden, (3, 4))))
                if at % 2:
                    hidden = self.dropout(F.max_pool2d(hidden, (1, self.POOL)))
        hidden = torch.cat(hidden.float().flatten(1).chunk(2), 1)
        hidden = self.dropout(torch.relu(self.dense[0](hidden)))
        return self.dense[2](torch.relu(self.dense[1](hidden)))[:, 0]

    @classmethod
    def config(cls):
        layers = [{"channels": size, "width": cls.WIDTH + 1} for size in cls.CHANNELS]
        for layer in layers[1::2]:
            layer["pool"] = cls.POOL
        tower = {"reads": "bases", "window": cls.WINDOW, "convolutions": layers}
        return {"joined": 128, "head": [64], "outputs": 1, "activation": "relu", "inputs": [tower, tower]}

    def exported(self, mean, sd):
        """An even kernel that keeps the length is an odd one whose first column is zero."""
        weights = {}
        for tower in range(2):
            for at, convolution in enumerate(self.convolutions):
                size = len(convolution.bias)
                weights[f"inputs.{tower}.convolutions.{at}.weight"] = F.pad(convolution.weight[:, :, 0], (1, 0))
                norm = f"inputs.{tower}.norms.{at}"
                weights[f"{norm}.weight"], weights[f"{norm}.bias"] = torch.ones(size), convolution.bias
                weights[f"{norm}.running_mean"] = torch.zeros(size)
                weights[f"{norm}.running_var"] = torch.full((size,), 1 - 1e-5)
        for name, layer in zip(["joined", "head.0", "head.1"], self.dense):
            scale, shift = (sd, mean) if name == "head.1" else (1, 0)
            weights[f"{name}.weight"], weights[f"{name}.bias"] = layer.weight * scale, layer.bias * scale + shift
        return {name: value.detach().float().cpu() for name, value in weights.items()}


class Branch(nn.Module):
    CHANNELS = [64, 64, 128, 128, 64, 64]

    def __init__(self):
        super().__init__()
        before = [4, *self.CHANNELS]
        self.convolutions = nn.ModuleList(nn.Conv2d(a, b, (1, 8)) for a, b in zip(before, self.CHANNELS))
        self.norms = nn.ModuleList(nn.BatchNorm2d(size, eps=1e-3) for size in self.CHANNELS)
        for norm in self.norms:
            norm.weight.requires_grad_(False)
        self.lstm = nn.LSTM(128, 128, batch_first=True, bidirectional=True)
        self.dropout = nn.Dropout(0.3)

    def forward(self, codes):
        hidden = images(codes)
        with torch.autocast(DEVICE, dtype=torch.bfloat16, enabled=ON_CARD and self.training):
            for at, (convolution, norm) in enumerate(zip(self.convolutions, self.norms)):
                hidden = torch.relu(norm(convolution(F.pad(hidden, (3, 4)) if at else hidden)))
                if at % 2:
                    missing = -hidden.shape[3] % 8
                    hidden = F.pad(hidden, (missing // 2, missing - missing // 2))
                    hidden = self.dropout(F.max_pool2d(hidden, (1, 8)))
        return self.lstm(hidden.float()[:, :, 0].transpose(1, 2).reshape(len(codes), 3, 128))[0]


class DeepCba(nn.Module):
    def __init__(self):
        super().__init__()
        self.branches = nn.ModuleList([Branch(), Branch()])
        self.dense = nn.ModuleList([nn.Linear(768, 64), nn.Linear(64, 1)])
        self.dropout = nn.Dropout(0.3)

    def forward(self, gene, partner):
        query, value = (branch(codes.flatten(1)) for branch, codes in zip(self.branches, (gene, partner)))
        read = torch.softmax(query @ value.transpose(1, 2), -1) @ value
        return self.dense[1](torch.relu(self.dense[0](self.dropout(read.flatten(1)))))[:, 0]

    def exported(self, mean, sd):
        weights = {name: value.detach().float().cpu() for name, value in self.state_dict().items() if "num_batches" not in name}
        weights["dense.1.weight"] = weights["dense.1.weight"] * sd
        weights["dense.1.bias"] = weights["dense.1.bias"] * sd + mean
        return weights


class Fit(NamedTuple):
    """A network that is fitted: `read` gives what it reads of genes, moved by so much."""

    name: str
    seed: int
    network: nn.Module
    read: object
    rate: float
    decay: float = 0.0
    shift: int = 0


def answers(fit, rows, batch=128):
    fit.network.eval()
    with torch.no_grad():
        return torch.cat([fit.network(*fit.read(own, 0, None)) for own in rows.split(batch)])


def fit_all(fits, genes, training, validation, deadline, most, batch=64, patience=12):
    """Each keeps the weights of the pass that told most about the validation genes. Returns r by fit."""
    sources = [draws(1000 + fit.seed) for fit in fits]
    make = lambda fit, network: torch.optim.AdamW(
        [own for own in network.parameters() if own.requires_grad],
        lr=fit.rate, weight_decay=fit.decay, fused=True if ON_CARD else None,
    )
    batch = min(batch, len(training))
    steps = len(training) // batch

    def step(fit, network, optimiser, rows, source):
        network.train()
        loss = F.mse_loss(network(*fit.read(rows, fit.shift, source)), genes.targets[rows, 0])
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()

    trial = fits[0]._replace(network=copy.deepcopy(fits[0].network))
    optimiser, timed = make(trial, trial.network), min(20, steps)
    answers(trial, validation)
    for at in range(timed + 3):
        if at == 3:
            wait()
            begun = clock()
        step(trial, trial.network, optimiser, training[:batch], sources[0])
    wait()
    stepped = clock()
    answers(trial, validation)
    wait()
    pass_time = 1.1 * ((stepped - begun) / timed * steps + clock() - stepped)
    passes = max(2, min(most, int((deadline - clock()) / pass_time / len(fits))))
    say(f"{len(fits)} networks, about {pass_time:.2f} s a pass of each, {passes} passes")
    optimisers = [make(fit, fit.network) for fit in fits]
    best = [(-1.0, 0, copy.deepcopy(fit.network.state_dict())) for fit in fits]
    total, late, begun = passes * steps, False, clock()
    for at in range(passes):
        for own, fit in enumerate(fits):
            if late or at - best[own][1] > patience:
                continue
            order = training[torch.rand(len(training), generator=sources[own], device=DEVICE).argsort()]
            for place in range(steps):
                progress = max((at * steps + place) / total, (clock() - begun) / (deadline - begun))
                optimisers[own].param_groups[0]["lr"] = fit.rate * one_cycle(progress, 0.1)
                step(fit, fit.network, optimisers[own], order[place * batch : (place + 1) * batch], sources[own])
            told = float(correlation(answers(fit, validation), genes.values[validation]))
            if math.isfinite(told) and told > best[own][0]:
                best[own] = (told, at, {name: value.clone() for name, value in fit.network.state_dict().items()})
            late = clock() > deadline
        if at % max(1, passes // 5) == 0 or at == passes - 1:
            say(f"pass {at + 1}: " + " ".join(f"{told:.3f}" for told, _, _ in best))
        if late:
            break
    for fit, (_, _, weights) in zip(fits, best):
        fit.network.load_state_dict(weights)
    say("best passes: " + " ".join(str(at + 1) for _, at, _ in best))
    return [told for told, _, _ in best]


def write(path, data):
    part = path.with_name(path.name + ".part")
    part.write_bytes(data if isinstance(data, bytes) else data.encode())
    os.replace(part, path)


def save(path, weights):
    header, blobs, at = {}, [], 0
    for name, value in weights.items():
        blob = value.detach().float().cpu().contiguous().numpy().astype(np.float32).tobytes()
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [at, at + len(blob)]}
        blobs.append(blob)
        at += len(blob)
    header = json.dumps(header).encode()
    header += b" " * (-len(header) % 8)
    write(path, struct.pack("<Q", len(header)) + header + b"".join(blobs))


def loaded(path):
    data = Path(path).read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    begin = lambda one: 8 + length + one["data_offsets"][0]
    read = lambda one: np.frombuffer(data, np.float32, math.prod(one["shape"]), begin(one)).reshape(one["shape"])
    return {name: read(one) for name, one in header.items()}


def side_by_side(members):
    return {f"{at}.{name}": value for at, member in enumerate(members) for name, value in member.items()}


@torch.no_grad()
def joint(config, weights, codes, batch=128):
    """The architecture `joint`, layer by layer, in 32 bits: what a member's exported weights answer."""
    weights = {name: value.to(codes.device) for name, value in weights.items()}
    activation = getattr(F, config["activation"])
    found = []
    for own in codes.split(batch):
        parts = []
        for tower, plan in enumerate(config["inputs"]):
            hidden = images(F.pad(own[:, tower], (plan["window"] - LENGTH, 0), value=UNKNOWN))[:, :, 0]
            for at, layer in enumerate(plan["convolutions"]):
                norm = f"inputs.{tower}.norms.{at}"
                hidden = F.conv1d(hidden, weights[f"inputs.{tower}.convolutions.{at}.weight"], padding=layer["width"] // 2)
                hidden = F.max_pool1d(hidden, layer["pool"]) if layer.get("pool", 1) > 1 else hidden
                hidden = F.batch_norm(
                    hidden, *(weights[f"{norm}.{name}"] for name in ("running_mean", "running_var", "weight", "bias"))
                )
                hidden = activation(hidden)
                hidden = F.avg_pool1d(hidden, layer["mean_pool"]) if layer.get("mean_pool", 1) > 1 else hidden
            parts.append(hidden.flatten(1))
        hidden = F.linear(torch.cat(parts, 1), weights["joined.weight"], weights["joined.bias"])
        for at in range(len(config["head"]) + 1):
            hidden = F.linear(activation(hidden), weights[f"head.{at}.weight"], weights[f"head.{at}.bias"])
        found.append(hidden[:, 0])
    return torch.cat(found)


def toml(config, title):
    lines = [f"[{title}]"]
    lines += [f"{name} = {json.dumps(config[name])}" for name in ("joined", "head", "outputs", "activation")]
    for tower in config["inputs"]:
        layers = ["  { " + ", ".join(f"{name} = {size}" for name, size in layer.items()) + " }," for layer in tower["convolutions"]]
        lines += ["", f"[[{title}.inputs]]", 'reads = "bases"', f"window = {tower['window']}", "convolutions = ["]
        lines += [*layers, "]"]
    return "\n".join(lines) + "\n"


class Report:
    """The files that say what came out, written anew whenever something is added."""

    def __init__(self, out):
        self.out = out
        self.figures, self.search, self.networks = [], [], {}

    def figure(self, model, setting, seed, validation, test=None, genes=("", "")):
        test = "" if test is None else f"{float(test):.4f}"
        row = [model, setting, seed, f"{float(validation):.4f}", test, *genes]
        self.figures.append(row)
        say("\t".join(map(str, row)))
        head = ["model", "setting", "seed", "validation_r", "test_r", "validation_genes", "test_genes"]
        self.table("leaf-figures.tsv", [head, *self.figures])

    def table(self, name, rows):
        write(self.out / name, "".join("\t".join(map(str, row)) + "\n" for row in rows))

    def network(self, name, config, members, genes, notes=""):
        """Weights, configuration, and the mean of the members' answers for some training genes."""
        save(self.out / f"leaf-{name}.safetensors", side_by_side(members))
        some = genes.of["training"][:6]
        found = torch.stack([joint(config, member, genes.codes[some].cpu()) for member in members]).mean(0)
        told = "".join(f'"{genes.names[at]}" = {value:.6f}\n' for at, value in zip(some.tolist(), found.tolist()))
        self.networks[name] = notes + toml(config, f"{name}.network") + f"\n[{name}.answers]\n" + told
        write(self.out / "leaf-networks.toml", "\n".join(self.networks.values()))


def ensemble_figures(report, model, setting, seeds, validation, test, genes, of):
    """Single members' and their mean's r; `validation` and `test` are members x genes."""
    measured = [genes.values[of[part]] for part in PARTS[1:]]
    count = tuple(len(own) for own in measured)
    for seed, own, other in zip(seeds, validation, test if test is not None else [None] * len(seeds)):
        told = None if other is None else correlation(other, measured[1])
        report.figure(model, setting, seed, correlation(own, measured[0]), told, count)
    told = None if test is None else correlation(test.mean(0), measured[1])
    report.figure(model, setting, "mean", correlation(validation.mean(0), measured[0]), told, count)


def run_deepcre(genes, report, deadline, tiny):
    recipes = {"Adam 3e-4": (3e-4, 0.0, 0), "AdamW 1e-3, decay 0.05, shift 6": (1e-3, 0.05, 6)}
    read = lambda rows, shift, source: (moved(genes.codes[rows], shift, source),)
    fits = []
    for seed in (1, 2, 3)[: 1 if tiny else 3]:
        for name, (rate, decay, shift) in recipes.items():
            torch.manual_seed(seed)
            fits.append(Fit(name, seed, started(DeepCre()), read, rate, decay, shift))
    fit_all(fits, genes, genes.of["training"], genes.of["validation"], deadline, 2 if tiny else 60)
    said = {fit: answers(fit, genes.of["validation"]) for fit in fits}
    of = {name: [fit for fit in fits if fit.name == name] for name in recipes}
    mean = {name: torch.stack([said[fit] for fit in own]) for name, own in of.items()}
    told = {name: float(correlation(own.mean(0), genes.values[genes.of["validation"]])) for name, own in mean.items()}
    chosen = max(told, key=told.get)
    members = [fit.network.exported(genes.mean, genes.sd) for fit in of[chosen]]
    report.network("deepcre", DeepCre.config(), members, genes)
    at = genes.of["validation"]
    shipped = torch.stack([joint(DeepCre.config(), member, genes.codes[at]) for member in members])
    apart = (shipped - mean[chosen] * genes.sd - genes.mean).abs().max()
    say(f"deepCRE: exported weights answer within {float(apart):.1e}")
    for name, own in of.items():
        test = torch.stack([answers(fit, genes.of["test"]) for fit in own]) if name == chosen else None
        ensemble_figures(report, "deepCRE", name, [fit.seed for fit in own], mean[name], test, genes, genes.of)


def run_deepcba(genes, report, deadline, tiny):
    of, partners = genes.partners(1)
    say("pairs: " + ", ".join(f"{len(of[part])} {part}" for part in PARTS))
    orders = {"nearest": "nearest", "random": "random", "self": "self", "nearest, the gene as value": "nearest"}
    fits = []
    for seed in (1, 2, 3)[: 1 if tiny else 3]:
        for name, kind in orders.items():
            swapped = kind != name

            def read(rows, shift, source, partner=partners[kind], swapped=swapped):
                pair = [moved(genes.codes[own], shift, source) for own in (rows, partner[rows])]
                return pair[::-1] if swapped else pair

            torch.manual_seed(seed)
            fits.append(Fit(name, seed, started(DeepCba()), read, 1e-3, 0.01, 6))
    fit_all(fits, genes, of["training"], of["validation"], deadline, 2 if tiny else 40)
    for name in orders:
        own = [fit for fit in fits if fit.name == name]
        if name == "nearest":
            members = [fit.network.exported(genes.mean, genes.sd) for fit in own]
            save(report.out / "leaf-deepcba.safetensors", side_by_side(members))
        validation, test = (torch.stack([answers(fit, of[part]) for fit in own]) for part in PARTS[1:])
        ensemble_figures(report, "DeepCBA", f"partner: {name}", [fit.seed for fit in own], validation, test, genes, of)


class Shape(NamedTuple):
    """Two towers of such convolutions, and so many joined features."""

    channels: tuple
    widths: tuple
    pools: tuple
    joined: int = 16
    activation: str = "relu"
    pooling: str = "mean_pool"

    def columns(self):
        columns = [LENGTH]
        for pool in self.pools:
            columns.append(columns[-1] // pool)
        return columns

    def features(self):
        return 2 * self.channels[-1] * self.columns()[-1]

    def weights(self):
        before = [4, *self.channels]
        convolutions = sum(a * b * width + 4 * b for a, b, width in zip(before, self.channels, self.widths))
        return 2 * convolutions + self.joined * (self.features() + 2) + 1

    def work(self):
        """Multiply-adds of an answer; of a letter's four places one is read."""
        before = [1, *self.channels]
        layers = zip(before, self.channels, self.widths, self.columns())
        return 2 * sum(a * b * width * columns for a, b, width, columns in layers) + self.joined * self.features()

    def moves(self):
        """What a pass over memory has to move, about."""
        before = [4, *self.channels]
        layers = zip(before, self.channels, self.widths, self.columns())
        return 2 * sum((2 * a * width + 9 * b) * columns for a, b, width, columns in layers)

    def ships(self):
        return 3 * self.weights() <= LARGEST and self.work() <= MOST_WORK

    def members(self):
        return min(5, LARGEST // self.weights())

    def config(self):
        layers = [
            {"channels": channels, "width": width, self.pooling: pool}
            for channels, width, pool in zip(self.channels, self.widths, self.pools)
        ]
        tower = {"reads": "bases", "window": LENGTH, "convolutions": layers}
        return {"joined": self.joined, "head": [], "outputs": 1, "activation": self.activation, "inputs": [tower, tower]}


class Nets:
    """Networks of one shape side by side, all weights of each in a row of `flat`."""

    SKIPPED = 4

    def __init__(self, shape, count, tasks, source):
        self.shape, self.count, self.tasks = shape, count, tasks
        pieces, inputs = [], 4
        for channels, width in zip(shape.channels, shape.widths):
            pieces += [((2, channels, inputs * width), inputs * width), ((2, channels), "ones"), ((2, channels), "zeros")]
            inputs = channels
        pieces += [((shape.joined, shape.features()), shape.features()), ((shape.joined,), "ones"), ((shape.joined,), "zeros")]
        pieces += [((tasks, shape.joined), shape.joined), ((tasks,), "zeros")]
        self.sizes = [size for size, _ in pieces]
        flat, decays = [], []
        for size, start in pieces:
            number = math.prod(size)
            if isinstance(start, int):
                flat.append((2 * torch.rand(count, number, generator=source, device=DEVICE) - 1) / start**0.5)
            else:
                flat.append(torch.full((count, number), float(start == "ones"), device=DEVICE))
            decays.append(torch.full((number,), float(isinstance(start, int)), device=DEVICE))
        self.flat, self.decays = torch.cat(flat, 1), torch.cat(decays)
        widths = [2 * channels for channels in shape.channels] + [shape.joined]
        self.means = [torch.zeros(count * width, device=DEVICE) for width in widths]
        self.variances = [torch.ones(count * width, device=DEVICE) for width in widths]

    def pick(self, rows):
        """Some of them, as a copy."""
        other = copy.copy(self)
        other.count, other.flat = len(rows), self.flat.detach()[rows].clone()
        chosen = lambda values: values.view(self.count, -1)[rows].reshape(-1).clone()
        other.means, other.variances = ([chosen(own) for own in values] for values in (self.means, self.variances))
        return other

    def parts(self, flat):
        numbers = [math.prod(size) for size in self.sizes]
        return [own.reshape(-1, *size) for own, size in zip(flat.split(numbers, 1), self.sizes)]

    def norm(self, at, hidden, scale, shift, momentum):
        """Batch norm of 1 x (networks x channels) x values."""
        given = (scale.reshape(-1), shift.reshape(-1), self.means[at], self.variances[at])
        return torch.native_batch_norm(hidden, *given, momentum is not None, momentum or 0.0, 1e-5)[0]

    def first_layer(self, windows, weight, scale, shift, momentum, kind):
        """The first convolution with its batch norm in it, whose statistics are told by those of what it reads.

        Windows are towers x samples x length x width."""
        towers, width = len(windows), windows.shape[3]
        rows = 4 * width
        letters = torch.arange(4, dtype=torch.uint8, device=DEVICE).view(4, 1, 1, 1)
        columns = torch.zeros(towers, rows + 8 - rows % 8, windows[0, ..., 0].numel(), dtype=kind, device=DEVICE)
        columns[:, :rows] = (windows.permute(0, 3, 1, 2)[:, None] == letters).reshape(towers, rows, -1)
        columns[:, rows] = 1
        means, variances = (own[0].view(towers, -1) for own in (self.means, self.variances))
        if momentum is not None:
            some = columns[:, :rows, :: self.SKIPPED].float()
            centre = some.mean(2, keepdim=True)
            spread = torch.bmm(some, some.transpose(1, 2)) / some.shape[2] - centre * centre.transpose(1, 2)
            mean, variance = (weight @ centre)[..., 0], ((weight @ spread) * weight).sum(2).clamp_min(0)
            means.lerp_(mean.detach(), momentum)
            variances.lerp_(variance.detach(), momentum)
            means, variances = mean, variance
        factor = scale / (variances + 1e-5).sqrt()
        folded = torch.cat([weight * factor[..., None], (shift - means * factor)[..., None]], 2)
        return torch.bmm(F.pad(folded, (0, columns.shape[1] - rows - 1)).to(kind), columns)

    def forward(self, flat, codes, momentum=None, dropout=None, source=None, kind=torch.float32):
        """Codes are networks x 2 x samples x length. Without `momentum` the running statistics count."""
        shape, parts = self.shape, iter(self.parts(flat))
        networks, _, samples, length = codes.shape
        activation = torch.relu_ if shape.activation == "relu" else getattr(F, shape.activation)
        hidden, letters = None, torch.arange(4, dtype=torch.uint8, device=DEVICE).view(4, 1, 1, 1)
        for at, (channels, width, pool) in enumerate(zip(shape.channels, shape.widths, shape.pools)):
            weight, scale, shift = (next(parts).flatten(0, 1) for _ in range(3))
            beside, flattened = (width // 2, width // 2), 2 * networks * channels
            if at == 0:
                windows = F.pad(codes.flatten(0, 1), beside, value=UNKNOWN).unfold(2, width, 1)
            if at == 0 and shape.pooling == "mean_pool":
                hidden = activation(self.first_layer(windows, weight, scale, shift, momentum, kind))
            else:
                if at == 0:
                    columns = (windows.permute(0, 3, 1, 2)[:, None] == letters).to(kind)
                else:
                    columns = F.pad(hidden, beside).unfold(3, width, 1).permute(0, 1, 4, 2, 3)
                hidden = torch.bmm(weight.to(kind), columns.reshape(2 * networks, -1, samples * length))
                if shape.pooling == "pool":
                    hidden = F.max_pool1d(hidden.view(flattened, samples, length), pool)
                hidden = activation(self.norm(at, hidden.reshape(1, flattened, -1), scale, shift, momentum))
            if shape.pooling == "mean_pool":
                hidden = F.avg_pool1d(hidden.view(flattened, samples, length), pool)
            length //= pool
            hidden = hidden.view(2 * networks, channels, samples, length)
        hidden = hidden.view(networks, 2, -1, samples, length).permute(0, 3, 1, 2, 4).reshape(networks, samples, -1).float()
        joining, scale, shift, weight, bias = parts

        def dropped(values, share):
            if dropout is None:
                return values
            kept = torch.rand(values.shape, generator=source, device=DEVICE) >= share
            return values * kept / (1 - share)

        hidden = torch.bmm(joining, dropped(hidden, dropout[0] if dropout else 0).transpose(1, 2))
        hidden = self.norm(len(shape.widths), hidden.reshape(1, networks * shape.joined, samples), scale, shift, momentum)
        hidden = activation(hidden).view(networks, shape.joined, samples).transpose(1, 2)
        return torch.bmm(dropped(hidden, dropout[1] if dropout else 0), weight.transpose(1, 2)) + bias[:, None]

    @torch.no_grad()
    def answer(self, codes, kind=torch.float32):
        """The first output, networks x genes."""
        size = max(16, 1024 // self.count)
        found = []
        for own in codes.split(size):
            own = own.transpose(0, 1)[None].expand(self.count, -1, -1, -1)
            found.append(self.forward(self.flat.detach(), own, kind=kind)[:, :, 0])
        return torch.cat(found, 1)

    def exported(self, row, mean, sd):
        one, weights = self.pick([row]), {}
        parts, inputs = iter(one.parts(one.flat)), 4
        for at, (channels, width) in enumerate(zip(self.shape.channels, self.shape.widths)):
            kernels, scale, shift = (next(parts)[0] for _ in range(3))
            for tower in range(2):
                norm = f"inputs.{tower}.norms.{at}"
                weights[f"inputs.{tower}.convolutions.{at}.weight"] = kernels[tower].view(channels, inputs, width)
                weights[f"{norm}.weight"], weights[f"{norm}.bias"] = scale[tower], shift[tower]
                weights[f"{norm}.running_mean"] = one.means[at].view(2, -1)[tower]
                weights[f"{norm}.running_var"] = one.variances[at].view(2, -1)[tower]
            inputs = channels
        joining, scale, shift, weight, bias = (own[0] for own in parts)
        factor = scale / (one.variances[-1] + 1e-5).sqrt()
        weights["joined.weight"], weights["joined.bias"] = joining * factor[:, None], shift - one.means[-1] * factor
        weights["head.0.weight"], weights["head.0.bias"] = weight[:1] * sd, bias[:1] * sd + mean
        return {name: value.detach().float().cpu() for name, value in weights.items()}


class Plan(NamedTuple):
    """How one of them learns."""

    rate: float = 1e-3
    decay: float = 2.0
    dropout: float = 0.7
    hidden: float = 0.7
    shift: int = 6
    mutations: float = 0.0
    stretch: int = 0
    samples: float = 0.0
    on_off: float = 0.0

    @staticmethod
    def drawn(source):
        return Plan(
            rate=round(math.exp(source.uniform(math.log(5e-4), math.log(3e-3))), 6),
            decay=source.choice([0.5, 1.0, 2.0, 4.0]),
            dropout=source.choice([0.5, 0.6, 0.7, 0.8]),
            hidden=source.choice([0.0, 0.2, 0.5, 0.7]),
            shift=source.choice([6, 12, 30]),
            mutations=source.choice([0.0, 0.0, 0.02, 0.05, 0.1]),
            stretch=source.choice([0, 0, 100, 250]),
            samples=source.choice([0.0, 0.0, 0.3, 1.0]),
            on_off=source.choice([0.0, 0.0, 0.2, 0.5]),
        )


def by_network(plans, name):
    return torch.tensor([getattr(plan, name) for plan in plans], dtype=torch.float32, device=DEVICE)


def learn(nets, plans, steps, draw, loss, source, deadline, warm_up=0.25):
    """AdamW, one cycle, which is cut to the time that is left. Returns the running mean of the weights."""
    rate, decay, dropout, hidden = (by_network(plans, name)[:, None] for name in ("rate", "decay", "dropout", "hidden"))
    shares = (dropout[:, :, None], hidden[:, :, None])
    flat = nets.flat.clone().requires_grad_()
    first, second, mean = torch.zeros_like(nets.flat), torch.zeros_like(nets.flat), nets.flat.clone()
    begun, late = clock(), 0.0
    for step in range(steps):
        if step % 20 == 0:
            wait()
            late = (clock() - begun) / max(deadline - begun, 1e-3)
        progress = max(step / steps, late)
        if progress >= 1:
            say(f"out of time at step {step} of {steps}")
            break
        codes, targets = draw(step)
        output = nets.forward(flat, codes, 0.1, shares, source, HALF)
        (gradient,) = torch.autograd.grad(loss(output, targets).sum(), flat)
        with torch.no_grad():
            first.lerp_(gradient, 0.1)
            second.lerp_(gradient * gradient, 0.01)
            moment = first / (1 - 0.9 ** (step + 1))
            moment /= (second / (1 - 0.99 ** (step + 1))).sqrt_().add_(1e-8)
            moment += flat * (decay * nets.decays)
            flat -= moment * (rate * one_cycle(progress, warm_up))
            mean.lerp_(flat, max(10 / steps, 1 / (step + 1)))
    nets.flat = flat.detach()
    return mean


class Search:
    def __init__(self, genes, report, deadline, tiny):
        self.genes, self.report, self.deadline, self.tiny = genes, report, deadline, tiny
        self.batch = 16 if tiny else 128
        self.training, self.validation = genes.of["training"], genes.of["validation"]
        self.steps = len(self.training) // self.batch
        self.measured = genes.values[self.validation]
        self.found, self.seed = [], 100
        self.speed = None
        self.at_once = 2 if tiny else 12

    def seconds(self, shape, count, passes):
        return self.speed * shape.moves() * count * passes

    def sampler(self, plans, source):
        genes, count = self.genes, len(plans)
        shift, most = by_network(plans, "shift").long().view(-1, 1, 1), max(plan.shift for plan in plans)
        share = by_network(plans, "mutations").view(-1, 1, 1, 1)
        stretch = by_network(plans, "stretch").view(-1, 1, 1, 1)
        at = torch.arange(LENGTH, device=DEVICE)
        order = None

        def draw(step):
            nonlocal order
            if step % self.steps == 0:
                order = self.training[torch.rand(count, len(self.training), generator=source, device=DEVICE).argsort(1)]
            place = step % self.steps * self.batch
            rows = order[:, place : place + self.batch]
            codes = moved(genes.codes[rows].transpose(1, 2), shift, source, most)
            codes = mutated(codes, share, source)
            begin = torch.rand(*codes.shape[:-1], 1, generator=source, device=DEVICE) * (LENGTH + stretch) - stretch
            return codes.masked_fill((at >= begin) & (at < begin + stretch), UNKNOWN), genes.targets[rows]

        return draw

    def group(self, shape, passes, plans, deadline, kind="search"):
        """Trains such networks at once and keeps what they say of the validation genes."""
        if clock() > deadline - 1:
            return []
        self.seed += 1
        source = draws(self.seed)
        nets = Nets(shape, len(plans), self.genes.targets.shape[1], source)
        samples, on_off = (by_network(plans, name) for name in ("samples", "on_off"))

        def loss(output, targets):
            error = (output[..., :-1] - targets[..., :-1]) ** 2
            told = F.binary_cross_entropy_with_logits(output[..., -1], targets[..., -1], reduction="none")
            return error[..., 0].mean(1) + samples * error[..., 1:].mean((1, 2)) + on_off * told.mean(1)

        begun = clock()
        mean = learn(nets, plans, passes * self.steps, self.sampler(plans, source), loss, source, deadline)
        ways = {"last": nets}
        for way, flat in (("last, measured anew", nets.flat), ("running mean, measured anew", mean)):
            ways[way] = self.measured_anew(nets, flat, plans, source)
        said = {way: own.answer(self.genes.codes[self.validation]) for way, own in ways.items()}
        told = {way: torch.nan_to_num(correlation(own, self.measured), nan=-1.0) for way, own in said.items()}
        gain = {way: float((own - told["last"]).mean()) for way, own in told.items()}
        way = max(gain, key=lambda way: gain[way] + 0.002 * (way == "last"))
        nets, said, r = ways[way], said[way], told[way]
        seconds = clock() - begun
        own = seconds / (shape.moves() * len(plans) * passes)
        self.speed = own if self.speed is None else 0.5 * (self.speed + own)
        entries = [
            {"shape": shape, "passes": passes, "plan": plan, "r": float(one), "nets": nets, "row": at, "said": said[at]}
            for at, (plan, one) in enumerate(zip(plans, r))
        ]
        self.found += entries
        for one in entries:
            values = [kind, shape.channels, shape.widths, shape.pools, shape.joined, shape.activation, shape.pooling, passes]
            values += [*one["plan"], self.seed, way, f"{one['r']:.4f}"]
            self.report.search.append(values)
        head = "kind channels widths pools joined activation pooling passes".split() + [*Plan._fields, "seed", "weights", "validation_r"]
        self.report.table("leaf-search.tsv", [head, *self.report.search])
        say(
            f"{kind} {shape.channels} {shape.widths} {shape.pools} {shape.joined} {shape.activation} {shape.pooling}, {passes} passes:"
            f" {len(plans)} networks, best {float(r.max()):.3f}, median {float(r.median()):.3f}"
            + "".join(f", {own} {gain[own]:+.3f}" for own in list(ways)[1:])
            + f", {seconds:.1f} s"
        )
        return entries

    def measured_anew(self, nets, flat, plans, source):
        """These weights with the batch norms' statistics measured anew, without dropout."""
        other = nets.pick(list(range(nets.count)))
        other.flat = flat
        draw = self.sampler(plans, source)
        with torch.no_grad():
            for at in range(min(12, self.steps)):
                other.forward(flat, draw(at)[0], 1 / (at + 1), kind=HALF)
        return other

    def random_shape(self, source):
        while True:
            depth = source.choice([2, 3, 3, 3, 4])
            channels = tuple(source.choice([32, 48, 64, 96, 128]) for _ in range(depth))
            widths = (source.choice([7, 9, 11, 13, 17]), *(source.choice([3, 5, 7]) for _ in range(depth - 1)))
            pools = tuple(source.choice([2, 3, 4, 5, 8, 10, 15]) for _ in range(depth))
            joined, activation = source.choice([8, 16, 16, 32]), source.choice(["relu", "relu", "silu"])
            shape = Shape(channels, widths, pools, joined, activation)
            if 3 <= shape.columns()[-1] <= 15 and shape.ships() and shape.weights() > 40_000:
                return shape

    def first_round(self, deadline):
        source = random.Random(7)
        base = Shape((96, 64, 64), (9, 5, 5), (10, 5, 5))
        shapes = [
            (base, 20),
            (Shape((64, 48, 48), (9, 5, 5), (10, 5, 5)), 20),
            (Shape((64, 64, 48), (13, 5, 5), (8, 4, 4)), 20),
            (base._replace(activation="silu"), 20),
            (Shape((192, 192, 192), (9, 5, 5), (8, 4, 4)), 10),
            (Shape((64, 48, 48), (9, 5, 5), (5, 5, 5)), 20),
            (base, 40),
            (Shape((128, 48, 48), (11, 5, 5), (10, 5, 5), 32), 20),
            (Shape((96, 64), (11, 7), (15, 10)), 20),
            (Shape((64, 64, 48, 48), (9, 5, 5, 3), (5, 3, 3, 3)), 20),
        ]
        if self.tiny:
            shapes = [(Shape((6, 5, 4), (9, 5, 5), (10, 5, 5)), 2), (Shape((5, 4), (7, 3), (15, 10), 8, "silu", "pool"), 2)]
        limit = deadline + 0.25 * (deadline - clock())
        while clock() < deadline:
            if shapes:
                shape, passes = shapes.pop(0)
            elif self.tiny:
                break
            else:
                shape, passes = self.random_shape(source), source.choice([12, 20, 20, 30])
            count = self.at_once if shape.channels[0] <= 96 else self.at_once // 2
            if self.speed is None:
                count = min(count, 6)
            while self.speed and count > 2 and self.seconds(shape, count, passes) > deadline - clock():
                count -= 1
            if self.speed and self.seconds(shape, count, passes) > deadline - clock() + 3:
                if not shapes:
                    break
                continue
            plans = [Plan.drawn(source) for _ in range(count)]
            if not self.found:
                plans[0] = Plan()
            self.group(shape, passes, plans, limit if self.speed else self.deadline)

    def again(self, deadline, seeds=3, most=10):
        """The best with fresh seeds; settings with what those say."""
        able = [one for one in self.found if self.tiny or one["shape"].ships()]
        best = sorted(able, key=lambda one: -one["r"])[:most]
        groups = {}
        for one in best:
            groups.setdefault((one["shape"], one["passes"]), []).append(one["plan"])
        chosen = []
        for (shape, passes), plans in groups.items():
            fits = int((deadline - clock()) / self.seconds(shape, seeds, passes))
            plans = plans[: max(0, min(fits, self.at_once // seeds or 1))]
            if not plans and chosen:
                continue
            plans = plans or groups[shape, passes][:1]
            found = self.group(shape, passes, [plan for plan in plans for _ in range(seeds)], self.deadline, "again")
            for plan in plans:
                own = [one for one in found if one["plan"] == plan]
                if own:
                    chosen.append({"shape": shape, "passes": passes, "plan": plan, "own": own})
        return sorted(chosen, key=lambda one: -sum(own["r"] for own in one["own"]) / len(one["own"]))

    def agreement(self, entries):
        return float(correlation(torch.stack([one["said"] for one in entries]).mean(0), self.measured))

    def filled(self, setting, deadline):
        """As many members of a setting as ship."""
        shape, own = setting["shape"], setting["own"]
        missing = shape.members() - len(own)
        if missing > 0 and clock() + self.seconds(shape, missing, setting["passes"]) < deadline:
            own += self.group(shape, setting["passes"], [setting["plan"]] * missing, self.deadline, "member")
        return own[: shape.members()]

    @torch.no_grad()
    def lessons(self, teachers, number, source):
        """Training genes moved and changed, and promoters of some before terminators of others, with what the teachers say.

        Of genes as they are half of what is learnt is what was measured."""
        genes, draw = self.genes, lambda *shape: torch.rand(shape, generator=source, device=DEVICE)
        rows = self.training[(draw(2, number) * len(self.training)).long()]
        whole = draw(number) < 0.5
        rows[1] = torch.where(whole, rows[0], rows[1])
        as_it_is = whole & (draw(number) < 0.5)
        share = torch.where(as_it_is, 0.0, torch.where(whole, 0.3, 0.1) * draw(number))
        codes = []
        for own in torch.arange(number, device=DEVICE).split(8192):
            one = torch.stack([genes.codes[rows[0, own], 0], genes.codes[rows[1, own], 1]], 1)
            one = moved(one, torch.where(as_it_is[own], 6, 30).view(-1, 1), source, 30)
            codes.append(mutated(one, share[own].view(-1, 1, 1), source))
        codes = torch.cat(codes)
        by_nets = {}
        for one in teachers:
            by_nets.setdefault(id(one["nets"]), (one["nets"], []))[1].append(one["row"])
        said = sum(nets.pick(rows).answer(codes, HALF).sum(0) for nets, rows in by_nets.values()) / len(teachers)
        truth = genes.targets[rows[0], 0]
        return codes, torch.where(as_it_is, 0.5 * (said + truth), said)

    def taught(self, shape, teachers, deadline):
        """Networks of a shape that ships, taught by many."""
        source = draws(77)
        count = 2 * shape.members()
        plans = [Plan(2e-3, 0.3, 0.3, 0.0), Plan(2e-3, 1.0, 0.5, 0.1)]
        left = deadline - clock()
        labelling = sum(one["shape"].moves() for one in teachers) * self.speed * 0.4
        number = 200 if self.tiny else int(min(120_000, 0.22 * left / (labelling / len(self.training))))
        codes, labels = self.lessons(teachers, max(number, 2 * self.batch), source)
        wait()
        say(f"{len(codes)} lessons of {len(teachers)} teachers")
        plans = [plan for plan in plans for _ in range(count // 2)]
        per_pass = self.seconds(shape, count, 1) / self.steps
        steps = 6 if self.tiny else int(0.95 * (deadline - clock()) / per_pass)
        steps = max(6, min(steps, 12 * len(codes) // self.batch))
        nets = Nets(shape, count, 1, source)

        def draw(step):
            rows = torch.randint(0, len(codes), (count, self.batch), generator=source, device=DEVICE)
            return codes[rows].transpose(1, 2), labels[rows]

        loss = lambda output, targets: ((output[..., 0] - targets) ** 2).mean(1)
        begun = clock()
        learn(nets, plans, steps, draw, loss, source, deadline)
        said = nets.answer(self.genes.codes[self.validation])
        r = torch.nan_to_num(correlation(said, self.measured), nan=-1.0)
        say(f"taught: {steps} steps, {clock() - begun:.1f} s, r " + " ".join(f"{float(one):.3f}" for one in r))
        entries = [
            {"shape": shape, "plan": plan, "r": float(r[at]), "nets": nets, "row": at, "said": said[at]}
            for at, plan in enumerate(plans)
        ]
        half = count // 2
        return [entries[:half], entries[half:]]

    def members(self, entries):
        return [one["nets"].exported(one["row"], self.genes.mean, self.genes.sd) for one in entries]

    def ship(self, entries, notes):
        self.report.network("joint", entries[0]["shape"].config(), self.members(entries), self.genes, f"# {notes}\n")

    def run(self):
        begun = clock()
        until = lambda share: begun + share * (self.deadline - begun)
        candidates = []
        try:
            self.first_round(until(0.45))
            best = max((one for one in self.found), key=lambda one: one["r"])
            self.ship([best], f"one network, {best['passes']} passes, {best['plan']}")
            say(f"first round: {len(self.found)} networks, best {best['r']:.3f}")
            settings = self.again(until(0.65))
            for setting in settings:
                told = [one["r"] for one in setting["own"]]
                name = f"{setting['shape']}, {setting['passes']} passes, {setting['plan']}"
                self.report.figure("joint, fresh seeds", name, "single, mean", sum(told) / len(told))
                self.report.figure("joint, fresh seeds", name, "mean", self.agreement(setting["own"][: setting["shape"].members()]))
            for setting in settings[:2]:
                own = self.filled(setting, until(0.74))
                candidates.append((self.agreement(own), f"{setting['passes']} passes, {setting['plan']}", own))
                self.ship(max(candidates, key=lambda one: one[0])[2], max(candidates, key=lambda one: one[0])[1])
            ranked = sorted(self.found, key=lambda one: -one["r"])
            groups = {number: self.agreement(ranked[:number]) for number in (6, 12, 24, 40) if number <= max(len(ranked), 6)}
            say("teachers: " + ", ".join(f"mean of {number} {told:.3f}" for number, told in groups.items()))
            number = max(groups, key=groups.get)
            self.report.figure("joint, teachers", f"mean of the {number} best", "mean", groups[number])
            for own in self.taught(settings[0]["shape"], ranked[:number], self.deadline - 3):
                candidates.append((self.agreement(own), f"taught by {number}, {own[0]['plan']}", own))
                self.report.figure("joint, taught", str(own[0]["plan"]), "mean", candidates[-1][0])
        except Exception:
            traceback.print_exc()
        if not candidates:
            best = max(self.found, key=lambda one: one["r"])
            candidates = [(best["r"], f"one network, {best['passes']} passes, {best['plan']}", [best])]
        _, notes, chosen = max(candidates, key=lambda one: one[0])
        self.ship(chosen, notes)
        config, members = chosen[0]["shape"].config(), self.members(chosen)
        validation, test = (
            torch.stack([joint(config, member, self.genes.codes[self.genes.of[part]]) for member in members])
            for part in PARTS[1:]
        )
        apart = (validation - torch.stack([one["said"] for one in chosen]) * self.genes.sd - self.genes.mean).abs().max()
        say(f"joint: exported weights answer within {float(apart):.1e}; {chosen[0]['shape'].weights()} weights a member,"
            f" {chosen[0]['shape'].work() / 1e6:.1f} M multiply-adds")
        setting = f"{chosen[0]['shape']}, {notes}"
        ensemble_figures(self.report, "joint, chosen", setting, range(len(members)), validation, test, self.genes, self.genes.of)


def run_joint(genes, report, deadline, tiny):
    Search(genes, report, deadline, tiny).run()


def keras(source, out):
    """The members of leaf-deepcba.safetensors, averaged, as a file of Keras with two inputs."""
    import h5py

    weights, layers, arrays = loaded(source), [], {}
    members = sorted({int(name.split(".")[0]) for name in weights})

    def add(kind, name, config, *before, given=()):
        inbound = [[[own, 0, 0, {}] for own in before]] if before else []
        config = {"name": name, "trainable": True, "dtype": "float32", **config}
        layers.append({"class_name": kind, "config": config, "name": name, "inbound_nodes": inbound})
        arrays[name] = given
        return name

    def lstm(name, prefix, way):
        of = lambda part: weights[f"{prefix}.lstm.{part}_l0{'_reverse' if way == 'backward' else ''}"]
        path = f"{name}/{way}_lstm/lstm_cell"
        given = [("kernel", of("weight_ih").T), ("recurrent_kernel", of("weight_hh").T), ("bias", of("bias_ih") + of("bias_hh"))]
        return [(f"{path}/{part}:0", value) for part, value in given]

    def branch(member, at, before):
        prefix = f"{member}.branches.{at}"
        tag = f"{member}_{at}"
        for layer, size in enumerate(Branch.CHANNELS):
            kernels = weights[f"{prefix}.convolutions.{layer}.weight"]
            kernels = kernels.transpose(1, 3, 2, 0) if layer == 0 else kernels.transpose(2, 3, 1, 0)
            name = f"conv_{tag}_{layer}"
            config = {
                "filters": size, "kernel_size": [4 if layer == 0 else 1, 8], "strides": [1, 1], "dilation_rate": [1, 1],
                "padding": "same" if layer else "valid", "data_format": "channels_last", "groups": 1,
                "activation": "linear", "use_bias": True,
            }
            given = [(f"{name}/kernel:0", kernels), (f"{name}/bias:0", weights[f"{prefix}.convolutions.{layer}.bias"])]
            before = add("Conv2D", name, config, before, given=given)
            name = f"norm_{tag}_{layer}"
            parts = {"beta": "bias", "moving_mean": "running_mean", "moving_variance": "running_var"}
            given = [(f"{name}/{own}:0", weights[f"{prefix}.norms.{layer}.{part}"]) for own, part in parts.items()]
            config = {"axis": [3], "momentum": 0.99, "epsilon": 0.001, "center": True, "scale": False}
            before = add("BatchNormalization", name, config, before, given=given)
            config = {"max_value": None, "negative_slope": 0.0, "threshold": 0.0}
            before = add("ReLU", f"relu_{tag}_{layer}", config, before)
            if layer % 2:
                config = {"pool_size": [1, 8], "strides": [1, 8], "padding": "same", "data_format": "channels_last"}
                before = add("MaxPooling2D", f"pool_{tag}_{layer}", config, before)
        before = add("Reshape", f"rows_{tag}", {"target_shape": [3, 128]}, before)
        name = f"lstm_{tag}"
        inner = {
            "name": "lstm", "trainable": True, "dtype": "float32", "units": 128, "return_sequences": True, "return_state": False,
            "go_backwards": False, "stateful": False, "unroll": False, "time_major": False, "activation": "tanh",
            "recurrent_activation": "sigmoid", "use_bias": True, "unit_forget_bias": True, "dropout": 0.0, "recurrent_dropout": 0.0,
        }
        config = {"layer": {"class_name": "LSTM", "config": inner}, "merge_mode": "concat"}
        given = lstm(name, prefix, "forward") + lstm(name, prefix, "backward")
        return add("Bidirectional", name, config, before, given=given)

    for name in ("gene", "partner"):
        add("InputLayer", name, {"batch_input_shape": [None, 4, 2 * LENGTH, 1], "sparse": False, "ragged": False})
    ends = []
    for member in members:
        rows = [branch(member, at, name) for at, name in enumerate(("gene", "partner"))]
        config = {"use_scale": False, "score_mode": "dot", "dropout": 0.0}
        before = add("Attention", f"attention_{member}", config, *rows)
        before = add("Flatten", f"flat_{member}", {"data_format": "channels_last"}, before)
        for layer, (units, activation) in enumerate([(64, "relu"), (1, "linear")]):
            name = f"dense_{member}_{layer}"
            kernel, bias = (weights[f"{member}.dense.{layer}.{part}"] for part in ("weight", "bias"))
            given = [(f"{name}/kernel:0", kernel.T), (f"{name}/bias:0", bias)]
            before = add("Dense", name, {"units": units, "activation": activation, "use_bias": True}, before, given=given)
        ends.append(before)
    end = add("Average", "mean", {}, *ends) if len(ends) > 1 else ends[0]
    config = {"name": "deepcba", "layers": layers, "input_layers": [["gene", 0, 0], ["partner", 0, 0]], "output_layers": [[end, 0, 0]]}
    with h5py.File(out, "w") as file:
        file.attrs["backend"], file.attrs["keras_version"] = "tensorflow", "2.15.0"
        file.attrs["model_config"] = json.dumps({"class_name": "Functional", "config": config})
        group = file.create_group("model_weights")
        group.attrs["layer_names"] = [own["name"].encode() for own in layers]
        for name, given in arrays.items():
            own = group.create_group(name)
            own.attrs["weight_names"] = np.array([path.encode() for path, _ in given], dtype="S100")
            for path, value in given:
                own.create_dataset(path, data=np.ascontiguousarray(value, np.float32))


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path, nargs="?", help="the data folder")
    options.add_argument("out", type=Path, nargs="?", help="the folder for what comes out")
    options.add_argument("--split", type=Path, help="gene and part of each gene; DATA/made/leaf-split.tsv where absent")
    options.add_argument("--seconds", type=float, default=400)
    options.add_argument("--only", default="deepcre,deepcba,joint")
    options.add_argument("--tiny", action="store_true", help="few genes, few steps: to try the program")
    options.add_argument("--keras", type=Path, nargs=2, metavar=("SAFETENSORS", "H5"))
    said = options.parse_args()
    if said.keras:
        return keras(*said.keras)
    said.out.mkdir(parents=True, exist_ok=True)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    if ON_CARD:
        torch.cuda.set_per_process_memory_fraction(0.25)
    genes = Genes(said.data, said.split or said.data / "made" / "leaf-split.tsv", said.tiny)
    report = Report(said.out)
    end = said.seconds - max(6.0, 0.03 * said.seconds)
    begun = clock()
    plans = {"deepcre": (run_deepcre, 0.2, 8), "deepcba": (run_deepcba, 0.35, 8), "joint": (run_joint, 0.45, 6)}
    plans = {name: plan for name, plan in plans.items() if name in said.only.split(",")}
    whole, done = sum(share for _, share, _ in plans.values()), 0.0
    for name, (work, share, reserve) in plans.items():
        done += share
        deadline = begun + (end - begun) * done / whole
        say(f"{name}, until {deadline:.0f} s")
        try:
            work(genes, report, deadline - (0 if said.tiny else reserve), said.tiny)
        except Exception:
            traceback.print_exc()
        if ON_CARD:
            say(f"{torch.cuda.max_memory_allocated() / 2**30:.1f} GiB at most")
            torch.cuda.empty_cache()
    say("done")


if __name__ == "__main__":
    main()
