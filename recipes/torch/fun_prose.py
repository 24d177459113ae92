"""Trains FUN-PROSE networks for N. crassa on a graphics card, as pupils of a kernel regression.

    python3 recipes/torch/fun_prose.py DATA MADE ONE --seconds 400
    python3 recipes/torch/fun_prose.py DATA MADE TWO --former ONE --seconds 230

Needs Python 3.11, torch, safetensors, numpy and scipy. MADE holds n-crassa-split.tsv (`cisight train --split`) and
n-crassa-responses.tsv (`cisight normalise`); TF levels are those of models/fun-prose-n-crassa. The teacher is that of
recipes/teachers/n-crassa.py; the first run searches its kinds of words and its numbers by what it says of training
genes that it left out and of validation genes, the second takes them, and goes on with the first one's pupils. Pupils
read chimeras of training promoters, made anew for each step. All parents of a chimera are genes of one fold, and the
teacher that answers has not seen that fold, so that what pupils learn of training promoters is what holds for new ones.
ONE and TWO get each pupil's weights, the configuration for `cisight import`, and what pupils and teacher predict of
the validation genes. `--tiny` tries it all on few genes.
"""

import time

START = time.time()

import argparse
import json
import math
import runpy
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import nn

ROOT = Path(__file__).resolve().parents[2]
SHARED = runpy.run_path(str(ROOT / "recipes" / "teachers" / "n-crassa.py"))
MODEL = ROOT / "models" / "fun-prose-n-crassa"
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
LENGTH = 1000
UNKNOWN = 4
CONFIG = {
    "seq_length": LENGTH,
    "conv1_knum": 256,
    "conv1_ksize": 15,
    "pool1": 8,
    "conv2_knum": 48,
    "conv2_ksize": 11,
    "pool2": 5,
    "xt_hidden": 32,
    "conv_activation": "relu",
    "fc_activation": "relu",
    "fc_widths": [128, 64, 32],
}
# What each pupil has otherwise.
PUPILS = [
    {"conv2_knum": 96, "pool2": 12, "pool2_mean": True},
    {},
    {"conv1_knum": 384, "conv2_knum": 128, "pool2": 25, "pool2_mean": True},
]
# Places of a word's bases, whether both strands are one, stretches of the promoter (0: the whole), the weight at first.
SOLID = lambda length: tuple(range(length))
KINDS = [
    (SOLID(4), True, 0, 1.0),
    (SOLID(5), True, 0, 1.0),
    (SOLID(6), True, 0, 1.0),
    (SOLID(4), False, 0, 1.0),
    (SOLID(4), False, 5, 1.0),
    (SOLID(3), False, 10, 1.0),
    (SOLID(2), False, 20, 1.0),
    (SOLID(7), True, 0, 0.0),
    (SOLID(5), False, 0, 0.0),
    (SOLID(6), False, 0, 0.0),
    (SOLID(5), True, 4, 0.0),
    (SOLID(1), False, 40, 0.0),
    ((0, 1, 2, 4, 5, 6), True, 0, 0.0),
    ((0, 1, 2, 5, 6, 7), True, 0, 0.0),
    ((0, 1, 2, 8, 9, 10), True, 0, 0.0),
    ((0, 1, 3, 4, 6, 7), True, 0, 0.0),
]
CHOICE = {"sharpness": 2.0, "second_sharpness": 2.0, "noise": 1.0, "power": 0.4, "share": 0.3}
LEAST = {"sharpness": 1.0, "second_sharpness": 1.0, "noise": 0.4, "power": 0.0, "share": 0.0}
MOST = {"sharpness": 5.0, "second_sharpness": 5.0, "noise": 3.0, "power": 1.0, "share": 0.8}
SEARCH = 0.2
FOLDS = 10
COMPONENTS = 16
SCORES = 8
BATCH = 1024
CHUNK = 256
CHUNKS = 4
PEAK = 3e-3
AGAIN = 1e-3
WARM_UP = 0.05
DECAY = 0.01
MEASURED = 0.2
FURTHER = 0.3
TF_DROPOUT = 0.05


def clock():
    return time.time() - START


def say(text):
    print(f"{clock():6.1f} s  {text}", flush=True)


def quick(allowed):
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = allowed


def on_device(values, kind=torch.float32):
    return torch.as_tensor(np.asarray(values), device=DEVICE).to(kind)


