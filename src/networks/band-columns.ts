/** What the columns of a signal and its gradient are called, beside their bands, in every table that has them. */
export const bandColumns = {
  forward: 'log₂ rms of the signal',
  forwardPredicted: 'predicted',
  forwardLow: 'band, low',
  forwardHigh: 'band, high',
  backward: 'log₂ rms of the gradient',
  backwardPredicted: 'predicted',
  backwardLow: 'band, low',
  backwardHigh: 'band, high',
} as const;
