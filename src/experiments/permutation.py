"""Hidden units reordered, turned around, rescaled: the largest change of the output, permutation.ts in real PyTorch."""
import argparse

import torch
from torch import nn


def permutation(seed=42, hidden=64, examples=64, factor=3.0, inputs=16):
    torch.manual_seed(seed)
    x = torch.randn(examples, inputs)
    first, last = nn.Linear(inputs, hidden), nn.Linear(hidden, 1)
    order, turned = torch.randperm(hidden), torch.randperm(hidden)
    ones = torch.ones(hidden)
    signs = torch.where(turned < hidden / 2, -ones, ones)
    scales = (factor ** (2 * torch.rand(hidden).double() - 1)).float()
    changes = {"permute": (order, ones), "turn signs": (torch.arange(hidden), signs), "rescale": (torch.arange(hidden), scales)}
    for name, activation in (("tanh", torch.tanh), ("relu", torch.relu)):
        with torch.no_grad():
            before = last(activation(first(x)))
            for change, (to, a) in changes.items():
                h = activation(nn.functional.linear(x, first.weight[to] * a[:, None], first.bias[to] * a))
                after = nn.functional.linear(h, last.weight[:, to] / a, last.bias)
                yield name, change, (after - before).abs().max().item()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("--seed", 42), ("--hidden", 64), ("--examples", 64), ("--factor", 3.0)):
        parser.add_argument(option, type=type(default), default=default)
    for row in permutation(**vars(parser.parse_args())):
        print(*row)
