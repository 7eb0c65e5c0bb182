import { createHash } from 'node:crypto';
import type { Marks, Message, Worker } from './messages.ts';

export interface InstanceGroups {
  /** Such as https://compute.googleapis.com/compute/v1/projects/my-project/zones/europe-west1-b. */
  readonly zone: string;
  /** An OAuth token, for example from workload identity federation. */
  readonly token: () => Promise<string>;
}

/** The parts of Google's answers that this function reads: https://cloud.google.com/compute/docs/reference/rest/v1/instanceGroupManagers */
interface Manager {
  readonly targetSize: number;
}
interface ManagedInstances {
  readonly managedInstances?: readonly ManagedInstance[];
  readonly nextPageToken?: string;
}
interface ManagedInstance {
  readonly name: string;
  readonly instance: string;
  readonly instanceStatus?: string;
  readonly currentAction: string;
  readonly instanceHealth?: readonly { readonly detailedHealthState?: string }[];
  readonly preservedStateFromConfig?: { readonly metadata?: Readonly<Record<string, string>> };
}

const LEAVING = new Set(['DELETING', 'ABANDONING']);

/**
 * Resizes managed instance groups of Google Cloud that have the names of Headcount's groups. A group launches and heals its
 * instances. Marks are metadata of the instances' configurations, so they survive.
 */
export function instanceGroupHandler({ zone, token }: InstanceGroups) {
  async function call<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
    const headers = { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' };
    const url = `${zone}/instanceGroupManagers/${path}`;
    const response = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  async function instancesOf(group: string): Promise<ManagedInstance[]> {
    const found: ManagedInstance[] = [];
    let page = '';
    do {
      const query = page && `?pageToken=${encodeURIComponent(page)}`;
      const answer = await call<ManagedInstances>('POST', `${group}/listManagedInstances${query}`);
      found.push(...(answer.managedInstances ?? []));
      page = answer.nextPageToken ?? '';
    } while (page !== '');
    return found.filter(({ currentAction }) => !LEAVING.has(currentAction));
  }

  return async (message: Message): Promise<object> => {
    const { group } = message;
    switch (message.action) {
      case 'describe': {
        const [{ targetSize }, instances] = await Promise.all([call<Manager>('GET', group), instancesOf(group)]);
        return { desired: targetSize, workers: instances.map(workerOf) };
      }
      case 'resize': {
        const request = `size=${message.desired}&requestId=${requestId(message.idempotencyKey)}`;
        await call('POST', `${group}/resize?${request}`);
        return { desired: message.desired };
      }
      case 'terminate': {
        const wanted = new Set(message.workers);
        const instances = (await instancesOf(group))
          .filter(({ name }) => wanted.has(name))
          .map(({ instance }) => instance);
        const request = `requestId=${requestId(message.idempotencyKey)}`;
        // This lowers the size of the group by the number of instances.
        if (instances.length > 0) await call('POST', `${group}/deleteInstances?${request}`, { instances });
        return { gone: message.workers };
      }
      case 'mark': {
        const existing = new Set((await instancesOf(group)).map(({ name }) => name));
        const names = message.workers.filter((name) => existing.has(name));
        const preservedState = { metadata: metadataOf(message.marks) };
        const perInstanceConfigs = names.map((name) => ({ name, preservedState }));
        if (names.length > 0) await call('POST', `${group}/patchPerInstanceConfigs`, { perInstanceConfigs });
        return {};
      }
    }
  };
}

function workerOf(instance: ManagedInstance): Worker {
  const { name, instanceStatus, currentAction, instanceHealth = [], preservedStateFromConfig } = instance;
  const isUp = instanceStatus === 'RUNNING' && currentAction === 'NONE';
  const isUnhealthy = instanceHealth.some(({ detailedHealthState }) => detailedHealthState === 'UNHEALTHY');
  const zone = instance.instance.split('/').at(-3) ?? '';
  const state = isUnhealthy ? 'unhealthy' : isUp ? 'ready' : 'pending';
  return { id: name, state, zone, marks: marksIn(preservedStateFromConfig?.metadata ?? {}) };
}

/** Keys of metadata cannot contain a colon, and a patch cannot remove a key. So an empty value means that there is no mark. */
const PREFIX = 'headcount_';
const metadataOf = (marks: Marks): Record<string, string> =>
  Object.fromEntries(Object.entries(marks).map(([key, value]) => [key.replace('headcount:', PREFIX), value ?? '']));
const marksIn = (metadata: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(metadata)
      .filter(([key, value]) => key.startsWith(PREFIX) && value !== '')
      .map(([key, value]) => [key.replace(PREFIX, 'headcount:'), value]),
  );

/** A request id is a UUID; Google ignores a repeated one. */
function requestId(key: string): string {
  const hex = createHash('sha256').update(key).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
