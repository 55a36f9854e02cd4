"""An activation and its derivative by autograd: the rows of activation-gradient.ts from real PyTorch."""
import torch
from torch.nn import functional as F

ACTIVATIONS = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": F.relu,
    "leaky_relu": F.leaky_relu,
    "elu": F.elu,
    "selu": F.selu,
}


def activation_gradient(activation="sigmoid", limit=8.0, points=160):
    x = torch.arange(-limit, limit, 2 * limit / points, requires_grad=True)
    value = ACTIVATIONS[activation](x)
    value.backward(torch.ones_like(x))
    yield from zip(x.tolist(), value.tolist(), x.grad.tolist())


if __name__ == "__main__":
    for x, value, gradient in activation_gradient():
        print(x, value, gradient)
