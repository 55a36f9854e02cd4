"""Starts that stay one unit, under dropout: dropout-breaks.ts in real PyTorch, with masks from torch.rand."""
import argparse
import math

import torch
from torch import nn

NETS = [("zeros", torch.tanh), ("constant", torch.tanh), ("zeros", torch.relu), ("constant", torch.relu),
        ("zero first", torch.relu), ("zeros", torch.sigmoid), ("constant", torch.sigmoid)]


def dropout_breaks(seed=42, rate=0.5, hidden=8, steps=300, points=128):
    torch.manual_seed(seed)
    x = torch.randn(points, 2)
    y = ((x**2).sum(1, keepdim=True) < math.log(4)).float()
    drawn = [nn.utils.skip_init(nn.Linear, *shape, bias=False) for shape in ((2, hidden), (hidden, 1))]
    for layer in drawn:
        layer.reset_parameters()
    torch.randn(hidden)
    cost = nn.functional.binary_cross_entropy_with_logits
    nets = []
    for start, activation in NETS:
        first, last = nn.utils.skip_init(nn.Linear, 2, hidden), nn.utils.skip_init(nn.Linear, hidden, 1)
        with torch.no_grad():
            for parameter in (*first.parameters(), *last.parameters()):
                parameter.fill_(0.5 if start == "constant" and parameter.dim() == 2 else 0)
            if start == "zero first":
                last.weight.copy_(drawn[1].weight)
        parameters = [*first.parameters(), *last.parameters()]
        nets.append((start, activation, first, last, torch.optim.SGD(parameters, lr=1, momentum=0.9)))
    for step in range(steps + 1):
        if step in (1, 2) or step % (steps // 10) == 0:
            for start, activation, first, last, _ in nets:
                units = torch.cat([first.weight, first.bias[:, None]], 1).detach().unique(dim=0)
                loss = cost(last(activation(first(x))).detach().double(), y.double()).item()
                yield start, activation.__name__, step, len(units), len(last.weight.detach().unique()), loss
        mask = (torch.rand(points, hidden) < 1 - rate).float() / (1 - rate)
        for _, activation, first, last, descent in nets:
            descent.zero_grad()
            cost(last(activation(first(x)) * mask), y).backward()
            descent.step()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("--seed", 42), ("--rate", 0.5), ("--hidden", 8), ("--steps", 300)):
        parser.add_argument(option, type=type(default), default=default)
    for row in dropout_breaks(**vars(parser.parse_args())):
        print(*row)
