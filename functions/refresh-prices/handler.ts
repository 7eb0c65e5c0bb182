import { priceItems } from '../../shared/aws/dynamodb/price-items.ts';
import { functionConnections } from '../../shared/aws/function-connections.ts';
import { refreshPrices } from '../../shared/evaluation/index.ts';
import { functionEnvironment } from '../../shared/runtime/environment.ts';
import { newLogger } from '../../shared/runtime/logger.ts';
import { priceLists } from '../../shared/runtime/price-lists.ts';

const logger = newLogger();
const { table } = functionEnvironment();
const connections = functionConnections();
const records = priceItems({ call: connections.documents, name: table });
const lists = priceLists(connections.borrowed);

/** Runs every 15 minutes and reads the prices that are needed and too old. Prices that cannot be read stay as they were. */
export async function handler(): Promise<void> {
  const { read, forgotten, failed } = await refreshPrices({ records, lists, clock: Date.now });
  logger.info('prices', { read, forgotten });
  if (failed.length > 0) logger.warn('prices could not be read', { failed });
}
