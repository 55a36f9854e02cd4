"""A note's class RBM as it stands, the autoencoder that it describes, and an RBM: rbm-as-printed.ts in real PyTorch."""
import argparse
import itertools
import math

import torch


class RBM:  # The note's, line for line.
    def __init__(self, visible_dim, hidden_dim):
        self.W = torch.randn(visible_dim, hidden_dim) * 0.01
        self.b_hidden = torch.zeros(hidden_dim)
        self.b_visible = torch.zeros(visible_dim)

    def reconstruct(self, x):
        return torch.sigmoid(torch.sigmoid(x @ self.W + self.b_hidden) @ self.W.T + self.b_visible)

    def train_step(self, x):
        return ((x - self.reconstruct(x)) ** 2).mean()


def rbm_as_printed(seed=42, hidden=12, k=5, lr=0.4, steps=3000):
    torch.manual_seed(seed)
    data = torch.tensor([[r >> p // 3 & 1 for p in range(9)] for r in range(8)] + [[c >> p % 3 & 1 for p in range(9)] for c in range(1, 7)]).double()
    every = torch.tensor(list(itertools.product((0.0, 1.0), repeat=9))).double()
    known = (every[:, None] == data).all(2).any(1)
    printed = RBM(9, hidden)
    torch.randn(9 * hidden + 9 + hidden)  # The direction in which the page tries the slope.
    tied, machine = ([p.double().clone() for p in (printed.W, printed.b_visible, printed.b_hidden)] for _ in range(2))
    for step in range(steps + 1):
        if step % (steps // 24) == 0:
            for name, (W, b, c) in ("as printed", (printed.W.double(), printed.b_visible.double(), printed.b_hidden.double())), ("autoencoder", tied), ("RBM", machine):
                torch.rand(256 + 5 * 256 * (hidden + 9))  # The images that the page draws.
                logp = torch.log_softmax(every @ b.detach() + torch.logaddexp(every @ W.detach() + c.detach(), torch.zeros(1).double()).sum(1), 0)
                loss = printed.train_step(data.float()) if name == "as printed" else ((data - torch.sigmoid(torch.sigmoid(data @ W + c) @ W.T + b)) ** 2).mean()
                yield name, step, loss.item(), -math.log(14) - logp[known].mean().item()
        printed.train_step(data.float())
        for p in tied:
            p.requires_grad_()
        loss = ((data - torch.sigmoid(torch.sigmoid(data @ tied[0] + tied[2]) @ tied[0].T + tied[1])) ** 2).sum(1).mean()
        tied = [(p - lr * g).detach() for p, g in zip(tied, torch.autograd.grad(loss, tied))]
        (W, b, c), v = machine, data
        for _ in range(k):
            h = (torch.rand(14, hidden) < torch.sigmoid(v @ W + c)).double()
            v = (torch.rand(14, 9) < torch.sigmoid(h @ W.T + b)).double()
        up, down = torch.sigmoid(data @ W + c), torch.sigmoid(v @ W + c)
        machine = [W + lr / 14 * (data.T @ up - v.T @ down), b + lr * (data - v).mean(0), c + lr * (up - down).mean(0)]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("--seed", 42), ("--hidden", 12), ("--k", 5), ("--lr", 0.4), ("--steps", 3000)):
        parser.add_argument(option, type=type(default), default=default)
    for row in rbm_as_printed(**vars(parser.parse_args())):
        print(*row)
