"""Trains two published shapes on the genes of recipes/leaf-arabidopsis.toml, on a graphics card.

    python3 recipes/torch/published_plant_shapes.py DATA SPLIT OUT.tsv [--tiny]

Needs Python 3.11, torch and numpy. SPLIT is what `cisight train --split` of that recipe writes. deepCRE's shape (Peleke et al.
2024) learns with two recipes, DeepCBA's (Wang et al. 2024) with several kinds of partner; three seeds each, and every network
keeps the weights of the pass that tells most about the validation genes. OUT.tsv gets r; neither ships.
"""

import argparse
import copy
import math
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from plant_genes import BLOCK, DEVICE, LENGTH, ON_CARD, PARTS, UNKNOWN, Figures, Genes, correlation, draws, moved, one_cycle, say

SEEDS = (1, 2, 3)
CHANNELS = [64, 64, 128, 128, 64, 64]
BATCH, PATIENCE = 64, 12
PASSES = {"deepCRE": 20, "DeepCBA": 9}


def images(codes):
    """One-hot, N x 4 x 1 x length."""
    letters = torch.arange(4, dtype=torch.uint8, device=codes.device)
    return (codes[:, None, :] == letters[:, None]).float()[:, :, None, :].contiguous(memory_format=torch.channels_last)


def started(network):
    """Weights as Keras starts them."""
    for module in network.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            nn.init.xavier_uniform_(module.weight)
            nn.init.zeros_(module.bias)
    return network.to(DEVICE).to(memory_format=torch.channels_last)


def convolutions():
    return nn.ModuleList(nn.Conv2d(before, size, (1, 8)) for before, size in zip([4, *CHANNELS], CHANNELS))


