"""Mean squares of signal and gradient through a deep ReLU net from three starts: deep-relu.ts in real PyTorch."""
import argparse
import math

import torch
from torch import nn

STARTS = {
    "He": lambda w, mode: nn.init.kaiming_normal_(w, mode=mode, nonlinearity="relu"),
    "Xavier": lambda w, mode: nn.init.xavier_normal_(w),
    "Xavier ÷ √2": lambda w, mode: nn.init.xavier_normal_(w, gain=math.sqrt(0.5)),
}


def deep_relu(seed=42, depth=50, width=256, other=256, mode="fan_in"):
    n = [other if layer % 2 else width for layer in range(depth + 1)]
    for start, draw in STARTS.items():
        torch.manual_seed(seed)
        hidden, gradient = [torch.randn(1, n[0]).requires_grad_(True)], torch.randn(1, n[-1])
        for fan_in, fan_out in zip(n, n[1:]):
            hidden.append(torch.relu(hidden[-1] @ draw(torch.empty(fan_out, fan_in), mode).T))
            hidden[-1].retain_grad()
        hidden[-1].backward(gradient)
        for layer, h in enumerate(hidden):
            yield start, layer, n[layer], *(math.log2(t.detach().double().square().mean()) for t in (h, h.grad))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("--seed", 42), ("--depth", 50), ("--width", 256), ("--other", 256), ("--mode", "fan_in")):
        parser.add_argument(option, type=type(default), default=default)
    for row in deep_relu(**vars(parser.parse_args())):
        print(*row)
