import type { Check } from '../../../shared/model/index.ts';
import { commandPhrase } from '../../../shared/presentation/sentences/command-sentence.ts';

/** Checks as lines: the verdict, the code and the sentence of each. */
export const foundIn = (checks: readonly Check[]): string[] =>
  checks.map(({ verdict, reason }) => `${verdict} ${reason.code}: ${commandPhrase(reason)}`);
