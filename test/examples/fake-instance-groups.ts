import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';

interface Instance {
  readonly since: number;
  readonly metadata: Record<string, string>;
  leavesAt: number | null;
}

/** A managed instance group of Google Cloud behind its REST API, as its documentation describes it. Two instances a page. */
export async function serveInstanceGroup(name: string, clock: () => number) {
  const instances = new Map<string, Instance>();
  const requests = new Set<string>();
  const path = '/compute/v1/projects/p/zones/europe-west1-b';
  let targetSize = 0;
  let made = 0;
  const react = () => {
    while ([...instances.values()].filter(({ leavesAt }) => leavesAt === null).length < targetSize) {
      made += 1;
      instances.set(`${name}-${made}`, { since: clock(), metadata: {}, leavesAt: null });
    }
  };
  const shown = ([id, { since, metadata, leavesAt }]: [string, Instance]) => ({
    ...{ name: id, instance: `https://www.googleapis.com${path}/instances/${id}` },
    instanceStatus: clock() - since >= 30_000 ? 'RUNNING' : 'STAGING',
    currentAction: leavesAt === null ? (clock() - since >= 30_000 ? 'NONE' : 'CREATING') : 'DELETING',
    preservedStateFromConfig: { metadata },
  });

  const answer = (action: string, query: URLSearchParams, body: Readonly<Record<string, unknown>>): object => {
    const request = query.get('requestId');
    const isRepeated = request !== null && requests.has(request);
    if (request !== null) requests.add(request);
    if (action === '') return { name, targetSize };
    if (action === 'listManagedInstances') {
      const from = Number(query.get('pageToken') ?? 0);
      const all = [...instances].map(shown);
      return {
        managedInstances: all.slice(from, from + 2),
        ...(all.length > from + 2 && { nextPageToken: `${from + 2}` }),
      };
    }
    if (action === 'resize' && !isRepeated) targetSize = Number(query.get('size'));
    if (action === 'deleteInstances' && !isRepeated) {
      for (const url of body['instances'] as string[]) {
        const instance = instances.get(url.split('/').at(-1) ?? '');
        if (instance?.leavesAt !== null) throw new Error('400');
        instance.leavesAt = clock();
        targetSize -= 1;
      }
    }
    if (action === 'patchPerInstanceConfigs') {
      for (const config of body['perInstanceConfigs'] as { name: string; preservedState: { metadata: object } }[]) {
        Object.assign(instances.get(config.name)?.metadata ?? {}, config.preservedState.metadata);
      }
    }
    return { kind: 'compute#operation', status: 'PENDING' };
  };

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    const [own, action = ''] = url.pathname.replace(`${path}/instanceGroupManagers/`, '').split('/');
    const isKnown = own === name && request.headers.authorization === 'Bearer token';
    const body = request.method === 'POST' ? await json(request).catch(() => ({})) : {};
    response.writeHead(isKnown ? 200 : 404);
    response.end(
      JSON.stringify(isKnown ? answer(action, url.searchParams, body as Readonly<Record<string, unknown>>) : {}),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return { zone: `http://127.0.0.1:${port}${path}`, instances, react, close: () => server.close() };
}
