"""The product of a hundred Gaussian matrices, as in study note 001: the rows of matrix-product.ts from real PyTorch."""
import math

import torch


def matrix_product(seed=42, size=4, sigma=1.0, factors=100):
    torch.manual_seed(seed)
    product = torch.normal(0, sigma, size=(size, size))
    yield 0, math.log10(product.abs().max())
    for factor in range(1, factors + 1):
        product = product @ torch.normal(0, sigma, size=(size, size))
        yield factor, math.log10(product.abs().max())


if __name__ == "__main__":
    for factor, log10_max_abs in matrix_product():
        print(factor, log10_max_abs)
