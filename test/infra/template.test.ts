import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { unzipSync } from 'fflate';
import { afterAll, describe, expect, test } from 'vitest';
import { HeadcountStack } from '../../infra/headcount-stack.ts';
import { settingsOf } from '../../infra/settings.ts';
import { templateFiles } from '../../infra/template/template.ts';
import { zipOf } from '../../infra/template/zip.ts';
import { REPOSITORY } from '../../local/paths.ts';
import { stackName } from '../../shared/names/index.ts';
import { unbundledApp } from './synthesized.ts';

/** Bundling is slow, and the bundle tests show that it depends on the sources alone. */
const UNBUNDLED = { 'aws:cdk:bundling-stacks': [] };
const files = templateFiles(UNBUNDLED);
const [[name, text] = ['', '']] = files;
// biome-ignore lint/suspicious/noExplicitAny: CloudFormation's properties have no types.
const template: any = JSON.parse(String(text));
// biome-ignore lint/suspicious/noExplicitAny: as above.
const resources: any[] = Object.values(template.Resources);
const functions = resources.filter(({ Type }) => Type === 'AWS::Lambda::Function');

describe('the template', () => {
  test('has the name by which commands find the stack', () => {
    expect(name).toBe('headcount-production.template.json');
  });

  test('names no account, region or folder of a machine', () => {
    expect(text).not.toMatch(/\b\d{12}\b|\b[a-z]{2}-[a-z]+-\d\b|cdk-hnb659fds|BootstrapVersion/);
    for (const folder of [tmpdir(), REPOSITORY, userInfo().homedir, 'node_modules']) expect(text).not.toContain(folder);
    expect(text).not.toContain('aws:cdk:path');
  });

  test('takes the code of every function from the bucket and folder that its parameters say', () => {
    expect(functions.length).toBeGreaterThan(7);
    for (const { Properties } of functions) {
      const { S3Bucket, S3Key, ...rest } = Properties.Code;
      expect(S3Bucket).toEqual({ Ref: 'CodeBucket' });
      expect(S3Key).toEqual({ 'Fn::Join': ['', [{ Ref: 'CodePrefix' }, expect.any(String)]] });
      expect(rest).toEqual({});
    }
  });

  test('comes with the zip file of each function, under the name of the function, and with no other file', () => {
    const named = functions.map(({ Properties }) => {
      const file: string = Properties.Code.S3Key['Fn::Join'][1][1];
      expect(Properties.FunctionName).toBe(`headcount-production-${file.replace(/-[0-9a-f]{16}\.zip$/, '')}`);
      return file;
    });
    expect([...files.keys()].slice(1).sort()).toEqual(named.sort());
  });

  test('has the resources that cdk deploy creates, so that either can update the stack of the other', () => {
    const app = unbundledApp();
    const deployed = Template.fromStack(new HeadcountStack(app, stackName('production'), settingsOf(app.node)));
    expect(Object.keys(template.Resources)).toEqual(Object.keys(deployed.toJSON()['Resources']));
  });

  test('describes each parameter', () => {
    for (const [parameter, { Description }] of Object.entries<{ Description?: string }>(template.Parameters))
      expect([parameter, Description]).toEqual([parameter, expect.stringMatching(/.{20}/)]);
  });

  test('gets parameters from the example for Terraform that it has, and all that it needs', () => {
    const stack = readFileSync(join(REPOSITORY, 'examples/terraform/stack.tf'), 'utf8');
    expect(stack).toContain(`/dist/template/${name}"`);
    const [, block = ''] = /^ {2}parameters = \{\n(.*?)^ {2}\}/ms.exec(stack) ?? [];
    const given = [...block.matchAll(/^ {4}(\w+) += /gm)].map(([, parameter = '']) => parameter);
    const parameters = Object.entries<{ Default?: string }>(template.Parameters);
    expect(parameters.map(([parameter]) => parameter)).toEqual(expect.arrayContaining(given));
    const needed = parameters.flatMap(([parameter, { Default }]) => (Default === undefined ? [parameter] : []));
    expect(needed).toEqual(['CodeBucket']);
    expect(given).toEqual(expect.arrayContaining(needed));
  });

  test('passes the roles of a parameter, and the topic of a parameter gets the alarms', () => {
    const statements = resources.flatMap(({ Properties }) => Properties?.PolicyDocument?.Statement ?? []);
    const passing = statements.filter(({ Action }) => Action === 'iam:PassRole');
    expect(passing.length).toBe(3);
    for (const { Resource } of passing)
      expect(Resource).toEqual({ 'Fn::If': ['HasWorkerRoles', { Ref: 'WorkerRoleArns' }, expect.anything()] });
    const alarms = resources.filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm');
    expect(alarms.length).toBeGreaterThan(0);
    for (const { Properties } of alarms)
      expect(Properties.AlarmActions).toEqual([
        { 'Fn::If': ['HasOperatorTopic', { Ref: 'OperatorTopicArn' }, { Ref: 'AWS::NoValue' }] },
      ]);
    for (const parameter of ['WorkerRoleArns', 'OperatorTopicArn'])
      expect(template.Parameters[parameter].Default).toBe('none');
  });

  test('is the same, byte by byte, when it is made again', () => {
    expect(templateFiles(UNBUNDLED)).toEqual(files);
  });

  test('follows the settings that are part of its structure', () => {
    const [[file, other] = ['', '']] = templateFiles({ ...UNBUNDLED, stage: 'staging', api: 'true' });
    expect(file).toBe('headcount-staging.template.json');
    expect(JSON.parse(String(other)).Outputs).toHaveProperty('ApiUrl');
    expect(template.Outputs).not.toHaveProperty('ApiUrl');
  });

  test.each(['passRoles', 'notify'])('refuses %s, which is a parameter', (setting) => {
    expect(() => templateFiles({ ...UNBUNDLED, [setting]: 'arn:aws:iam::111122223333:role/worker' })).toThrow(
      `${setting} is not fixed in a template. Give the stack the parameter `,
    );
  });
});

