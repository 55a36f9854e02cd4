"""A deep net from a stack of RBMs, from small weights, from Xavier and from He: dbn-pretraining.ts in real PyTorch."""
import argparse
import pathlib
import subprocess

import numpy as np
import torch
from torch import nn

IMAGES, HELD_OUT, WIDTH, BATCH, MARKS = 4000, 1000, 100, 100, 10
WAYS = ("he", "xavier", "small", "pre-trained")
RBM_ROWS, RBM_RATE = 20, 0.8
DRAW = {
    "small": lambda weight: nn.init.normal_(weight, std=0.01),
    "xavier": nn.init.xavier_normal_,
    "he": lambda weight: nn.init.kaiming_normal_(weight, nonlinearity="relu"),
}
RATES = {
    "sgd": {"small": 0.4, "pre-trained": 0.8, "xavier": 0.4, "he": 0.05},
    "adam": {"small": 0.001, "pre-trained": 0.01, "xavier": 0.01, "he": 0.003},
}


def drawn(seed, root=pathlib.Path(__file__).resolve().parents[2]):
    """The project's digits, drawn by its own program, as means of 2 × 2 pixels from 0 to 1."""
    count = IMAGES + HELD_OUT
    code = f"import {{ digits }} from './src/data/digits.ts'; const d = digits({{ count: {count}, seed: {seed} }});"
    node = ["node", "--input-type=module", "-e", f"{code} process.stdout.write(Buffer.concat([d.images, d.labels]))"]
    data = np.frombuffer(subprocess.run(node, cwd=root, check=True, capture_output=True).stdout, np.uint8)
    sums = data[: count * 784].reshape(count, 14, 2, 14, 2).sum((2, 4), dtype=np.int64)
    return torch.tensor((sums / 1020).astype(np.float32).reshape(count, 196)), torch.tensor(data[count * 784 :].astype(np.int64))


def stack(hidden, activation, draw):
    widths = [196] + [WIDTH] * hidden + [10]
    linears = [nn.utils.skip_init(nn.Linear, *pair) for pair in zip(widths, widths[1:])]
    for linear in linears:
        draw(linear.weight)
        nn.init.zeros_(linear.bias)
    return nn.Sequential(*(part for linear in linears for part in (linear, activation())))[:-1]


@torch.no_grad()
def pretrain(linear, v, passes, rate=RBM_RATE):
    """CD-1 on the rows of v, 20 at a time, from the layer's own weights: they become those of the RBM."""
    W, b, c = linear.weight.T.clone(), torch.zeros(v.shape[1]), linear.bias.clone()
    for at in list(range(0, len(v), RBM_ROWS)) * passes:
        v0 = v[at : at + RBM_ROWS]
        h0 = torch.sigmoid(v0 @ W + c)
        h = (torch.rand(h0.shape) < h0).float()
        v1 = torch.sigmoid(h @ W.T + b)
        h1 = torch.sigmoid(v1 @ W + c)
        W += rate * ((v0.T @ h0 - v1.T @ h1) / RBM_ROWS)
        b += rate * (v0 - v1).mean(0)
        c += rate * (h0 - h1).mean(0)
    linear.weight.copy_(W.T)
    linear.bias.copy_(c)


def price(hidden, passes, rows=BATCH):
    """Multiply-adds of all pre-training, and of one step of backpropagation."""
    products = [196 * WIDTH] + [WIDTH * WIDTH] * (hidden - 1)
    return IMAGES * (5 * passes * sum(products) + sum(products[:-1])), rows * (3 * (sum(products) + 10 * WIDTH) - products[0])


def learn(net, x, y, held, truth, optimizer, lr, steps, rows):
    """At ten marks, and before: the step, the loss on digits held out, and the share of them that is right."""
    descent = {"sgd": lambda p: torch.optim.SGD(p, lr, momentum=0.9), "adam": lambda p: torch.optim.Adam(p, lr)}[optimizer](net.parameters())
    marks = {(2 * mark * steps + MARKS) // (2 * MARKS) for mark in range(MARKS + 1)}
    for step in range(steps + 1):
        if step in marks:
            with torch.no_grad():
                logits = net(held)
            yield step, nn.functional.cross_entropy(logits.double(), truth).item(), (logits.argmax(1) == truth).double().mean().item()
        batch = slice(step * rows % len(y), step * rows % len(y) + rows)
        descent.zero_grad()
        nn.functional.cross_entropy(net(x[batch]), y[batch]).backward()
        descent.step()


def dbn_pretraining(seed=42, few=100, hidden=4, passes=2, optimizer="sgd", steps=120, rates={}, ways=WAYS):
    x, y = drawn(seed)
    torch.manual_seed(seed)
    nets = {name: stack(hidden, nn.ReLU if name == "he" else nn.Sigmoid, draw) for name, draw in DRAW.items()}
    for way in ways:
        net = nets["small" if way == "pre-trained" else way]
        if way == "pre-trained":
            h = x[:IMAGES]
            for linear in net[:-1:2]:
                pretrain(linear, h, passes, rates.get("rbm", RBM_RATE))
                h = torch.sigmoid(linear(h)).detach()
        start = {name: value.clone() for name, value in net.state_dict().items()}
        for labels in (few, IMAGES):
            rows = min(labels, BATCH)
            (paid, each), (_, usual) = price(hidden, passes, rows), price(hidden, passes)
            count = (steps * usual + (0 if way == "pre-trained" else paid)) // each
            lr = rates.get(way, RATES[optimizer][way])
            net.load_state_dict(start)
            for row in learn(net, x[:labels], y[:labels], x[IMAGES:], y[IMAGES:], optimizer, lr, count, rows):
                yield way, labels, *row
        net.load_state_dict(start)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("--seed", 42), ("--few", 100), ("--hidden", 4), ("--passes", 2), ("--optimizer", "sgd"), ("--steps", 120)):
        parser.add_argument(option, type=type(default), default=default)
    for row in dbn_pretraining(**vars(parser.parse_args())):
        print(*row)
