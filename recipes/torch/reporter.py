"""Trains an ensemble of larger networks on a graphics card, and a recipe's `reporter-resnet` to answer as it does.

    python3 recipes/torch/reporter.py RECIPE DATA ONE --seconds 400
    python3 recipes/torch/reporter.py RECIPE DATA TWO --former ONE --seconds 230

Needs Python 3.11, torch, safetensors, numpy and h5py. Data, split, tasks, sampling and the first kernels are as the recipe says. Members
have more kernels than the recipe's network and train side by side; their settings differ. The best of them, both strands
averaged, then answer sequences that are made up from training inserts, each beside a neighbour that differs in one base.
From these answers, the neighbours' differences and, with a small weight, the measurements the best member (then the pupil)
learns further and the recipe's network (the small one) learns from the start. A run with --former trains further members; the
best of them and of the former run's networks teach its small one further. All choices are made on validation families.

A folder gets `small.safetensors`, which `cisight train --trained` reads, and `figures.tsv` (r² and Spearman on validation
families); that of a first run `pupil.safetensors` as well. Each is there as soon as it is known; the run ends within the
seconds given.
"""

import time

START = time.monotonic()

import argparse
import hashlib
import itertools
import json
import math
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save

from camformer import DEVICE, UNKNOWN, Assays, DeepAtt, codes, one_cycle, questions, rows_of

HALF = torch.bfloat16 if DEVICE == "cuda" else torch.float32
ONE_HOT = torch.cat([torch.eye(4), torch.zeros(1, 4)]).to(DEVICE)
BETAS = (0.9, 0.99)
EPSILON = 1e-5
MOMENTUM = 0.1
RUNNING_MEAN = 0.999
SHIFTS = 4
PSEUDOCOUNT = 0.04

# Weight of measured single-base differences, dropout, weight of the teacher's answers.
SETTINGS = [(0, 0.2, 0.5), (1, 0.2, 0.5), (0, 0.3, 0.5), (1, 0.3, 1), (0, 0.1, 0.5), (0.5, 0.2, 1), (1, 0.1, 0.5), (0, 0.2, 1)]
AGAIN_SETTINGS = [(0.5, 0.2, 1), (0, 0.1, 0.5), (0.5, 0.1, 0.5), (0, 0.2, 0.5), (0.25, 0.2, 1), (0.25, 0.1, 0.5)]
# Kernels of a member's first convolution, and of each of the others.
MEMBERS = 256, 128

# Shares of what the ensemble is asked; training inserts are of the first task's sources or of the others.
FIRST_SOURCE, CHIMERAS, RANDOM, CHANGES = 0.7, 0.25, 0.2, 10
DIFFERENCE_LOSS = 2.0
MEASURED_LOSS = 0.1
MEASURED_PASSES = 24
PUPIL_RATE, SMALL_RATE, PUPIL_DECAY = 2e-3, 3e-3, 0.02


@dataclass
class Sizes:
    random: int = 1_200_000
    changed: int = 800_000
    members: tuple = (16, 12, 10, 8, 6, 5, 4, 3, 2)
    batch: int = 256
    pairs: int = 16
    steps: int = 10**9
    at_once: int = 8192
    asked: int = 8192
    ensemble: int = 8
    pool: int = 3_000_000
    pupil_pairs: int = 512
    trial: tuple = (10, 30)
    validation: int = 10**9
    known: int = 10**9
    again: tuple = (6,)


TINY = Sizes(300, 200, (2, 1), 16, 2, 6, 64, 24, 3, 48, 8, (1, 2), 96, 200, (2,))


def clock():
    return time.monotonic() - START


def say(text):
    print(f"{clock():.0f} s: {text}", flush=True)


def synchronise():
    if DEVICE == "cuda":
        torch.cuda.synchronize()


def course(steps, deadline):
    """Steps and the share of the way that is behind; faster than planned where the time would not do."""
    begun = clock()
    for step in range(steps):
        progress = max(step / steps, (clock() - begun) / max(deadline - begun, 1e-3))
        if progress >= 1:
            return
        yield step, progress


class Reporter(Assays):
    """The recipe's tables, with what validates: rows, and pairs that differ in one base."""

    def __init__(self, recipe, folder):
        super().__init__(recipe, folder)
        split = recipe["split"]
        rows = list(rows_of(folder / recipe["data"]["sequences"]))
        digest = lambda row: hashlib.md5(f"{split['salt']}:{row['family']}".encode()).digest()
        percent = torch.tensor([int.from_bytes(digest(row), "big") % 100 for row in rows], device=DEVICE)
        validates = (percent >= split["test"]) & (percent < split["test"] + split["validation"])
        self.outputs = sum("output" in task for task in recipe["tasks"])
        known = ~self.targets.isnan()
        self.validation = torch.where(validates & known[:, : self.outputs].any(1))[0]
        self.weights = self.weights * known.any(1)
        self.first_source = torch.tensor([row["source"] in recipe["tasks"][0]["sources"] for row in rows], device=DEVICE)
        place = {row["row"]: at for at, row in enumerate(rows)}
        pairs = [pair for pair in rows_of(folder / recipe["data"]["pairs"]) if pair["stratum"] == "snv"]
        self.changes = [(place.get(pair["alternative_row"]), place.get(pair["reference_row"])) for pair in pairs]

    def measured(self):
        """Validation rows' measurements (rows x outputs) and single-base changes as places among these rows."""
        place = {row: at for at, row in enumerate(self.validation.tolist())}
        pairs = [(place[a], place[b]) for a, b in self.changes if a in place and b in place]
        return self.targets[self.validation, : self.outputs].cpu().numpy(), np.array(pairs, dtype=int).reshape(-1, 2)


