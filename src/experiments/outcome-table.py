"""Losses of one net from five starts: outcome-table.ts in real PyTorch."""
import argparse
import math

import torch
from torch import nn


def outcome_table(seed=42, small=0.1, large=5.0, depth=5, optimizer="sgd", lr=0.1, steps=200):
    torch.manual_seed(seed)
    x = torch.randn(128, 2)
    y = ((x**2).sum(1, keepdim=True) < math.log(4)).float()
    cost = nn.functional.binary_cross_entropy_with_logits
    drawn = {}
    he = math.sqrt(2)
    starts = (("all zeros", 0, 16), ("too small", small, 16), ("proper", he, 16), ("too large", large, 16), ("proper, narrow", he, 4))
    for name, gain, width in starts:
        widths = [2] + [width] * depth + [1]
        layers = [nn.utils.skip_init(nn.Linear, *pair) for pair in zip(widths, widths[1:])]
        if width not in drawn:
            drawn[width] = [nn.init.normal_(torch.empty_like(l.weight), 0, l.in_features**-0.5) for l in layers]
        for layer, weight in zip(layers, drawn[width]):
            layer.weight.data = (gain * weight.double()).float()
            nn.init.zeros_(layer.bias)
        net = nn.Sequential(*(part for layer in layers for part in (layer, nn.ReLU())))[:-1]
        descent = torch.optim.SGD(net.parameters(), lr) if optimizer == "sgd" else torch.optim.Adam(net.parameters(), 0.01)
        for step in range(steps + 1):
            logits = net(x)
            if step % 5 == 0:
                yield name, step, cost(logits.detach().double(), y.double()).item()
            descent.zero_grad()
            cost(logits, y).backward()
            descent.step()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("--seed", 42), ("--small", 0.1), ("--large", 5.0), ("--depth", 5), ("--optimizer", "sgd"), ("--steps", 200)):
        parser.add_argument(option, type=type(default), default=default)
    for row in outcome_table(**vars(parser.parse_args())):
        print(*row)
