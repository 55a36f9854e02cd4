"""Forward and backward gain of linear layers whose two sides differ, one by one and in a stack: compromise.ts in real PyTorch."""
import argparse
import math

import torch
from torch import nn


def compromise(seed=42, narrow=32, layers=10):
    torch.manual_seed(seed)
    choices = {
        "1/n_in": lambda w: nn.init.kaiming_normal_(w, mode="fan_in", nonlinearity="linear"),
        "1/n_out": lambda w: nn.init.kaiming_normal_(w, mode="fan_out", nonlinearity="linear"),
        "Xavier": nn.init.xavier_normal_,
    }
    mean_square = lambda t: t.double().square().mean().item()
    for choice, draw in choices.items():
        for ratio in range(-4, 5):
            sides = [narrow * 2 ** max(0, ratio), narrow * 2 ** max(0, -ratio)]
            weights = [draw(torch.empty(sides[1 - l % 2], sides[l % 2])) for l in range(layers)]
            gains = {"forward": [], "backward": []}
            for w in weights[::2]:
                x, g = torch.randn(sides[0]), torch.randn(sides[1])
                gains["forward"].append(mean_square(w @ x) / mean_square(x))
                gains["backward"].append(mean_square(w.T @ g) / mean_square(g))
            x, g = torch.randn(sides[0]), torch.randn(sides[0])
            up, down = x, g
            for l in range(layers):
                up, down = weights[l] @ up, weights[-1 - l].T @ down
            for direction, stack in (("forward", (up, x)), ("backward", (down, g))):
                gain = sum(gains[direction]) / len(gains[direction])
                yield choice, direction, ratio, math.log2(gain), math.log2(mean_square(stack[0]) / mean_square(stack[1]))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("--seed", 42), ("--narrow", 32), ("--layers", 10)):
        parser.add_argument(option, type=int, default=default)
    for row in compromise(**vars(parser.parse_args())):
        print(*row)
