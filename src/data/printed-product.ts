/**
 * What study note 001 prints: the product of a hundred more standard normal 4 × 4 matrices, to the digits it gives.
 * The largest entry is the ninth.
 */
export const printedProduct = {
  size: 4,
  sigma: 1,
  factor: 100,
  /** Row by row, in units of 10^25. */
  entries: [
    4.2615, -1.7832, 3.8954, -2.8061, 1.1544, -0.48303, 1.0552, -0.76013, 4.5788, -1.916, 4.1855, -3.0151,
    -2.1569, 0.90252, -1.9716, 1.4203,
  ],
  log10MaxAbs: Math.log10(4.5788e25),
};
