import { describe, expect, test } from 'vitest';
import { TAG } from '../../shared/names/names.ts';
import { headcount } from '../cli/headcount.ts';
import { STAGE } from '../integration/deployed-stack.ts';
import { createFunction } from './function.ts';
import type { deployedGroups } from './stage.ts';

const FUNCTION = 'resize-vms';
/** Keeps machines in a file, because the processes of a function share no memory. What it does wrong depends on the group. */
const CODE = `
const { readFileSync, writeFileSync, existsSync } = require('node:fs');
const { tmpdir } = require('node:os');
const fileOf = (group) => tmpdir() + '/vms-' + group + '.json';
const read = (group) => existsSync(fileOf(group)) ? JSON.parse(readFileSync(fileOf(group), 'utf8')) : { desired: 0, next: 1, vms: {} };
const honest = ({ action, group, desired, workers, marks, evenBusy }) => {
  const all = read(group);
  const answer = {
    describe: () => ({ desired: all.desired, workers: Object.entries(all.vms).map(([id, vm]) => ({ id, ...vm })) }),
    resize: () => {
      all.desired = desired;
      while (Object.keys(all.vms).length < desired) {
        const id = 'vm-' + all.next++;
        all.vms[id] = { state: 'ready', launchedAt: new Date().toISOString(), marks: {} };
      }
      return { desired };
    },
    terminate: () => {
      for (const id of workers) if (all.vms[id]) { delete all.vms[id]; all.desired -= 1; }
      return { gone: workers };
    },
    mark: () => {
      for (const id of workers) for (const [key, text] of Object.entries(marks)) {
        if (text === null) delete all.vms[id]?.marks[key]; else if (all.vms[id]) all.vms[id].marks[key] = text;
      }
      return {};
    },
  }[action]();
  writeFileSync(fileOf(group), JSON.stringify(all));
  return answer;
};
const lies = {
  // Its workers would be those of another group.
  'wrong-group': (message) => {
    const answer = honest(message);
    return message.action === 'describe' ? { ...answer, workers: [{ id: 'vms/vm-1', state: 'ready' }] } : answer;
  },
  negative: (message) => (message.action === 'describe' ? { desired: -3, workers: [] } : honest(message)),
  // Says that all of its machines are gone, and ends nothing that it was not asked to.
  boasts: (message) => {
    const answer = honest(message);
    return message.action === 'terminate' ? { gone: [...answer.gone, ...Object.keys(read(message.group).vms)] } : answer;
  },
};
exports.handler = async (message) => {
  if (message.group === 'hangs') return new Promise(() => setInterval(() => {}, 1000));
  return (lies[message.group] ?? honest)(message);
};`;

/** Machines that a function of the user's describes, launches and ends. */
export function lambdaStories({ stack, groupOf }: ReturnType<typeof deployedGroups>): void {
  describe('workers of a function', () => {
    const group = (name: string, jobs: number, more: object = {}) =>
      groupOf(name, { jobs, provider: { kind: 'lambda', function: FUNCTION }, ...more });
    /** What the function would say itself. */
    const vms = async (name: string): Promise<{ desired: number; ids: string[] }> => {
      const message = { version: 1, action: 'describe', group: name, stage: STAGE };
      const { desired, workers } = (await stack.askFunction(FUNCTION, message)) as {
        desired: number;
        workers: { id: string }[];
      };
      return { desired, ids: workers.map(({ id }) => id) };
    };
    const count = (name: string) => async () => {
      await stack.ask('evaluate', { Records: [{ messageId: 'now', body: JSON.stringify({ groups: [name] }) }] });
      const { desired, ids } = await vms(name);
      return [desired, ids.length];
    };
    const status = async (name: string) =>
      headcount(['status', name], { environment: stack.environment() }).then(({ out, err }) => out + err);

    test('are launched, marked and ended by it', async () => {
      await createFunction(stack, FUNCTION, CODE, { tags: { [TAG.stage]: STAGE }, timeout: 30 });
      const pace = { cooldown: 0, stabilization: 0, limits: [] };
      const vmsGroup = await group('vms', 3, { behavior: { out: pace, in: { ...pace, drain: 2 } } });
      await expect.poll(count('vms')).toEqual([3, 3]);
      const before = (await vms('vms')).ids;
      await vmsGroup.empty();
      await vmsGroup.send(1);
      await expect.poll(count('vms')).toEqual([1, 1]);
      expect(before).toEqual(expect.arrayContaining((await vms('vms')).ids));
      const [last] = (await stack.activities('vms')).filter(({ intent }) => intent.kind === 'remove');
      expect(last).toMatchObject({ status: 'done', outcome: { kind: 'remove' } });
      expect(stack.refused()).toEqual([]);
    });

    test.each([
      ['wrong-group', /workers\[0\]\.id/],
      ['negative', /desired must be at least 0|desired/],
    ])('that it describes wrongly (%s) change nothing', async (name, why) => {
      await group(name, 2);
      await count(name)();
      expect(await status(name)).toMatch(why);
      expect(await stack.activities(name)).toEqual([]);
    });

    test('that it reports as ended without being asked are still there', async () => {
      const boasts = await group('boasts', 3);
      await expect.poll(count('boasts')).toEqual([3, 3]);
      await boasts.empty();
      await boasts.send(2);
      await expect.poll(count('boasts')).toEqual([2, 2]);
      const removed = (await stack.activities('boasts')).find(({ intent }) => intent.kind === 'remove');
      expect(removed?.outcome).toMatchObject({ kind: 'remove', terminated: { length: 1 } });
    });

    test('of a function that hangs keep no other group of the same pass waiting for longer', async () => {
      await group('hangs', 1);
      const other = await groupOf('beside', { jobs: 1 });
      const body = JSON.stringify({ groups: ['hangs', 'beside'] });
      await stack.ask('evaluate', { Records: [{ messageId: 'now', body }] });
      await expect.poll(() => other.living().length).toBe(1);
      expect(JSON.stringify(await stack.latest('hangs'))).toContain('function-timeout');
    });
  });
}
