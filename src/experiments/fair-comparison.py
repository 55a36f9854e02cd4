"""Starts, activations, depths and optimizers, all else equal: fair-comparison.ts in real PyTorch."""
import argparse
import math

import torch
from torch import nn


def points(task, n=64):
    if task == "circle":
        x = torch.randn(n, 2)
        return x, ((x**2).sum(1, keepdim=True) < math.log(4)).float()
    if task == "random teacher":
        x, w = torch.randn(n, 6).double(), torch.randn(4, 6).double()
        return x.float(), ((x @ w.T).abs() / w.norm(dim=1) @ torch.tensor([[1.0], [-1], [1], [-1]]).double() > 0).float()
    centres, i = nn.functional.normalize(torch.randn(5, 16).double(), dim=1) * 4, torch.arange(n)
    sign = torch.where(i % 10 < 5, 1.0, -1.0).unsqueeze(1)
    x = 0.7**0.5 * sign * centres[i % 5] + 0.3**0.5 * torch.randn(n, 16).double()
    return x.float(), (i % 5 % 2 == 0).float().unsqueeze(1)


def fair_comparison(seed=42, task="circle", activation="relu", start="default", optimizer="sgd", depth=10, steps=120, rate=1.0):
    torch.manual_seed(seed)
    x, y = points(task)
    widths = [x.shape[1]] + [32] * depth + [1]
    layers = [nn.utils.skip_init(nn.Linear, *pair) for pair in zip(widths, widths[1:])]
    for layer in layers:
        if start == "default":
            layer.reset_parameters()
            continue
        nn.init.zeros_(layer.bias)
        if start.startswith("normal_"):
            nn.init.normal_(layer.weight, std=float(start.split()[1]))
        else:
            getattr(nn.init, start)(layer.weight)
    unit = {"relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid}[activation]
    net = nn.Sequential(*(part for layer in layers for part in (layer, unit())))[:-1]
    h = net[:2](x)
    (g,) = torch.autograd.grad(net[2:](h).sum(), h)
    gradient = (g.double() ** 2).mean(1).sqrt().log().mean().exp().item()
    descent = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[optimizer]
    descent = descent(net.parameters(), lr=rate * {"sgd": 0.2, "adam": 5e-3}[optimizer])
    cost = nn.functional.binary_cross_entropy_with_logits
    for step in range(steps + 1):
        logits = net(x)
        if step % 5 == 0:
            yield step, cost(logits.detach().double(), y.double()).item(), gradient
        descent.zero_grad()
        cost(logits, y).backward()
        descent.step()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    defaults = fair_comparison.__code__.co_varnames, fair_comparison.__defaults__
    for option, default in zip(*defaults):
        parser.add_argument(f"--{option}", type=type(default), default=default)
    for row in fair_comparison(**vars(parser.parse_args())):
        print(*row)
