"""Equal units, and one unit with rescaled learning rates: one-unit-equivalence.ts in real PyTorch."""
import argparse
import math

import torch
from torch import nn


def one_unit_equivalence(seed=42, hidden=8, lr=0.3, steps=200, points=128):
    torch.manual_seed(seed)
    x = torch.randn(points, 2)
    y = ((x**2).sum(1, keepdim=True) < math.log(4)).float()
    cost = nn.functional.binary_cross_entropy_with_logits
    nets = []
    for units, inner, outer in ((hidden, 1, 1), (1, 1 / hidden, hidden), (1, 1, 1)):
        first, last = nn.Linear(2, units), nn.Linear(units, 1)
        nn.init.constant_(first.weight, 0.5)
        nn.init.constant_(last.weight, 0.5 * hidden / units)
        nn.init.zeros_(first.bias)
        nn.init.zeros_(last.bias)
        groups = [{"params": first.parameters(), "lr": lr * inner}, {"params": [last.weight], "lr": lr * outer}, {"params": [last.bias]}]
        nets.append((nn.Sequential(first, nn.Tanh(), last), torch.optim.SGD(groups, lr=lr, momentum=0.9)))
    for step in range(steps + 1):
        logits = [net(x) for net, _ in nets]
        if step % (steps // 40) == 0:
            yield step, *(cost(f.detach().double(), y.double()).item() for f in logits)
        for (_, descent), f in zip(nets, logits):
            descent.zero_grad()
            cost(f, y).backward()
            descent.step()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("--seed", 42), ("--hidden", 8), ("--lr", 0.3), ("--steps", 200)):
        parser.add_argument(option, type=type(default), default=default)
    for row in one_unit_equivalence(**vars(parser.parse_args())):
        print(*row)
