"""Where gradient descent ends from many starts: starting-point.ts in real PyTorch, with autograd in float64."""
import argparse

import torch


def starting_point(seed=42, rate=0.9, starts=100, cells=10, steps=400):
    torch.manual_seed(seed)
    w = 4 * (2 * torch.rand(starts).double() - 1)
    uniforms = torch.rand(2 * cells**2).double().reshape(-1, 2)
    at = torch.arange(cells**2)
    place = 2.5 * (2 * (torch.stack([at % cells, at // cells], 1) + uniforms) / cells - 1)
    x = torch.linspace(-3, 3, 49, dtype=torch.float64)
    target = (((x > 0.5) & (x < 2.2)) | ((x > -2) & (x < -1))).double()

    def curve(w):
        return w**2 / 16 + torch.cos(3 * w + 1) / 2

    def bump(place):
        left, right = (torch.tanh(3 * (x - side[:, None])) for side in (place[:, 0], place[:, 1]))
        return ((left - right) / 2 - target).square().mean(1) / 2

    for name, loss, start, smoothness in (("curve", curve, w, 4.625), ("slice", bump, place, 1.6807429889908372)):
        end = start.clone().requires_grad_(True)
        for _ in range(steps):
            (slope,) = torch.autograd.grad(loss(end).sum(), end)
            end = (end - rate / smoothness * slope).detach().requires_grad_(True)
        first = end if name == "curve" else end[:, 0]
        for i, (to, value) in enumerate(zip(first.tolist(), loss(end).tolist())):
            yield name, i, to, value


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("--seed", 42), ("--rate", 0.9)):
        parser.add_argument(option, type=type(default), default=default)
    for row in starting_point(**vars(parser.parse_args())):
        print(*row)
