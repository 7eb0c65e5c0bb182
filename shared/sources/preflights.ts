import type { Clients } from '../aws/clients.ts';
import { groupedBy } from '../model/index.ts';
import { cloudWatchKnown } from './cloudwatch/known.ts';
import type { ConfigOf, ReadKind, SourceRequest } from './index.ts';

type KnownOf<Kind extends ReadKind> = (
  clients: Pick<Clients, 'cloudwatch'>,
) => (requests: readonly SourceRequest<ConfigOf<Kind>>[]) => Promise<ReadonlyMap<string, boolean>>;

/** How kinds say whether a metric has ever been there. A queue that can be read exists, so it needs none. */
const KNOWN: { readonly [Kind in ReadKind]?: KnownOf<Kind> } = { cloudwatch: cloudWatchKnown };

/** Whether metrics without recent values have ever been there, by the key of the request. Leaves out what is unknown. */
export async function knownMetrics(
  clients: Pick<Clients, 'cloudwatch'>,
  requests: readonly SourceRequest[],
): Promise<ReadonlyMap<string, boolean>> {
  const answers = await Promise.all(
    [...groupedBy(requests, ({ kind }) => kind)].map(async ([kind, some]) => {
      const known = (KNOWN as Readonly<Record<string, KnownOf<ReadKind> | undefined>>)[kind];
      return known ? known(clients)(some as SourceRequest<never>[]).catch(() => new Map<string, boolean>()) : new Map();
    }),
  );
  return new Map(answers.flatMap((answer) => [...answer]));
}
