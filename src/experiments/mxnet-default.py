"""The gain of one layer by width, for weights of one size and for He's: mxnet-default.ts in real PyTorch."""
import torch
from torch import nn

OUTPUTS = 128


def mxnet_default(seed=42, bound=0.07, std=0.01, activation="linear", widths=11):
    torch.manual_seed(seed)
    phi = torch.relu if activation == "relu" else lambda z: z
    for width in [20 * 2**k for k in range(widths)]:
        x = torch.randn(width)
        uniform, normal, he = (torch.empty(OUTPUTS, width) for _ in range(3))
        nn.init.uniform_(uniform, -bound, bound)
        nn.init.normal_(normal, 0, std)
        nn.init.kaiming_normal_(he, nonlinearity=activation)
        for scheme, weight in [("uniform", uniform), ("normal", normal), ("he", he)]:
            gain = phi(weight @ x).square().mean() / x.square().mean()
            yield scheme, width, gain.item()


if __name__ == "__main__":
    for row in mxnet_default():
        print(*row)
