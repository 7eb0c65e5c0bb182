import { figure } from '../../model/index.ts';
import type { WorkerHealth } from '../../operations/index.ts';
import { table } from '../layout/table.ts';
import { isoText, momentAt, timeText } from '../layout/times.ts';
import type { View } from '../layout/view.ts';

/** The workers with the values of their own metrics. */
export function workersHealthText(workers: readonly WorkerHealth[], view?: View): string {
  if (workers.length === 0) return 'no workers';
  const hasVersions = workers.some(({ version }) => version !== undefined);
  const isOutdated = workers.some(({ outdated }) => outdated !== undefined);
  const isWeighted = workers.some(({ weight }) => weight !== undefined);
  const names = [...new Set(workers.flatMap(({ values }) => Object.keys(values)))].sort();
  const rows = workers.map((worker) => [
    worker.id,
    worker.state,
    healthOf(worker),
    worker.busy === undefined ? null : worker.busy ? 'yes' : 'no',
    worker.protected ? 'yes' : 'no',
    ...names.map((name) => valueText(worker.values, name)),
    ...(isWeighted ? [worker.weight ?? 1] : []),
    ...(hasVersions ? [worker.version ?? null] : []),
    ...(isOutdated ? [worker.outdated ?? null] : []),
    worker.zone ?? null,
    timeText(worker.launchedAt ?? null),
  ]);
  const columns = [
    'WORKER',
    'STATE',
    'HEALTH',
    'BUSY',
    'PROTECTED',
    ...names.map((name) => name.toUpperCase()),
    ...(isWeighted ? ['WEIGHT'] : []),
    ...(hasVersions ? [{ name: 'TEMPLATE', rank: 3 }] : []),
    ...(isOutdated ? ['OUTDATED'] : []),
  ];
  return table([...columns, { name: 'ZONE', rank: 2 }, { name: 'LAUNCHED (UTC)', rank: 1 }], rows, view);
}

export const workerHealthDocument = ({
  launchedAt,
  idleSince,
  isJustIdle: _,
  isOverloaded,
  ...worker
}: WorkerHealth) => ({
  ...worker,
  overloaded: isOverloaded,
  idleSince: isoText(idleSince),
  launchedAt: isoText(launchedAt ?? null),
});

function healthOf({ isOverloaded, idleSince, isJustIdle, load }: WorkerHealth): string | null {
  if (isOverloaded) return 'overloaded';
  // Nothing shows yet since when.
  if (isJustIdle) return 'idle';
  if (idleSince !== null) return `idle since ${momentAt(idleSince).slice(11)}`;
  return load === null ? null : 'healthy';
}

const valueText = (values: WorkerHealth['values'], name: string): string | null => {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  return value === undefined ? null : figure(value);
};
