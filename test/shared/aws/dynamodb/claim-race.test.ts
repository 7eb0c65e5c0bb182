import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { dynamoStore } from '../../../../shared/aws/dynamodb/sdk-store.ts';
import { bundledScript } from '../../../cli/bundled.ts';
import { freshGroup } from '../../../contracts/examples.ts';
import { onlyInFullRun } from '../../../full-run.ts';
import { localAws } from '../local-aws.ts';
import { createTable } from './create-table.ts';

const PROCESSES = 10;
const CLAIMS_EACH = 10;
const aws = localAws();

type Told = { won: string } | { lostTo: string | null };

function racer(script: string, table: string, group: string, holder: string): ChildProcess {
  const environment = { ...process.env, ...aws.local().environment };
  const command = [script, table, group, String(CLAIMS_EACH), holder];
  return spawn(process.execPath, command, { env: environment, stdio: ['pipe', 'pipe', 'inherit'] });
}

it(
  'of a hundred concurrent claims in ten processes, exactly one succeeds, and 99 learn the holder',
  onlyInFullRun,
  async () => {
    const table = 'headcount-race';
    await createTable(aws.clients().dynamodb, table);
    const group = freshGroup();
    const script = await bundledScript('test/shared/aws/dynamodb/claim-race.ts');
    const children = Array.from({ length: PROCESSES }, (_, index) => racer(script, table, group, `process-${index}`));
    try {
      const lines = children.map((child) => createInterface({ input: child.stdout as NodeJS.ReadableStream }));
      await Promise.all(lines.map((each) => once(each, 'line')));
      const answers = lines.map((each) => once(each, 'line'));
      for (const child of children) child.stdin?.write('go\n');
      const told = (await Promise.all(answers)).flatMap(([line]) => JSON.parse(String(line)) as Told[]);

      const won = told.flatMap((each) => ('won' in each ? [each.won] : []));
      expect(told).toHaveLength(PROCESSES * CLAIMS_EACH);
      expect(won).toHaveLength(1);
      expect(told.flatMap((each) => ('won' in each ? [] : [each.lostTo]))).toEqual(Array(99).fill(won[0]));
      const { activities, states } = dynamoStore(aws.clients().dynamodb, table);
      expect((await activities.list(group, 200)).map(({ id }) => id)).toEqual(won);
      expect((await states.read([group])).get(group)?.claim?.activity).toBe(won[0]);
    } finally {
      for (const child of children) child.kill();
    }
  },
);
