"""Trains the network of a recipe with the architecture `camformer` on a graphics card.

    python3 recipes/torch/camformer.py RECIPE DATA OUT.safetensors [STEPS]

Needs Python 3.11, torch, safetensors, numpy and h5py. Data, split, tasks and teacher are as the recipe says; `cisight train --trained`
evaluates and calibrates what comes out. Beside measured sequences each step has as many that the teacher (DeepAtt, its
published weights in DATA) was asked about, and 64 single-base changes of training families whose measured differences
count. The weights' running mean ships.
"""

import copy
import csv
import gzip
import hashlib
import math
import sys
import tomllib
from collections import Counter
from pathlib import Path

import h5py
import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import nn

PAIRS = 64
TAUGHT_LOSS = 0.5
RUNNING_MEAN = 0.999
LETTERS = "ACGT"
UNKNOWN = 4
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


def rows_of(path):
    with gzip.open(path, "rt") as file:
        yield from csv.DictReader(file, delimiter="\t")


def codes(sequence, length):
    own = [LETTERS.find(base) % 5 for base in sequence[-length:]]
    return [UNKNOWN] * (length - len(own)) + own


class Assays:
    """The recipe's tables: codes (rows x length), targets (rows x tasks, not a number where nothing was measured)."""

    def __init__(self, recipe, folder):
        split, tasks, length = recipe["split"], recipe["tasks"], recipe["network"]["length"]
        further = {row["sequence"]: row for path in recipe["data"]["further"] for row in rows_of(folder / path)}
        elsewhere = {name for row in further.values() for name in row} - {"row", "sequence"}
        rows = list(rows_of(folder / recipe["data"]["sequences"]))
        sequences, targets, trains = [], [], []
        for row in rows:
            digest = hashlib.md5(f"{split['salt']}:{row['family']}".encode()).digest()
            trains.append(int.from_bytes(digest, "big") % 100 >= split["test"] + split["validation"])
            sequences.append(codes(row["sequence"], length))
            own = []
            for task in tasks:
                table = further.get(row["sequence"], {}) if task["column"] in elsewhere else row
                value = table.get(task["column"]) if row["source"] in task["sources"] else None
                own.append(float(value) if value else math.nan)
            targets.append(own)
        self.codes = torch.tensor(sequences, dtype=torch.uint8, device=DEVICE)
        self.targets = torch.tensor(targets, device=DEVICE)
        self.trains = torch.tensor(trains, device=DEVICE)
        sizes = Counter(
            row["family"] for row, part, own in zip(rows, trains, targets) if part and not math.isnan(own[0])
        )
        power = recipe["training"]["family_power"]
        weight = [max(sizes[row["family"]], 1) ** power if not math.isnan(own[0]) else 1.0 for row, own in zip(rows, targets)]
        self.weights = torch.tensor(weight, device=DEVICE) * self.trains
        place = {row["row"]: at for at, row in enumerate(rows)}
        pairs = [
            (place[pair["alternative_row"]], place[pair["reference_row"]])
            for pair in rows_of(folder / recipe["data"]["pairs"])
            if pair["stratum"] == "snv" and pair["alternative_row"] in place and pair["reference_row"] in place
        ]
        pairs = torch.tensor(pairs, device=DEVICE)
        known = self.trains & ~self.targets[:, 0].isnan()
        self.pairs = pairs[known[pairs].all(1)]


def one_hot(batch):
    eye = torch.cat([torch.eye(4), torch.zeros(1, 4)]).to(batch.device)
    return eye[batch.long()].transpose(1, 2)


