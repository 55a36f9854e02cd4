"""One matrix a hundred times, forward and back, orthogonal or Gaussian: orthogonal-rnn.ts in real PyTorch."""
import math

import torch
from torch import nn


def orthogonal_rnn(seed=42, size=64, gain=1.0, steps=100):
    torch.manual_seed(seed)
    orthogonal = nn.init.orthogonal_(torch.empty(size, size), gain)
    gaussian = nn.init.normal_(torch.empty(size, size), 0, gain / math.sqrt(size))
    h0, g0 = torch.randn(size), torch.randn(size)
    states = [(w, h0, g0) for w in (orthogonal, gaussian)]
    for step in range(1, steps + 1):
        states = [(w, w @ h, w.T @ g) for w, h, g in states]
        forth = [math.log2(h.norm() / h0.norm()) for _, h, _ in states]
        back = [math.log2(g.norm() / g0.norm()) for _, _, g in states]
        yield step, forth[0], back[0], forth[1], back[1]


if __name__ == "__main__":
    for row in orthogonal_rnn():
        print(*row)
