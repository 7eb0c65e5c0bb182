import type { Actor } from '../../model/index.ts';
import type { Caller } from '../http.ts';

/** The caller of a request as the author of a change. */
export const actorOf = ({ by, from }: Caller, why?: string): Actor => ({
  by,
  from,
  through: 'api',
  ...(why === undefined ? {} : { because: why }),
});
