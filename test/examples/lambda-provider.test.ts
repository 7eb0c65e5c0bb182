import { afterAll, expect, test } from 'vitest';
import { instanceGroupHandler } from '../../examples/lambda-provider/instance-group.ts';
import { LocalProcesses } from '../../examples/lambda-provider/local-processes.ts';
import type { ProviderModule } from '../../shared/providers/index.ts';
import { lambda } from '../../shared/providers/lambda/index.ts';
import { NOON } from '../contracts/examples.ts';
import { describeProviderContract } from '../contracts/providers/provider.contract.ts';
import { withFunction } from '../shared/providers/lambda/served.ts';
import { serveInstanceGroup } from './fake-instance-groups.ts';

const ends: (() => void)[] = [];
afterAll(() => {
  for (const end of ends) end();
});
const module = lambda as unknown as ProviderModule;
const ownIdOf = (id: string): string => id.split('/').at(-1) ?? '';

describeProviderContract('lambda, with a managed instance group of Google Cloud', async () => {
  let now = NOON;
  const group = await serveInstanceGroup('ci', () => now);
  const handle = instanceGroupHandler({ zone: group.zone, token: async () => 'token' });
  const { adapter, config, close } = await withFunction(handle);
  ends.push(close, group.close);
  return {
    ...{ module, adapter, config, group: 'ci', now: () => now },
    async settle() {
      group.react();
      now += 60_000;
    },
    async report(id, what, on) {
      const marks = { [`headcount:${what}`]: String(on) };
      await handle({ version: 1, stage: 'dev', group: 'ci', action: 'mark', workers: [ownIdOf(id)], marks });
    },
  };
});

describeProviderContract('lambda, with processes of this machine', async () => {
  const processes = new LocalProcesses([process.execPath, '-e', 'setInterval(() => {}, 1000)']);
  const { adapter, config, close } = await withFunction(processes.handle);
  ends.push(close, () => processes.end());
  return {
    ...{ module, adapter, config, group: 'ci', now: () => Date.now(), settle: async () => {} },
    async report(id, what, on) {
      const marks = { [`headcount:${what}`]: String(on) };
      processes.handle({ version: 1, stage: 'dev', group: 'ci', action: 'mark', workers: [ownIdOf(id)], marks });
    },
  };
});

test('a process that ends by itself is replaced', async () => {
  const processes = new LocalProcesses([process.execPath, '-e', 'setInterval(() => {}, 1000)']);
  ends.push(() => processes.end());
  const common = { version: 1 as const, stage: 'dev', group: 'ci' };
  processes.handle({ ...common, action: 'resize', idempotencyKey: 'a', from: 0, desired: 1 });
  const listed = () => (processes.handle({ ...common, action: 'describe' }) as { workers: { id: string }[] }).workers;
  const [first] = listed();
  process.kill(Number(first?.id));
  await expect.poll(() => listed()[0]?.id, { timeout: 10_000 }).not.toBe(first?.id);
  expect(listed()).toHaveLength(1);
});
