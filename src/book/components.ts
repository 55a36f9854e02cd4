/** The components that chapters use without importing them. A test of types: one for each name of the vocabulary. */

import Aside from '../../components/Aside.astro';
import Cite from '../../components/Cite.astro';
import Equation from '../../components/Equation.astro';
import Experiment from '../../components/Experiment.astro';
import Listing from '../../components/Listing.astro';
import Measured from '../../components/Measured.astro';
import Predict from '../../components/Predict.astro';
import Spread from '../../components/Spread.astro';
import Step from '../../components/Step.astro';
import type { ComponentName } from './vocabulary.ts';

export const components = {
  Aside,
  Cite,
  Equation,
  Experiment,
  Listing,
  Measured,
  Predict,
  Spread,
  Step,
} satisfies Record<ComponentName, unknown>;
