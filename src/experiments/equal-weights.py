"""Linear and softmax regression from zeros, equal and random weights: equal-weights.ts in real PyTorch."""
import argparse

import torch
from torch.nn import functional as F


def descend(model, x, target, loss, w, lr, steps):
    """Weights [outputs, 5] with the bias last, before every tenth step and after the last."""
    design = torch.cat([x, torch.ones(len(x), 1)], 1)
    for step in range(steps + 1):
        w = w.detach().requires_grad_()
        value = loss(design @ w.T, target)
        if step % 10 == 0:
            yield model, step, value.item(), w.sum(0)[0].item(), w.norm().item()
        value.backward()
        with torch.no_grad():
            w = w - lr * w.grad


def equal_weights(seed=0, equal=0.5, points=128, rate=1.0, steps=200):
    torch.manual_seed(seed)
    x, line, noise = torch.randn(points, 4), torch.randn(5), torch.randn(points)
    lines, scatter = torch.randn(3, 4), torch.randn(points, 3)
    y = (x @ line[:4] + line[4] + 0.5 * noise)[:, None]
    classes = (0.4 * (x @ lines.T) + scatter).argmax(1)
    largest = lambda part: torch.linalg.matrix_norm(torch.cat([part, torch.ones(len(part), 1)], 1), 2) ** 2 / len(part)
    for model, rows, outputs in (("linear", slice(None), 1), ("three points", slice(3), 1), ("softmax", slice(None), 3)):
        loss, target = (F.cross_entropy, classes) if model == "softmax" else (F.mse_loss, y[rows])
        lr = rate / (largest(x[rows]) * (0.5 if model == "softmax" else 2))
        flat = torch.randn(outputs * 5)
        random = torch.cat([flat[: outputs * 4].view(outputs, 4), flat[outputs * 4 :, None]], 1)
        for start in (torch.zeros(outputs, 5), torch.full((outputs, 5), equal), random):
            yield from descend(model, x[rows], target, loss, start, lr, steps)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("--seed", 0), ("--equal", 0.5), ("--points", 128), ("--rate", 1.0), ("--steps", 200)):
        parser.add_argument(option, type=type(default), default=default)
    for row in equal_weights(**vars(parser.parse_args())):
        print(*row)
