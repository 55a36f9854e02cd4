"""Mean squares of signal and gradient in a ReLU net of changing widths: fan-funnel.ts in real PyTorch."""
import argparse
import math

import torch
from torch import nn


def fan_funnel(seed=42, widths="784-512-100-700-50-400-30-300-64-10"):
    torch.manual_seed(seed)
    n = [int(width) for width in widths.split("-")]
    x, gradient = torch.randn(1, n[0]), torch.randn(1, n[-1])
    for scheme in ("He fan_in", "He fan_out", "Glorot"):
        hidden = [x.clone().requires_grad_(True)]
        for i, (fan_in, fan_out) in enumerate(zip(n, n[1:])):
            weight, last = torch.empty(fan_out, fan_in), i == len(n) - 2
            if scheme == "Glorot":
                nn.init.xavier_normal_(weight)
            else:
                nn.init.kaiming_normal_(weight, mode=scheme[3:], nonlinearity="linear" if last else "relu")
            z = hidden[-1] @ weight.T
            hidden.append(z if last else torch.relu(z))
            hidden[-1].retain_grad()
        hidden[-1].backward(gradient)
        for layer, h in enumerate(hidden):
            yield scheme, layer, n[layer], *(math.log10(t.detach().double().square().mean()) for t in (h, h.grad))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--widths", default="784-512-100-700-50-400-30-300-64-10")
    for row in fan_funnel(**vars(parser.parse_args())):
        print(*row)
