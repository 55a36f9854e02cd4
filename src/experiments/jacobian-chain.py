"""The Jacobian of a deep net's output, factor by factor, against autograd: jacobian-chain.ts in real PyTorch."""
import torch


def jacobian_chain(seed=42, width=8, depth=20, gain=1.0):
    torch.manual_seed(seed)
    weights = [torch.normal(0, gain / width**0.5, size=(width, width)) for _ in range(depth)]
    hidden = [torch.randn(width, 1)]
    for w in weights:
        hidden.append(torch.tanh(w @ hidden[-1]))
    up = torch.randn(width, 1)
    row = up.T
    for layer in reversed(range(depth)):
        row = row @ torch.diag((1 - hidden[layer + 1] ** 2).flatten()) @ weights[layer]
        h = hidden[layer].clone().requires_grad_(True)
        out = h
        for w in weights[layer:]:
            out = torch.tanh(w @ out)
        out.backward(up)
        yield layer, (row - h.grad.T).abs().max().item(), row.norm().item()


if __name__ == "__main__":
    for row in jacobian_chain():
        print(*row)
