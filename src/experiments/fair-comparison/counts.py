"""How far the nets of fair-comparison.ts get, counted in PyTorch, a hundred nets at a time.

    python3 src/experiments/fair-comparison/counts.py circle relu default sgd 10 1000    # a minute

Prints the task, the net, the least and the most that any of the runs had explained of its labels' entropy at its best, the mean and
the deviation of these shares, how many runs had explained half, and the last step at which one of them came to it.
"""
import math
import sys

import torch

STEPS, POINTS, WIDTH = 120, 64, 32
LR = {"sgd": 0.2, "adam": 5e-3}
VARIANCE = {
    "xavier_normal_": lambda a, b: 2 / (a + b),
    "kaiming_normal_": lambda a, b: 2 / a,
    "normal_ 0.01": lambda a, b: 1e-4,
    "normal_ 1": lambda a, b: 1.0,
}


def points(task, nets):
    """x [nets, points, inputs] and y [nets, points, 1]."""
    if task == "circle":
        x = torch.randn(nets, POINTS, 2)
        return x, ((x**2).sum(2, keepdim=True) < math.log(4)).float()
    if task == "random teacher":
        x, w = torch.randn(nets, POINTS, 6), torch.randn(nets, 4, 6)
        far = (x @ w.transpose(1, 2)).abs() / w.norm(dim=2).unsqueeze(1)
        return x, (far @ torch.tensor([[1.0], [-1], [1], [-1]]) > 0).float()
    centres = torch.nn.functional.normalize(torch.randn(nets, 5, 16), dim=2) * 4
    i = torch.arange(POINTS)
    sign = torch.where(i % 10 < 5, 1.0, -1.0).view(1, POINTS, 1)
    x = 0.7**0.5 * sign * centres[:, i % 5] + 0.3**0.5 * torch.randn(nets, POINTS, 16)
    return x, (i % 5 % 2 == 0).float().view(1, POINTS, 1).expand(nets, POINTS, 1)


def explained(task, activation, start, optimizer, depth, nets):
    """The share of the entropy that each net explains, every five steps: [STEPS // 5 + 1, nets]."""
    x, y = points(task, nets)
    widths = [x.shape[2]] + [WIDTH] * depth + [1]
    parameters = []
    for a, b in zip(widths, widths[1:]):
        if start == "default":
            pair = [(torch.rand(nets, size, b) * 2 - 1) / a**0.5 for size in (a, 1)]
        else:
            pair = [torch.randn(nets, a, b) * VARIANCE[start](a, b) ** 0.5, torch.zeros(nets, 1, b)]
        parameters += [p.requires_grad_() for p in pair]
    descent = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[optimizer](parameters, lr=LR[optimizer])
    p = y.double().mean((1, 2))
    entropy = -(p * p.log() + (1 - p) * (1 - p).log())
    shares = []
    for step in range(STEPS + 1):
        h = x
        for layer in range(depth + 1):
            h = torch.baddbmm(parameters[2 * layer + 1], h, parameters[2 * layer])
            h = getattr(torch, activation)(h) if layer < depth else h
        cost = torch.nn.functional.binary_cross_entropy_with_logits
        if step % 5 == 0:
            shares.append(1 - cost(h.detach().double(), y.double(), reduction="none").mean((1, 2)) / entropy)
        descent.zero_grad()
        (cost(h, y, reduction="sum") / POINTS).backward()
        descent.step()
    return torch.stack(shares)


if __name__ == "__main__":
    task, activation, start, optimizer, depth, nets = sys.argv[1:]
    torch.set_num_threads(1)
    batches = []
    for seed in range(int(nets) // 100):
        torch.manual_seed(seed)
        batches.append(explained(task, activation, start, optimizer, int(depth), 100))
    shares = torch.cat(batches, 1)
    best = shares.max(0).values
    done = (shares.cummax(0).values >= 0.5).int()
    slowest = 5 * (len(done) - done.sum(0)[done[-1] > 0]).max().item() if done[-1].any() else "-"
    print(*sys.argv[1:], "|", *(f"{v:.5f}" for v in (best.min(), best.max(), best.mean(), best.std())), end=" | ")
    print(int(done[-1].sum()), "of", len(best), slowest, flush=True)
