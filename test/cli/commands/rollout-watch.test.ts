import { expect, test, vi } from 'vitest';
import { watchRollout } from '../../../cli/commands/control/rollout-watch.ts';
import { turnedRound } from '../../../shared/evaluation/index.ts';
import { exitCodeOf } from '../../../shared/terminal/error-document.ts';
import { type Rolling, rolling } from '../../shared/evaluation/rollout/rolling.ts';
import { expectDocumented } from '../documented.ts';

interface Watched {
  readonly json?: boolean;
  readonly minutes?: number;
  readonly each?: (minute: number) => unknown;
}

/** What a person who waits for the rollout reads, and how it ends, while these minutes pass. */
async function watched(world: Rolling, { json = false, minutes = 12, each }: Watched = {}) {
  let out = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += text;
    return true;
  });
  const rollout = world.rollout();
  if (!rollout) throw new Error('no rollout');
  const replaced = { group: 'ci', rollout, notes: [], at: world.clock(), isChanged: true };
  const watching = watchRollout(replaced, { every: 0.001, json }, { evaluation: world.dependencies }).then(
    () => 'complete',
    (error) => error.reason.code,
  );
  // Long enough between two minutes that each is looked at.
  await world.minutes(minutes, async (minute) => {
    await each?.(minute);
    await new Promise((resolve) => setTimeout(resolve, 8));
  });
  const ended = await watching;
  write.mockRestore();
  return { out, ended };
}

test('somebody who waits for a rollout reads each step once, until it is complete', async () => {
  const world = await rolling(2);
  world.fleet.templateVersion = '2';
  await world.replace();
  const { out, ended } = await watched(world);
  expect([ended, world.rollout()?.status]).toEqual(['complete', 'done']);
  const steps = out.split('\n').filter((line) => line.startsWith('ci: to version 2'));
  expect(steps.length).toBeGreaterThan(2);
  expect(new Set(steps).size).toBe(steps.length);
  expect(steps.at(-1)).toBe('ci: to version 2 from version 1: complete');
  expect(out.match(/began/g)).toHaveLength(1);
  expect(out.match(/Replacing/g)?.length).toBeGreaterThan(0);
});

test('a rollout that goes back is not complete: a pipeline fails', async () => {
  const world = await rolling(2);
  world.fleet.templateVersion = '2';
  await world.replace();
  const goBack = () => world.change((rollout) => turnedRound(rollout, { by: 'ann', through: 'command' }));
  const { out, ended } = await watched(world, { each: (minute) => (minute === 3 ? goBack() : null) });
  expect([ended, world.rollout()?.status]).toEqual(['rollout-incomplete', 'rolled-back']);
  expect(out).toContain('ci: back to version 1 from version 2: rolled back');
});

test('Ctrl-C ends the watching, and says that the rollout goes on, how to look at it, and how to stop it', async () => {
  const world = await rolling(2);
  world.fleet.templateVersion = '2';
  await world.replace();
  const rollout = world.rollout();
  if (!rollout) throw new Error('no rollout');
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const replaced = { group: 'ci', rollout, notes: [], at: world.clock(), isChanged: true };
  const watching = watchRollout(replaced, { every: 3600 }, { evaluation: world.dependencies });
  const ended = expect(watching).rejects.toThrow(
    /The rollout of ci goes on\. "npx headcount status ci" shows it, "npx headcount replace ci --pause" pauses it/,
  );
  await vi.waitFor(() => expect(write).toHaveBeenCalled());
  process.emit('SIGINT');
  await ended;
  write.mockRestore();
  expect(exitCodeOf(await watching.catch((error) => error))).toBe(130);
  expect(world.rollout()?.status).toBe(rollout.status);
});

test('as JSON it is one document, after the end', async () => {
  const world = await rolling(1);
  world.fleet.templateVersion = '2';
  await world.replace();
  const { out } = await watched(world, { json: true, minutes: 6 });
  const document = JSON.parse(out);
  expect(document).toMatchObject({ group: 'ci', rollout: { status: 'done', to: { version: '2' } } });
  expectDocumented(['replace'], document);
});
