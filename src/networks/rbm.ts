/**
 * A binary restricted Boltzmann machine on the backend, and contrastive divergence over minibatches, in float32.
 *
 *   E(v, h) = -vᵀWh - bᵀv - cᵀh,   p(h_j = 1|v) = σ(c_j + Σ_i v_i W_ij),   p(v_i = 1|h) = σ(b_i + Σ_j W_ij h_j)
 *
 * All parameters lie in one flat buffer, W row by row (a row a visible unit), then b, then c: the order of src/math/rbm.ts,
 * which does the same in float64, and what the optimizers of this folder take. Rows of v may be probabilities as well as
 * states, as Hinton has it for the layers above the first ("A practical guide to training restricted Boltzmann machines",
 * 2012, section 3).
 *
 * Every tensor that comes back is the caller's to dispose of, and none that is given is touched.
 */
import type { Tensor1D, Tensor2D, Tf } from '../lab/tf.ts';
import type { Generator } from '../random/torch.ts';

export interface RbmLayers {
  /** n */
  visible: number;
  /** m */
  hidden: number;
}

export type RbmTensors = {
  /** [n, m] */
  W: Tensor2D;
  /** [n], of the visible units. */
  b: Tensor1D;
  /** [m], of the hidden units. */
  c: Tensor1D;
};

/** What a chain draws with: `rand(size)` gives that many uniforms on [0, 1). */
type Uniforms = Pick<Generator, 'rand'>;

/** Number of parameters. */
export const rbmSize = ({ visible, hidden }: RbmLayers): number => visible * hidden + visible + hidden;

/**
 * Parameters to begin with, [size]: weights from N(0, std²), drawn visible unit by visible unit, and no biases but those given.
 * @param std 0.01, and `b` the log-odds of each pixel, are the advice of Hinton's guide, section 8
 * @throws RangeError when `b` has not one number a visible unit.
 */
export function drawRbm(
  layers: RbmLayers,
  rng: Pick<Generator, 'randn'>,
  { std = 0.01, b = new Float32Array(layers.visible) }: { std?: number; b?: Float32Array } = {},
): Float32Array {
  const { visible, hidden } = layers;
  if (b.length !== visible) throw new RangeError(`drawRbm: ${b.length} biases for ${visible} visible units.`);
  const flat = new Float32Array(rbmSize(layers));
  // As PyTorch multiplies, with std in float32 too.
  flat.set(rng.randn(visible * hidden).map((z) => Math.fround(std) * z));
  flat.set(b, visible * hidden);
  return flat;
}

/**
 * The parameters by name, from the flat buffer [size].
 * @throws RangeError when the buffer has another size.
 */
export function rbmTensors(tf: Tf, layers: RbmLayers, flat: Tensor1D): RbmTensors {
  const { visible, hidden } = layers;
  if (flat.size !== rbmSize(layers)) {
    throw new RangeError(
      `rbmTensors: ${flat.size} numbers; ${visible} visible and ${hidden} hidden units have ${rbmSize(layers)} parameters.`,
    );
  }
  const size = visible * hidden;
  return tf.tidy(() => ({
    W: tf.reshape(tf.slice(flat, [0], [size]), [visible, hidden]) as Tensor2D,
    b: tf.slice(flat, [size], [visible]),
    c: tf.slice(flat, [size + visible], [hidden]),
  }));
}

/** What each hidden unit is given, c + vW: [rows, m], for v [rows, n]. */
export const hiddenInputs = (tf: Tf, { W, c }: RbmTensors, v: Tensor2D): Tensor2D =>
  tf.tidy(() => tf.add<Tensor2D>(tf.matMul(v, W), c));

/** p(h = 1|v), [rows, m], for v [rows, n]. */
export const hiddenGiven = (tf: Tf, rbm: RbmTensors, v: Tensor2D): Tensor2D =>
  tf.tidy(() => tf.sigmoid(hiddenInputs(tf, rbm, v)));

/** p(v = 1|h), [rows, n], for h [rows, m]. The transpose goes first: on wasm a product that transposes on its way is slow. */
export const visibleGiven = (tf: Tf, { W, b }: RbmTensors, h: Tensor2D): Tensor2D =>
  tf.tidy(() => tf.sigmoid(tf.add<Tensor2D>(tf.matMul(h, tf.transpose(W)), b)));

/** A unit is on where its uniform is below its chance. Takes one uniform a unit, row by row. */
export const drawUnits = (tf: Tf, chances: Tensor2D, rng: Uniforms): Tensor2D =>
  tf.tidy(() => tf.step(tf.sub(chances, tf.tensor2d(rng.rand(chances.size), chances.shape))));

