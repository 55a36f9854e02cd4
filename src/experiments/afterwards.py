"""Clipping, LARS and LSUV on a start that is too large and one that is too small: afterwards.ts in real PyTorch."""
import argparse
import math

import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits as bce


def afterwards(seed=0, large=3.0, small=0.5, tilt=1.2, depth=10, lr=0.1, clip=1.0, trust=0.01, steps=100):
    torch.manual_seed(seed)
    x = torch.randn(128, 2)
    y = (x.square().sum(1, keepdim=True) < math.log(4)).float()
    widths = [2] + [32] * depth + [1]
    drawn = [nn.init.orthogonal_(torch.empty(o, i)) for i, o in zip(widths, widths[1:])]
    for size, gain in (("too large", large), ("too small", small)):
        for remedy in ("none", "clipped", "LARS", "LSUV"):
            net = size if remedy == "none" else f"{size}, {remedy}"
            ws = [w * (gain * tilt ** (depth / 2 - l)) for l, w in enumerate(drawn)]
            if remedy == "LSUV":
                h = x
                for l, w in enumerate(ws):
                    ws[l] = w / (h @ w.T).std(unbiased=False)
                    h = (h @ ws[l].T).relu()
            layers = [[w.clone().requires_grad_(), torch.zeros(len(w), requires_grad=True)] for w in ws]
            for step in range(steps + 1):
                h, signals = x, []
                for w, b in layers:
                    z = h @ w.T + b
                    signals.append(z.square().mean().sqrt().log2().item())
                    h = z.relu()
                loss = bce(z, y)
                if step % 5 == 0:
                    yield net, "step", step, loss.item()
                parts = [p for layer in layers for p in layer]
                grads = torch.autograd.grad(loss, parts)
                norm = torch.cat([g.flatten() for g in grads]).norm()
                for l, layer in enumerate(layers):
                    own = grads[2 * l : 2 * l + 2]
                    length = [torch.cat([t.flatten() for t in ts]).norm() for ts in (own, layer)]
                    rate = {"LARS": trust * length[1] / length[0], "clipped": lr * min(1, clip / (norm + 1e-6))}.get(remedy, lr)
                    if step == 0:
                        yield net, l + 1, signals[l], (rate * length[0] / length[1]).log10().item()
                    with torch.no_grad():
                        for p, g in zip(layer, own):
                            p -= rate * g


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("--seed", 0), ("--large", 3.0), ("--small", 0.5), ("--tilt", 1.2), ("--depth", 10), ("--lr", 0.1), ("--clip", 1.0), ("--trust", 0.01), ("--steps", 100)):
        parser.add_argument(option, type=type(default), default=default)
    for row in afterwards(**vars(parser.parse_args())):
        print(*row)
