/**
 * exp and log in float32 as the GNU C library gives them: both work in doubles and are rounded once at the end, but their
 * doubles are a little off, so that one result in a thousand is the float32 next to the nearest one.
 *
 * The method and its constants are those of Arm's Optimized Routines (S. Nagy, 2017), which glibc took over in 2.27.
 */

const { fround } = Math;

/** 2^(i/32). */
const POWERS = Array.from({ length: 32 }, (_, i) => 2 ** (i / 32));
const POWERS_A_UNIT = 32 / Math.LN2;
/** Adding and taking away 1.5 · 2^52 rounds a double to a whole number. */
const ROUNDER = 1.5 * 2 ** 52;
/** 2^(r/32) for |r| ≤ 1/2 is about 1 + E1 r + E2 r² + E3 r³. */
const [E1, E2, E3] = [0.6931471806916203 / 32, 0.2402284522445722 / 32 ** 2, 0.05550361559341535 / 32 ** 3];

/** expf: e^x for a float32 number x, to float32. */
export function exp32(x: number): number {
  if (x < -104) return 0;
  if (x > 89) return Infinity;
  const z = POWERS_A_UNIT * x;
  const k = z + ROUNDER - ROUNDER;
  const r = z - k;
  const rest = (E3 * r + E2) * r * r + (E1 * r + 1);
  return fround(rest * POWERS[k & 31] * 2 ** (k >> 5));
}

/** 1/c for a point c near the middle of each sixteenth of [0.7, 1.4): log c then needs no second table. */
const RECIPROCALS = [
  1.398907162146528, 1.3403141896637998, 1.286432210124115, 1.2367150214269895, 1.1906977166711752,
  1.1479821020556429, 1.1082251448272158, 1.0711297413057381, 1.036437278977283, 1, 0.9492859795739057,
  0.8951049428609004, 0.8476821620351103, 0.8050314851692001, 0.7664671008843108, 0.731428603316328,
];
const LOGS = RECIPROCALS.map((reciprocal) => -Math.log(reciprocal));
/** log(1 + r) for small r is about r + L2 r² + L3 r³ + L4 r⁴. */
const [L2, L3, L4] = [-0.4999997485802103, 0.333456765744066, -0.25089342214237154];
/** The bits of the float32 number just below 0.7, where the sixteenths begin. */
const START = 0x3f330000;

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** logf: the natural logarithm of a normal float32 number x > 0, to float32. */
export function log32(x: number): number {
  if (!(x >= 2 ** -126 && x < Infinity)) return Math.log(x);
  float[0] = x;
  const above = bits[0] - START;
  const exponent = above >> 23;
  const sixteenth = (above >> 19) & 15;
  const r = x * 2 ** -exponent * RECIPROCALS[sixteenth] - 1;
  const square = r * r;
  const start = LOGS[sixteenth] + exponent * Math.LN2 + r;
  return fround((L4 * square + (L3 * r + L2)) * square + start);
}
