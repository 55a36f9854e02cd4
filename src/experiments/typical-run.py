"""The mean square in a hundred ReLU nets of He's weights, layer by layer: typical-run.ts in real PyTorch."""
import argparse

import torch
from torch import nn


def typical_run(seed=42, depth=50, width=64, nets=100):
    torch.manual_seed(seed)
    h = torch.randn(nets, width, 1)
    logs = h.double().square().mean((1, 2)).log()
    for layer in range(1, depth + 1):
        weights = torch.empty(nets, width, width)
        for weight in weights:
            nn.init.kaiming_normal_(weight, nonlinearity="relu")
        h = torch.relu(weights @ h)
        before, logs = logs, h.double().square().mean((1, 2)).log()
        average, typical = logs.exp().mean().log2(), logs.quantile(0.5) / torch.log(torch.tensor(2.0).double())
        factors = logs - before
        numbers = average, typical, (logs < 0).double().mean(), factors.exp().mean(), factors.mean()
        yield layer, *(number.item() for number in numbers)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("--seed", 42), ("--depth", 50), ("--width", 64), ("--nets", 100)):
        parser.add_argument(option, type=type(default), default=default)
    for row in typical_run(**vars(parser.parse_args())):
        print(*row)
