/**
 * What note 002 prints below its comparison (lines 403 to 406), and what the program above those lines prints in PyTorch 1.13,
 * run as it stands. Its seed is part of it, so there is one right answer, to the four decimals that it prints.
 */
export const printedComparison = {
  seed: 42,
  epochs: 50,
  lines: {
    // biome-ignore lint/suspicious/noApproximativeNumericConstant: these are the digits that the note prints.
    zeros: { note: { loss: 0.6931, accuracy: 0.5 }, pytorch: { loss: 0.6921, accuracy: 0.523 } },
    normal: { note: { loss: 0.3245, accuracy: 0.885 }, pytorch: { loss: 0.0835, accuracy: 1 } },
    xavier: { note: { loss: 0.1532, accuracy: 0.942 }, pytorch: { loss: 0.0094, accuracy: 1 } },
    he: { note: { loss: 0.0523, accuracy: 0.989 }, pytorch: { loss: 0.0275, accuracy: 1 } },
  },
} as const;

export type PrintedMethod = keyof typeof printedComparison.lines;

/**
 * Half of the last decimal, since it is rounded, and a whole one for the order in which a backend adds: PyTorch's own losses move
 * by 2e-5 when its numbers are moved by their last digit.
 */
export const PRINTED_TOLERANCE = 1.5e-4;
