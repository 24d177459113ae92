"""Trains the networks of recipes/leaf-arabidopsis.toml on a graphics card.

    python3 recipes/torch/leaf.py DATA SPLIT OUT [--tiny]
    cisight train --recipe recipes/leaf-arabidopsis.toml --data DATA --trained OUT/leaf.safetensors --out models/leaf-arabidopsis

Needs Python 3.11, torch, safetensors and numpy. SPLIT is what `cisight train --split` of that recipe writes. A random search among settings,
the best ones again with fresh seeds, and then networks that ship, which learn from the mean of the best of all. Numbers of
networks, lessons and steps are what a third of an H100 had time for in less than three minutes; the run that the shipped weights
are of was bound by time instead, and trained two networks more, which were no teachers. All choices are made on validation genes. OUT gets leaf-search.tsv (every network), leaf-figures.tsv, and leaf.safetensors with the weights as the
architecture `joint` names them, each member's behind its number and a dot.
"""

import argparse
import copy
import math
import random
from pathlib import Path
from typing import NamedTuple

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

from plant_genes import DEVICE, LENGTH, ON_CARD, PARTS, UNKNOWN, Figures, Genes
from plant_genes import correlation, draws, moved, one_cycle, say, write_table

HALF = torch.bfloat16 if ON_CARD else torch.float32
JOINED = 16
MEMBERS = 3


def mutated(codes, share, source):
    chance = torch.rand(codes.shape, generator=source, device=DEVICE)
    other = torch.randint(0, 4, codes.shape, generator=source, device=DEVICE, dtype=torch.uint8)
    return torch.where(chance < share, other, codes)


def save(path, weights):
    save_file({name: value.detach().float().cpu().contiguous() for name, value in weights.items()}, path)


