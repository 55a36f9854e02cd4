"""Gradients and losses of a net of zeros: zero-init.ts in real PyTorch."""
import argparse

import torch
from torch import nn


def zero_init(seed=0, activation="relu", points=32, lr=1.0, steps=100):
    torch.manual_seed(seed)
    x, t = torch.randn(points, 10), torch.randint(0, 10, (points,))
    bend = {"relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid}[activation]
    model = nn.Sequential(nn.Linear(10, 20), bend(), nn.Linear(20, 10))
    for p in model.parameters():
        p.data.zero_()
    descent = torch.optim.SGD(model.parameters(), lr=lr)
    for step in range(steps + 1):
        descent.zero_grad()
        loss = nn.functional.cross_entropy(model(x), t)
        loss.backward()
        yield step, loss.item(), *(p.grad.norm().item() for p in model.parameters())
        descent.step()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("--seed", 0), ("--activation", "relu"), ("--points", 32), ("--lr", 1.0), ("--steps", 100)):
        parser.add_argument(option, type=type(default), default=default)
    for row in zero_init(**vars(parser.parse_args())):
        print(*row)