class Genes:
    """Training and validation genes: promoters, responses, mean expression by study. Other genes are not read."""

    def __init__(self, data, made, tiny):
        part = dict(line.split() for line in open(made / "n-crassa-split.tsv"))
        training = [gene for gene in part if part[gene] == "training"][: 400 if tiny else None]
        self.validation = [gene for gene in part if part[gene] == "validation"][: 60 if tiny else None]
        columns, responses = SHARED["read_table"](made / "n-crassa-responses.tsv")
        promoters = SHARED["read_fasta"](data / "promoters-1000bp-upstream-of-atg.fa.gz")
        upstream = SHARED["read_fasta"](data / "promoters-1000bp-upstream-of-transcript.fa.gz")
        heading, reads = SHARED["read_table"](data / "counts.tsv.gz")
        _, sizes = SHARED["read_table"](data / "library-sizes.tsv.gz")
        size = np.array([sizes[library][0] for library in heading])
        logs = np.log2((np.array([reads[gene] for gene in training]) + 0.5) / (size + 1) * 1e6)
        study = np.array([library.split(":")[0] for library in heading])
        levels = np.stack([np.nanmean(logs[:, study == own], 1) for own in sorted(set(study))], 1)
        self.levels = np.where(np.isnan(levels), np.nanmean(levels, 0), levels)
        rows = lambda table, genes: on_device(SHARED["codes"]([table[gene] for gene in genes]), torch.uint8)
        self.rows = rows(promoters, training)
        self.asked = rows(promoters, self.validation)
        self.responses = np.array([responses[gene] for gene in training])
        self.measured = np.array([responses[gene] for gene in self.validation])
        other = rows({**promoters, **upstream}, training)
        turned = torch.tensor([3, 2, 1, 0, UNKNOWN], dtype=torch.uint8, device=DEVICE)
        turn = lambda own: turned[own.flip(1).long()]
        self.bank = torch.cat([self.rows, other, turn(self.rows), turn(other)])
        model = json.loads((MODEL / "manifest.json").read_text())["conditions"]
        presets = json.loads((MODEL / "presets.json").read_text())
        self.tfs, self.scaling = presets["tfs"], model["scaling"]
        assert self.tfs == [tf["id"] for tf in model["tfs"]]
        levels = {preset["sourceColumn"]: preset["values"] for preset in presets["conditions"]}
        values = np.array([[np.nan if one is None else one for one in levels[column]] for column in columns])
        values = (values - np.array(self.scaling["mean"])) / np.array(self.scaling["sd"])
        self.tf_levels = on_device(np.nan_to_num(values))

    def r(self, predicted):
        known = ~np.isnan(self.measured)
        return np.corrcoef(predicted[known], self.measured[known])[0, 1]


def counts(rows, places, both, stretches):
    """Words of bases at these places, by row, stretch and word."""
    starts, length = rows.shape[1] - places[-1], len(places)
    word = torch.zeros(len(rows), starts, dtype=torch.int64, device=rows.device)
    other, whole = torch.zeros_like(word), torch.ones_like(word, dtype=torch.bool)
    for at, place in enumerate(places):
        base = rows[:, place : place + starts].long()
        whole &= base < UNKNOWN
        base = base.clamp(max=3)
        word = word * 4 + base
        other += (3 - base) * 4**at
    if both:
        word = torch.minimum(word, other)
    if stretches:
        stretch = torch.arange(starts, device=rows.device) // (rows.shape[1] // stretches)
        word += stretch.clamp(max=stretches - 1) * 4**length
    found = torch.zeros(len(rows), max(stretches, 1) * 4**length, device=rows.device)
    return found.scatter_add_(1, word, whole.float())


def words(rows, places, both, stretches):
    found = counts(rows, places, both, stretches)
    if not stretches:
        return found.sqrt()
    each = found.view(len(rows), stretches, -1)
    padded = torch.cat([each[:, :1], each, each[:, -1:]], 1)
    return ((padded[:, :-2] + 2 * padded[:, 1:-1] + padded[:, 2:]) / 4).flatten(1)


def name_of(places, both, stretches, *_):
    return f"{places} {'both' if both else 'one'} {stretches}"


def distances(one, other):
    squares = (one**2).sum(1)[:, None] + (other**2).sum(1)
    return torch.addmm(squares, one, other.T, alpha=-2).clamp_(min=0)


