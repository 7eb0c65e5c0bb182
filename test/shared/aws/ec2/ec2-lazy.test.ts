import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateLaunchTemplateCommand, EC2Client } from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { bundleFunction } from '../../../../infra/bundle.ts';
import { lazyResizer } from '../../../../shared/providers/ec2/api/lazy.ts';
import { ec2Workers } from '../../../../shared/providers/ec2/api/workers.ts';
import { lightDescribe } from '../../../../shared/providers/instances/describe.ts';
import { ec2Launch, freshGroup } from '../../../contracts/examples.ts';
import { localAws } from '../local-aws.ts';

const aws = localAws({ ec2: { lifetimes: { invisibleFor: 0 } } });

describe('the lazy resizer', () => {
  it('launches, marks, cancels drains and terminates with the client that it loads', async () => {
    const client = new EC2Client({});
    const LaunchTemplateData = { ImageId: 'ami-12345678', InstanceType: 'm7g.large' as const };
    await client.send(new CreateLaunchTemplateCommand({ LaunchTemplateName: 'worker', LaunchTemplateData }));
    const group = freshGroup();
    const look = lightDescribe(aws.clients().cloudwatch.config);
    const [resizer, workers] = [lazyResizer(look, 'test'), ec2Workers(look, 'test')];
    const { launched } = await resizer.launch(group, 'a', ec2Launch({ onDemand: 1 }));
    const ids = launched.map(({ id }) => id);
    await resizer.markDraining(group, ids, 0);
    expect((await workers.list([group])).get(group)).toMatchObject([{ id: ids[0], drainingUntil: 0 }]);
    await resizer.cancelDrain(group, ids);
    expect((await workers.list([group])).get(group)).toMatchObject([{ id: ids[0], drainingUntil: null }]);
    expect(await resizer.terminate(group, ids, false)).toEqual(ids);
  });

  it('does not load clients of the SDK at the start', async () => {
    const { outputs } = bundleFunction('evaluate', mkdtempSync(join(tmpdir(), 'headcount-bundle-')));
    const start = Object.keys(outputs).find((output) => output.endsWith('index.mjs')) ?? '';
    const loadsFirst = new Set([start]);
    for (const output of loadsFirst) {
      for (const { path, kind } of outputs[output]?.imports ?? []) {
        if (kind === 'import-statement') loadsFirst.add(path);
      }
    }
    const inputs = [...loadsFirst].flatMap((output) => Object.keys(outputs[output]?.inputs ?? {}));
    expect(inputs).toContain('shared/providers/ec2/api/workers.ts');
    expect(inputs.filter((input) => /@aws-sdk\/client-|@smithy\//.test(input))).toEqual([]);
  });
});
