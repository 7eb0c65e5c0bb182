/** The files of a project that uses the package. */

const policy = `{
  group: 'web',
  provider: { kind: 'ec2', launchTemplate: { name: 'web' }, instanceTypes: ['m7g.large'], subnets: ['subnet-0aaa1111'] },
  capacity: { min: 2, max: 20 },
  metrics: { cpu: { cloudwatch: { namespace: 'Web', name: 'Cpu' } } },
  rules: [{ kind: 'target', metric: 'cpu', value: 50 }],
}`;

/** An app with the autoscaler and one worker group; the assembly's folder is its argument. */
const app = (types: '' | ': PolicyDocument') => `
const policy${types} = ${policy};
if (!parsePolicy(policy).ok) throw new Error('the policy is valid');
const app = new App({ outdir: process.argv[2] ?? 'cdk.out' });
const stack = new Stack(app, 'Fleet');
new WorkerGroup(stack, 'Web', { autoscaler: new Headcount(stack, 'Headcount'), policy });
app.synth();
`;
const javaScript = `
import { App, Stack } from 'aws-cdk-lib/core';
import { Headcount, WorkerGroup } from 'headcount/infra';
import { parsePolicy } from 'headcount/policy';
${app('')}`;
const typeScript = `
import { App, Stack } from 'aws-cdk-lib/core';
import { Headcount, WorkerGroup } from 'headcount/infra';
import { type PolicyDocument, parsePolicy } from 'headcount/policy';
${app(': PolicyDocument')}`;

const compilerOptions = { target: 'es2022', strict: true, types: ['node'], skipLibCheck: false } as const;
/** Of a project, by the module setting that its author chose. */
const tsconfig = (module: object, ...files: string[]) =>
  JSON.stringify({ compilerOptions: { ...compilerOptions, ...module }, files });

export const MANIFEST = { name: 'fleet', private: true, type: 'module' } as const;

export const FILES: Readonly<Record<string, string>> = {
  'plain.mjs': javaScript,
  'typed.mts': typeScript,
  'common.cts': typeScript,
  'nodenext.json': tsconfig({ module: 'nodenext' }, 'typed.mts', 'common.cts'),
  'bundler.json': tsconfig({ module: 'esnext', moduleResolution: 'bundler', noEmit: true }, 'typed.mts'),
  'policy.yaml': `group: web
provider:
  kind: ec2
  launchTemplate: { name: web }
  instanceTypes: [m7g.large]
  subnets: [subnet-0aaa1111]
capacity: { min: 2, max: 20 }
metrics:
  cpu: { cloudwatch: { namespace: Web, name: Cpu } }
rules:
  - { kind: target, metric: cpu, value: 50 }
`,
  'observation.json': JSON.stringify({
    now: '2026-11-21T12:00:00Z',
    desired: 4,
    workers: { ready: 4 },
    metrics: { cpu: [{ at: '2026-11-21T11:59:00Z', value: 75 }] },
  }),
};
