"""Signal, gradient and spread over two inputs by layer of a ReLU stack: default-depth.ts in real PyTorch."""
import argparse
import math

import torch
from torch import nn


def default_depth(seed=42, width=256, depth=50):
    torch.manual_seed(seed)
    x, gradient = torch.randn(2, width), torch.randn(2, width)
    for name in ("default", "xavier_normal_", "kaiming_normal_"):
        layers = [nn.utils.skip_init(nn.Linear, width, width, bias=name == "default") for _ in range(depth)]
        for layer in layers:
            layer.reset_parameters() if name == "default" else getattr(nn.init, name)(layer.weight)
        hidden = [x.clone().requires_grad_(True)]
        for layer in layers:
            hidden.append(torch.relu(layer(hidden[-1])))
            hidden[-1].retain_grad()
        hidden[-1].backward(gradient)
        for index, h in enumerate(hidden):
            sizes = h[0].detach(), h.grad[0], (h[0] - h[1]).detach() / 2
            yield name, index, *(math.log2(size.double().square().mean().sqrt() or 2**-1074) for size in sizes)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("--seed", 42), ("--width", 256), ("--depth", 50)):
        parser.add_argument(option, type=int, default=default)
    for row in default_depth(**vars(parser.parse_args())):
        print(*row)
