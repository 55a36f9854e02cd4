"""How often the narrow net of outcome-table.ts fails from a proper start: counted in NumPy, 200 nets at a time.

    python3 src/experiments/outcome-table/narrow-fails.py 25    # batches; 5,000 runs take half a minute, and 0.639 of them fail
"""
import sys

import numpy as np


def explained(nets, seed, width=4, depth=5, gain=2**0.5, lr=0.1, steps=200, points=128):
    """The share of the labels' entropy that each net explains in the end."""
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((nets, points, 2)).astype("f4")
    y = ((x**2).sum(2, keepdims=True) < np.log(4)).astype("f4")
    sizes = [2] + [width] * depth + [1]
    weights = [(gain * rng.standard_normal((nets, b, a)) / a**0.5).astype("f4") for a, b in zip(sizes, sizes[1:])]
    biases = [np.zeros((nets, 1, b), "f4") for b in sizes[1:]]
    for step in range(steps + 1):
        h = [x]
        for layer, (w, b) in enumerate(zip(weights, biases)):
            z = h[-1] @ w.transpose(0, 2, 1) + b
            h.append(z if layer == depth else np.maximum(z, 0))
        f = h[-1]
        if step == steps:
            break
        g = (1 / (1 + np.exp(-f)) - y) / points
        for layer in range(depth, -1, -1):
            by_weight, by_bias = g.transpose(0, 2, 1) @ h[layer], g.sum(1, keepdims=True)
            if layer:
                g = (g @ weights[layer]) * (h[layer] > 0)
            weights[layer] -= lr * by_weight
            biases[layer] -= lr * by_bias
    loss = (np.maximum(f, 0) - f * y + np.log1p(np.exp(-abs(f)))).mean((1, 2))
    p = y.mean((1, 2))
    return 1 - loss / -(p * np.log(p) + (1 - p) * np.log(1 - p))


if __name__ == "__main__":
    np.seterr(all="ignore")
    batches = int(sys.argv[1]) if len(sys.argv) > 1 else 25
    print(1 - np.mean([explained(200, seed) >= 0.5 for seed in range(batches)]))