@torch.no_grad()
def joint(shape, weights, codes, batch=128):
    """The architecture `joint`, layer by layer, in 32 bits: what a member's exported weights answer."""
    weights = {name: value.to(DEVICE) for name, value in weights.items()}
    activation = getattr(F, shape.activation)
    letters = torch.arange(4, dtype=torch.uint8, device=DEVICE)
    found = []
    for own in codes.split(batch):
        parts = []
        for tower in range(2):
            hidden = (own[:, tower, None, :] == letters[:, None]).float()
            for at, (width, pool) in enumerate(zip(shape.widths, shape.pools)):
                norm = [weights[f"inputs.{tower}.norms.{at}.{name}"] for name in ("running_mean", "running_var", "weight", "bias")]
                hidden = F.conv1d(hidden, weights[f"inputs.{tower}.convolutions.{at}.weight"], padding=width // 2)
                hidden = F.avg_pool1d(activation(F.batch_norm(hidden, *norm)), pool)
            parts.append(hidden.flatten(1))
        hidden = F.linear(torch.cat(parts, 1), weights["joined.weight"], weights["joined.bias"])
        found.append(F.linear(activation(hidden), weights["head.0.weight"], weights["head.0.bias"])[:, 0])
    return torch.cat(found)


class Shape(NamedTuple):
    """Two towers of such convolutions, with mean pools; 16 features of both, and 1."""

    channels: tuple
    widths: tuple
    pools: tuple
    activation: str = "relu"

    def features(self):
        columns = LENGTH
        for pool in self.pools:
            columns //= pool
        return 2 * self.channels[-1] * columns


BASE = Shape((96, 64, 64), (9, 5, 5), (10, 5, 5))
SMALLER = Shape((64, 48, 48), (9, 5, 5), (10, 5, 5))
FINER = Shape((64, 64, 48), (13, 5, 5), (8, 4, 4))


class Budget(NamedTuple):
    """How many networks of each shape are searched, how many settings are trained again, and how long."""

    search: list
    again: list
    seeds: int
    passes: int
    batch: int
    teachers: tuple
    lessons: int
    steps: int


WHOLE = Budget(
    search=[(BASE, 6), (SMALLER, 12), (FINER, 12), (BASE._replace(activation="silu"), 2)],
    again=[(BASE, 2), (SMALLER, 1)],
    seeds=3, passes=20, batch=128, teachers=(6, 12, 24, 40), lessons=114_703, steps=1_283,
)
SMALL = Shape((6, 5, 4), (9, 5, 5), (10, 5, 5))
TINY = Budget([(SMALL, 2), (Shape((5, 4), (7, 3), (15, 10), "silu"), 2)], [(SMALL, 1)], 2, 2, 16, (3, 5), 200, 6)


class Nets:
    """Networks of one shape side by side, all weights of each in a row of `flat`."""

    SKIPPED = 4

    def __init__(self, shape, count, tasks, source):
        self.shape, self.count, self.tasks = shape, count, tasks
        pieces, inputs = [], 4
        for channels, width in zip(shape.channels, shape.widths):
            pieces += [((2, channels, inputs * width), inputs * width), ((2, channels), "ones"), ((2, channels), "zeros")]
            inputs = channels
        pieces += [((JOINED, shape.features()), shape.features()), ((JOINED,), "ones"), ((JOINED,), "zeros")]
        pieces += [((tasks, JOINED), JOINED), ((tasks,), "zeros")]
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
        widths = [2 * channels for channels in shape.channels] + [JOINED]
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
        hidden = None
        for at, (channels, width, pool) in enumerate(zip(shape.channels, shape.widths, shape.pools)):
            weight, scale, shift = (next(parts).flatten(0, 1) for _ in range(3))
            beside, flattened = (width // 2, width // 2), 2 * networks * channels
            if at == 0:
                windows = F.pad(codes.flatten(0, 1), beside, value=UNKNOWN).unfold(2, width, 1)
                hidden = activation(self.first_layer(windows, weight, scale, shift, momentum, kind))
            else:
                columns = F.pad(hidden, beside).unfold(3, width, 1).permute(0, 1, 4, 2, 3)
                hidden = torch.bmm(weight.to(kind), columns.reshape(2 * networks, -1, samples * length))
                hidden = activation(self.norm(at, hidden.reshape(1, flattened, -1), scale, shift, momentum))
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
        hidden = self.norm(len(shape.widths), hidden.reshape(1, networks * JOINED, samples), scale, shift, momentum)
        hidden = activation(hidden).view(networks, JOINED, samples).transpose(1, 2)
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


def learn(nets, plans, steps, draw, loss, source):
    """AdamW, one cycle. Returns the running mean of the weights."""
    rate, decay, dropout, hidden = (by_network(plans, name)[:, None] for name in ("rate", "decay", "dropout", "hidden"))
    shares = (dropout[:, :, None], hidden[:, :, None])
    flat = nets.flat.clone().requires_grad_()
    first, second, mean = torch.zeros_like(nets.flat), torch.zeros_like(nets.flat), nets.flat.clone()
    for step in range(steps):
        codes, targets = draw(step)
        output = nets.forward(flat, codes, 0.1, shares, source, HALF)
        (gradient,) = torch.autograd.grad(loss(output, targets).sum(), flat)
        with torch.no_grad():
            first.lerp_(gradient, 0.1)
            second.lerp_(gradient * gradient, 0.01)
            moment = first / (1 - 0.9 ** (step + 1))
            moment /= (second / (1 - 0.99 ** (step + 1))).sqrt_().add_(1e-8)
            moment += flat * (decay * nets.decays)
            flat -= moment * (rate * one_cycle(step / steps, 0.25))
            mean.lerp_(flat, max(10 / steps, 1 / (step + 1)))
    nets.flat = flat.detach()
    return mean


class Search:
    """`found` has every network: what it is, its r on the validation genes, and what it says of them."""

    def __init__(self, genes, budget, figures, table):
        self.genes, self.budget, self.figures, self.table = genes, budget, figures, table
        self.training, self.validation = genes.of["training"], genes.of["validation"]
        self.batch = budget.batch
        self.steps = len(self.training) // self.batch
        self.measured = genes.values[self.validation]
        self.found, self.seed = [], 100
        self.rows = [["kind", "channels", "widths", "pools", "activation", *Plan._fields, "seed", "weights", "validation_r"]]

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

    def entries(self, shape, plans, nets):
        said = nets.answer(self.genes.codes[self.validation])
        r = torch.nan_to_num(correlation(said, self.measured), nan=-1.0)
        return [
            {"shape": shape, "plan": plan, "r": float(r[at]), "nets": nets, "row": at, "said": said[at]}
            for at, plan in enumerate(plans)
        ]

    def group(self, kind, shape, plans):
        """Trains such networks at once; of all the last weights ship, or their running mean where that tells more."""
        self.seed += 1
        source = draws(self.seed)
        nets = Nets(shape, len(plans), self.genes.targets.shape[1], source)
        samples, on_off = (by_network(plans, name) for name in ("samples", "on_off"))

        def loss(output, targets):
            error = (output[..., :-1] - targets[..., :-1]) ** 2
            told = F.binary_cross_entropy_with_logits(output[..., -1], targets[..., -1], reduction="none")
            return error[..., 0].mean(1) + samples * error[..., 1:].mean((1, 2)) + on_off * told.mean(1)

        mean = learn(nets, plans, self.budget.passes * self.steps, self.sampler(plans, source), loss, source)
        ways = {"last": nets}
        for way, flat in (("last, measured anew", nets.flat), ("running mean, measured anew", mean)):
            ways[way] = self.measured_anew(nets, flat, plans, source)
        ways = {way: self.entries(shape, plans, own) for way, own in ways.items()}
        way = max(ways, key=lambda way: sum(one["r"] for one in ways[way]) / len(plans) + 0.002 * (way == "last"))
        entries = ways[way]
        self.found += entries
        for one in entries:
            self.rows.append([kind, *shape, *one["plan"], self.seed, way, f"{one['r']:.4f}"])
        write_table(self.table, self.rows)
        say(f"{kind} {shape}: " + " ".join(f"{one['r']:.3f}" for one in entries) + f", {way}")
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

    def again(self):
        """The best settings with fresh seeds, the best of those first."""
        chosen = []
        for shape, number in self.budget.again:
            best = sorted((one for one in self.found if one["shape"] == shape), key=lambda one: -one["r"])[:number]
            plans = [one["plan"] for one in best for _ in range(self.budget.seeds)]
            entries = self.group("again", shape, plans)
            chosen += [entries[at : at + self.budget.seeds] for at in range(0, len(entries), self.budget.seeds)]
        for own in chosen:
            name = f"{own[0]['shape']}, {own[0]['plan']}"
            self.figures.add("fresh seeds", name, "single, mean", sum(one["r"] for one in own) / len(own))
            self.figures.add("fresh seeds", name, "mean", self.together(own))
        return sorted(chosen, key=lambda own: -sum(one["r"] for one in own) / len(own))

    def together(self, entries):
        return float(correlation(torch.stack([one["said"] for one in entries]).mean(0), self.measured))

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

    def taught(self, shape, teachers):
        """Networks of a shape that learn from many; an ensemble of each of two settings."""
        source, batch = draws(77), self.batch
        codes, labels = self.lessons(teachers, self.budget.lessons, source)
        plans = [plan for plan in (Plan(2e-3, 0.3, 0.3, 0.0), Plan(2e-3, 1.0, 0.5, 0.1)) for _ in range(MEMBERS)]
        nets = Nets(shape, len(plans), 1, source)

        def draw(step):
            rows = torch.randint(0, len(codes), (len(plans), batch), generator=source, device=DEVICE)
            return codes[rows].transpose(1, 2), labels[rows]

        loss = lambda output, targets: ((output[..., 0] - targets) ** 2).mean(1)
        learn(nets, plans, self.budget.steps, draw, loss, source)
        entries = self.entries(shape, plans, nets)
        return [entries[:MEMBERS], entries[MEMBERS:]]

    def run(self):
        """The members that tell most about the validation genes, and what they are."""
        source = random.Random(7)
        for shape, number in self.budget.search:
            plans = [Plan.drawn(source) for _ in range(number)]
            if not self.found:
                plans[0] = Plan()
            self.group("search", shape, plans)
        settings = self.again()
        candidates = [(self.together(own), f"fresh seeds, {own[0]['plan']}", own) for own in settings]
        ranked = sorted(self.found, key=lambda one: -one["r"])
        told = {number: self.together(ranked[:number]) for number in self.budget.teachers}
        say("teachers: " + ", ".join(f"mean of {number} {r:.3f}" for number, r in told.items()))
        number = max(told, key=told.get)
        self.figures.add("teachers", f"mean of the {number} best", "mean", told[number])
        for own in self.taught(settings[0][0]["shape"], ranked[:number]):
            candidates.append((self.together(own), f"taught by {number}, {own[0]['plan']}", own))
            self.figures.add("taught", own[0]["plan"], "mean", candidates[-1][0])
        return max(candidates, key=lambda one: one[0])[1:]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path)
    options.add_argument("split", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--tiny", action="store_true", help="few genes, few steps: to try the program")
    said = options.parse_args()
    said.out.mkdir(parents=True, exist_ok=True)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    genes, figures = Genes(said.data, said.split, said.tiny), Figures(said.out / "leaf-figures.tsv")
    name, chosen = Search(genes, TINY if said.tiny else WHOLE, figures, said.out / "leaf-search.tsv").run()
    shape = chosen[0]["shape"]
    members = [one["nets"].exported(one["row"], genes.mean, genes.sd) for one in chosen]
    save(said.out / "leaf.safetensors", {f"{at}.{key}": value for at, own in enumerate(members) for key, value in own.items()})
    answers = [torch.stack([joint(shape, own, genes.codes[genes.of[part]]) for own in members]) for part in PARTS[1:]]
    apart = (answers[0] - torch.stack([one["said"] for one in chosen]) * genes.sd - genes.mean).abs().max()
    say(f"exported weights answer within {float(apart):.1e}")
    figures.ensemble("chosen", f"{shape}, {name}", range(len(members)), answers, genes, genes.of)


if __name__ == "__main__":
    main()
