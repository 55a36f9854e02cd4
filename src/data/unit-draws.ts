/** Independent draws of a law of mean 0 and variance 1, from PyTorch's stream. */
import { type UnitLaw, type UnitLawName, unitLaws } from '../math/unit-laws.ts';
import type { Generator } from '../random/torch.ts';

/** `count` of them. Uniforms have 24 bits; half a step keeps them off 0 and 1, where a quantile may be infinite. */
export function drawUnit(law: UnitLawName, count: number, rng: Generator): ArrayLike<number> {
  const { quantile }: UnitLaw = unitLaws[law];
  if (!quantile) return rng.randn(count);
  return Float64Array.from(rng.rand(count), (u) => quantile(u + 2 ** -25));
}
