import { workerOf as describedWorker, type UnhealthyReasons } from '../user-code/index.ts';
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

/** The name in the id of a worker, which consists of kind, name and its own id; null for a worker of another kind. */
export function nameOfWorker(kind: string, id: string): string | null {
  if (!id.startsWith(`${kind}/`)) return null;
  const name = id.slice(kind.length + 1, id.lastIndexOf('/'));
  return name.includes('/') ? name : null;
}

const UNHEALTHY: UnhealthyReasons = {
  reportedUnhealthy: () => because['extension-worker-unhealthy']({}),
  bootTimeout: (seconds) => because['extension-boot-timeout']({ seconds }),
};

/** `name`: group and name of the extension, which are in the worker's id. */
export const workerOf = (
  kind: string,
  name: string,
  own: DescribedWorker,
  config: CommonConfig,
  now: number,
): ManagedWorker =>
  describedWorker({ id: `${kind}/${name}/${own.id}`, group: targetIn(name).group }, own, config, UNHEALTHY, now);
