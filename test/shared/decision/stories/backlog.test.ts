import { describe } from 'vitest';
import type { WrittenPolicy } from '../builders.ts';
import { tells } from './tells.ts';

const each = (more: object = {}): WrittenPolicy => ({
  rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 10, ...more }],
});
const drained = (taskSeconds: number | string, more: object = {}): WrittenPolicy => ({
  rules: [{ kind: 'backlog', metric: 'jobs', taskSeconds, drainWithin: '5m', ...more }],
});
const at = (jobs: number, more: object = {}) => ({ desired: 4, metrics: { jobs, ...more } });

describe('a backlog', () => {
  tells('backlog', [
    ['more than the workers hold', each(), at(55)],
    ['less than the workers hold', each(), at(12.5)],
    ['nothing to do', each(), at(0)],
    ['with what is running', each({ running: 'busy' }), at(35, { busy: 12 })],
    ['no fresh data of what is running', each({ running: 'busy' }), at(35)],
    ['no fresh data of what waits', each({ running: 'busy' }), { desired: 4, metrics: { busy: 3 } }],
    ['worked off in time', drained(12.5), at(200)],
    ['worked off in time, with what is running', drained(12.5, { running: 'busy' }), at(200, { busy: 40 })],
    ['tasks whose seconds are measured', drained('duration'), at(200, { duration: 2.25 })],
    ['no fresh data of the seconds of a task', drained('duration'), at(200)],
    ['more than any group can hold', { ...each({ perWorker: 0.001 }), capacity: { min: 0, max: 100_000 } }, at(1e12)],
  ]);
});
