"""Lab mnist_nn_xavier from five starts: mnist-nn-xavier.ts in real PyTorch."""
import argparse
import gzip
import pathlib
import subprocess

import numpy as np
import torch
from torch import nn

WIDTHS = (784, 256, 256, 10)
STARTS = {
    "xavier_uniform_": nn.init.xavier_uniform_,
    "kaiming_uniform_": lambda weight: nn.init.kaiming_uniform_(weight, nonlinearity="relu"),
    "default": None,
    "normal_ 0.01": lambda weight: nn.init.normal_(weight, std=0.01),
    "normal_ 1": nn.init.normal_,
}


def drawn(seed):
    """The project's digits, drawn by its own program: the first 2,000 are held out, 8,000 are to learn from."""
    code = f"import {{ digits }} from './src/data/digits.ts'; const d = digits({{ count: 10000, seed: {seed} }});"
    node = ["node", "--input-type=module", "-e", f"{code} process.stdout.write(Buffer.concat([d.images, d.labels]))"]
    root = pathlib.Path(__file__).resolve().parents[2]
    data = np.frombuffer(subprocess.run(node, cwd=root, check=True, capture_output=True).stdout, np.uint8)
    images, labels = data[:7840000].reshape(-1, 784), data[7840000:]
    return images[2000:], labels[2000:], images[:2000], labels[:2000]


def mnist(folder):
    """The 10,000 test images of the real files: the last 2,000 are held out."""
    read = lambda name, skip: np.frombuffer(gzip.open(pathlib.Path(folder) / name).read(), np.uint8, offset=skip)
    images, labels = read("t10k-images-idx3-ubyte.gz", 16).reshape(-1, 784), read("t10k-labels-idx1-ubyte.gz", 8)
    return images[:8000], labels[:8000], images[8000:], labels[8000:]


def net(start, seed, widths=WIDTHS):
    torch.manual_seed(seed)
    linears = [nn.Linear(fan_in, fan_out) for fan_in, fan_out in zip(widths, widths[1:])]
    if STARTS[start]:
        for linear in linears:
            STARTS[start](linear.weight)  # the biases stay as PyTorch has drawn them
    layers = [module for linear in linears for module in (linear, nn.ReLU())]
    return nn.Sequential(*layers[:-1])


def learn(model, data, steps=160, every=10):
    """After batch 1, every tenth and the last: the step, the batches' losses since, which held-out digits are right."""
    x, y, held, truth = (torch.tensor(part.astype(np.float32) / 255 if part.ndim > 1 else part.astype(np.int64)) for part in data)
    adam, losses = torch.optim.Adam(model.parameters(), lr=1e-3), []
    for step in range(1, steps + 1):
        batch = slice((step - 1) * 100 % len(y), (step - 1) * 100 % len(y) + 100)
        adam.zero_grad()
        loss = nn.functional.cross_entropy(model(x[batch]), y[batch])
        loss.backward()
        adam.step()
        losses.append(loss.item())
        if step == 1 or step % every == 0 or step == steps:
            some = slice(None) if step == steps else slice(500)
            with torch.no_grad():
                yield step, losses, (model(held[some]).argmax(1) == truth[some]).numpy()
            losses = []


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=777)
    parser.add_argument("--start", default="xavier_uniform_", choices=STARTS)
    parser.add_argument("--steps", type=int, default=160)
    parser.add_argument("--data", help="a folder with the two t10k files of MNIST; without it digits are drawn")
    args = parser.parse_args()
    data = mnist(args.data) if args.data else drawn(args.seed)
    for step, losses, right in learn(net(args.start, args.seed), data, args.steps):
        print(args.start, step, np.mean(losses), right.mean())
