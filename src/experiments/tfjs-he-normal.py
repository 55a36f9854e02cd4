"""A net with truncated normals, and one with He's: tfjs-he-normal.ts in real PyTorch.

PyTorch cannot draw the numbers of TensorFlow.js. The input and the net by kaiming_normal_ are the same as there, number by
number; the truncated weights follow the same law, a normal cut off at two deviations, and are others.
"""
import argparse

import torch
from torch import nn


def signal(x, weights):
    for w in weights:
        x = torch.relu(x @ w.T)
        yield x.square().mean().sqrt().item()


def tfjs_he_normal(seed=42, width=256, layers=10):
    torch.manual_seed(seed)
    x = torch.randn(1, width)
    torch.randint(1, 2**28, (layers,))  # the seeds that TensorFlow.js is given
    he = [nn.init.kaiming_normal_(torch.empty(width, width)) for _ in range(layers)]
    std = (2 / width) ** 0.5
    cut = [nn.init.trunc_normal_(torch.empty(width, width), std=std, a=-2 * std, b=2 * std) for _ in range(layers)]
    rows = zip(cut, signal(x, cut), signal(x, he))
    for layer, (w, truncated, book) in enumerate(rows, 1):
        yield layer, w.square().mean().item() / std**2, w.abs().max().item() / std, truncated, book


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in [("seed", 42), ("width", 256), ("layers", 10)]:
        parser.add_argument(f"--{name}", type=int, default=default)
    for row in tfjs_he_normal(**vars(parser.parse_args())):
        print(*row)
