"""Root mean square by layer, forward and backward, of a deep stack: gradient-by-layer.ts in real PyTorch."""
import math

import torch
from torch import nn


def gradient_by_layer(seed=42, width=256, depth=50, batch=1, initializer=nn.init.xavier_normal_):
    torch.manual_seed(seed)
    h = torch.randn(batch, width).requires_grad_(True)
    weights = [initializer(torch.empty(width, width)) for _ in range(depth)]
    gradient = torch.randn(batch, width)
    hidden = [h]
    for w in weights:
        hidden.append(torch.relu(hidden[-1] @ w.T))
        hidden[-1].retain_grad()
    hidden[-1].backward(gradient)
    for layer, h in enumerate(hidden):
        yield layer, math.log2(h.square().mean().sqrt()), math.log2(h.grad.square().mean().sqrt())


if __name__ == "__main__":
    for row in gradient_by_layer():
        print(*row)
