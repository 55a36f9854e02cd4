/** A study note's class `RBM`, line for line: its names, its order, its training step. */
import { sigmoid } from '../../math/rbm.ts';
import type { Generator } from '../../random/torch.ts';

export class PrintedRbm {
  readonly visible_dim: number;
  readonly hidden_dim: number;
  /** [visible_dim, hidden_dim] */
  readonly W: Float32Array;
  readonly b_hidden: Float32Array;
  readonly b_visible: Float32Array;

  constructor(visible_dim: number, hidden_dim: number, rng: Generator) {
    [this.visible_dim, this.hidden_dim] = [visible_dim, hidden_dim];
    // PyTorch multiplies in float32.
    this.W = rng.randn(visible_dim * hidden_dim).map((z) => z * Math.fround(0.01));
    this.b_hidden = new Float32Array(hidden_dim);
    this.b_visible = new Float32Array(visible_dim);
  }

  encode(x: Float32Array): Float32Array {
    return this.b_hidden.map((b, j) => sigmoid(x.reduce((z, on, i) => z + on * this.weight(i, j), b)));
  }

  decode(h: Float32Array): Float32Array {
    return this.b_visible.map((b, i) => sigmoid(h.reduce((z, on, j) => z + on * this.weight(i, j), b)));
  }

  reconstruct(x: Float32Array): Float32Array {
    return this.decode(this.encode(x));
  }

  /** It says that it minimizes the reconstruction error. It returns it. */
  train_step(images: readonly Float32Array[]): number {
    let sum = 0;
    for (const x of images) {
      const x_hat = this.reconstruct(x);
      sum += x.reduce((squares, value, i) => squares + (value - x_hat[i]) ** 2, 0);
    }
    return sum / (images.length * this.visible_dim);
  }

  weight(i: number, j: number): number {
    return this.W[i * this.hidden_dim + j];
  }
}
