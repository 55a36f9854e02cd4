/** The images of `rbm-digits`: digits in ink and paper, and noise that looks like them pixel by pixel. */
import { type Digits, digitSource } from '../../data/digits.ts';
import type { Mnist } from '../../data/mnist.ts';

export const SIDE = 28;
export const PIXELS = SIDE * SIDE;
/** Images held out, and images of noise. */
export const HELD = 500;

export interface Images {
  /** [count, 784], 0 or 1, as all of these are. */
  train: Float32Array;
  /** [500, 784] */
  held: Float32Array;
  /** [784]: how often each pixel is on in the training images, with half an image more that has it on and half that has not. */
  means: Float32Array;
}

/** Digits drawn here, or those that `mnist` gives. */
export async function imagesFor(
  { digits, count }: { digits: 'drawn' | 'MNIST'; count: number },
  seed: number,
  mnist: () => Promise<Mnist>,
): Promise<Images> {
  const source = digits === 'drawn' ? drawnSource(seed) : await mnistSource(mnist);
  const [train, held] = [source.train(count), source.held(HELD)].map(({ images }) =>
    Float32Array.from(images, (pixel) => (pixel >= 128 ? 1 : 0)),
  );
  return { train, held, means: pixelMeans(train) };
}

function drawnSource(seed: number) {
  // Below 2^32, as the generator takes PyTorch's seeds.
  const next = digitSource(seed >>> 0);
  return { train: next, held: next };
}

async function mnistSource(mnist: () => Promise<Mnist>) {
  const { train, test } = await mnist();
  const first =
    ({ images, labels }: Digits) =>
    (count: number): Digits => ({
      images: images.subarray(0, count * PIXELS),
      labels: labels.subarray(0, count),
    });
  return { train: first(train), held: first(test) };
}

function pixelMeans(images: Float32Array): Float32Array {
  const count = images.length / PIXELS;
  const sums = new Float64Array(PIXELS);
  for (let at = 0; at < images.length; at++) sums[at % PIXELS] += images[at];
  return Float32Array.from(sums, (sum) => (sum + 0.5) / (count + 1));
}

/** ln(p/(1 - p)): the bias with which a pixel that nothing else speaks to is on as often as it should. */
export const logOdds = (means: Float32Array): Float32Array => means.map((p) => Math.log(p / (1 - p)));

/** Images whose pixels are on as often as the digits', each for itself: one for each 784 uniforms. */
export const noiseFrom = (means: Float32Array, uniforms: Float32Array): Float32Array =>
  uniforms.map((u, at) => Number(u < means[at % PIXELS]));
