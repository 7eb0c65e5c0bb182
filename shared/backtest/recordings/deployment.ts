import type { Clients } from '../../aws/clients.ts';
import type { Store } from '../../aws/dynamodb/store.ts';

/** What a backtest reads of a deployment. */
export interface BacktestDeployment {
  /** The table's name, for error messages. */
  readonly table: string;
  readonly clients: Pick<Clients, 'cloudwatch'>;
  readonly store: Pick<Store, 'states' | 'policies' | 'activities' | 'prices' | 'costs' | 'pushedValues'>;
}
