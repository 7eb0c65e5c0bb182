import type { ManagedWorker } from '../providers/index.ts';
import { sentence } from './sentence.ts';

/** A worker as JSON for people: what its provider says of it among its own keys. */
export const workerDocument = ({ details, unhealthy, ...worker }: ManagedWorker) => ({
  ...worker,
  ...details,
  unhealthy: unhealthy && sentence(unhealthy),
});
