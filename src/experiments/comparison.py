"""The note's comparison as written, and two methods more: comparison.ts in real PyTorch."""
import argparse

import torch
from torch import nn

STARTS = {
    "zeros": nn.init.zeros_,
    "normal": lambda weight: nn.init.normal_(weight, mean=0, std=0.01),
    "xavier": nn.init.xavier_uniform_,
    "he": lambda weight: nn.init.kaiming_uniform_(weight, nonlinearity="relu"),
    "ones": nn.init.ones_,
    "default": None,
}


def model(method):
    net = nn.Sequential(nn.Linear(100, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 2))
    for layer in net:
        if isinstance(layer, nn.Linear) and STARTS[method]:
            STARTS[method](layer.weight)
            nn.init.zeros_(layer.bias)
    return net


def right(net, points, classes):
    return (net(points).argmax(dim=1) == classes).double().mean().item()


def comparison(seed=42, target="sum", epochs=50):
    torch.manual_seed(seed)
    weights = torch.ones(100) if target == "sum" else torch.tensor([1.0, -1.0]).repeat(50)
    x = torch.randn(1000, 100)
    nets = {method: model(method) for method in STARTS}
    fresh = torch.randn(2000, 100)  # drawn last: the note's numbers come out as they would without it
    y, truth = (((points * weights).sum(dim=1) > 0).long() for points in (x, fresh))
    for method, net in nets.items():
        adam, losses = torch.optim.Adam(net.parameters(), lr=0.001), []
        for _ in range(epochs):
            adam.zero_grad()
            loss = nn.functional.cross_entropy(net(x), y)
            loss.backward()
            adam.step()
            losses.append(loss.item())
        accuracies = right(net, x, y), right(net, fresh, truth)
        for epoch, loss in enumerate(losses, 1):
            yield method, epoch, loss, *accuracies


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("--seed", 42), ("--target", "sum"), ("--epochs", 50)):
        parser.add_argument(option, type=type(default), default=default)
    for row in comparison(**vars(parser.parse_args())):
        print(*row)
