"""Signal and gradient of a ten-layer net under one dial for all weights: gain-dial.ts in real PyTorch."""
import argparse
import math

import torch
from torch import nn


def gain_dial(seed=42, gain=1.41, activation="relu", width=256, depth=10):
    torch.manual_seed(seed)
    x = torch.randn(1, width)
    drawn = [nn.init.xavier_normal_(torch.empty(width, width)) for _ in range(depth)]
    gradient = torch.randn(1, width)
    bend = {"tanh": torch.tanh, "relu": torch.relu, "linear": lambda z: z}[activation]
    for at in sorted({i / 5 for i in range(1, 16)} | {gain}):
        hidden = [x.clone().requires_grad_(True)]
        for w in drawn:
            hidden.append(bend(hidden[-1] @ (at * w).T))
            hidden[-1].retain_grad()
        hidden[-1].backward(gradient)
        up = [math.log2(h.double().square().mean().sqrt()) for h in hidden]
        down = [math.log2(h.grad.double().square().mean().sqrt()) for h in reversed(hidden)]
        for layers in range(0 if at == gain else depth, depth + 1):
            yield at, layers, up[layers], down[layers]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("--seed", 42), ("--gain", 1.41), ("--activation", "relu"), ("--width", 256), ("--depth", 10)):
        parser.add_argument(option, type=type(default), default=default)
    for row in gain_dial(**vars(parser.parse_args())):
        print(*row)
