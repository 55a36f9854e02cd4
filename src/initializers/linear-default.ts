/** What a freshly made `torch.nn.Linear` holds. */
import type { Generator } from '../random/torch.ts';
import { calculate_fans, type Shape } from './fans.ts';
import { kaiming_uniform_ } from './variance-scaling.ts';

/**
 * What `torch.nn.Linear` does to itself: kaiming_uniform_ with a = sqrt 5, which is ±1/sqrt(fan_in), and then the bias,
 * if there is one, uniform on the same interval.
 */
export function linear_default_(
  weight: Float32Array,
  shape: Shape,
  generator: Generator,
  { bias }: { bias?: Float32Array } = {},
): Float32Array {
  kaiming_uniform_(weight, shape, generator, { a: Math.sqrt(5) });
  if (bias) {
    const { fan_in } = calculate_fans(shape);
    const bound = fan_in > 0 ? 1 / Math.sqrt(fan_in) : 0;
    generator.uniform_(bias, -bound, bound);
  }
  return weight;
}
