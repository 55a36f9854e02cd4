"""How far deep ReLU nets of he-2015.ts get from Xavier's start: counted in NumPy, ten nets at a time.

    python3 src/experiments/he-2015/deep-starts.py sgd 100 100     # optimizer, steps, batches: 1,000 runs take five minutes
    python3 src/experiments/he-2015/deep-starts.py adam 60 100

Prints, every ten steps, the least and the most that any run had explained of its labels' entropy at its best until then.
"""
import sys

import numpy as np


def explained(nets, optimizer, steps, seed, depth=30, width=64, points=128):
    """The share of the labels' entropy that each net explains, every ten steps: [steps // 10 + 1, nets]."""
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((nets, points, 2)).astype("f4")
    y = ((x**2).sum(2, keepdims=True) < np.log(4)).astype("f4")
    sizes = [2] + [width] * depth + [1]
    pairs = list(zip(sizes, sizes[1:]))
    weights = [(rng.standard_normal((nets, b, a)) * (2 / (a + b)) ** 0.5).astype("f4") for a, b in pairs]
    parameters = weights + [np.zeros((nets, 1, b), "f4") for _, b in pairs]
    first, second = ([np.zeros_like(p) for p in parameters] for _ in range(2))
    p = y.mean((1, 2))
    entropy = -(p * np.log(p) + (1 - p) * np.log(1 - p))
    shares = []
    for step in range(steps + 1):
        h = [x]
        for layer in range(depth + 1):
            z = h[-1] @ parameters[layer].transpose(0, 2, 1) + parameters[depth + 1 + layer]
            h.append(z if layer == depth else np.maximum(z, 0))
        f = h[-1].astype("f8")
        if step % 10 == 0:
            loss = (np.maximum(f, 0) - f * y + np.log1p(np.exp(-abs(f)))).mean((1, 2))
            shares.append(1 - loss / entropy)
        g = ((1 / (1 + np.exp(-f)) - y) / points).astype("f4")
        gradients = [None] * len(parameters)
        for layer in range(depth, -1, -1):
            gradients[layer] = g.transpose(0, 2, 1) @ h[layer]
            gradients[depth + 1 + layer] = g.sum(1, keepdims=True)
            if layer:
                g = (g @ parameters[layer]) * (h[layer] > 0)
        for q, grad in enumerate(gradients):
            if optimizer == "sgd":
                parameters[q] -= np.float32(0.05) * grad
                continue
            first[q] += np.float32(0.1) * (grad - first[q])
            second[q] += np.float32(0.001) * (grad * grad - second[q])
            root = np.sqrt(second[q] / np.float32(1 - 0.999 ** (step + 1))) + np.float32(1e-8)
            parameters[q] -= np.float32(1e-3 / (1 - 0.9 ** (step + 1))) * first[q] / root
    return np.array(shares)


if __name__ == "__main__":
    way, steps, batches = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    np.seterr(all="ignore")
    runs = np.concatenate([explained(10, way, steps, seed) for seed in range(batches)], 1)
    for i, best in enumerate(np.maximum.accumulate(runs)):
        print(10 * i, best.min(), best.max())
