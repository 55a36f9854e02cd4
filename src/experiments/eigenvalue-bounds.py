"""Eigenvalues of products of two matrices, beside what bounds them: eigenvalue-bounds.ts in real PyTorch, float64."""
import argparse

import torch


def draw(kind, size, sigma):
    m = torch.empty(size, size).normal_(0, sigma).double()
    if kind == "symmetric":
        return (m + m.T) / 2**0.5
    if kind == "orthogonal":
        return torch.linalg.qr(m)[0] * sigma * size**0.5
    return m.triu(1) if kind == "nilpotent" else m


def eigenvalue_bounds(seed=0, size=12, gain=1.0, pairs=20):
    torch.manual_seed(seed)
    for kind in ("gaussian", "symmetric", "orthogonal", "nilpotent"):
        for pair in range(1, pairs + 1):
            a = draw(kind, size, gain / size**0.5)
            b = a.T if kind == "nilpotent" else draw(kind, size, gain / size**0.5)
            eigen = torch.linalg.eigvals(a @ b).abs().sort(descending=True)[0].log10().cumsum(0)
            bound = (torch.linalg.svdvals(a) * torch.linalg.svdvals(b)).log10().cumsum(0)
            for k in range(size):
                yield kind, pair, k + 1, eigen[k].item(), bound[k].item()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("--seed", 0), ("--size", 12), ("--gain", 1.0), ("--pairs", 20)):
        parser.add_argument(option, type=type(default), default=default)
    for row in eigenvalue_bounds(**vars(parser.parse_args())):
        print(*row)
