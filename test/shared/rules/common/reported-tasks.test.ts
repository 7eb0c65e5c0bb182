import { describe, expect, it } from 'vitest';
import { leastWhileWaiting, reportedTasks } from '../../../../shared/rules/common/reported-tasks.ts';
import type { RuleContext } from '../../../../shared/rules/rule-context.ts';

/** Workers that report that they are busy or idle. */
function group(busy: number, idle: number, { current = busy + idle, countsWaiting = true } = {}): RuleContext {
  const worker = (isBusy: boolean, id: number) => ({ id: `${isBusy}${id}`, state: 'ready', busy: isBusy });
  const workers = [...Array(busy + idle).keys()].map((id) => worker(id < busy, id));
  return { fleet: { workers }, current, readings: { countsWaiting: () => countsWaiting } } as unknown as RuleContext;
}

describe('the workers to keep while tasks wait', () => {
  it('are the busy ones, and an idle one for each task', () => {
    expect([1, 2, 5].map((waiting) => leastWhileWaiting('queued', waiting, group(3, 4)))).toEqual([4, 5, 7]);
    expect(leastWhileWaiting('queued', 1.5, group(3, 4))).toBe(5);
    expect(leastWhileWaiting('queued', 50, group(3, 4))).toBe(7);
  });

  it('are none if no task waits, even if workers are busy: a drain spares these', () => {
    expect(leastWhileWaiting('queued', 0, group(3, 4))).toBe(0);
  });

  it('are none if no worker reports, or if the metric counts all tasks', () => {
    expect(leastWhileWaiting('queued', 5, group(0, 0))).toBe(0);
    expect(leastWhileWaiting('queued', 5, group(3, 4, { countsWaiting: false }))).toBe(0);
  });

  it('are never more than the group', () => {
    expect(leastWhileWaiting('queued', 5, group(3, 4, { current: 6 }))).toBe(6);
  });
});

describe('what workers report about the tasks of a queue', () => {
  it('counts where the metric has only the waiting tasks', () => {
    expect(reportedTasks({ metric: 'queued' }, group(3, 4))).toEqual({ busy: 3, idle: 4 });
    expect(reportedTasks({ metric: 'queued' }, group(3, 4, { countsWaiting: false }))).toBeNull();
    expect(reportedTasks({ metric: 'queued', running: 'running' }, group(3, 4))).toBeNull();
    expect(reportedTasks({ metric: 'queued' }, group(0, 0))).toBeNull();
  });
});
