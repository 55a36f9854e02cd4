"""Weights of one variance in four shapes, in linear layers and in small nets that learn: normal-or-uniform.ts in real PyTorch."""
import argparse
import math

import torch
from torch import nn
from torch.nn import functional as F

POINTS, SENSORS, HIDDEN, STEPS = 64, 32, 32, 60


def draw(name, w):
    std = math.sqrt(2 / (w.shape[0] + w.shape[1]))
    if name in ("normal", "uniform"):
        return getattr(nn.init, f"xavier_{name}_")(w)
    if name == "twice σ²":
        return nn.init.xavier_normal_(w, gain=math.sqrt(2))
    faces = {"signs": 2, "one in ten": 20}[name]
    dice = torch.randint(0, faces, w.shape)
    return ((dice == 0).float() - (dice == 1).float()) * (std * math.sqrt(faces / 2))


def normal_or_uniform(seed=42, width=64, layers=10, nets=16):
    torch.manual_seed(seed)
    points = torch.randn(POINTS, 2)
    y = ((points**2).sum(1, keepdim=True) < math.log(4)).float()
    x = torch.cat([points, torch.ones(POINTS, 1)], 1) @ torch.randn(SENSORS, 3).T / math.sqrt(3)
    square = lambda t: t.double().square().mean()
    for name in ("normal", "uniform", "signs", "one in ten", "twice σ²"):
        rows = []
        for _ in range(nets):
            weights = [draw(name, torch.empty(width, width)) for _ in range(layers)]
            path = [torch.randn(width)]
            for w in weights:
                path.append(w @ path[-1])
            gain = 0.5 * torch.log2(square(path[-1]) / square(path[0])).item()
            factor = sum((square(b) / square(a)).item() for a, b in zip(path, path[1:])) / layers
            rows.append((gain, factor, max(w.abs().max().item() for w in weights) * math.sqrt(width)))
        starts = [[draw(name, torch.empty(*shape)) for shape in ((HIDDEN, SENSORS), (1, HIDDEN))] for _ in range(nets)]
        for row, start in zip(rows, starts):
            parameters = [start[0], torch.zeros(HIDDEN), start[1], torch.zeros(1)]
            descent = torch.optim.SGD([p.requires_grad_(True) for p in parameters], lr=1)
            w1, b1, w2, b2 = parameters
            answer = lambda: F.linear(torch.tanh(F.linear(x, w1, b1)), w2, b2)
            for _ in range(STEPS):
                descent.zero_grad()
                F.binary_cross_entropy_with_logits(answer(), y).backward()
                descent.step()
            yield name, *row, F.binary_cross_entropy_with_logits(answer().detach().double(), y.double()).item()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("--seed", 42), ("--width", 64), ("--layers", 10), ("--nets", 16)):
        parser.add_argument(option, type=int, default=default)
    for row in normal_or_uniform(**vars(parser.parse_args())):
        print(*row)