class DeepCre(nn.Module):
    """Both sequences through the same convolutions, 36 unknown bases in front of each; 384, 128, 64, 1."""

    WINDOW = 1536

    def __init__(self):
        super().__init__()
        self.convolutions = convolutions()
        self.dense = nn.ModuleList(nn.Linear(*pair) for pair in [(2 * 64 * self.WINDOW // 8**3, 128), (128, 64), (64, 1)])
        self.dropout = nn.Dropout(0.25)

    def forward(self, codes):
        windows = F.pad(codes, (self.WINDOW - LENGTH, 0), value=UNKNOWN).transpose(0, 1).flatten(0, 1)
        hidden = images(windows)
        with torch.autocast(DEVICE, dtype=torch.bfloat16, enabled=ON_CARD and self.training):
            for at, convolution in enumerate(self.convolutions):
                hidden = torch.relu(convolution(F.pad(hidden, (3, 4))))
                if at % 2:
                    hidden = self.dropout(F.max_pool2d(hidden, (1, 8)))
        hidden = torch.cat(hidden.float().flatten(1).chunk(2), 1)
        hidden = self.dropout(torch.relu(self.dense[0](hidden)))
        return self.dense[2](torch.relu(self.dense[1](hidden)))[:, 0]


class Branch(nn.Module):
    def __init__(self):
        super().__init__()
        self.convolutions = convolutions()
        self.norms = nn.ModuleList(nn.BatchNorm2d(size, eps=1e-3) for size in CHANNELS)
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
    """The gene asks, and what is handed on are the partner's rows."""

    def __init__(self):
        super().__init__()
        self.branches = nn.ModuleList([Branch(), Branch()])
        self.dense = nn.ModuleList([nn.Linear(768, 64), nn.Linear(64, 1)])
        self.dropout = nn.Dropout(0.3)

    def forward(self, gene, partner):
        query, value = (branch(codes.flatten(1)) for branch, codes in zip(self.branches, (gene, partner)))
        read = torch.softmax(query @ value.transpose(1, 2), -1) @ value
        return self.dense[1](torch.relu(self.dense[0](self.dropout(read.flatten(1)))))[:, 0]


def partners(genes, seed):
    """Genes whose nearest gene is on their own side of the split, and by kind the partner of each gene."""
    order = np.argsort(genes.starts, kind="stable")
    gaps = np.concatenate([[np.inf], np.diff(genes.starts[order]), [np.inf]])
    other = np.where(gaps[:-1] <= gaps[1:], np.arange(len(order)) - 1, np.arange(len(order)) + 1)
    nearest = np.empty(len(order), int)
    nearest[order] = order[other]
    any_of = nearest.copy()
    source = np.random.default_rng(seed)
    blocks = genes.starts // BLOCK
    for block in np.unique(blocks):
        for part in range(len(PARTS)):
            own = np.where((blocks == block) & (genes.part == part))[0]
            if len(own) > 1:
                drawn = source.integers(1, len(own), len(own))
                any_of[own] = own[(np.arange(len(own)) + drawn) % len(own)]
    kept = (genes.part >= 0) & (genes.part[nearest] == genes.part) & (genes.part[any_of] == genes.part)
    tensor = lambda values: torch.from_numpy(np.ascontiguousarray(values)).to(DEVICE)
    of = {part: tensor(np.where(kept & (genes.part == at))[0]) for at, part in enumerate(PARTS)}
    say("pairs: " + ", ".join(f"{len(of[part])} {part}" for part in PARTS))
    return of, {"nearest": tensor(nearest), "random": tensor(any_of), "self": tensor(np.arange(len(order)))}


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


def trained(fit, genes, of, passes):
    """Keeps the weights of the pass that tells most about the validation genes."""
    source, batch = draws(1000 + fit.seed), min(BATCH, len(of["training"]))
    weights = [own for own in fit.network.parameters() if own.requires_grad]
    optimiser = torch.optim.AdamW(weights, lr=fit.rate, weight_decay=fit.decay, fused=True if ON_CARD else None)
    best, steps = (-1.0, 0, None), len(of["training"]) // batch
    for at in range(passes):
        if at - best[1] > PATIENCE:
            break
        order = of["training"][torch.rand(len(of["training"]), generator=source, device=DEVICE).argsort()]
        for place in range(steps):
            optimiser.param_groups[0]["lr"] = fit.rate * one_cycle((at * steps + place) / (passes * steps), 0.1)
            rows = order[place * batch : (place + 1) * batch]
            fit.network.train()
            loss = F.mse_loss(fit.network(*fit.read(rows, fit.shift, source)), genes.targets[rows, 0])
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(fit.network.parameters(), 1.0)
            optimiser.step()
        told = float(correlation(answers(fit, of["validation"]), genes.values[of["validation"]]))
        if best[2] is None or (math.isfinite(told) and told > best[0]):
            best = (told, at, copy.deepcopy(fit.network.state_dict()))
    fit.network.load_state_dict(best[2])
    say(f"{fit.name}, seed {fit.seed}: pass {best[1] + 1} of {passes}")


def ensembles(model, fits, genes, of, figures, passes, only_best=False):
    """Trains and says r; test genes are asked about of all, or of what told most about the validation genes."""
    for fit in fits:
        trained(fit, genes, of, passes)
    by_name = {name: [fit for fit in fits if fit.name == name] for name in dict.fromkeys(fit.name for fit in fits)}
    said = {name: [torch.stack([answers(fit, of["validation"]) for fit in own])] for name, own in by_name.items()}
    told = {name: float(correlation(own[0].mean(0), genes.values[of["validation"]])) for name, own in said.items()}
    for name in [max(told, key=told.get)] if only_best else by_name:
        said[name].append(torch.stack([answers(fit, of["test"]) for fit in by_name[name]]))
    for name, own in by_name.items():
        figures.ensemble(model, name, [fit.seed for fit in own], said[name], genes, of)


def deepcre(genes, figures, seeds, passes):
    recipes = {"Adam 3e-4": (3e-4, 0.0, 0), "AdamW 1e-3, decay 0.05, shift 6": (1e-3, 0.05, 6)}
    read = lambda rows, shift, source: (moved(genes.codes[rows], shift, source),)
    fits = []
    for seed in seeds:
        for name, recipe in recipes.items():
            torch.manual_seed(seed)
            fits.append(Fit(name, seed, started(DeepCre()), read, *recipe))
    ensembles("deepCRE", fits, genes, genes.of, figures, passes, only_best=True)


def deepcba(genes, figures, seeds, passes):
    of, partner_of = partners(genes, 1)
    kinds = {"nearest": "nearest", "random": "random", "self": "self", "nearest, the gene as value": "nearest"}
    fits = []
    for seed in seeds:
        for name, kind in kinds.items():

            def read(rows, shift, source, partner=partner_of[kind], swapped=kind != name):
                pair = [moved(genes.codes[own], shift, source) for own in (rows, partner[rows])]
                return pair[::-1] if swapped else pair

            torch.manual_seed(seed)
            fits.append(Fit(f"partner: {name}", seed, started(DeepCba()), read, 1e-3, 0.01, 6))
    ensembles("DeepCBA", fits, genes, of, figures, passes)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path)
    options.add_argument("split", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--tiny", action="store_true", help="few genes, few steps: to try the program")
    said = options.parse_args()
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    genes, figures = Genes(said.data, said.split, said.tiny), Figures(said.out)
    seeds = SEEDS[:1] if said.tiny else SEEDS
    deepcre(genes, figures, seeds, 2 if said.tiny else PASSES["deepCRE"])
    deepcba(genes, figures, seeds, 2 if said.tiny else PASSES["DeepCBA"])


if __name__ == "__main__":
    main()