class Kind:
    """Word counts of one kind, with a mean squared distance of 1 between two training promoters."""

    def __init__(self, rows, places, both, stretches):
        self.how = (places, both, stretches)
        own = self.raw(rows)
        self.kept = torch.where(own.std(0) > 1e-6)[0]
        own = own[:, self.kept]
        self.mean = own.mean(0)
        scale = torch.ones_like(self.mean) if stretches else 1 / own.std(0)
        spread = 2 * (((own - self.mean) * scale) ** 2).sum(1).mean()
        self.scale = scale / spread.sqrt()

    def raw(self, rows):
        return torch.cat([words(part, *self.how) for part in rows.split(2048)])

    def of(self, rows):
        return (self.raw(rows)[:, self.kept] - self.mean) * self.scale


class Teacher:
    """The regression of recipes/teachers/n-crassa.py, with weights for its kinds of words, and without each fold."""

    def __init__(self, genes):
        self.rows = genes.rows
        self.kinds = [Kind(genes.rows, *how[:3]) for how in KINDS]
        self.apart, self.asked = [], []
        for kind in self.kinds:
            known = kind.of(genes.rows)
            self.apart.append(distances(known, known).fill_diagonal_(0))
            self.asked.append(distances(kind.of(genes.asked), known))
        responses = np.nan_to_num(genes.responses)
        size = np.sqrt((responses**2).mean(1))
        self.size = on_device(size / size.mean()).clamp(0.2, 5)
        left, values, right = np.linalg.svd(responses - responses.mean(0), full_matrices=False)
        scores = left * values
        self.mean = on_device(responses.mean(0))
        self.denoised = on_device(scores[:, :COMPONENTS] @ right[:COMPONENTS])
        further = np.hstack([genes.levels, np.log(size)[:, None], scores[:, :SCORES]])
        self.further = on_device((further - further.mean(0)) / further.std(0))
        fold = np.random.default_rng(1).permutation(len(genes.rows)) % FOLDS
        self.folds = [on_device(np.flatnonzero(fold == at), torch.int64) for at in range(FOLDS)]
        self.known = on_device(~np.isnan(genes.responses), torch.bool)
        self.responses = on_device(responses)

    def regression(self, kernel, noise, targets):
        """Coefficients, what is predicted of each fold without it, and the coefficients without it."""
        kernel, targets = kernel.double(), targets.double()
        kernel.diagonal().add_(noise)
        inverse = torch.cholesky_inverse(torch.linalg.cholesky(kernel))
        alpha = inverse @ targets
        predicted, without = torch.empty_like(targets), alpha.repeat(FOLDS, 1, 1)
        for at, fold in enumerate(self.folds):
            error = torch.linalg.solve(inverse[fold][:, fold], alpha[fold])
            predicted[fold] = targets[fold] - error
            without[at] -= inverse[:, fold] @ error
            without[at][fold] = 0
        return alpha.float(), predicted.float(), without.float()

    def fit(self, choice, weights):
        """Leaves the coefficients behind; returns r of left-out training genes."""
        self.choice, self.weights = choice, [one / sum(weights) for one in weights]
        mixed = lambda parts: sum(weight * part for weight, part in zip(self.weights, parts) if weight)
        noise = choice["noise"] * self.size ** choice["power"]
        apart = mixed(self.apart)
        kernel = torch.exp(-choice["sharpness"] * apart)
        self.first, predicted, self.first_without = self.regression(kernel, noise, self.further)
        self.centre, self.scale = predicted.mean(0), predicted.std(0) * math.sqrt(2 * predicted.shape[1])
        self.predicted = (predicted - self.centre) / self.scale
        kernel = self.second_kernel(apart, self.predicted)
        self.second, self.left_out, self.second_without = self.regression(kernel, noise, self.denoised)
        apart = mixed(self.asked)
        further = torch.exp(-choice["sharpness"] * apart) @ self.first
        kernel = self.second_kernel(apart, (further - self.centre) / self.scale)
        self.validation = (kernel @ self.second + self.mean).cpu().numpy()
        pairs = torch.stack([(self.left_out + self.mean)[self.known], self.responses[self.known]])
        return torch.corrcoef(pairs)[0, 1].item()

    def second_kernel(self, apart, predicted):
        share = self.choice["share"]
        both = (1 - share) * apart + share * distances(predicted, self.predicted)
        return torch.exp(-self.choice["second_sharpness"] * both)

    def settle(self):
        """Forgets what only the search needs, and lays the chosen kinds of words side by side."""
        self.apart = self.asked = None
        self.used = [(math.sqrt(weight), kind) for weight, kind in zip(self.weights, self.kinds) if weight]
        self.features = self.of(self.rows)

    def of(self, rows):
        return torch.cat([weight * kind.of(rows) for weight, kind in self.used], 1)

    def answers(self, rows):
        """Responses and what the first regression predicts, for as many rows of each fold, without that fold."""
        apart = distances(self.of(rows.flatten(0, 1)), self.features)
        kernel = torch.exp(-self.choice["sharpness"] * apart)
        further = torch.bmm(kernel.unflatten(0, (FOLDS, -1)), self.first_without)
        kernel = self.second_kernel(apart, ((further - self.centre) / self.scale).flatten(0, 1))
        return torch.bmm(kernel.unflatten(0, (FOLDS, -1)), self.second_without) + self.mean, further


