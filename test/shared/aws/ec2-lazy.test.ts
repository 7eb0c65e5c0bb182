import { fileURLToPath } from 'node:url';
import { CreateLaunchTemplateCommand, EC2Client } from '@aws-sdk/client-ec2';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { lazyResizer } from '../../../shared/providers/ec2/api/lazy.ts';
import { lightDescribe } from '../../../shared/providers/ec2/api/light/describe.ts';
import { ec2Workers } from '../../../shared/providers/ec2/api/workers.ts';
import { ec2Launch, freshGroup } from '../../contracts/examples.ts';
import { localAws } from './local-aws.ts';

const aws = localAws({ ec2: { lifetimes: { invisibleFor: 0 } } });

describe('the lazy resizer', () => {
  it('launches, marks, takes back and terminates by the client it loads', async () => {
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

  it('keeps the clients of EC2 and of load balancers out of what is loaded at the start', async () => {
    const file = (path: string) =>
      JSON.stringify(fileURLToPath(new URL(`../../../shared/aws/${path}`, import.meta.url)));
    const contents = [
      `export { awsClients } from ${file('clients.ts')};`,
      `export { dynamoStore } from ${file('dynamodb/store.ts')};`,
      `export { cloudWatchReader } from ${file('../sources/cloudwatch/reader.ts')};`,
      `export { sqsReader } from ${file('../sources/sqs/reader.ts')};`,
      `export { lightDescribe } from ${file('ec2/light/describe.ts')};`,
      `export { ec2Workers } from ${file('ec2/workers.ts')};`,
      `export { lazyResizer } from ${file('ec2/lazy.ts')};`,
      `export { lazyTargets } from ${file('elb/lazy.ts')};`,
      `export { ec2StatusChecks } from ${file('ec2/status-checks.ts')};`,
      `export { ec2LaunchRooms } from ${file('ec2/rooms.ts')};`,
      `export { vcpusLeft } from ${file('cloudwatch/vcpu-quotas.ts')};`,
    ].join('\n');
    const { metafile } = await build({
      stdin: { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' },
      bundle: true,
      splitting: true,
      minify: true,
      write: false,
      metafile: true,
      outdir: 'out',
      format: 'esm',
      platform: 'node',
      mainFields: ['module', 'main'],
    });
    const loadsFirst = new Set(['out/stdin.js']);
    for (const output of loadsFirst) {
      for (const { path, kind } of metafile.outputs[output]?.imports ?? []) {
        if (kind === 'import-statement') loadsFirst.add(path);
      }
    }
    const inputs = [...loadsFirst].flatMap((output) => Object.keys(metafile.outputs[output]?.inputs ?? {}));
    expect(inputs.some((input) => input.includes('client-dynamodb'))).toBe(true);
    expect(inputs.filter((input) => /client-(ec2|elastic-load-balancing-v2)/.test(input))).toEqual([]);
    const bytes = [...loadsFirst].reduce((sum, output) => sum + (metafile.outputs[output]?.bytes ?? 0), 0);
    expect(bytes).toBeLessThan(540_000);
  });
});
