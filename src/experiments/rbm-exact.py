"""A restricted Boltzmann machine on bars and stripes under five learners: rbm-exact.ts in real PyTorch, in float64."""
import argparse
import itertools
import math

import torch


def rbm_exact(seed=42, hidden=8, lr=0.4, steps=3000, chains=1):
    torch.manual_seed(seed)
    data = torch.tensor([[r >> p // 3 & 1 for p in range(9)] for r in range(8)] + [[c >> p % 3 & 1 for p in range(9)] for c in range(1, 7)]).double()
    every, hiddens = (torch.tensor(list(itertools.product((0.0, 1.0), repeat=n))).double() for n in (9, hidden))
    uniform = torch.ones(14).double() / 14
    start = 0.01 * torch.randn(9, hidden).double(), torch.zeros(9).double(), torch.zeros(hidden).double()
    torch.randn(9 * hidden + 9 + hidden)  # The direction in which the page tries the slope.
    machines = {name: [p.clone() for p in start] for name in ("exact", "expected CD-1", "CD-1", "CD-5", "CD-10")}

    def across(states, z):  # the probability of each of `states` for each row of z
        return (-torch.logaddexp(-z, 0 * z) @ states.T - torch.logaddexp(z, 0 * z) @ (1 - states).T).exp()

    def correlations(v, q, W, b, c):
        h = torch.sigmoid(v @ W + c)
        return (v * q[:, None]).T @ h, q @ v, q @ h

    for step in range(steps + 1):
        for name, (W, b, c) in machines.items():
            logp = torch.log_softmax(every @ b + torch.logaddexp(every @ W + c, torch.zeros(1).double()).sum(1), 0)
            v, q = every, logp.exp()
            if name == "expected CD-1":
                q = uniform @ across(hiddens, data @ W + c) @ across(every, hiddens @ W.T + b)
            elif name != "exact":
                v, q = data.repeat(chains, 1), torch.ones(14 * chains).double() / (14 * chains)
                for _ in range(int(name[3:])):
                    h = (torch.rand(len(v), hidden) < torch.sigmoid(v @ W + c)).double()
                    v = (torch.rand(len(v), 9) < torch.sigmoid(h @ W.T + b)).double()
            if step % (steps // 24) == 0:
                known = (every[:, None] == data).all(2).any(1)
                back = torch.sigmoid(torch.sigmoid(data @ W + c) @ W.T + b)
                yield name, step, -math.log(14) - logp[known].mean().item(), ((data - back) ** 2).mean().item()
            for p, up, down in zip((W, b, c), correlations(data, uniform, W, b, c), correlations(v, q, W, b, c)):
                p += lr * (up - down)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("--seed", 42), ("--hidden", 8), ("--lr", 0.4), ("--steps", 3000), ("--chains", 1)):
        parser.add_argument(option, type=type(default), default=default)
    for row in rbm_exact(**vars(parser.parse_args())):
        print(*row)
