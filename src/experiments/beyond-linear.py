"""Stacks of tanh and of sigmoids: signal, difference of two inputs, gradient. beyond-linear.ts in real PyTorch."""
import argparse
import math

import torch
from torch import nn


def beyond_linear(seed=42, gain=4.0, correlation=0.9, depth=30, width=256):
    torch.manual_seed(seed)
    x, other = torch.randn(width), torch.randn(width)
    inputs = torch.stack([x, correlation * x + math.sqrt(1 - correlation**2) * other])
    weights = [nn.init.xavier_normal_(torch.empty(width, width)) for _ in range(depth)]
    gradient = torch.randn(width)
    bits = lambda t: t.detach().double().square().mean().sqrt().log2().item()
    nets = {"tanh 1": 1, "tanh 5/3": 5 / 3, "sigmoid 1": 1, "sigmoid α": gain}
    for name, size in nets.items():
        h = [inputs.clone().requires_grad_(True)]
        for w in weights:
            h.append(getattr(torch, name.split()[0])(h[-1] @ (size * w).T))
            h[-1].retain_grad()
        h[-1][0].backward(gradient)
        for layer, value in enumerate(h):
            apart = value[0].detach() - value[1].detach()
            yield name, layer, value[0].mean().item(), bits(value[0]), bits(apart) - 0.5, bits(value.grad[0])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("--seed", 42), ("--gain", 4.0), ("--correlation", 0.9), ("--depth", 30), ("--width", 256)):
        parser.add_argument(option, type=type(default), default=default)
    for row in beyond_linear(**vars(parser.parse_args())):
        print(*row)
