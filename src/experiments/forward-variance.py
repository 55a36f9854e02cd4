"""The lines of the forward derivation, whole and with broken assumptions: forward-variance.ts in real PyTorch."""
import argparse
import math

import torch

UNITS = 4096


def forward_variance(seed=42, n_in=256, sigma=0.0625, gamma=1.0, law="normal"):
    torch.manual_seed(seed)

    def coins(*shape):
        return torch.where(torch.randn(*shape) < 0, -1.0, 1.0)

    draw = {"normal": torch.randn, "coin": coins, "uniform": lambda *s: torch.empty(*s).uniform_(-math.sqrt(3), math.sqrt(3))}
    z, y = draw[law](UNITS, n_in), torch.randn(UNITS, n_in)
    weight_coin, input_coin = coins(UNITS, 1), coins(UNITS, 1)
    small, half = 1 / math.sqrt(n_in), math.sqrt(0.5)
    rest = math.sqrt(1 - small**2)
    weights = {"as assumed": z, "a mean": small + rest * z, "tied": small * weight_coin + rest * z}
    inputs = {"mean 0": y, "a mean": half + half * y, "tied": half * input_coin + half * y, "from W": rest * y + small * z}
    unit = math.sqrt(n_in) * sigma * gamma
    for weights_name, w in weights.items():
        for inputs_name, x in inputs.items():
            w_j, x_j = sigma * w, gamma * x
            terms = w_j * x_j.roll(-1, 0)
            h, factored = ((q.sum(1) / unit).double() for q in (w_j * x_j, terms))
            squares = (terms**2).sum(1).double().mean() / unit**2
            line = h.mean() - factored.mean(), h.mean(), (h**2).mean() - (factored**2).mean()
            yield weights_name, inputs_name, *map(float, (*line, (factored**2).mean() - squares, squares, (h**2).mean()))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("--seed", 42), ("--n_in", 256), ("--sigma", 0.0625), ("--gamma", 1.0), ("--law", "normal")):
        parser.add_argument(option, type=type(default), default=default)
    for row in forward_variance(**vars(parser.parse_args())):
        print(*row)
