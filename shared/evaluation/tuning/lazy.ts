import { lazyModule, once } from '../../model/index.ts';
import type { TuningRequests } from './requests.ts';

const remembering = lazyModule(() => import('./requests.ts'));

/** Requests whose code is loaded with the first of them. */
export function lazyRequests(
  ...parameters: ConstructorParameters<typeof import('./requests.ts')['RememberedRequests']>
): TuningRequests {
  const requests = once(async () => new (await remembering()).RememberedRequests(...parameters));
  return { request: async (due) => (await requests()).request(due) };
}

/** For evaluations that an event starts: the schedule's ask for the tunings. */
export const NO_REQUESTS: TuningRequests = { request: async () => {} };
