/** `torch.nn.init.calculate_gain`: by how much a weight's deviation makes up for what the nonlinearity takes. */
import { ValueError } from '../random/errors.ts';

/** The names that PyTorch knows; a convolution is linear. */
export const nonlinearities = [
  'linear',
  'conv1d',
  'conv2d',
  'conv3d',
  'conv_transpose1d',
  'conv_transpose2d',
  'conv_transpose3d',
  'sigmoid',
  'tanh',
  'relu',
  'leaky_relu',
  'selu',
] as const;

export type Nonlinearity = (typeof nonlinearities)[number];

/**
 * PyTorch's recommended gains: 1 for linear maps and sigmoid, 5/3 for tanh, sqrt 2 for relu, sqrt(2 / (1 + slope²)) for
 * leaky_relu with `param` as its slope (0.01 if absent; other names ignore it), 3/4 for selu.
 * @throws ValueError for another name; elu is one, for PyTorch has no gain for it. Also for a slope whose square is no
 *   finite number.
 */
export function calculate_gain(nonlinearity: Nonlinearity, param = 0.01): number {
  switch (nonlinearity) {
    case 'tanh':
      return 5 / 3;
    case 'relu':
      return Math.SQRT2;
    case 'leaky_relu':
      return Math.sqrt(2 / (1 + squareOfSlope(param)));
    case 'selu':
      return 3 / 4;
    default:
      if (!nonlinearities.includes(nonlinearity)) {
        throw new ValueError(
          `Unsupported nonlinearity ${String(nonlinearity)}, allowed: ${nonlinearities.join(', ')}.`,
        );
      }
      return 1;
  }
}

function squareOfSlope(slope: number): number {
  if (typeof slope !== 'number' || !Number.isFinite(slope * slope)) {
    throw new ValueError(
      `negative_slope ${String(slope)} not a valid number, allowed: numbers whose square is finite.`,
    );
  }
  return slope * slope;
}
