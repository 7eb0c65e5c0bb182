import type { ManagedWorker } from '../../providers/index.ts';
import { sentence } from '../sentences/sentence.ts';

/** A worker as JSON for people, with the provider's details as additional keys. */
export const workerDocument = ({ details, unhealthy, awaited, firstLaunchedAt: _, ...worker }: ManagedWorker) => ({
  ...worker,
  ...details,
  unhealthy: unhealthy && sentence(unhealthy),
  ...(awaited && { awaited: sentence(awaited) }),
});
