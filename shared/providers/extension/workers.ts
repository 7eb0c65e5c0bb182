import { workerOf as taggedWorker } from '../instances/seen-instance.ts';
import { isReadyBy, reportsOf, SILENT, silenceOf } from '../reports/index.ts';
import type { ManagedWorker } from '../worker.ts';
import { because } from './because.ts';
import type { CommonConfig, DescribedWorker } from './extension.ts';

/** What two groups cannot share: `build/parameter-name`. */
export const nameIn = ({ group, name }: { readonly group: string; readonly name: string }): string =>
  `${group}/${name}`;

/** The parts of a name; a group has no slash in it. */
export function targetIn(name: string): { readonly group: string; readonly name: string } {
  const at = name.indexOf('/');
  return { group: name.slice(0, at), name: name.slice(at + 1) };
}

/** Workers have ids of their own in their group; kind and name make them unique, and find them again. */
export const idOf = (kind: string, name: string, own: string): string => `${kind}/${name}/${own}`;
export const ownIdIn = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

/** The name in the id of a worker; null for a worker of another kind. */
export function nameOfWorker(kind: string, id: string): string | null {
  if (!id.startsWith(`${kind}/`)) return null;
  const name = id.slice(kind.length + 1, id.lastIndexOf('/'));
  return name.includes('/') ? name : null;
}

type Settings = Pick<CommonConfig, 'bootTimeout' | 'readiness' | 'heartbeat'>;

/** A worker as it is described, with what it has reported by marks. */
export function workerOf(
  id: string,
  group: string,
  own: DescribedWorker,
  settings: Settings,
  now: number,
): ManagedWorker {
  const { state } = own;
  const [zone, marks] = [own.zone ?? '', own.marks ?? {}];
  const launchedAt = Math.min(own.launchedAt ?? now, now);
  // Marks are kept as tags are.
  const tagged = taggedWorker({ id, state: 'running', instanceType: '', zone, launchedAt, lifecycle: '', tags: marks });
  const reported = reportsOf(tagged.reported ?? SILENT, now);
  const isUp = state === 'ready';
  const isOverdue = state === 'pending' && now - launchedAt >= settings.bootTimeout * 1000;
  const unhealthy =
    (state === 'unhealthy' ? because['extension-worker-unhealthy']({}) : null) ??
    (isOverdue ? because['extension-boot-timeout']({ seconds: settings.bootTimeout }) : null) ??
    silenceOf({ launchedAt, reported, isUp }, settings, now);
  return {
    id,
    group,
    launchedAt,
    zone,
    reported,
    unhealthy,
    drainingUntil: tagged.drainingUntil,
    protected: own.protected === true || tagged.protected,
    busy: own.busy ?? tagged.busy,
    drained: tagged.drained,
    serving: isUp && isReadyBy(settings, reported) && unhealthy === null,
    details: { lifecycle: state },
  };
}
