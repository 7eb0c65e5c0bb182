import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { CreateLaunchTemplateCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { dynamoStore } from '../../shared/aws/dynamodb/sdk-store.ts';
import { TAG } from '../../shared/names/names.ts';
import { bundledScript } from '../cli/bundled.ts';
import { freshGroup } from '../contracts/examples.ts';
import { byRun, onlyInFullRun } from '../full-run.ts';
import { createTable } from '../shared/aws/dynamodb/create-table.ts';
import { localAws } from '../shared/aws/local-aws.ts';

const PROCESSES = byRun({ quick: 5, full: 10 });
const EVALUATIONS_EACH = 10;
const WORKERS = 5;
const TEMPLATE = 'headcount-lock';
const aws = localAws();

interface Told {
  readonly result: string;
  readonly told: string;
  readonly activity?: string;
  readonly error?: string;
  readonly desired?: number;
}

/** A group in force that has no worker and needs five at once. */
async function groupInNeed(table: string): Promise<string> {
  await createTable(aws.clients().dynamodb, table);
  const ec2 = new EC2Client({});
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const LaunchTemplateName = `${TEMPLATE}-${table}`;
  await ec2.send(
    new CreateLaunchTemplateCommand({ LaunchTemplateName, LaunchTemplateData: { ImageId: 'ami-12345678' } }),
  );
  ec2.destroy();
  const group = freshGroup();
  const provider = {
    ...{ kind: 'ec2', launchTemplate: { name: LaunchTemplateName }, instanceTypes: ['c7g.large'] },
    subnets: Subnets.map(({ SubnetId }) => SubnetId).slice(0, 1),
  };
  const document = { group, provider, capacity: { min: WORKERS, max: 20 } };
  const { records } = dynamoStore(aws.clients().dynamodb, table);
  await records.accept({ group, version: 1, document, at: Date.now(), by: null, because: null });
  return group;
}

function racer(script: string, table: string, group: string, name: string, barrier: string): ChildProcess {
  const command = [script, table, group, String(EVALUATIONS_EACH), name, barrier];
  const env = { ...process.env, ...aws.local().environment };
  return spawn(process.execPath, command, { env, stdio: ['pipe', 'pipe', 'inherit'] });
}

/** What all evaluations of all processes report, let go in the same moment. */
async function race(table: string, group: string, barrier: string): Promise<Told[]> {
  const script = await bundledScript('test/integration/evaluation-race.ts');
  const children = Array.from({ length: PROCESSES }, (_, n) => racer(script, table, group, `process-${n}`, barrier));
  try {
    const lines = children.map((child) => createInterface({ input: child.stdout as NodeJS.ReadableStream }));
    await Promise.all(lines.map((each) => once(each, 'line')));
    const answers = lines.map((each) => once(each, 'line'));
    for (const child of children) child.stdin?.write('go\n');
    return (await Promise.all(answers)).flatMap(([line]) => JSON.parse(String(line)) as Told[]);
  } finally {
    for (const child of children) child.kill();
  }
}

// Together from the start, the slower processes may find all done; once all have looked, each wants to act.
describe.each([
  { barrier: 'start', when: onlyInFullRun },
  { barrier: 'observed', when: {} },
])('together from: $barrier', ({ barrier, when }) => {
  test('of all concurrent evaluations in several processes, exactly one acts', when, async () => {
    const table = `headcount-lock-${barrier}`;
    const group = await groupInNeed(table);
    const told = await race(table, group, barrier);

    expect(told).toHaveLength(PROCESSES * EVALUATIONS_EACH);
    const acted = told.filter(({ result }) => result === 'resized');
    expect(acted).toHaveLength(1);
    const activity = acted[0]?.activity ?? '';
    const { activities, states } = dynamoStore(aws.clients().dynamodb, table);
    const [winner, ...more] = await activities.list(group, 200);
    expect(more).toEqual([]);
    expect(winner).toMatchObject({ id: activity, status: 'done', outcome: { launched: { length: WORKERS } } });

    const lost = told.filter(({ result }) => result === 'lost');
    const named = `Activity ${activity}, claimed by ${winner?.holder}, is in progress`;
    for (const each of lost) {
      if (each.told !== 'Another evaluation changed the group in the meantime.') expect(each.told).toContain(named);
    }
    // Whoever came to look only when all was done found nothing left to do, and on a busy machine that may be everybody
    // else; nobody did when all had looked before.
    const late = told.filter(({ result, desired }) => result === 'held' && desired === WORKERS);
    if (barrier === 'observed') {
      expect(lost.some(({ told }) => told.includes(named))).toBe(true);
      expect(late).toEqual([]);
    }
    // A hundred at once use up the account's budget of launch requests. Those that find it empty hold, and stop nobody.
    const others = told.filter((each) => ![...acted, ...lost, ...late].includes(each));
    expect(others.filter((each) => !each.told.includes('launch requests'))).toEqual([]);

    const launched = (aws.local().ec2?.everything() ?? []).filter(({ tags }) => tags.get(TAG.group) === group);
    expect(launched.map(({ id }) => id).sort()).toEqual(
      winner?.outcome?.kind === 'launch' ? winner.outcome.launched.map(({ id }) => id).sort() : [],
    );
    expect((await states.read([group])).get(group)).toMatchObject({
      decision: { desired: WORKERS },
      claim: null,
      revision: 3,
    });
  });
});