class Lessons:
    """Everything that members learn from in one table: the assays' rows, then what the teacher was asked."""

    def __init__(self, recipe, assays, asked, answers):
        tasks = recipe["tasks"]
        lesson = [task["column"] for task in tasks].index("taught")
        known = ~assays.targets.isnan()
        own = [assays.targets[assays.trains & known[:, at], at] for at in range(len(tasks))]
        own[lesson] = answers
        self.mean = torch.stack([one.mean() for one in own])
        self.scale = torch.stack([one.std() for one in own])
        self.codes = torch.cat([assays.codes, asked])
        targets = torch.full((len(self.codes), len(tasks)), math.nan, device=DEVICE)
        targets[: len(assays.codes)] = assays.targets
        targets[len(assays.codes) :, lesson] = answers
        known = ~targets.isnan()
        self.targets = torch.nan_to_num((targets - self.mean) / self.scale)
        self.masks = known * torch.tensor([task["weight"] for task in tasks], device=DEVICE)
        self.lesson, self.measured, self.asked = lesson, len(assays.codes), len(asked)

    def of_pass(self, assays, members, rows, taught, random):
        """Each member's rows of a pass, in random order: measured ones without replacement by weight, and the teacher's."""
        usable = torch.where(assays.weights > 0)[0]
        noise = torch.rand(members, len(usable), generator=random, device=DEVICE).clamp_(1e-12, 1 - 1e-7)
        keys = assays.weights[usable].log() - (-noise.log()).log()
        drawn = usable[keys.topk(min(rows, len(usable)), 1).indices]
        further = self.measured + torch.randint(0, self.asked, (members, taught), generator=random, device=DEVICE)
        rows = torch.cat([drawn, further], 1)
        return rows.gather(1, torch.rand(rows.shape, generator=random, device=DEVICE).argsort(1))


def read_motifs(path):
    lines, motifs = iter(Path(path).read_text().splitlines()), []
    for line in lines:
        if line.startswith("letter-probability matrix"):
            width = int(line.split("w=")[1].split()[0])
            motifs.append(np.array([[float(value) for value in next(lines).split()] for _ in range(width)]))
    return motifs


def information(motif, background):
    share = motif / motif.sum(1, keepdims=True)
    return np.where(share > 0, share * np.log2(np.maximum(share, 1e-300) / background), 0).sum()


def log_odds(motif, background, width):
    smoothed = motif + PSEUDOCOUNT * background
    smoothed /= smoothed.sum(1, keepdims=True)
    odds = np.log2(smoothed / background)
    content = (smoothed * odds).sum(1)
    rows = odds - odds.mean(1, keepdims=True)
    if len(rows) > width:
        sums = [content[start : start + width].sum() for start in range(len(rows) - width + 1)]
        # The last of several that are alike.
        best = len(sums) - 1 - int(np.argmax(sums[::-1]))
        rows = rows[best : best + width]
    kernel, start = np.zeros((width, 4)), (width - len(rows)) // 2
    kernel[start : start + len(rows)] = rows / max(np.linalg.norm(rows), 1e-12)
    return kernel


def motif_kernels(section, folder, width):
    """As in src/training/reporter/motif_start.rs: kernels x width x 4."""
    background, kept = np.array(section["background"]), []
    motifs = sorted(read_motifs(folder / section["file"]), key=lambda motif: -information(motif, background))
    for motif in motifs:
        kernel = log_odds(motif, background, width)
        if kept:
            others = np.array(kept)
            both, closest = np.concatenate([others, others[:, ::-1, ::-1]]), -math.inf
            for shift in range(SHIFTS + 1):
                rest = width - shift
                ahead = np.einsum("wl,kwl->k", kernel[shift:], both[:, :rest]).max()
                behind = np.einsum("wl,kwl->k", kernel[:rest], both[:, shift:]).max()
                closest = max(closest, ahead, behind)
            if closest >= section["similarity"]:
                continue
        kept.append(kernel)
    turned = [one for kernel in kept for one in (kernel, kernel[::-1, ::-1])]
    return np.array(turned, dtype=np.float32) * section["scale"]


def windows(padded, width, columns):
    """Sequences x columns x members x channels, padded, to a row of `width` columns for each column and member."""
    sequences, _, members, channels = padded.shape
    first, column, member, _ = padded.stride()
    view = padded.as_strided((sequences, columns, members, width, channels), (first, column, member, column, 1))
    return view.reshape(sequences * columns, members, width * channels)


def products(rows, matrices):
    """Rows x members x inputs by each member's matrix."""
    output = rows.new_empty(len(rows), len(matrices), matrices.shape[2])
    torch.bmm(rows.expand(-1, len(matrices), -1).transpose(0, 1), matrices, out=output.transpose(0, 1))
    return output


