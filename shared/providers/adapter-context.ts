import type { Connections } from '../aws/connections.ts';
import type { CallBudget } from './call-budget/index.ts';

/** What adapters are made of. */
export interface AdapterContext {
  readonly connections: Pick<Connections, 'metrics' | 'borrowed'>;
  readonly budget: CallBudget;
  readonly stage: string;
  /** ms since the epoch. */
  readonly clock: () => number;
  /** Gets a message about data that is missing, but is no failure of the evaluation. */
  readonly warn: (message: string) => void;
}
