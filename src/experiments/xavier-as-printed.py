"""Xavier's rule as the notes print it: xavier-as-printed.ts in real PyTorch."""
import argparse
import math

import torch
from torch import nn


def xavier_as_printed(seed=42, width=256, layers=10):
    torch.manual_seed(seed)
    n = width
    readings = {"root as σ": math.sqrt(1 / n), "root as σ²": (1 / n) ** 0.25, "no root, as σ": 1 / n}
    for name, std in readings.items():
        h = torch.randn(n)
        for layer in range(layers + 1):
            if layer > 0:
                h = torch.empty(n, n).normal_(0, std) @ h
            yield name, layer, math.log10(h.double().square().mean().sqrt())
    model = nn.Sequential(nn.Linear(100, 50), nn.Tanh(), nn.Linear(50, 10))
    for layer in (model[0], model[2]):
        nn.init.xavier_uniform_(layer.weight)
        nn.init.zeros_(layer.bias)
    first = model[0].weight.detach().double()
    second = nn.init.xavier_normal_(model[0].weight).detach().double()
    weight = torch.empty(n, n).normal_(0, readings["root as σ"])
    try:
        torch.empty(1).uniform_(-float(torch.tensor(-6 / (n + n)).sqrt()), math.sqrt(6 / (n + n)))
    except RuntimeError:
        yield "refused", 0, 1
    yield "own-weights", 0, float((weight.double() ** 2).sum(1).mean())
    yield "second-call", 0, float((first * second).mean() / (first.square().mean() * second.square().mean()).sqrt())
    gain = nn.init.calculate_gain("relu")
    fills = torch.stack([nn.init.xavier_uniform_(torch.empty(3, 5), gain=gain) for _ in range(512)])
    yield "relu-gain", 0, float(fills.double().square().mean() / (2 / (3 + 5)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("--seed", 42), ("--width", 256), ("--layers", 10)):
        parser.add_argument(option, type=type(default), default=default)
    for row in xavier_as_printed(**vars(parser.parse_args())):
        print(*row)
