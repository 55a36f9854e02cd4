"""A restricted Boltzmann machine that learns digits by contrastive divergence: rbm-digits.ts in real PyTorch, on MNIST's files."""
import argparse
import gzip
import pathlib

import torch


def read_images(path):  # An IDX file, plain or gzip: 16 bytes of head, then 784 bytes an image.
    data = pathlib.Path(path).read_bytes()
    return torch.frombuffer(bytearray(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data), dtype=torch.uint8)[16:].view(-1, 784)


def rbm_digits(train, held, seed=42, count=1000, hidden=100, k=1, lr=0.3, steps=400, persistent=False):
    torch.manual_seed(seed)
    train, held = ((images >= 128).float() for images in (train[:count], held[:500]))
    means = (train.sum(0) + 0.5) / (count + 1)
    W, b, c = torch.randn(784 * hidden).view(784, hidden) * 0.01, (means / (1 - means)).log(), torch.zeros(hidden)
    noise = (torch.rand(500, 784) < means).float()
    chains = None

    def energy(v):
        return -v @ b - torch.nn.functional.softplus(v @ W + c).sum(1)

    for step in range(steps + 1):
        at = step * 50 % count
        v = train[at : at + 50]
        u = v if chains is None or not persistent else chains
        for _ in range(k):
            h = (torch.rand(50, hidden) < torch.sigmoid(u @ W + c)).float()
            u = (torch.rand(50, 784) < torch.sigmoid(h @ W.T + b)).float()
        chains = u
        if step % (steps // 10) == 0:
            yield (step, *(energy(images).mean().item() for images in (train[:500], held, noise)))
            torch.rand(100 * 16 * (hidden + 784) + 16 * 50)  # The page's chains from noise, and the pixels that it draws.
        up, down = torch.sigmoid(v @ W + c), torch.sigmoid(u @ W + c)
        W, b, c = W + lr / 50 * (v.T @ up - u.T @ down), b + lr * (v - u).mean(0), c + lr * (up - down).mean(0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", default="train-images-idx3-ubyte.gz")
    parser.add_argument("--held", default="t10k-images-idx3-ubyte.gz")
    parser.add_argument("--persistent", action="store_true")
    for option, default in (("--seed", 42), ("--count", 1000), ("--hidden", 100), ("--k", 1), ("--lr", 0.3), ("--steps", 400)):
        parser.add_argument(option, type=type(default), default=default)
    options = vars(parser.parse_args())
    for row in rbm_digits(*(read_images(options.pop(name)) for name in ("train", "held")), **options):
        print(*row)