describe('a zip file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'headcount-zip-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function folderOf(written: Record<string, string>): string {
    const own = mkdtempSync(join(folder, 'of-'));
    for (const [file, content] of Object.entries(written)) {
      mkdirSync(join(own, file, '..'), { recursive: true });
      writeFileSync(join(own, file), content);
    }
    return own;
  }

  const contents = { 'index.mjs': 'export const handler = 1;', 'lib/part.mjs': 'export {};' };

  test('has every file, readable by all', () => {
    const own = folderOf(contents);
    const zip = zipOf(own);
    const read = Object.entries(unzipSync(zip)).map(([file, bytes]) => [file, Buffer.from(bytes).toString()]);
    expect(Object.fromEntries(read)).toEqual(contents);
    writeFileSync(join(own, 'it.zip'), zip);
    const modes =
      'import sys,zipfile;print([oct(i.external_attr>>16) for i in zipfile.ZipFile(sys.argv[1]).infolist()])';
    const listed = execFileSync('python3', ['-c', modes, join(own, 'it.zip')], { encoding: 'utf8' });
    expect(listed.trim()).toBe("['0o100644', '0o100644']");
  });

  test('does not depend on when, where and in which order its files were written', () => {
    const [one, other] = [folderOf(contents), folderOf(Object.fromEntries(Object.entries(contents).reverse()))];
    utimesSync(join(other, 'index.mjs'), 1_000_000_000, 1_000_000_000);
    expect(zipOf(other)).toEqual(zipOf(one));
    const inZone = (TZ: string) =>
      execFileSync(
        process.execPath,
        [
          '--input-type=module',
          '-e',
          `const { zipOf } = await import('${REPOSITORY}/infra/template/zip.ts');
           process.stdout.write(Buffer.from(zipOf(process.argv[1])).toString('base64'));`,
          one,
        ],
        { env: { ...process.env, TZ }, encoding: 'utf8' },
      );
    const here = Buffer.from(zipOf(one)).toString('base64');
    expect([inZone('Pacific/Auckland'), inZone('America/Los_Angeles')]).toEqual([here, here]);
  });
});
