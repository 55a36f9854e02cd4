/** `torch.nn.init.calculate_gain`: by how much a weight's deviation makes up for what the nonlinearity takes. */

/** The names that PyTorch knows; a convolution counts as linear. */
export type Nonlinearity = 'linear' | 'sigmoid' | 'tanh' | 'relu' | 'leaky_relu' | 'selu';

/**
 * PyTorch's recommended gains: 1 for linear and sigmoid, 5/3 for tanh, sqrt 2 for relu, sqrt(2 / (1 + slope²)) for
 * leaky_relu with `param` as its slope (0.01 if absent; other names ignore it), 3/4 for selu.
 * @throws RangeError for another name; elu is one, for PyTorch has no gain for it.
 */
export function calculate_gain(nonlinearity: Nonlinearity, param = 0.01): number {
  switch (nonlinearity) {
    case 'linear':
    case 'sigmoid':
      return 1;
    case 'tanh':
      return 5 / 3;
    case 'relu':
      return Math.SQRT2;
    case 'leaky_relu':
      return Math.sqrt(2 / (1 + param ** 2));
    case 'selu':
      return 3 / 4;
    default:
      throw new RangeError(
        `calculate_gain: nonlinearity = ${String(nonlinearity)}; allowed are linear, sigmoid, tanh, relu, leaky_relu and selu.`,
      );
  }
}