class Convolution(torch.autograd.Function):
    """Each member's own kernels (members x width * inputs x outputs); the first `columns` columns of what keeps the length."""

    @staticmethod
    def forward(context, inputs, kernels, width, columns):
        weight, side = kernels.to(inputs.dtype), width // 2
        words = windows(F.pad(inputs, (0, 0, 0, 0, side, side)), width, columns)
        context.save_for_backward(words, weight)
        context.shape, context.width = inputs.shape, width
        return products(words, weight).unflatten(0, (-1, columns))

    @staticmethod
    def backward(context, gradient):
        words, weight = context.saved_tensors
        length, channels = context.shape[1], context.shape[3]
        width, columns, outputs = context.width, gradient.shape[1], gradient.shape[3]
        gradient = gradient.contiguous()
        own = torch.bmm(words.permute(1, 2, 0), gradient.flatten(0, 1).transpose(0, 1)).float()
        if not context.needs_input_grad[0]:
            return None, own, None, None
        side = width // 2
        turned = weight.view(-1, width, channels, outputs).flip(1).transpose(2, 3).reshape(len(weight), -1, channels)
        padded = F.pad(gradient, (0, 0, 0, 0, side, length - columns + side))
        return products(windows(padded, width, length), turned).view(context.shape), own, None, None


class Pool(torch.autograd.Function):
    """The largest of `width` columns; each of several that are alike has the whole gradient."""

    @staticmethod
    def forward(context, inputs, width):
        apart = inputs.unflatten(1, (-1, width))
        largest = apart.amax(2)
        context.save_for_backward(apart, largest)
        return largest

    @staticmethod
    def backward(context, gradient):
        apart, largest = context.saved_tensors
        none = torch.zeros((), dtype=gradient.dtype, device=gradient.device)
        return torch.where(apart == largest.unsqueeze(2), gradient.unsqueeze(2), none).flatten(1, 2), None


def reverse_complement(batch):
    return torch.where(batch < UNKNOWN, 3 - batch, batch).flip(-1)


