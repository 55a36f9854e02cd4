"""What ReLU leaves of mean, mean square and variance: relu-moments.ts in real PyTorch."""
import argparse
import math

import torch

QUANTILES = {
    "normal": None,
    "uniform": lambda u: math.sqrt(3) * (2 * u - 1),
    "Laplace": lambda u: torch.where(u < 0.5, torch.log(2 * u), -torch.log(2 * (1 - u))) / math.sqrt(2),
    "two points": lambda u: torch.where(u < 0.5, -1.0, 1.0).double(),
    "exponential": lambda u: -torch.log1p(-u) - 1,
}


def relu_moments(seed=42, law="normal", shift=0.0, s=1.0, draws=2**16, units=512, inputs=128):
    torch.manual_seed(seed)
    for name, quantile in QUANTILES.items():
        unit = quantile(torch.rand(draws).double() + 2**-25) if quantile else torch.randn(draws).double()
        for place in sorted({(i - 6) / 4 for i in range(13)} | {shift}) if name == law else [0.0]:
            weights = torch.empty(units, inputs).normal_(0, inputs**-0.5)
            h = torch.relu((s * (place + unit)).float())
            square, below, following = (
                x.double().square().mean().item() / s**2 for x in (h, h[:inputs], weights @ h[:inputs])
            )
            mean = h.double().mean().item() / s
            yield name, place, mean, square, square - mean**2, below, following


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("--seed", 42), ("--law", "normal"), ("--shift", 0.0), ("--s", 1.0)):
        parser.add_argument(option, type=type(default), default=default)
    for row in relu_moments(**vars(parser.parse_args())):
        print(*row)
