import { priceItems } from '../../shared/aws/dynamodb/costs/price-items.ts';
import { sizingItems } from '../../shared/aws/dynamodb/costs/sizing-items.ts';
import { functionConnections } from '../../shared/aws/function-connections.ts';
import { refreshPrices } from '../../shared/evaluation/index.ts';
import { functionEnvironment } from '../../shared/runtime/environment.ts';
import { newLogger } from '../../shared/runtime/logger.ts';
import { priceLists } from '../../shared/runtime/price-lists.ts';

const logger = newLogger();
const { stage, table } = functionEnvironment();
const connections = functionConnections();
const documents = { call: connections.documents, name: table };
const records = priceItems(documents);
const sizings = sizingItems(documents);
const lists = priceLists(connections.borrowed);

/**
 * Runs every 15 minutes and reads the prices that are needed and too old. Prices that cannot be read stay as they were. Then
 * the policies are tried again that were set aside, or rejected because a price could not be read. Once a day, it
 * right-sizes each group that asks for it.
 */
export async function handler(): Promise<void> {
  const { read, forgotten, failed } = await refreshPrices({ records, lists, clock: Date.now });
  logger.info('prices', { read, forgotten });
  if (failed.length > 0) logger.warn('prices could not be read', { failed });
  const retried = await records.retryWaiting();
  if (retried.length > 0) logger.info('policies are tried again that could not be accepted before', { retried });
  await rightsizeDue();
}

async function rightsizeDue(): Promise<void> {
  const asked = await sizings.all();
  if (asked.size === 0) return;
  const { rightsizeDaily } = await import('../../shared/runtime/rightsizing.ts');
  const { done, failed } = await rightsizeDaily(asked, Date.now(), { connections, stage, table });
  if (done.length > 0) logger.info('right-sized', { done });
  if (failed.length > 0) logger.warn('groups could not be right-sized', { failed });
}