class Stack:
    """Networks of one shape side by side: the first axis of every tensor is the member."""

    def __init__(self, network, weights, statistics):
        self.network, self.weights, self.statistics = network, weights, statistics

    def __len__(self):
        return len(self.weights["convolutions.0"])

    @classmethod
    def start(cls, network, tasks, members, seed, kernels=None, shift=0.0):
        random = torch.Generator(device=DEVICE).manual_seed(seed)
        uniform = lambda inputs, outputs: (
            torch.rand(members, inputs, outputs, generator=random, device=DEVICE) * 2 - 1
        ) / math.sqrt(inputs)
        weights, statistics = {}, {}

        def normed(name, width):
            weights[f"{name}.scale"] = torch.ones(members, width, device=DEVICE)
            weights[f"{name}.shift"] = torch.zeros(members, width, device=DEVICE)
            statistics[f"{name}.mean"] = torch.zeros(members, width, device=DEVICE)
            statistics[f"{name}.variance"] = torch.ones(members, width, device=DEVICE)

        channels, columns = 4, network["length"]
        for at, layer in enumerate(network["convolutions"]):
            weights[f"convolutions.{at}"] = uniform(layer["width"] * channels, layer["channels"])
            normed(f"norms.{at}", layer["channels"])
            channels, columns = layer["channels"], columns // layer.get("pool", 1)
        inputs = channels * columns
        for at, width in enumerate(network["dense"]):
            weights[f"dense.{at}"] = uniform(inputs, width)
            normed(f"dense_norms.{at}", width)
            inputs = width
        weights["output"] = uniform(inputs, tasks)
        weights["bias"] = torch.zeros(members, tasks, device=DEVICE)
        if kernels is not None:
            count = min(len(kernels), network["convolutions"][0]["channels"])
            weights["convolutions.0"][:, :, :count] = torch.tensor(kernels[:count], device=DEVICE).flatten(1).T
            weights["norms.0.shift"][:, :count] = shift
        return cls(network, weights, statistics)

    def pick(self, members):
        own = lambda values: {name: value.detach()[members].clone() for name, value in values.items()}
        return Stack(self.network, own(self.weights), own(self.statistics))

    @classmethod
    def joined(cls, stacks):
        own = lambda values: {name: torch.cat([one[name].detach() for one in values]) for name in values[0]}
        weights, statistics = own([one.weights for one in stacks]), own([one.statistics for one in stacks])
        return cls(stacks[0].network, weights, statistics)

    def copy(self):
        return self.pick(list(range(len(self))))

    def with_outputs(self, outputs):
        own = self.copy()
        own.weights["output"] = own.weights["output"][:, :, :outputs].clone()
        own.weights["bias"] = own.weights["bias"][:, :outputs].clone()
        return own

    def normed(self, name, inputs, added, trains):
        """Batch norm by member and channel (the last two axes), the addition of another layer, SiLU."""
        weights = [self.weights[f"{name}.{own}"].flatten() for own in ("scale", "shift")]
        running = [self.statistics[f"{name}.{own}"].flatten() for own in ("mean", "variance")]
        rows = inputs.reshape(-1, inputs.shape[-2] * inputs.shape[-1])
        output = F.batch_norm(rows, *running, *weights, trains, MOMENTUM, EPSILON).view(inputs.shape)
        return F.silu(output if added is None else output + added, inplace=not trains)

    def forward(self, batch, kind, trains=False, dropped=None):
        """Sequences x members (or one) x codes to sequences x members x tasks; `dropped` makes factors of a shape."""
        hidden, read = ONE_HOT.to(kind)[batch.long()].transpose(1, 2), []
        for at, layer in enumerate(self.network["convolutions"]):
            read.append(hidden)
            pool, start = layer.get("pool", 1), layer.get("adds_input_of")
            columns = hidden.shape[1] // pool * pool
            value = Convolution.apply(hidden, self.weights[f"convolutions.{at}"], layer["width"], columns)
            value = Pool.apply(value, pool) if pool > 1 else value
            hidden = self.normed(f"norms.{at}", value, None if start is None else read[start], trains)
        hidden = hidden.transpose(1, 2).flatten(2)
        for at in range(len(self.network["dense"])):
            hidden = hidden if dropped is None else hidden * dropped(hidden.shape)
            value = torch.bmm(hidden.transpose(0, 1), self.weights[f"dense.{at}"].to(kind)).transpose(0, 1)
            hidden = self.normed(f"dense_norms.{at}", value, None, trains)
        hidden = hidden.float() if dropped is None else hidden.float() * dropped(hidden.shape)
        value = torch.baddbmm(self.weights["bias"].unsqueeze(1), hidden.transpose(0, 1), self.weights["output"])
        return value.transpose(0, 1)

    @torch.no_grad()
    def both_strands(self, sequences, at_once, kind=HALF):
        """Sequences x codes to sequences x members x tasks."""
        own = [batch.unsqueeze(1) for batch in sequences.split(max(at_once // len(self), 1))]
        mean = lambda batch: (self.forward(batch, kind) + self.forward(reverse_complement(batch), kind)) / 2
        return torch.cat([mean(batch) for batch in own])

    def optimiser(self, rate, decay):
        matrices = [one for one in self.weights.values() if one.dim() > 2]
        lists = [one for one in self.weights.values() if one.dim() <= 2]
        for one in matrices + lists:
            one.requires_grad_(True)
        groups = [{"params": matrices, "weight_decay": decay}, {"params": lists, "weight_decay": 0.0}]
        return torch.optim.AdamW(groups, lr=rate, betas=BETAS, eps=1e-8, fused=DEVICE == "cuda")

    @torch.no_grad()
    def follow(self, other, step):
        share = 1 - min(RUNNING_MEAN, (step + 1) / (step + 11))
        torch._foreach_lerp_(list(self.weights.values()), [one.detach() for one in other.weights.values()], share)
        torch._foreach_lerp_(list(self.statistics.values()), list(other.statistics.values()), share)


def learn(stack, rate, decay, warm_up, steps, deadline, loss_of, at_progress=None):
    """Trains all members and returns the running mean of their weights, and the last loss."""
    optimiser, average, loss = stack.optimiser(rate, decay), stack.copy(), torch.zeros(1)
    for step, progress in course(steps, deadline):
        for group in optimiser.param_groups:
            group["lr"] = rate * one_cycle(progress, warm_up)
        loss = loss_of(step)
        optimiser.zero_grad(set_to_none=True)
        loss.sum().backward()
        optimiser.step()
        average.follow(stack, step)
        if at_progress:
            at_progress(progress, average, loss)
    synchronise()
    return average, loss.detach()


def pace(trial, go):
    """Seconds a step."""
    go(trial[0])
    begun = clock()
    go(trial[1])
    return (clock() - begun) / trial[1]


def train_members(recipe, assays, lessons, sizes, stack, settings, seed, steps, deadline):
    training, members = recipe["training"], len(stack)
    random = torch.Generator(device=DEVICE).manual_seed(seed)
    batch, pairs = sizes.batch, sizes.pairs
    chosen = list(itertools.islice(itertools.cycle(settings), members))
    pair_weight, dropout, taught_weight = (torch.tensor(own, device=DEVICE, dtype=torch.float32) for own in zip(*chosen))
    weights = torch.ones(members, len(recipe["tasks"]), device=DEVICE)
    weights[:, lessons.lesson] = taught_weight / recipe["tasks"][lessons.lesson]["weight"]
    kept = (1 - dropout)[:, None]
    pair_chances = assays.weights[assays.pairs[:, 0]]
    a_pass = (min(training["rows"], int((assays.weights > 0).sum())) + recipe["teacher"]["rows"]) // batch
    drawn = {}

    def dropped(shape):
        factors = (torch.rand(shape, generator=random, device=DEVICE) < kept) / kept
        # A pair's two sequences lose the same.
        factors[batch + pairs :] = factors[batch : batch + pairs]
        return factors.to(HALF)

    def loss_of(step):
        if step % a_pass == 0:
            rows = lessons.of_pass(assays, members, training["rows"], recipe["teacher"]["rows"], random)
            drawn["rows"] = rows[:, : a_pass * batch].T.reshape(a_pass, batch, members)
            pick = torch.multinomial(pair_chances, a_pass * pairs * members, replacement=True, generator=random)
            drawn["pairs"] = assays.pairs[pick].view(a_pass, pairs, members, 2)
        rows = drawn["rows"][step % a_pass]
        alternative, reference = drawn["pairs"][step % a_pass].unbind(-1)
        turned = torch.rand(batch + pairs, members, generator=random, device=DEVICE) < 0.5
        turned = torch.cat([turned, turned[batch:]]).unsqueeze(-1)
        read = lessons.codes[torch.cat([rows, alternative, reference])]
        read = torch.where(turned, reverse_complement(read), read)
        own, altered, referred = stack.forward(read, HALF, True, dropped).split([batch, pairs, pairs])
        loss = ((own - lessons.targets[rows]).square() * lessons.masks[rows] * weights).sum((0, 2)) / batch
        difference = altered - referred - lessons.targets[alternative] + lessons.targets[reference]
        masks = torch.minimum(lessons.masks[alternative], lessons.masks[reference])
        masks = masks * (torch.arange(masks.shape[-1], device=DEVICE) != lessons.lesson)
        return loss + pair_weight * (difference.square() * masks).sum((0, 2)) / pairs

    return learn(stack, training["learning_rate"], training["weight_decay"], training["warm_up"], steps, deadline, loss_of)


def ranks(values):
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[inverse]


def correlation(a, b):
    if len(a) < 3 or not (np.isfinite(a).all() and a.std() > 0 and b.std() > 0):
        return math.nan
    return float(np.corrcoef(a, b)[0, 1])


class Figures:
    """What is known on validation families, and written down."""

    def __init__(self, recipe, assays, lessons, sizes, folder):
        names = [task["output"]["name"] for task in recipe["tasks"] if "output" in task]
        self.columns = ["r2", "spearman", "snv r2", *(f"{name} r2" for name in names[1:])]
        assays.validation = assays.validation[: sizes.validation]
        self.measured, self.pairs = assays.measured()
        self.codes, self.outputs, self.path = assays.codes[assays.validation], assays.outputs, folder / "figures.tsv"
        self.mean, self.scale = lessons.mean[: assays.outputs], lessons.scale[: assays.outputs]
        self.at_once, self.rows = sizes.at_once, []
        say(f"{len(self.codes)} validation rows, {len(self.pairs)} single-base changes")

    def predicted(self, stack):
        """Members x rows x outputs, in the training's scale."""
        answers = stack.both_strands(self.codes, self.at_once, torch.float32)[:, :, : self.outputs]
        return answers.transpose(0, 1).cpu().numpy()

    def of(self, predicted):
        """Of one network's predictions (rows x outputs)."""
        found = []
        for output in range(self.outputs):
            known = ~np.isnan(self.measured[:, output])
            found.append(correlation(predicted[known, output], self.measured[known, output]) ** 2)
        known = ~np.isnan(self.measured[:, 0])
        own, measured = predicted[:, 0], self.measured[:, 0]
        a, b = self.pairs[known[self.pairs].all(1)].T
        differences = correlation(own[a] - own[b], measured[a] - measured[b]) ** 2
        spearman = correlation(ranks(own[known]), ranks(measured[known]))
        return dict(zip(self.columns, [found[0], spearman, differences, *found[1:]]))

    def note(self, name, figures):
        self.rows.append((name, figures))
        lines = ["\t".join(["network", *self.columns])]
        shown = lambda value: "" if value is None or math.isnan(value) else f"{value:.4f}"
        lines += ["\t".join([name, *(shown(own.get(column)) for column in self.columns)]) for name, own in self.rows]
        write(self.path, "\n".join(lines).encode() + b"\n")
        return ", ".join(f"{column} {shown(value)}" for column, value in figures.items() if value == value)


def merit(figures):
    value = figures["r2"] + figures["snv r2"] / 2
    return value if math.isfinite(value) else -math.inf


def write(path, content):
    beside = Path(f"{path}.part")
    beside.write_bytes(content)
    os.replace(beside, path)


def ship(stack, lessons, outputs, path):
    """A stack's only member under the names that `cisight train --trained` reads, the first outputs in their own units."""
    own = {name: value.detach()[0].float().cpu() for name, value in stack.weights.items()}
    own |= {name: value.detach()[0].float().cpu() for name, value in stack.statistics.items()}
    weights, channels = {}, 4
    for at, layer in enumerate(stack.network["convolutions"]):
        kernels = own[f"convolutions.{at}"].view(layer["width"], channels, -1)
        weights[f"convolutions.{at}.weight"] = kernels.permute(2, 1, 0)
        for name, mine in [("weight", "scale"), ("bias", "shift"), ("running_mean", "mean"), ("running_var", "variance")]:
            weights[f"norms.{at}.{name}"] = own[f"norms.{at}.{mine}"]
        channels = layer["channels"]
    for at, width in enumerate(stack.network["dense"]):
        norm = {name: own[f"dense_norms.{at}.{name}"] for name in ("scale", "shift", "mean", "variance")}
        factor = norm["scale"] * (norm["variance"] + EPSILON).rsqrt()
        matrix = own[f"dense.{at}"] * factor
        if at == 0:
            matrix = matrix.view(-1, channels, width).transpose(0, 1).reshape(-1, width)
        weights[f"dense.{at}.weight"] = matrix.T
        weights[f"dense.{at}.bias"] = norm["shift"] - norm["mean"] * factor
    last, mean, scale = len(stack.network["dense"]), lessons.mean[:outputs].cpu(), lessons.scale[:outputs].cpu()
    weights[f"dense.{last}.weight"] = own["output"][:, :outputs].T * scale[:, None]
    weights[f"dense.{last}.bias"] = own["bias"][:outputs] * scale + mean
    write(path, save({name: value.contiguous() for name, value in weights.items()}))


def read(path, network, lessons, outputs):
    """What `ship` wrote, as a stack of one."""
    values = load_file(path, device=DEVICE)
    weights, statistics, channels = {}, {}, 4
    for at, layer in enumerate(network["convolutions"]):
        weights[f"convolutions.{at}"] = values[f"convolutions.{at}.weight"].permute(2, 1, 0).flatten(0, 1)
        weights[f"norms.{at}.scale"], weights[f"norms.{at}.shift"] = values[f"norms.{at}.weight"], values[f"norms.{at}.bias"]
        statistics[f"norms.{at}.mean"] = values[f"norms.{at}.running_mean"]
        statistics[f"norms.{at}.variance"] = values[f"norms.{at}.running_var"]
        channels = layer["channels"]
    for at, width in enumerate(network["dense"]):
        matrix = values[f"dense.{at}.weight"].T
        weights[f"dense.{at}"] = matrix.view(channels, -1, width).transpose(0, 1).flatten(0, 1) if at == 0 else matrix
        weights[f"dense_norms.{at}.scale"] = torch.ones(width, device=DEVICE)
        weights[f"dense_norms.{at}.shift"] = values[f"dense.{at}.bias"]
        statistics[f"dense_norms.{at}.mean"] = torch.zeros(width, device=DEVICE)
        statistics[f"dense_norms.{at}.variance"] = torch.full((width,), 1 - EPSILON, device=DEVICE)
    last, mean, scale = len(network["dense"]), lessons.mean[:outputs], lessons.scale[:outputs]
    weights["output"] = (values[f"dense.{last}.weight"] / scale[:, None]).T
    weights["bias"] = (values[f"dense.{last}.bias"] - mean) / scale
    one = lambda own: {name: value[None].contiguous().clone() for name, value in own.items()}
    return Stack(network, one(weights), one(statistics))


def resized(network, kernels):
    """The recipe's network with other numbers of kernels: of the first convolution, of each of the others."""
    first, *others = network["convolutions"]
    others = [layer | {"channels": kernels[1]} for layer in others]
    return network | {"convolutions": [first | {"channels": kernels[0]}, *others]}


def made_up(assays, frame, count, random):
    """Sequences for the ensemble, each beside a neighbour that differs in one base: count x 2 x codes."""
    length = assays.codes.shape[1]
    first, last = len(frame["left"]), length - len(frame["right"])
    draw = lambda top, *shape: torch.randint(0, top, shape, generator=random, device=DEVICE)
    chance = lambda: torch.rand(count, 1, generator=random, device=DEVICE)
    whole = assays.weights * (assays.codes < UNKNOWN).all(1)

    def training():
        drawn = lambda of: torch.multinomial(whole * of, count, replacement=True, generator=random)
        rows = torch.where(chance()[:, 0] < FIRST_SOURCE, drawn(assays.first_source), drawn(~assays.first_source))
        return assays.codes[rows]

    made, other = training(), training()
    place = torch.arange(length, device=DEVICE)
    cut = first + draw(last - first, count, 1)
    kind = chance()
    made = torch.where((kind < CHIMERAS) & (place >= cut), other, made)
    anew = torch.tensor(codes(frame["left"], first) + [0] * (last - first) + codes(frame["right"], length - last), device=DEVICE)
    anew = anew.to(torch.uint8).repeat(count, 1)
    anew[:, first:last] = draw(4, count, last - first).to(torch.uint8)
    made = torch.where(kind >= 1 - RANDOM, anew, made)
    changes = draw(CHANGES + 1, count, 1)
    for change in range(CHANGES):
        spot = first + draw(last - first, count, 1)
        base = torch.where(change < changes, draw(4, count, 1).to(torch.uint8), made.gather(1, spot))
        made = made.scatter(1, spot, base)
    spot = first + draw(last - first, count, 1)
    base = (made.gather(1, spot) + 1 + draw(3, count, 1).to(torch.uint8)) % 4
    return torch.stack([made, made.scatter(1, spot, base)], 1)


class Ensemble:
    def __init__(self, stacks, outputs, at_once):
        self.stacks, self.outputs, self.at_once = stacks, outputs, at_once

    def answers(self, sequences):
        sums = [stack.both_strands(sequences, self.at_once)[:, :, : self.outputs].sum(1) for stack in self.stacks]
        return sum(sums) / sum(len(stack) for stack in self.stacks)


def ask(assays, ensemble, frame, sizes, deadline, seed):
    """As many made-up pairs as the time allows, and the ensemble's answers."""
    random = torch.Generator(device=DEVICE).manual_seed(seed)
    asked, answers, count = [], [], 0
    while count < sizes.pool and (count == 0 or clock() < deadline):
        made = made_up(assays, frame, sizes.asked, random)
        answers.append(ensemble.answers(made.flatten(0, 1)).unflatten(0, (-1, 2)))
        asked.append(made)
        count += len(made)
        synchronise()
    return torch.cat(asked), torch.cat(answers)


def distil(recipe, assays, lessons, sizes, stack, asked, answers, seed, rate, measured, steps, deadline, at_progress=None):
    """A stack of one learns the ensemble's answers by the mean over both strands."""
    random = torch.Generator(device=DEVICE).manual_seed(seed)
    tasks, pairs, outputs = recipe["tasks"], sizes.pupil_pairs, assays.outputs
    weights = torch.tensor([task["weight"] for task in tasks[:outputs]], device=DEVICE)
    chances = assays.weights * (lessons.masks[: lessons.measured, :outputs] > 0).any(1)
    drawn = {"order": torch.zeros(0, dtype=torch.long, device=DEVICE)}

    def loss_of(step):
        turn = step % 500
        if turn == 0:
            # Each question once before any comes again.
            while len(drawn["order"]) < 500 * pairs:
                drawn["order"] = torch.cat([drawn["order"], torch.randperm(len(asked), generator=random, device=DEVICE)])
            pick, drawn["order"] = drawn["order"].split([500 * pairs, len(drawn["order"]) - 500 * pairs])
            drawn["asked"] = pick.view(500, pairs)
            drawn["measured"] = torch.multinomial(chances, 500 * measured, replacement=True, generator=random).view(500, measured)
        pick, known = drawn["asked"][turn], drawn["measured"][turn]
        read = torch.cat([asked[pick].flatten(0, 1), lessons.codes[known]])
        read = torch.cat([read, reverse_complement(read)])
        value = stack.forward(read.unsqueeze(1), HALF, True)[:, 0].unflatten(0, (2, -1)).mean(0)
        own, target = value[: 2 * pairs], answers[pick]
        error = own.unflatten(0, (-1, 2)) - target
        loss = (error.square() * weights).mean((0, 1)).sum()
        difference = error[:, 1] - error[:, 0]
        loss = loss + DIFFERENCE_LOSS * (difference.square() * weights).mean(0).sum()
        apart = value[2 * pairs :] - lessons.targets[known, :outputs]
        return loss + MEASURED_LOSS * (apart.square() * lessons.masks[known, :outputs]).mean(0).sum()

    return learn(stack, rate, PUPIL_DECAY, recipe["training"]["warm_up"] / 2, steps, deadline, loss_of, at_progress)


def fit(options, start, train, trial, steps, seconds):
    """The largest number of members that the time suffices for; where it does for none, the largest at hardly any cost."""
    paces = []
    for members in options:
        stack = start(members)
        took = pace(trial, lambda count: train(stack, count, math.inf))
        paces.append((members, took))
        say(f"{members} members: {1000 * took:.1f} ms a step, {took * steps:.0f} s of {seconds:.0f} s")
        if took * steps < 0.95 * seconds:
            return members
    least = min(took for _, took in paces)
    return next(members for members, took in paces if took < 1.25 * least)


@dataclass
class Teacher:
    """A network with what it predicts for the validation rows."""

    figures: dict
    stack: Stack
    predicted: np.ndarray


class Study:
    def __init__(self, recipe, data, folder, sizes, seconds):
        self.recipe, self.data, self.folder, self.sizes, self.seconds = recipe, data, folder, sizes, seconds
        self.assays = assays = Reporter(recipe, data)
        say(f"{len(assays.codes)} rows, {int(assays.trains.sum())} train")
        section = recipe["teacher"] | {"random": sizes.random, "changed": sizes.changed}
        teacher = DeepAtt(data / "published-weights" / section["model"] / "model.h5")
        random = torch.Generator(device=DEVICE).manual_seed(section["seed"])
        asked = questions(assays, section, recipe["model"]["frame"], random)
        known = torch.where(assays.trains)[0][: sizes.known]
        lesson = [task["column"] for task in recipe["tasks"]].index("taught")
        assays.targets[known, lesson] = teacher.answers(assays.codes[known])
        self.lessons = Lessons(recipe, assays, asked, teacher.answers(asked))
        self.figures = Figures(recipe, assays, self.lessons, sizes, folder)
        self.outputs, self.larger = assays.outputs, resized(recipe["network"], MEMBERS)
        training = recipe["training"]
        rows = min(training["rows"], int((assays.weights > 0).sum())) + recipe["teacher"]["rows"]
        self.steps = min(rows // sizes.batch * training["passes"], sizes.steps)
        say(f"the teacher answered {len(asked)} questions; {self.steps} steps a member")

    def start(self, network, tasks, seed):
        motifs = self.recipe["motifs"]
        kernels = motif_kernels(motifs, self.data, network["convolutions"][0]["width"])
        return lambda members: Stack.start(network, tasks, members, seed, kernels, motifs["shift"])

    def ship(self, stack, name):
        ship(stack, self.lessons, self.outputs, self.folder / f"{name}.safetensors")

    def teacher(self, name, stack, predicted):
        figures = self.figures.of(predicted)
        say(f"{name}: " + self.figures.note(name, figures))
        return Teacher(figures, stack, predicted)

    def former(self, folder):
        """The pupil and the small network of an earlier run."""
        teachers = []
        for name, network in (("pupil", self.larger), ("small", self.recipe["network"])):
            stack = read(folder / f"{name}.safetensors", network, self.lessons, self.outputs)
            teachers.append(self.teacher(f"former {name}", stack, self.figures.predicted(stack)[0]))
        return teachers

    def members(self, settings, options, seed, deadline):
        """Members that train side by side, the settings taken in turn."""
        train = lambda stack, steps, until: train_members(
            self.recipe, self.assays, self.lessons, self.sizes, stack, settings, seed, steps, until
        )
        start = self.start(self.larger, len(self.recipe["tasks"]), seed)
        count = fit(options, start, train, self.sizes.trial, self.steps, deadline - clock())
        empty()
        stack = start(count)
        average, loss = train(stack, self.steps, deadline)
        say(f"{count} members trained, losses " + " ".join(f"{value:.3f}" for value in loss.tolist()))
        found = [(own, self.figures.predicted(own)) for own in (stack, average)]
        merits = [np.mean([merit(self.figures.of(one)) for one in predicted]) for _, predicted in found]
        say(f"merit {merits[0]:.4f} at the last step, {merits[1]:.4f} of the running mean")
        stack, predicted = found[int(merits[1] > merits[0])]
        teachers = []
        for member, own in enumerate(predicted):
            weight, dropout, taught = settings[member % len(settings)]
            name = f"member {member + 1}, differences {weight}, dropout {dropout}, taught {taught}"
            if np.isfinite(own).all():
                teachers.append(self.teacher(name, stack.pick([member]).with_outputs(self.outputs), own))
        for count in range(2, len(teachers) + 1):
            mean = sum(one.predicted for one in teachers[:count]) / count
            say(f"mean of {count}: " + self.figures.note(f"mean of {count}", self.figures.of(mean)))
        return teachers

    def ensemble(self, teachers):
        """The best teachers, as many as do best together, and what they predict for the validation rows."""
        teachers = sorted(teachers, key=lambda one: -merit(one.figures))[: self.sizes.ensemble]
        sums = list(itertools.accumulate(one.predicted for one in teachers))
        merits = [merit(self.figures.of(own / number)) for number, own in enumerate(sums, 1)]
        count = int(np.argmax(merits)) + 1
        kinds = {}
        for one in teachers[:count]:
            kinds.setdefault(json.dumps(one.stack.network), []).append(one.stack)
        stacks = [Stack.joined(own) for own in kinds.values()]
        predicted = sums[count - 1] / count
        shown = self.figures.note(f"ensemble of {count}", self.figures.of(predicted))
        say(f"ensemble of {' + '.join(str(len(own)) for own in stacks)}: {shown}")
        return Ensemble(stacks, self.outputs, self.sizes.at_once), predicted

    def pupil(self, name, stack, rate, asked, answers, predicted, deadline, ahead):
        """A network learns the ensemble's answers; the best of what is looked at is written, if its merit is above `ahead`."""
        sizes, shown, kept = self.sizes, [0.0], [ahead]
        go = lambda stack, measured, steps, until, at_progress=None: distil(
            self.recipe, self.assays, self.lessons, sizes, stack, asked, answers, 21, rate, measured, steps, until, at_progress
        )
        trial = stack.copy()
        took = pace(sizes.trial, lambda count: go(trial, sizes.pupil_pairs // 8 + 1, count, math.inf))
        steps = max(min(int(0.95 * (deadline - clock()) / took), sizes.steps), 1)
        rows = MEASURED_PASSES * self.recipe["training"]["rows"]
        measured = min(max(round(rows / steps), 1), sizes.pupil_pairs // 2)
        times = steps * sizes.pupil_pairs / len(asked)
        say(f"{name}: {1000 * took:.1f} ms a step, {steps} steps of {measured} measured rows, each question {times:.1f} times")

        def look(stack, text):
            own = self.figures.predicted(stack)[0]
            figures = self.figures.of(own)
            beside = correlation(own[:, 0], predicted[:, 0]) ** 2
            say(f"{name}, {text}: {self.figures.note(f'{name}, {text}', figures)}, r2 to the ensemble {beside:.4f}")
            if merit(figures) > kept[0]:
                kept[0] = merit(figures)
                self.ship(stack, name)

        def at_progress(progress, average, _):
            if progress >= shown[0] + 0.2:
                shown[0] = progress
                look(average, f"at {progress:.2f}")

        average, loss = go(stack, measured, steps, deadline, at_progress)
        look(stack, "last step")
        look(average, "running mean")
        say(f"{name}: loss {loss.item():.4f}; " + ("written" if kept[0] > ahead else "not better than what is written"))


def empty():
    if DEVICE == "cuda":
        torch.cuda.empty_cache()


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("recipe", type=Path)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--seconds", type=float, default=400)
    arguments.add_argument("--former", type=Path, help="the folder of an earlier run")
    arguments.add_argument("--tiny", action="store_true")
    arguments = arguments.parse_args()
    recipe, sizes, seconds = tomllib.loads(arguments.recipe.read_text()), Sizes(), arguments.seconds
    if arguments.tiny:
        sizes, recipe["training"]["rows"], recipe["teacher"]["rows"] = TINY, 64, 32
    arguments.folder.mkdir(parents=True, exist_ok=True)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    torch.backends.cuda.matmul.allow_bf16_reduced_precision_reduction = False
    study = Study(recipe, arguments.data, arguments.folder, sizes, seconds)
    network, left = recipe["network"], 0.95 * seconds - clock()
    until = clock() + 0.42 * left
    if arguments.former:
        teachers = study.former(arguments.former)
        small = teachers[1].stack
        teachers += study.members(AGAIN_SETTINGS, sizes.again, 5, until)
    else:
        teachers = study.members(SETTINGS, sizes.members, 1, until)
        best = max(teachers, key=lambda one: merit(one.figures))
        study.ship(best.stack, "pupil")
        small = study.start(network, study.outputs, 31)(1)
    ensemble, predicted = study.ensemble(teachers)
    del teachers
    empty()

    end = 0.96 * seconds
    left, seed = end - clock(), 12 if arguments.former else 11
    asked, answers = ask(study.assays, ensemble, recipe["model"]["frame"], sizes, clock() + 0.38 * left, seed)
    say(f"the ensemble answered {2 * len(asked)} questions")
    empty()
    taught = asked, answers, predicted
    if arguments.former:
        study.pupil("small", small, PUPIL_RATE, *taught, end, -math.inf)
    else:
        study.pupil("pupil", best.stack, PUPIL_RATE, *taught, end - 0.18 * left, merit(best.figures))
        study.pupil("small", small, SMALL_RATE, *taught, end, -math.inf)
    say("done")


if __name__ == "__main__":
    main()
