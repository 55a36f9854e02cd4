"""Seven activations under three initializers, forward and backward: activation-guide.ts in real PyTorch."""
import torch
from torch import nn
from torch.nn import functional as F


def activation_guide(seed=42, layers=10, width=256, slope=0.2):
    gain = nn.init.calculate_gain
    activations = {  # PyTorch has no gain for elu; this one keeps a signal of rms 1.
        "ReLU": (F.relu, gain("relu")),
        "leaky ReLU": (lambda z: F.leaky_relu(z, slope), gain("leaky_relu", slope)),
        "ELU": (F.elu, 1.2779600754),
        "SELU": (F.selu, gain("selu")),
        "sigmoid": (torch.sigmoid, gain("sigmoid")),
        "tanh": (torch.tanh, gain("tanh")),
        "linear": (lambda z: z, gain("linear")),
    }
    bits = lambda values: values.double().square().mean().sqrt().log2().item()
    for name, (activation, own) in activations.items():
        for initializer, fill in {
            "He": lambda w: nn.init.kaiming_normal_(w, nonlinearity="relu"),
            "Xavier": nn.init.xavier_normal_,
            "own gain": lambda w: nn.init.xavier_normal_(w, own),
        }.items():
            torch.manual_seed(seed)
            x = torch.randn(2, width).requires_grad_(True)
            weights = [fill(torch.empty(width, width)) for _ in range(50)]
            h = x
            for w in weights[:layers]:
                h = activation(h @ w.T)
            h[0].backward(torch.randn(width))
            yield name, initializer, bits(h[0]), bits(x.grad[0]), bits(h[0] - h[1]) - 0.5


if __name__ == "__main__":
    for row in activation_guide():
        print(*row)
