"""The loss of deep ReLU nets, and the gradient at their first layer: he-2015.ts in real PyTorch."""
import argparse
import copy
import math

import torch
from torch import nn


def he_2015(seed=42, depth=30, optimizer="both", steps=60, points=128, width=64):
    torch.manual_seed(seed)
    x = torch.randn(points, 2)
    y = ((x**2).sum(1, keepdim=True) < math.log(4)).float()
    cost = nn.functional.binary_cross_entropy_with_logits
    for name in ("xavier_normal_", "kaiming_normal_"):
        widths = [2] + [width] * depth + [1]
        layers = [nn.utils.skip_init(nn.Linear, *pair) for pair in zip(widths, widths[1:])]
        for layer in layers:
            getattr(nn.init, name)(layer.weight)
            nn.init.zeros_(layer.bias)
        start = nn.Sequential(*(part for layer in layers for part in (layer, nn.ReLU())))[:-1]
        h = start[:2](x)
        (g,) = torch.autograd.grad(start[2:](h).sum(), h)
        gradient = (g.double() ** 2).mean(1).sqrt().log().mean().exp().item()
        for way in ("sgd", "adam") if optimizer == "both" else (optimizer,):
            net = copy.deepcopy(start)
            descent = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[way]
            descent = descent(net.parameters(), lr={"sgd": 0.05, "adam": 1e-3}[way])
            for step in range(steps + 1):
                logits = net(x)
                if step % 5 == 0:
                    yield name, way, step, cost(logits.detach().double(), y.double()).item(), gradient
                descent.zero_grad()
                cost(logits, y).backward()
                descent.step()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("--seed", 42), ("--depth", 30), ("--optimizer", "both"), ("--steps", 60)):
        parser.add_argument(option, type=type(default), default=default)
    for row in he_2015(**vars(parser.parse_args())):
        print(*row)
