"""Leaky ReLU: what it passes, and nets whose initializer is told its slope or not: leaky-slope.ts in real PyTorch."""
import argparse
import math

import torch
from torch import nn
from torch.nn.functional import leaky_relu

SLOPES = {-1.0, -0.5, 0.0, 0.01, 0.1, 0.25, 0.5, 0.75, 1.0, 1.5, math.sqrt(5)}


def leaky_slope(seed=42, slope=0.25, depth=10, width=256, draws=2**16):
    def log2(tensor):
        return math.log2(tensor.detach().double().square().mean())

    def through(slope, a):
        torch.manual_seed(seed)
        x, gradient = torch.randn(1, width).requires_grad_(True), torch.randn(1, width)
        h = x
        for _ in range(depth):
            h = leaky_relu(h @ nn.init.kaiming_normal_(torch.empty(width, width), a=a).T, slope)
        h.backward(gradient)
        return log2(h), log2(x.grad)

    torch.manual_seed(seed)
    z = torch.randn(draws)
    for a in sorted(SLOPES | {slope}):
        told, gradient = through(a, a)
        gain = nn.init.calculate_gain("leaky_relu", a)
        yield a, gain, 2 ** log2(leaky_relu(z, a)), told, through(a, 0)[0], gradient


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("--seed", 42), ("--slope", 0.25), ("--depth", 10), ("--width", 256)):
        parser.add_argument(option, type=type(default), default=default)
    for row in leaky_slope(**vars(parser.parse_args())):
        print(*row)