class DeepAtt:
    """The teacher, from its authors' Keras file (Vaishnav et al. 2022)."""

    HEADS = 16

    def __init__(self, path):
        self.weights = {}
        with h5py.File(path) as file:
            file["model_weights"].visititems(self.take)

    def take(self, name, item):
        if isinstance(item, h5py.Dataset):
            parts = name.removesuffix(":0").split("/")
            parts = [parts[0], parts[-1]] if "lstm" not in name else parts[-2:]
            self.weights[".".join(parts)] = torch.tensor(item[()], device=DEVICE)

    def lstm(self, inputs, name):
        kernel, recurrent, bias = (self.weights[f"{name}_lstm.{of}"] for of in ("kernel", "recurrent_kernel", "bias"))
        inputs = inputs.flip(1) if name == "backward" else inputs
        gate = lambda value: torch.clamp(0.2 * value + 0.5, 0, 1)
        hidden = cell = inputs.new_zeros(len(inputs), len(recurrent))
        outputs = []
        for step in (inputs @ kernel + bias).unbind(1):
            enter, forget, candidate, leave = (step + hidden @ recurrent).chunk(4, 1)
            cell = gate(forget) * cell + gate(enter) * torch.tanh(candidate)
            hidden = gate(leave) * torch.tanh(cell)
            outputs.append(hidden)
        outputs = torch.stack(outputs, 1)
        return outputs.flip(1) if name == "backward" else outputs

    def attention(self, hidden):
        own = lambda letter, value: torch.relu(
            value @ self.weights[f"multi_head_attention.multi_head_attention_W{letter}"]
            + self.weights[f"multi_head_attention.multi_head_attention_b{letter}"]
        )
        samples, columns, width = hidden.shape
        heads = lambda value: value.view(samples, columns, self.HEADS, -1).transpose(1, 2)
        query, key, value = (heads(own(letter, hidden)) for letter in "qkv")
        shares = torch.softmax(query @ key.transpose(2, 3) / math.sqrt(width // self.HEADS), -1)
        return own("o", (shares @ value).transpose(1, 2).reshape(samples, columns, width))

    @torch.no_grad()
    def answer(self, batch):
        kernel = self.weights["conv1d.kernel"].permute(2, 1, 0)
        hidden = torch.relu(F.conv1d(one_hot(batch), kernel, self.weights["conv1d.bias"]))
        hidden = F.max_pool1d(hidden, 3).transpose(1, 2)
        hidden = torch.cat([self.lstm(hidden, "forward"), self.lstm(hidden, "backward")], 2)
        hidden = self.attention(hidden).flatten(1)
        dense = lambda value, name: value @ self.weights[f"{name}.kernel"] + self.weights[f"{name}.bias"]
        return dense(torch.relu(dense(torch.relu(dense(hidden, "dense")), "dense_1")), "dense_2")[:, 0]

    def answers(self, sequences):
        return torch.cat([self.answer(batch) for batch in sequences.split(16384)])


def questions(assays, section, frame, random):
    """What the teacher is asked: random inserts in their frame, and training sequences with changed inserts."""
    length = assays.codes.shape[1]
    first, last = len(frame["left"]), length - len(frame["right"])
    draw = lambda top, *shape: torch.randint(0, top, shape, generator=random, device=DEVICE)
    left, right = codes(frame["left"], first), codes(frame["right"], len(frame["right"]))
    anew = torch.tensor(left + [0] * (last - first) + right, dtype=torch.uint8, device=DEVICE)
    anew = anew.repeat(section["random"], 1)
    anew[:, first:last] = draw(4, section["random"], last - first).to(torch.uint8)
    known = torch.where(assays.trains)[0]
    changed = assays.codes[known[draw(len(known), section["changed"])]].clone()
    number = 1 + draw(section["changes"], section["changed"])
    number[torch.rand(section["changed"], generator=random, device=DEVICE) < 0.5] = 1
    for change in range(section["changes"]):
        place = first + draw(last - first, section["changed"], 1)
        base = draw(4, section["changed"], 1).to(torch.uint8)
        changed.scatter_(1, place, torch.where(change < number[:, None], base, changed.gather(1, place)))
    return torch.cat([anew, changed])


class Camformer(nn.Module):
    """As published, with the authors' names of weights and one output for each task; alike in src/architecture/published/camformer."""

    def __init__(self, network, outputs, dropout):
        super().__init__()
        assert not network["residual"] and network["input_channels"] == 5
        self.pools = list(zip(network["pool_kernels"], network["pool_strides"]))
        channels, columns, layers = network["input_channels"], network["length"], []
        for size, width, (pool, stride) in zip(network["out_channels"], network["kernels"], self.pools):
            layers.append(nn.ModuleList([nn.Conv1d(channels, size, width, padding=network["padding"]), nn.BatchNorm1d(size)]))
            channels, columns = size, columns + 2 * network["padding"] - width + 1
            columns = (columns - pool) // stride + 1
        self.CNN_layers = nn.ModuleList(layers)
        sizes = [channels * columns, *network["linear_output"], outputs]
        self.linear_layers = nn.ModuleList(nn.ModuleList([nn.Linear(*pair)]) for pair in zip(sizes, sizes[1:]))
        self.dropout = nn.Dropout(dropout)

    def forward(self, batch):
        hidden = one_hot(batch)
        hidden = torch.cat([hidden, hidden[:, 0:1] + hidden[:, 2:3]], 1)
        for (convolution, norm), (pool, stride) in zip(self.CNN_layers, self.pools):
            hidden = torch.relu(norm(convolution(hidden)))
            hidden = F.max_pool1d(hidden, pool, stride) if pool > 1 else hidden
        hidden = hidden.flatten(1)
        for (layer,) in self.linear_layers[:-1]:
            hidden = torch.relu(layer(self.dropout(hidden)))
        return self.linear_layers[-1][0](self.dropout(hidden))


def one_cycle(progress, warm_up):
    ease = lambda start, end, part: end + (start - end) * 0.5 * (1 + math.cos(math.pi * part))
    if progress < warm_up:
        return ease(0.04, 1.0, progress / warm_up)
    return ease(1.0, 1e-4, (progress - warm_up) / (1 - warm_up))


def train(recipe, assays, taught, steps):
    training, tasks = recipe["training"], recipe["tasks"]
    random = torch.Generator(device=DEVICE).manual_seed(training["seeds"][0])
    known = ~assays.targets.isnan()
    own = [assays.targets[assays.trains & known[:, at], at] for at in range(len(tasks))]
    lesson = [task["column"] for task in tasks].index("taught")
    asked, answers = taught
    own[lesson] = answers
    mean, scale = torch.stack([one.mean() for one in own]), torch.stack([one.std() for one in own])
    targets = torch.nan_to_num((assays.targets - mean) / scale)
    masks = known * torch.tensor([task["weight"] for task in tasks], device=DEVICE)
    answers = (answers - mean[lesson]) / scale[lesson]
    network = Camformer(recipe["network"], len(tasks), training["dropout"]).to(DEVICE)
    average = copy.deepcopy(network).requires_grad_(False)
    groups = [
        {"params": [one for one in network.parameters() if one.dim() > 1], "weight_decay": training["weight_decay"]},
        {"params": [one for one in network.parameters() if one.dim() <= 1], "weight_decay": 0.0},
    ]
    optimiser = torch.optim.AdamW(groups, lr=training["learning_rate"])
    batch = training["batch"]
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = training["learning_rate"] * one_cycle(step / steps, training["warm_up"])
        rows = torch.multinomial(assays.weights, batch, generator=random)
        lessons = torch.randint(0, len(asked), (batch,), generator=random, device=DEVICE)
        alternative, reference = assays.pairs[
            torch.multinomial(assays.weights[assays.pairs[:, 0]], PAIRS, generator=random)
        ].unbind(1)
        parts = [assays.codes[rows], asked[lessons], assays.codes[alternative], assays.codes[reference]]
        with torch.autocast(DEVICE, dtype=torch.bfloat16, enabled=DEVICE == "cuda"):
            output = network(torch.cat(parts))
        measured, learned, altered, referred = output.float().split([batch, batch, PAIRS, PAIRS])
        loss = ((measured - targets[rows]) ** 2 * masks[rows]).sum() / batch
        loss = loss + TAUGHT_LOSS * ((learned[:, lesson] - answers[lessons]) ** 2).mean()
        difference = altered - referred - targets[alternative] + targets[reference]
        loss = loss + (difference**2 * torch.minimum(masks[alternative], masks[reference])).sum() / PAIRS
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        with torch.no_grad():
            share = 1 - min(RUNNING_MEAN, (step + 1) / (step + 11))
            for kept, now in zip(average.parameters(), network.parameters()):
                kept.lerp_(now, share)
            for kept, now in zip(average.buffers(), network.buffers()):
                kept.copy_(now)
        if step % 500 == 0:
            print(f"step {step} of {steps}: loss {loss.item():.4f}", flush=True)
    return average, mean, scale


def ship(network, mean, scale, outputs, path):
    """The first outputs in their own units, under the authors' names, convolutions as images of width one."""
    weights = {name: value.float().cpu() for name, value in network.state_dict().items() if "num_batches" not in name}
    weights = {name: value[..., None] if value.dim() == 3 else value for name, value in weights.items()}
    last = f"linear_layers.{len(network.linear_layers) - 1}.0"
    mean, scale = mean[:outputs].cpu(), scale[:outputs].cpu()
    weights[f"{last}.weight"] = weights[f"{last}.weight"][:outputs] * scale[:, None]
    weights[f"{last}.bias"] = weights[f"{last}.bias"][:outputs] * scale + mean
    save_file({name: value.contiguous() for name, value in weights.items()}, path)


def main(recipe, folder, out, steps=None):
    recipe, folder = tomllib.loads(Path(recipe).read_text()), Path(folder)
    training, section = recipe["training"], recipe["teacher"]
    torch.manual_seed(training["seeds"][0])
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    assays = Assays(recipe, folder)
    teacher = DeepAtt(folder / "published-weights" / section["model"] / "model.h5")
    random = torch.Generator(device=DEVICE).manual_seed(section["seed"])
    asked = questions(assays, section, recipe["model"]["frame"], random)
    answers = teacher.answers(asked)
    lesson = [task["column"] for task in recipe["tasks"]].index("taught")
    assays.targets[assays.trains, lesson] = teacher.answers(assays.codes[assays.trains])
    steps = int(steps) if steps else training["passes"] * training["rows"] // training["batch"]
    network, mean, scale = train(recipe, assays, (asked, answers), steps)
    outputs = sum("output" in task for task in recipe["tasks"])
    ship(network, mean, scale, outputs, out)


if __name__ == "__main__":
    main(*sys.argv[1:])
