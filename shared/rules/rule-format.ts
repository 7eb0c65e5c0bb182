import type * as z from 'zod';
import type { ValidationError } from '../model/index.ts';

/** What a rule's warnings depend on besides the rule. */
export interface BesideRule {
  /** Seconds. */
  readonly warmup: number;
  /** Whether the group keeps free workers (`spare` of `capacity` or of a window) or a warm pool. */
  readonly keepsSome: boolean;
}

/**
 * How a kind of rule is written: what is needed to read a document, and not to decide. Functions load it only when they
 * need it. `Rule`: what `schema` gives.
 */
export interface RuleFormat<Rule = unknown, Learned = unknown> {
  readonly kind: string;
  /** One line for editors: what the rule does. Fields describe themselves by `.meta({ description })`. */
  readonly description: string;
  /** A strict object with the literal `kind`. */
  readonly schema: z.ZodType<Rule>;
  /** What a policy that is written now must not have; policies that were accepted earlier keep it. Paths are within the rule. */
  faults?(rule: Rule): readonly ValidationError[];
  /** What is valid and does not do what its author expects. Paths are within the rule. */
  warnings?(rule: Rule, beside: BesideRule): readonly ValidationError[];
  /** What a rule that tunes itself found out, as it is stored: `kind`, {@link learnedFields} and what the kind adds. */
  readonly learned?: z.ZodType<Learned>;
}
