"""Eight starts on a circle, different units and loss by step: constant-init.ts in real PyTorch."""
import argparse
import math

import torch
from torch import nn

FILLINGS = {
    "zeros": "zzz", "constant": "ccz", "constant, a bit off": "ccz", "constant first": "crz", "zero first": "zrz",
    "zero last": "rzz", "zeros, random biases": "zzr", "random": "rrz",
}


def constant_init(seed=42, hidden=8, steps=300, points=128):
    torch.manual_seed(seed)
    x = torch.randn(points, 2)
    y = ((x**2).sum(1, keepdim=True) < math.log(4)).float()
    drawn = [nn.utils.skip_init(nn.Linear, *shape, bias=False) for shape in ((2, hidden), (hidden, 1))]
    for layer in drawn:
        layer.reset_parameters()
    values = [drawn[0].weight, drawn[1].weight, torch.randn(hidden)]
    cost = nn.functional.binary_cross_entropy_with_logits
    for activation in (nn.Tanh, nn.ReLU, nn.Sigmoid):
        for start, filling in FILLINGS.items():
            first, last = nn.Linear(2, hidden), nn.Linear(hidden, 1)
            with torch.no_grad():
                last.bias.zero_()
                for parameter, how, random in zip((first.weight, last.weight, first.bias), filling, values):
                    parameter.copy_({"z": torch.tensor(0.0), "c": torch.tensor(0.5), "r": random}[how])
                if "bit" in start:
                    first.weight[0, 0] += 2**-24
            net = nn.Sequential(first, activation(), last)
            descent = torch.optim.SGD(net.parameters(), lr=1, momentum=0.9)
            for step in range(steps + 1):
                logits = net(x)
                if step == 1 or step % (steps // 10) == 0:
                    units = torch.cat([first.weight, first.bias[:, None]], 1).detach().unique(dim=0)
                    yield activation.__name__.lower(), start, step, len(units), cost(logits.detach().double(), y.double()).item()
                descent.zero_grad()
                cost(logits, y).backward()
                descent.step()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("--seed", 42), ("--hidden", 8), ("--steps", 300)):
        parser.add_argument(option, type=type(default), default=default)
    for row in constant_init(**vars(parser.parse_args())):
        print(*row)
