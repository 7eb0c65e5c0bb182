import fc from 'fast-check';
import { describe, test } from 'vitest';
import type { Trigger } from '../../shared/evaluation/index.ts';
import type { PolicyDocument } from '../../shared/policy/index.ts';
import { byRun } from '../full-run.ts';
import { policyOf, withOneJob } from '../shared/evaluation/setting.ts';
import { begun, faultsIn, settled } from './run.ts';
import { there, weighted } from './scenarios/index.ts';
import type { Scenario, World } from './world/world.ts';

/**
 * Evaluations whose calls come in any order, while the world changes between them. What fails is shrunk, and printed with
 * seed and path; to play it again:
 *
 *     MODEL_SEED=123 MODEL_PATH='4:1:2' npx vitest run test/model/interleavings.test.ts
 */
const { MODEL_SEED, MODEL_PATH } = process.env;
const replay = MODEL_SEED === undefined ? {} : { seed: Number(MODEL_SEED), ...(MODEL_PATH && { path: MODEL_PATH }) };

const MIN = 1;
const MAX = 8;
const written = [120, 0].map((drain) =>
  policyOf({
    capacity: { min: MIN, max: MAX },
    // While tasks only wait, a group keeps its idle workers, and grows by its busy ones.
    metrics: { jobs: { sqs: { queue: 'jobs', count: 'all' } } },
    behavior: { out: { cooldown: 60 }, in: { cooldown: 120, drain } },
  }),
);
/** The last one has workers that do one job and end. */
const policies = [...written, ...written.slice(1).map(withOneJob)];
const types = ['c7g.xlarge', 'c7g.large', 'c7g.large'] as const;
const weightedPolicies = policies.map((policy) => weighted(policy, ['c7g.large', 'c7g.xlarge']));

type Command =
  | { readonly kind: 'demand'; readonly workers: number }
  | { readonly kind: 'policy'; readonly nth: number }
  | { readonly kind: 'pass'; readonly seconds: number }
  | { readonly kind: 'vanish' | 'stop' | 'start' | 'die' | 'busy' | 'free' | 'drained'; readonly nth: number }
  | { readonly kind: 'evaluate'; readonly trigger: Trigger };

const trigger = fc.constantFrom<Trigger>('schedule', 'alarm', 'follow-up', 'manual');
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ kind: fc.constant('demand' as const), workers: fc.integer({ min: 0, max: 10 }) }),
  fc.record({ kind: fc.constant('policy' as const), nth: fc.nat(policies.length - 1) }),
  // Within a claim, past the cooldowns and drains, past a lease.
  fc.record({ kind: fc.constant('pass' as const), seconds: fc.constantFrom(10, 70, 130, 200) }),
  fc.record({ kind: fc.constantFrom('vanish', 'stop', 'start', 'die', 'busy', 'free', 'drained'), nth: fc.nat(6) }),
  fc.record({ kind: fc.constant('evaluate' as const), trigger }),
  fc.record({ kind: fc.constant('evaluate' as const), trigger }),
);

async function carryOut(
  command: Command,
  world: World,
  running: Promise<void>[],
  written: readonly PolicyDocument[],
): Promise<void> {
  switch (command.kind) {
    case 'demand':
      return world.demand(command.workers);
    case 'policy':
      return world.policy(written[command.nth] ?? policyOf());
    case 'pass':
      return world.pass(command.seconds);
    case 'vanish': {
      const worker = world.alive()[command.nth];
      return worker && world.vanish(worker.id);
    }
    case 'stop': {
      const worker = world.alive()[command.nth];
      if (!worker) return;
      world.stop(worker.id);
      running.push(world.events());
      return;
    }
    case 'start': {
      const id = [...world.stopped.keys()][command.nth];
      return id === undefined ? undefined : world.start(id);
    }
    case 'die': {
      const process = [...world.running][command.nth];
      if (process) void process.die();
      return;
    }
    case 'busy':
    case 'free': {
      const worker = world.alive()[command.nth];
      return worker && world.says(worker.id, 'busy', command.kind === 'busy');
    }
    case 'drained': {
      const worker = world.leaving()[command.nth];
      return worker && world.cloud.says(worker.id, 'drained', true);
    }
    case 'evaluate':
      running.push(world.evaluate(command.trigger));
  }
}

const textOf = (command: Command): string => Object.values(command).join(' ');

/** What the last word on demand asks for, within the bounds. */
function wantedAfter(commands: readonly Command[], workers: number): number {
  const asked = commands.findLast(({ kind }) => kind === 'demand');
  return Math.min(MAX, Math.max(MIN, asked?.kind === 'demand' ? asked.workers : workers));
}

/** And how often in a full run. The adapter of the last three is that of `auto-scaling-group`. */
const PROVIDERS: readonly {
  readonly name: string;
  readonly provider: NonNullable<Scenario['provider']>;
  readonly numRuns: number;
  readonly isWeighted?: boolean;
}[] = [
  { name: 'ec2', provider: 'ec2', numRuns: 100 },
  { name: 'ec2 with weights', provider: 'ec2', numRuns: 100, isWeighted: true },
  { name: 'auto-scaling-group', provider: 'auto-scaling-group', numRuns: 500 },
  { name: 'ecs-service', provider: 'ecs-service', numRuns: 100 },
  { name: 'ec2-fleet', provider: 'ec2-fleet', numRuns: 50 },
  { name: 'lambda', provider: 'lambda', numRuns: 50 },
];

describe('any order of calls', () => {
  test.for(PROVIDERS)('leaves the world in order: $name', async ({ provider, numRuns, isWeighted = false }) => {
    const all = isWeighted ? weightedPolicies : policies;
    const workers = isWeighted ? there(...types) : { workers: 4 };
    const property = fc.asyncProperty(
      fc.scheduler(),
      fc.array(trigger, { minLength: 2, maxLength: 4 }),
      fc.array(command, { minLength: 1, maxLength: 12 }),
      fc.nat(policies.length - 1),
      async (scheduler, triggers, commands, nth) => {
        const wants = wantedAfter(commands, workers.workers);
        const policy = all[nth] ?? policyOf();
        const scenario: Scenario = {
          ...{ name: 'interleaved', isInterleaved: true, provider },
          policy,
          ...workers,
          minutes: [],
          wants,
        };
        const world = await begun(scenario);
        world.gate.turn = scheduler.scheduleFunction(async (_call: string) => {});
        const running = triggers.map((each) => world.evaluate(each));
        const { task } = scheduler.scheduleSequence(
          commands.map((each) => ({ label: textOf(each), builder: () => carryOut(each, world, running, all) })),
        );
        // Not waitIdle: between two calls, an evaluation may load a module, and then the scheduler has nothing to do.
        await scheduler.waitFor(task);
        await scheduler.waitFor(Promise.all(running));
        world.gate.turn = null;
        for (const { id } of world.alive()) world.says(id, 'busy', false);
        await settled(world);
        const faults = faultsIn(world, []);
        if (faults.length > 0) throw new Error([...faults, ...world.story].join('\n'));
      },
    );
    await fc.assert(property, { numRuns: byRun({ quick: numRuns / 5, full: numRuns }), ...replay });
  });
});
