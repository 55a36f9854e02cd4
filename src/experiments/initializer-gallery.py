"""Every initializer as one matrix: initializer-gallery.ts in real PyTorch, the same draws in the same order."""
import argparse

import torch
from torch import nn

init = nn.init
pieces = {
    "uniform_": lambda w: init.uniform_(w, a=-0.1, b=0.1),
    "normal_": lambda w: init.normal_(w, mean=0, std=0.01),
    "trunc_normal_": init.trunc_normal_,
    "constant_": lambda w: init.constant_(w, val=0.5),
    "ones_": init.ones_,
    "zeros_": init.zeros_,
    "eye_": init.eye_,
    "dirac_": lambda w: init.dirac_(w.unsqueeze(2)),
    "xavier_uniform_": init.xavier_uniform_,
    "xavier_normal_": init.xavier_normal_,
    "kaiming_uniform_": init.kaiming_uniform_,
    "kaiming_normal_": init.kaiming_normal_,
    "orthogonal_": init.orthogonal_,
    "sparse_": lambda w: init.sparse_(w, sparsity=0.1),
    "lecun_uniform_": lambda w: init.kaiming_uniform_(w, nonlinearity="linear"),
    "lecun_normal_": lambda w: init.kaiming_normal_(w, nonlinearity="linear"),
    "mxnet_default_": lambda w: init.uniform_(w, a=-0.07, b=0.07),
}


def initializer_gallery(seed=42, initializer="kaiming_normal_", beside="kaiming_uniform_", rows=128, columns=128):
    torch.manual_seed(seed)
    for name in initializer, beside:
        w = pieces[name](torch.empty(rows, columns)).reshape(rows, columns)
        yield "singular", name, torch.linalg.svdvals(w.double()).tolist()
    for name, fill in pieces.items():
        yield "square", name, columns * fill(torch.empty(rows, columns)).double().square().mean().item()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--initializer", choices=list(pieces), default="kaiming_normal_")
    parser.add_argument("--beside", choices=list(pieces), default="kaiming_uniform_")
    for name, default in [("seed", 42), ("rows", 128), ("columns", 128)]:
        parser.add_argument(f"--{name}", type=int, default=default)
    for row in initializer_gallery(**vars(parser.parse_args())):
        print(*row)
