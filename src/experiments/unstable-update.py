"""One step of gradient descent, layer by layer: the first rows of unstable-update.ts in real PyTorch."""
import torch
from torch import nn


def unstable_update(seed=42, activation=nn.Sigmoid, gain=1.0, depth=12, lr=0.01, width=64):
    torch.manual_seed(seed)
    layers = [nn.Linear(width, width) for _ in range(depth)] + [nn.Linear(width, 1)]
    torch.manual_seed(seed)
    for layer in layers:
        nn.init.normal_(layer.weight, 0, gain / width**0.5)
        nn.init.zeros_(layer.bias)
    x, target = torch.randn(64, width), torch.randn(64, 1)
    h = x
    for layer in layers[:-1]:
        h = activation()(layer(h))
    nn.functional.mse_loss(layers[-1](h), target).backward()
    for index, layer in enumerate(layers, 1):
        before = layer.weight.detach().clone()
        with torch.no_grad():
            layer.weight -= lr * layer.weight.grad
        change = (layer.weight - before).norm() / before.norm()
        yield index, change.log10().item()


if __name__ == "__main__":
    for row in unstable_update():
        print(*row)
