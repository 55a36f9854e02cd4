"""Mean and deviation of every layer, gradients too, with NumPy's or PyTorch's draws: activation-statistics.ts in real PyTorch."""
import argparse
import math

import numpy as np
import torch
from torch import nn

SCALES = {"small": lambda n: 0.01, "large": lambda n: 1.0, "xavier": lambda n: 1 / math.sqrt(n), "he": lambda n: math.sqrt(2 / n)}


def activation_statistics(seed=42, stream="numpy", initializer="small", activation="tanh", width=500, batch=1000, depth=10):
    if stream == "numpy":  # the note's own program: float64, and W multiplies from the right
        np.random.seed(seed)
        normals = lambda rows: torch.from_numpy(np.random.randn(rows, width))
        weight = lambda: normals(width).T * SCALES[initializer](width)
    else:
        torch.manual_seed(seed)
        normals = lambda rows: torch.randn(rows, width)
        std = SCALES[initializer](width) if initializer in SCALES else None
        fill = (lambda w: nn.init.normal_(w, std=std)) if std else getattr(nn.init, initializer)
        weight = lambda: fill(torch.empty(width, width))
    hidden = [normals(batch).requires_grad_(True)]
    for w in [weight() for _ in range(depth)]:
        hidden.append(getattr(torch, activation)(hidden[-1] @ w.T))
        hidden[-1].retain_grad()
    hidden[-1].backward(normals(batch))
    for layer, h in enumerate(hidden):
        h, g = h.detach().double(), h.grad.double()
        yield layer, h.mean().item(), h.std(unbiased=False).item(), g.std(unbiased=False).item(), g.square().mean().sqrt().item()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("seed", 42), ("stream", "numpy"), ("initializer", "small"), ("activation", "tanh"), ("width", 500), ("batch", 1000), ("depth", 10)):
        parser.add_argument(f"--{option}", type=type(default), default=default)
    for row in activation_statistics(**vars(parser.parse_args())):
        print(*row)
