"""What a layer makes of mean squares on both ways: backward-variance.ts in real PyTorch."""
import argparse

import torch

OUTPUTS = (16, 32, 64, 128, 256, 512)
LAYERS = 16


def backward_variance(seed=42, n_in=256, sigma=0.0625):
    torch.manual_seed(seed)
    for n_out in OUTPUTS:
        layers = [
            (torch.empty(n_out, n_in).normal_(0, sigma), torch.randn(n_in).requires_grad_(True), torch.randn(n_out))
            for _ in range(LAYERS)
        ]
        outputs = [weight @ x for weight, x, _ in layers]
        found = []
        for k, (weight, x, g) in enumerate(layers):
            row = [(outputs[k].detach().double() ** 2).mean() / (x.detach().double() ** 2).mean()]
            along = []
            for above in (g, outputs[k].detach(), outputs[(k + 1) % LAYERS].detach()):
                (back,) = torch.autograd.grad(outputs[k], x, above, retain_graph=True)
                back, above, given = back.double(), above.double(), x.detach().double()
                row.append((back**2).mean() / (above**2).mean())
                along.append(back @ given / (sigma * above.norm() * given.norm()))
            found.append(torch.stack(row + along))
        yield (n_out, *torch.stack(found).mean(0).tolist())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("--seed", 42), ("--n_in", 256), ("--sigma", 0.0625)):
        parser.add_argument(option, type=type(default), default=default)
    for row in backward_variance(**vars(parser.parse_args())):
        print(*row)