def search(teacher, genes, end):
    """One number after the other is changed for as long as left-out training genes and validation genes gain."""
    random = np.random.default_rng(3)
    choice, weights = dict(CHOICE), [how[3] for how in KINDS]

    def score(choice, weights):
        left_out = teacher.fit(choice, weights)
        validation = genes.r(teacher.validation)
        return (left_out + validation) / 2, left_out, validation

    best = score(choice, weights)
    say(f"teacher as it was: r {best[1]:.4f} of left-out training genes, {best[2]:.4f} of validation genes")
    tried = 0
    moves = [(at, factor) for at in range(len(KINDS)) for factor in (2.0, 0.5)]
    moves += [(name, factor) for name in CHOICE for factor in (1.25, 0.8)]
    while clock() < end:
        gained = False
        for at in random.permutation(len(moves)):
            if clock() >= end:
                break
            what, factor = moves[at]
            own, others = dict(choice), list(weights)
            if what in own:
                own[what] = min(max(own[what] * factor, LEAST[what]), MOST[what])
            elif others[what]:
                others[what] = min(others[what] * factor, 8.0) if others[what] * factor > 0.2 else 0.0
            elif factor > 1:
                others[what] = 1.0
            if (own, others) == (choice, weights) or not any(others):
                continue
            found = score(own, others)
            tried += 1
            if found[0] > best[0] + 1e-4:
                best, choice, weights, gained = found, own, others, True
        if not gained:
            break
    teacher.fit(choice, weights)
    say(f"teacher after {tried} changes: r {best[1]:.4f} of left-out training genes, {best[2]:.4f} of validation genes")
    kinds = {name_of(*how): round(own, 3) for how, own in zip(KINDS, weights) if own}
    say(f"  {choice} {kinds}")
    return {"choice": choice, "kinds": kinds}


class Chimeras:
    """Training promoters, shifted; chimeras of two and of four, from one fold each; with bases changed or not.

    Beside promoters there are stretches upstream of transcripts, and the other strands of both."""

    SOURCES = (0.65, 0.85, 0.95)
    PLAIN, OF_ONE, OF_TWO = 0.12, 0.2, 0.6
    STRETCH = 150
    CHANGED = (0.0, 0.0, 0.02, 0.12)

    def __init__(self, genes, folds, seed):
        self.bank, self.count = genes.bank, len(genes.rows)
        self.sizes = torch.tensor([len(fold) for fold in folds], device=DEVICE)
        self.members = nn.utils.rnn.pad_sequence(folds, batch_first=True)
        self.random = torch.Generator(device=DEVICE).manual_seed(seed)

    def share(self, *shape):
        return torch.rand(shape, generator=self.random, device=DEVICE)

    def below(self, top, *shape):
        return torch.randint(0, top, shape, generator=self.random, device=DEVICE)

    def make(self, each):
        """Rows (folds x each x bases), the first parent of each, and which are that gene's own promoter."""
        count, place = FOLDS * each, torch.arange(LENGTH, device=DEVICE)
        chosen = (self.share(FOLDS, each, 4) * self.sizes[:, None, None]).long()
        gene = self.members.gather(1, chosen.flatten(1)).view(count, 4)
        kind = self.share(count, 1)
        plain = kind < self.PLAIN
        source = torch.bucketize(self.share(count, 4), torch.tensor(self.SOURCES, device=DEVICE))
        source = gene + self.count * source.masked_fill(plain, 0)
        ends = self.below(LENGTH + 1, count, 2).sort(1)[0]
        of_two = (place >= ends[:, :1]) & (place < ends[:, 1:])
        of_four = (self.share(count, LENGTH) < 1 / self.STRETCH).cumsum(1) % 4
        parent = torch.where(kind < self.OF_TWO, of_two.long(), of_four).masked_fill(kind < self.OF_ONE, 0)
        shift = torch.where(plain, self.below(21, count, 4) - 10, self.below(41, count, 4) - 20)
        source = source.gather(1, parent)
        made = self.bank[source, (place + shift.gather(1, parent)) % LENGTH]
        rate = torch.tensor(self.CHANGED, device=DEVICE)[self.below(len(self.CHANGED), count, 1)].masked_fill(plain, 0)
        changed = self.share(count, LENGTH) < rate
        made = torch.where(changed, self.bank[source, self.below(LENGTH, count, LENGTH)], made)
        return made.view(FOLDS, each, LENGTH), gene[:, 0], plain[:, 0]


