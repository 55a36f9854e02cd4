"""The product of many uniform numbers in four formats, and the sum of their logs: float-range.ts in real PyTorch."""
import torch


def float_range(seed=42, scale=1.0, steps=400):
    torch.manual_seed(seed)
    factors = scale * (1 - torch.rand(steps).double())
    formats = [torch.float16, torch.bfloat16, torch.float32, torch.float64]
    products = [torch.ones((), dtype=dtype) for dtype in formats]
    log10 = torch.zeros((), dtype=torch.float64)
    for step, factor in enumerate(factors, 1):
        products = [product * factor.to(product.dtype) for product in products]
        log10 = log10 + factor.log10()
        yield step, log10.item(), *(product.item() for product in products)


if __name__ == "__main__":
    for row in float_range():
        print(*row)