/**
 * One round of Gibbs sampling from v [rows, n]: h from p(h|v), then v from p(v|h). It draws m uniforms a row for all rows,
 * then n for all rows.
 * @param hidden p(h = 1|v), for who has it
 */
export function gibbsRound(
  tf: Tf,
  rbm: RbmTensors,
  v: Tensor2D,
  rng: Uniforms,
  hidden = (): Tensor2D => hiddenGiven(tf, rbm, v),
) {
  return tf.tidy(() => {
    const h = drawUnits(tf, hidden(), rng);
    const chances = visibleGiven(tf, rbm, h);
    return { h, chances, v: drawUnits(tf, chances, rng) };
  });
}

/**
 * The means over the rows of v_i p(h_j = 1|v), of v_i and of p(h_j = 1|v), laid out as the parameters: [size].
 * @param hidden p(h = 1|v), for who has it
 */
export function correlations(
  tf: Tf,
  rbm: RbmTensors,
  v: Tensor2D,
  hidden = (): Tensor2D => hiddenGiven(tf, rbm, v),
): Tensor1D {
  return tf.tidy(() => {
    const h = hidden();
    const together = tf.matMul(tf.transpose(v), h);
    const sums = [tf.reshape(together, [together.size]) as Tensor1D, tf.sum(v, 0), tf.sum(h, 0)];
    return tf.div<Tensor1D>(tf.concat(sums as Tensor1D[]), v.shape[0]);
  });
}

/**
 * Contrastive divergence (Hinton 2002): the correlations where a chain has got to after k rounds, less those in the data. It
 * has the sign of the gradient of a loss, so that an optimizer's step *down* it is a step of CD-k.
 * @param v a minibatch, [rows, n]
 * @param from where the chains begin: at the data, or for persistent ones (Tieleman 2008) where those of the last step ended
 * @param drawVisible false hands on the chances of the visible units and draws the hidden ones only, the shortcut of Hinton's
 *   guide, section 3.2; then a round takes m uniforms a row
 * @returns `gradient` [size], and the visible units `reached`, shaped as `from`
 */
export function contrastiveGradient(
  tf: Tf,
  rbm: RbmTensors,
  v: Tensor2D,
  {
    k,
    rng,
    from = v,
    drawVisible = true,
  }: { k: number; rng: Uniforms; from?: Tensor2D; drawVisible?: boolean },
): { gradient: Tensor1D; reached: Tensor2D } {
  return tf.tidy(() => {
    const inData = hiddenGiven(tf, rbm, v);
    let reached = tf.clone(from);
    for (let round = 0; round < k; round++) {
      const start = reached;
      const hidden = () => (round === 0 && from === v ? inData : hiddenGiven(tf, rbm, start));
      if (drawVisible) reached = gibbsRound(tf, rbm, start, rng, hidden).v;
      else reached = visibleGiven(tf, rbm, drawUnits(tf, hidden(), rng));
    }
    const gradient = tf.sub<Tensor1D>(
      correlations(tf, rbm, reached),
      correlations(tf, rbm, v, () => inData),
    );
    return { gradient, reached };
  });
}

/** F(v) = -bᵀv - Σ_j ln(1 + e^(z_j)), z what the hidden units are given: [rows]. Up to ln Z it is -ln p(v). */
export function freeEnergies(tf: Tf, rbm: RbmTensors, v: Tensor2D): Tensor1D {
  return tf.tidy(() => {
    const z = hiddenInputs(tf, rbm, v);
    const positive = tf.relu(z);
    const size = tf.add(positive, tf.relu(tf.sub(0, z)));
    const soft = tf.add(positive, tf.log(tf.add(tf.exp(tf.sub(0, size)), 1)));
    const rows = [v.shape[0]];
    const bias = tf.reshape(tf.matMul(v, tf.reshape(rbm.b, [rbm.b.size, 1]) as Tensor2D), rows);
    return tf.sub<Tensor1D>(tf.sub(0, bias), tf.sum(soft, 1));
  });
}

/** The chances of the visible units, given those of the hidden ones, [rows, n]: v as it is restored. Nothing is drawn. */
export const reconstruction = (tf: Tf, rbm: RbmTensors, v: Tensor2D): Tensor2D =>
  tf.tidy(() => visibleGiven(tf, rbm, hiddenGiven(tf, rbm, v)));
