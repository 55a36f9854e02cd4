"""Each parameter of a freshly made layer: its root mean square and its largest size, beside He's deviation."""
import argparse

import torch
from torch import nn

cli = argparse.ArgumentParser()
cli.add_argument("--seed", type=int, default=42)
cli.add_argument("--layer", default="nn.Sequential(nn.Linear(784, 256), nn.Conv2d(16, 32, 3), nn.LSTM(256, 100))")
options = cli.parse_args()

torch.manual_seed(options.seed)
layer = eval(options.layer, {"nn": nn})  # your own code, on your own machine

for name, p in layer.named_parameters():
    fan_in = p[0].numel() if p.dim() > 1 else float("nan")
    print(f"{name}: rms {p.square().mean().sqrt():.6g}, largest {p.abs().max():.6g}, He {(2 / fan_in) ** 0.5:.6g}")
