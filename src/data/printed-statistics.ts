/**
 * The five tables that note 001 prints under "Practical" (lines 198 to 320): mean and standard deviation of 1000 inputs of
 * 500 numbers and of the ten layers above them, to five decimals. The fifth cannot come from the line of code above it,
 * which is the third's: it belongs to weights of variance 2/fan_in.
 */

export interface PrintedTable {
  initializer: 'small' | 'large' | 'xavier' | 'he';
  activation: 'tanh' | 'relu';
  /** Entries 0 … 10; 0 is the input. */
  mean: readonly number[];
  std: readonly number[];
}

/** Half of the last digit. */
export const PRINTED_ROUNDING = 0.5e-5;
export const PRINTED_SIZE = { width: 500, batch: 1000, depth: 10 } as const;

export const printedTables: readonly PrintedTable[] = [
  {
    initializer: 'small',
    activation: 'tanh',
    mean: [0.00072, 0.0001, -0.00002, -0.00001, 0, 0, 0, 0, 0, 0, 0],
    std: [0.99878, 0.21314, 0.04746, 0.01053, 0.00234, 0.00052, 0.00012, 0.00003, 0.00001, 0, 0],
  },
  {
    initializer: 'large',
    activation: 'tanh',
    mean: [
      -0.00158, 0.0008, 0.00025, -0.00178, -0.00289, 0.00072, 0.00157, -0.00018, 0.00061, 0.00049, 0.00054,
    ],
    std: [0.99979, 0.98212, 0.98174, 0.98169, 0.9817, 0.98172, 0.98175, 0.98191, 0.98156, 0.98156, 0.98153],
  },
  {
    initializer: 'xavier',
    activation: 'tanh',
    mean: [
      0.00029, -0.0013, -0.00021, 0.00037, -0.00053, 0.00051, 0.00014, -0.00017, 0.00093, -0.00015, 0.00012,
    ],
    std: [0.99883, 0.62751, 0.48695, 0.40813, 0.35797, 0.32023, 0.29264, 0.27133, 0.25339, 0.23924, 0.22615],
  },
  {
    initializer: 'xavier',
    activation: 'relu',
    mean: [0.00116, 0.3976, 0.29851, 0.21297, 0.16434, 0.1039, 0.07563, 0.05533, 0.04175, 0.02895, 0.01876],
    std: [0.99877, 0.58348, 0.42625, 0.30635, 0.23351, 0.1598, 0.11001, 0.07977, 0.05965, 0.04146, 0.02879],
  },
  {
    initializer: 'he',
    activation: 'relu',
    mean: [0.00044, 0.56302, 0.54113, 0.55475, 0.58443, 0.58926, 0.61146, 0.58671, 0.61084, 0.55894, 0.64876],
    std: [1.00103, 0.82658, 0.81089, 0.82147, 0.83353, 0.85054, 0.89148, 0.88133, 0.90233, 0.85416, 0.88908],
  },
];

/** The table printed for a setting, if there is one. */
export const printedTable = (setting: {
  initializer: string;
  activation: string;
  width: number;
  batch: number;
}): PrintedTable | undefined =>
  setting.width === PRINTED_SIZE.width && setting.batch === PRINTED_SIZE.batch
    ? printedTables.find(
        ({ initializer, activation }) =>
          initializer === setting.initializer && activation === setting.activation,
      )
    : undefined;