class FunProse(nn.Module):
    """As published, with the authors' names of weights; alike in src/architecture/published/fun_prose.

    The first convolution is a product of matrices over windows of 16 bases, the last of which counts for nothing."""

    TAPS = 16

    def __init__(self, config, further):
        super().__init__()
        kernels, width = config["conv1_knum"], config["conv1_ksize"]
        second, second_width = config["conv2_knum"], config["conv2_ksize"]
        assert width < self.TAPS
        self.pools = config["pool1"], config["pool2"]
        self.is_mean = config.get("pool2_mean", False)
        self.flat = second * (LENGTH // self.pools[0] // self.pools[1])
        sizes = config["fc_widths"]
        self.conv1 = nn.Conv1d(4, kernels, width)
        self.conv1bn = nn.BatchNorm2d(kernels)
        self.conv2 = nn.Conv2d(kernels, second, (1, second_width), padding=(0, second_width // 2))
        self.conv2bn = nn.BatchNorm2d(second)
        self.fc_t = nn.Linear(config["num_tfs"], config["xt_hidden"])
        self.fc1 = nn.Linear(self.flat + config["xt_hidden"], sizes[0])
        self.bn1 = nn.BatchNorm1d(sizes[0])
        self.fc2 = nn.Linear(sizes[0], sizes[1])
        self.bn2 = nn.BatchNorm1d(sizes[1])
        self.fc3 = nn.Linear(sizes[1], sizes[2])
        self.bn3 = nn.BatchNorm1d(sizes[2])
        self.fc_out = nn.Linear(sizes[2], 1)
        self.further = nn.Linear(sizes[0], further)

    def trunk(self, rows):
        width = self.conv1.kernel_size[0]
        left = width // 2
        padded = F.pad(rows, (left, self.TAPS - left - 1), value=UNKNOWN).long()
        kind = torch.bfloat16 if DEVICE == "cuda" and self.training else torch.float32
        bases = torch.eye(5, 4, device=rows.device, dtype=kind)[padded]
        windows = bases.as_strided((len(rows), LENGTH, 4 * self.TAPS), (bases.stride(0), 4, 1))
        kernels = F.pad(self.conv1.weight, (0, self.TAPS - width)).transpose(1, 2).flatten(1)
        hidden = F.linear(windows.reshape(-1, 4 * self.TAPS), kernels, self.conv1.bias)
        hidden = hidden.view(len(rows), LENGTH, -1).transpose(1, 2).unsqueeze(2)
        hidden = self.conv1bn(torch.relu(F.max_pool2d(hidden, (1, self.pools[0]))))
        hidden, pool = self.conv2(hidden), (1, self.pools[1])
        hidden = F.avg_pool2d(torch.relu(hidden), pool) if self.is_mean else torch.relu(F.max_pool2d(hidden, pool))
        return self.conv2bn(hidden).flatten(1)

    def forward(self, rows, levels):
        """Responses, genes x conditions, and what the first regression predicts."""
        with torch.autocast(DEVICE, dtype=torch.bfloat16, enabled=DEVICE == "cuda" and self.training):
            flat = self.trunk(rows)
        promoters = F.linear(flat.float(), self.fc1.weight[:, : self.flat], self.fc1.bias)
        conditions = F.linear(torch.relu(self.fc_t(levels)), self.fc1.weight[:, self.flat :])
        hidden = (promoters[:, None] + conditions).flatten(0, 1)
        for norm, layer in ((self.bn1, self.fc2), (self.bn2, self.fc3), (self.bn3, self.fc_out)):
            hidden = layer(norm(torch.relu(hidden)))
        return hidden.view(len(rows), len(levels)), self.further(torch.relu(promoters))

    def read_published(self, weights, scale):
        first = weights["conv1.weight"]
        weights["conv1.weight"] = torch.cat([first[:, :3], first[:, 4:]], 1)
        weights["conv2.weight"] = weights["conv2.weight"].unsqueeze(2)
        for name in ("fc_out.weight", "fc_out.bias"):
            weights[name] = weights[name] / scale
        missing, unexpected = self.load_state_dict(weights, strict=False)
        assert not unexpected and all("num_batches" in name or "further" in name for name in missing), missing

    def published(self, scale):
        """Weights under the authors' names, answers multiplied by the scale, bases with their channel for N."""
        own = {name: value.detach().float().cpu() for name, value in self.state_dict().items()}
        weights = {name: value for name, value in own.items() if "further" not in name and "num_batches" not in name}
        first = weights["conv1.weight"]
        weights["conv1.weight"] = torch.cat([first[:, :3], torch.zeros_like(first[:, :1]), first[:, 3:]], 1)
        weights["conv2.weight"] = weights["conv2.weight"].squeeze(2)
        for name in ("fc_out.weight", "fc_out.bias"):
            weights[name] = weights[name] * scale
        return weights


class Lesson:
    """One pupil with its optimiser; where an earlier run wrote it, it goes on from there."""

    def __init__(self, config, further, seed, path, scale):
        torch.manual_seed(seed)
        self.network = FunProse(config, further).to(DEVICE, memory_format=torch.channels_last)
        if path:
            self.network.read_published(load_file(path), scale)
        decayed = [one for one in self.network.parameters() if one.dim() > 1]
        spared = [one for one in self.network.parameters() if one.dim() <= 1]
        groups = [{"params": decayed, "weight_decay": DECAY}, {"params": spared, "weight_decay": 0.0}]
        self.optimiser = torch.optim.AdamW(groups, lr=PEAK, betas=(0.9, 0.99), fused=DEVICE == "cuda")

    def step(self, rows, levels, answers, further, rate, share):
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        said, said_further = self.network(rows, levels)
        loss = F.mse_loss(said, answers)
        self.optimiser.zero_grad(set_to_none=True)
        (loss + share * F.mse_loss(said_further, further)).backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        return loss.detach()

    @torch.no_grad()
    def recalibrate(self, rows, levels):
        norms = [one for one in self.network.modules() if isinstance(one, nn.modules.batchnorm._BatchNorm)]
        for norm in norms:
            norm.reset_running_stats()
            norm.momentum = None
        self.network.train()
        for part in rows.split(BATCH):
            self.network(part, levels)
        for norm in norms:
            norm.momentum = 0.1

    @torch.no_grad()
    def answers(self, rows, levels):
        self.network.eval()
        quick(False)
        said = torch.cat([self.network(part, levels)[0] for part in rows.split(256)])
        self.network.train()
        quick(True)
        return said.float().cpu().numpy()


def rate_at(progress):
    if progress < WARM_UP:
        return max(progress / WARM_UP, 0.02)
    return max(0.5 * (1 + math.cos(math.pi * (progress - WARM_UP) / (1 - WARM_UP))), 2e-3)


class School:
    """The pupils, what they are asked, and what they have come to so far."""

    def __init__(self, genes, teacher, out, tiny, former):
        self.genes, self.teacher, self.out = genes, teacher, out
        self.chimeras = Chimeras(genes, teacher.folds, 11)
        self.each, self.chunks, self.batch = (6, 1, 30) if tiny else (CHUNK, CHUNKS, BATCH)
        self.residual = teacher.denoised - teacher.left_out
        self.scale = self.block()[1].std().item()
        self.lessons = []
        for seed, shape in enumerate(PUPILS, 1):
            config = {**CONFIG, **shape, "num_tfs": len(genes.tfs)}
            told = {"config": config, "tfs": genes.tfs, "scaling": genes.scaling}
            (out / f"config-{seed}.json").write_text(json.dumps(told))
            path = former and former / f"pupil-{seed}.safetensors"
            self.lessons.append(Lesson(config, teacher.further.shape[1], seed, path, self.scale))
        # The further numbers have been learnt by then.
        self.further, self.peak = (0.0, AGAIN) if former else (FURTHER, PEAK)

    @torch.no_grad()
    def block(self):
        parts = []
        for _ in range(self.chunks):
            rows, gene, plain = self.chimeras.make(self.each)
            answers, further = self.teacher.answers(rows)
            answers = answers.flatten(0, 1) + MEASURED * plain[:, None] * self.residual[gene]
            parts.append((rows.flatten(0, 1), answers, further.flatten(0, 1)))
        return [torch.cat(own) for own in zip(*parts)]

    def teach(self, end):
        begin, steps, progress, marks = clock(), 0, 0.0, [0.1, 0.3, 0.6, 0.8, 1.0]
        while progress < 1:
            asked, answers, further = self.block()
            order = torch.randperm(len(asked), generator=self.chimeras.random, device=DEVICE)
            dropped = TF_DROPOUT if progress < 0.75 else 0.0
            for own in order.split(self.batch):
                levels = self.genes.tf_levels
                kept = self.chimeras.share(*levels.shape) >= dropped
                batch = (asked[own], levels * kept / (1 - dropped), answers[own] / self.scale, further[own])
                losses = [lesson.step(*batch, self.peak * rate_at(progress), self.further) for lesson in self.lessons]
                steps += 1
            loss = torch.stack(losses).tolist()
            progress = (clock() - begin) / (end - begin)
            if progress >= marks[0]:
                marks = [mark for mark in marks if mark > progress]
                say(f"{steps} steps, {steps * self.batch} promoters, loss " + " ".join(f"{own:.4f}" for own in loss))
                self.examine()

    def examine(self):
        rows = torch.cat([self.block()[0] for _ in range(2)])
        said = []
        for lesson in self.lessons:
            lesson.recalibrate(rows, self.genes.tf_levels)
            said.append(self.scale * lesson.answers(self.genes.asked, self.genes.tf_levels))
        said = np.stack(said)
        r, fidelity = self.genes.r, lambda own: np.corrcoef(own.ravel(), self.teacher.validation.ravel())[0, 1]
        alone = ", ".join(f"{r(own):.4f} (with teacher {fidelity(own):.4f})" for own in said)
        together = r(said.mean(0))
        say(f"  validation r {alone}; together {together:.4f} (with teacher {fidelity(said.mean(0)):.4f})")
        for at, (lesson, own) in enumerate(zip(self.lessons, said), 1):
            weights = {name: value.contiguous() for name, value in lesson.network.published(self.scale).items()}
            save_file(weights, self.out / f"pupil-{at}.safetensors")
            np.save(self.out / f"validation-pupil-{at}.npy", own.astype(np.float32))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("made", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seconds", type=float, default=400)
    parser.add_argument("--former", type=Path, help="OUT of an earlier run: its teacher, and its pupils go on")
    parser.add_argument("--tiny", action="store_true")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    genes = Genes(given.data / "n-crassa", given.made, given.tiny)
    say(f"{len(genes.rows)} training and {len(genes.asked)} validation genes on {DEVICE}")
    quick(False)
    with torch.no_grad():
        teacher = Teacher(genes)
        say("distances")
        if given.former:
            found = json.loads((given.former / "teacher.json").read_text())
            teacher.fit(found["choice"], [found["kinds"].get(name_of(*how), 0.0) for how in KINDS])
            say(f"teacher: r {genes.r(teacher.validation):.4f} of validation genes")
        else:
            found = search(teacher, genes, SEARCH * given.seconds)
        (given.out / "teacher.json").write_text(json.dumps(found))
        np.save(given.out / "validation-teacher.npy", teacher.validation.astype(np.float32))
        quick(True)
        torch.backends.cudnn.benchmark = True
        teacher.settle()
    School(genes, teacher, given.out, given.tiny, given.former).teach(given.seconds * 0.97 - 8)


if __name__ == "__main__":
    main()
