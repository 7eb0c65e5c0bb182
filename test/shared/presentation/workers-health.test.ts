import { expect, test } from 'vitest';
import { type WorkerHealth, workersWithHealth } from '../../../shared/operations/index.ts';
import { workersHealthText } from '../../../shared/presentation/index.ts';
import { NOON } from '../../contracts/examples.ts';

const worker = (idleSince?: number, measuredUntil?: number) => ({
  ...{ id: 'i-1', state: 'ready' as const, launchedAt: NOON - 3_600_000, protected: false, metrics: { cpu: 3 } },
  ...(idleSince !== undefined && { idleSince }),
  ...(measuredUntil !== undefined && { measuredUntil }),
});
const shown = (...of: Parameters<typeof worker>): string => {
  const workers: WorkerHealth[] = workersWithHealth({ rules: [] }, [worker(...of)]);
  return workersHealthText(workers);
};

test('a worker is idle at first sight, and idle since then once it was measured later', () => {
  expect(shown(NOON, NOON)).toMatch(/ idle +– +no +3/);
  expect(shown(NOON)).toMatch(/ idle +– +no +3/);
  expect(shown(NOON, NOON + 60_000)).toMatch(/ idle since 12:00:00 UTC +– +no +3/);
  expect(shown()).not.toContain('idle');
});
