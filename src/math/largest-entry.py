"""Measure the largest entry of a product of Gaussian matrices, and write largest-entry.json.

    python3 src/math/largest-entry.py            every size, about three minutes
    python3 src/math/largest-entry.py 2 4        only these sizes; the others keep their stored rows

P = M_0 M_1 ... M_k, with k + 1 independent N x N matrices of N(0, 1) entries. Stored for X = log10 max|P_ij|, in decades,
for each size N and each factor k in `knots`:

    draws       how many products were drawn
    offset      E[X] - (k + 1) lambda_1 / ln 10
    offsetError the standard error of the offset
    sd          the standard deviation of X
    skewness    E[(X - E X)^3] / sd^3
    innovation  1 - rho^2, where rho is the correlation of X at factor k with X at factor k + 1

X wanders by several decades, and most of that wander is not about the largest entry: it is the norm of the product. The norm
of any one row, or column, follows an exact law: its logarithm is a sum of k + 1 independent ln chi_N. So each moment is
measured as (moment of X minus moment of the log norm, averaged over rows and columns, same draws) plus the exact moment of
the log norm. The expectation is the same and the error is several times smaller.

Needs NumPy. Float64; each product is divided by its largest entry after every factor, so nothing overflows.
"""

import json
import math
import pathlib
import sys
import textwrap
import time

import numpy as np

EARLY = [0, 1, 2, 3, 5, 8, 12]
LATE = [20, 35, 50, 75, 100, 150, 200]
# Products drawn for the early knots and for the late ones: large products are cheap while they are short.
DRAWS = {
    2: (200_000, 200_000),
    4: (200_000, 100_000),
    8: (100_000, 50_000),
    16: (100_000, 20_000),
    32: (50_000, 6_000),
    64: (20_000, 2_400),
}
TARGET = pathlib.Path(__file__).with_suffix(".json")


def polygamma(order, x):
    """psi (0), psi' (1) or psi'' (2) at x > 0: recurrence up to x >= 20, then the asymptotic series (DLMF 5.15.8)."""
    total = 0.0
    while x < 20:
        total -= (1 / x, -1 / x**2, 2 / x**3)[order]
        x += 1
    series = (
        math.log(x) - 1 / (2 * x) - 1 / (12 * x**2) + 1 / (120 * x**4) - 1 / (252 * x**6) + 1 / (240 * x**8),
        1 / x + 1 / (2 * x**2) + 1 / (6 * x**3) - 1 / (30 * x**5) + 1 / (42 * x**7) - 1 / (30 * x**9),
        -1 / x**2 - 1 / x**3 - 1 / (2 * x**4) + 1 / (6 * x**6) - 1 / (6 * x**8) + 3 / (10 * x**10),
    )
    return total + series[order]


def simulate(size, knots, draws):
    """X at each knot, X at the factor after it, and the log10 norms of rows and columns at each knot."""
    random = np.random.default_rng([20100513, size, knots[0]])
    batch = max(50, 800_000 // size**2)
    for start in range(0, draws, batch):
        count = min(batch, draws - start)
        scale = np.zeros(count)
        product = None
        here, after, norms = [], [], []
        for factor in range(knots[-1] + 2):
            matrix = random.standard_normal((count, size, size))
            product = matrix if product is None else product @ matrix
            largest = np.abs(product).max(axis=(1, 2))
            product /= largest[:, None, None]
            scale += np.log10(largest)
            if factor in knots:
                here.append(scale.copy())
                squares = product**2
                both = np.concatenate([squares.sum(axis=2), squares.sum(axis=1)], axis=1)
                norms.append(scale[:, None] + 0.5 * np.log10(both))
            if factor - 1 in knots:
                after.append(scale.copy())
        yield np.array(here), np.array(after), np.array(norms)


def central(values, order):
    return ((values - values.mean(axis=-1, keepdims=True)) ** order).mean(axis=-1)


def measure(size, knots, draws):
    """One row a knot: draws, offset and its standard error, sd, skewness, innovation."""
    parts = list(simulate(size, knots, draws))
    ln10 = math.log(10)
    rows = []
    for i, factor in enumerate(knots):
        x, after = (np.concatenate([part[which][i] for part in parts]) for which in (0, 1))
        norms = np.concatenate([part[2][i] for part in parts]).T
        difference = x - norms.mean(axis=0)
        exact_variance = (factor + 1) * polygamma(1, size / 2) / 4 / ln10**2
        exact_third = (factor + 1) * polygamma(2, size / 2) / 8 / ln10**3
        variance = exact_variance + central(x, 2) - central(norms, 2).mean()
        third = exact_third + central(x, 3) - central(norms, 3).mean()
        rows.append(
            {
                "draws": draws,
                "offset": round(float(difference.mean()), 5),
                "offsetError": round(float(difference.std()) / math.sqrt(draws), 5),
                "sd": float(f"{math.sqrt(variance):.5g}"),
                "skewness": round(float(third / variance**1.5), 4),
                "innovation": float(f"{1 - np.corrcoef(x, after)[0, 1] ** 2:.5g}"),
            }
        )
    return rows


def as_list(name, values):
    """A JSON list laid out as the project's formatter has it: one line if it fits in 110 columns, else filled lines."""
    text = ", ".join(json.dumps(value) for value in values)
    line = f'      "{name}": [{text}]'
    if len(line) < 110:
        return line
    filled = textwrap.fill(text, 110, initial_indent=" " * 8, subsequent_indent=" " * 8)
    return f'      "{name}": [\n{filled}\n      ]'


def write(table):
    sizes = []
    for row in table:
        lists = [as_list(name, values) for name, values in row.items() if name != "size"]
        sizes.append("    {\n" + ",\n".join([f'      "size": {row["size"]}', *lists]) + "\n    }")
    knots = json.dumps(EARLY + LATE)
    TARGET.write_text(f'{{\n  "knots": {knots},\n  "sizes": [\n' + ",\n".join(sizes) + "\n  ]\n}\n")


def main():
    wanted = [int(a) for a in sys.argv[1:]] or list(DRAWS)
    stored = {row["size"]: row for row in json.loads(TARGET.read_text())["sizes"]} if TARGET.exists() else {}
    for size in wanted:
        started = time.time()
        rows = [row for knots, draws in zip((EARLY, LATE), DRAWS[size]) for row in measure(size, knots, draws)]
        stored[size] = {"size": size, **{name: [row[name] for row in rows] for name in rows[0]}}
        print(f"size {size}: {DRAWS[size]} products, {time.time() - started:.0f} s", flush=True)
        write([stored[s] for s in sorted(stored)])


if __name__ == "__main__":
    main()
