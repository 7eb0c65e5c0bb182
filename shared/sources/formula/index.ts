import { compileFormula } from '../../model/index.ts';
import type { SourceModule } from '../source-module.ts';

/** Arithmetic over other metrics and the group's own figures: nothing is read. */
export const formula = {
  kind: 'formula',
  isRead: false,
  presentOnly: null,
  permissions: [],
  price: null,
  /** Period and age are those of a formula that reads no metric; one that does is as slow as the slowest it reads. */
  facts: (text) => ({
    period: 60,
    maxAge: 180,
    settles: 0,
    statistic: null,
    computedBy: compileFormula(text),
    identity: [text],
    measures: null,
    alarm: null,
    reach: null,
  }),
  series: () => [],
  recordings: () => ({ own: null, related: [] }),
} as const satisfies SourceModule<string>;
