"""Mean and deviation by layer of SELU, tanh and ReLU under three variances: lecun-selu.ts in real PyTorch."""
import argparse

import torch
from torch import nn


def lecun_selu(seed=42, scale=3.0, width=256, depth=30, batch=64):
    torch.manual_seed(seed)
    x = torch.randn(batch, width)
    weights = [nn.init.kaiming_normal_(torch.empty(width, width), nonlinearity="linear") for _ in range(depth)]
    he, own = nn.init.calculate_gain("relu"), nn.init.calculate_gain("selu")
    nets = (
        ("SELU, LeCun", torch.selu, 1, scale),
        ("SELU, from 1.1", torch.selu, 1, 1.1),
        ("SELU, from 0.9", torch.selu, 1, 0.9),
        ("SELU, He", torch.selu, he, scale),
        ("SELU, gain ¾", torch.selu, own, scale),
        ("tanh, LeCun", torch.tanh, 1, scale),
        ("ReLU, LeCun", torch.relu, 1, scale),
    )
    for name, activation, gain, start in nets:
        h = start * x
        for layer in range(depth + 1):
            if layer > 0:
                h = activation(nn.functional.linear(h, gain * weights[layer - 1]))
            yield name, layer, h.double().mean().item(), h.double().std(unbiased=False).item()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("--seed", 42), ("--scale", 3.0), ("--width", 256), ("--depth", 30)):
        parser.add_argument(option, type=type(default), default=default)
    for row in lecun_selu(**vars(parser.parse_args())):
        print(*row)
