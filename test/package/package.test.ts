import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { REPOSITORY } from '../../local/paths.ts';
import { FUNCTION_TIMEOUT_SECONDS } from '../../shared/names/limits.ts';
import { onlyInFullRun } from '../full-run.ts';
import { addNodeTypes, addPackages, installedProject, node20, type Project } from './installed.ts';

/** Several threads check the same types again, each for itself, and cost twice the CPU time. */
const TSC = [join(REPOSITORY, 'node_modules', 'typescript', 'bin', 'tsc'), '--singleThreaded'];
/** All but those of the HTTP API and of other regions, which are off unless asked for. */
const FUNCTIONS = Object.keys(FUNCTION_TIMEOUT_SECONDS).length - 2;

/** Packing and installing takes a minute. */
describe('the package, installed into an empty project', onlyInFullRun, () => {
  let project: Project;
  const nodes = { 'Node 20': '', 'Node 24': process.execPath };
  beforeAll(async () => {
    project = await installedProject();
    nodes['Node 20'] = await node20(project.folder);
  });
  afterAll(() => project?.remove());

  /** Synthesizes with the assembly in `out`, and answers the resources of its stack. */
  async function synthesized(node: keyof typeof nodes, file: string): Promise<{ Type: string }[]> {
    const out = join(project.folder, `${file} on ${node}`);
    await project.run(nodes[node], 'node', file, out);
    const bundles = readdirSync(out).filter((name) => name.startsWith('asset.'));
    for (const bundle of bundles) expect(readdirSync(join(out, bundle))).toContain('index.mjs');
    expect(bundles).toHaveLength(FUNCTIONS);
    return Object.values(JSON.parse(readFileSync(join(out, 'Fleet.template.json'), 'utf8')).Resources);
  }
  const ofType = (resources: { Type: string }[], type: string) => resources.filter(({ Type }) => Type === type);

  function expectStack(resources: { Type: string }[]): void {
    expect(ofType(resources, 'AWS::Lambda::Function')).toHaveLength(FUNCTIONS);
    expect(ofType(resources, 'Custom::HeadcountPolicy')).toHaveLength(1);
  }

  test('holds what is built, and no source, test or document', () => {
    const unexpected = project.packed.filter(
      (path) =>
        !/^(README\.md|CHANGELOG\.md|LICENSE|package\.json|cli\/bin\.js)$/.test(path) &&
        !/^dist\/(cli|infra|local|shared)\/.+\.(js|d\.ts|css|py|txt)$/.test(path) &&
        !/^dist\/functions\/[a-z-]+\/(?:[\w-]+\.mjs|deferred-[a-z-]+\.cjs)$/.test(path) &&
        !/^dist\/(events|providers)\/[a-z-]+\.schema\.json$/.test(path) &&
        !/^dist\/grafana\/headcount-[a-z]+\.json$/.test(path) &&
        !/^dist\/(cdk\.json|functions\/LICENSES\.txt|prometheus\/alerts\.yaml)$/.test(path),
    );
    expect(unexpected).toEqual([]);
    expect(readdirSync(join(project.folder, 'node_modules'))).not.toContain('esbuild');
  });

  test('has the packages of many files in its program, of which a command opens few files', async () => {
    const folder = join(project.folder, 'node_modules', 'headcount', 'dist', 'cli');
    for (const file of readdirSync(folder)) {
      expect(readFileSync(join(folder, file), 'utf8')).not.toMatch(/from "(zod|yaml)"/);
    }
    const opened = await filesOpenedBy('decide', '--policy', 'policy.yaml', '--observation', 'observation.json');
    expect(opened).toContain('headcount.js');
    // What only some commands and policies need is in files of its own, so the program has several times as many.
    expect(opened.length).toBeLessThan(100);
  });

  /** The files of the program that Node runs for a command: those that its coverage names. */
  async function filesOpenedBy(...words: string[]): Promise<string[]> {
    const coverage = join(project.folder, 'coverage');
    const headcount = join(project.folder, 'node_modules', '.bin', 'headcount');
    await project.run(process.execPath, 'env', `NODE_V8_COVERAGE=${coverage}`, headcount, ...words);
    const urls = readdirSync(coverage).flatMap((file): string[] =>
      JSON.parse(readFileSync(join(coverage, file), 'utf8')).result.map(({ url }: { url: string }) => url),
    );
    return urls.filter((url) => dirname(url).endsWith('/headcount/dist/cli')).map((url) => basename(url));
  }

  describe.each(Object.keys(nodes) as (keyof typeof nodes)[])('%s', (node) => {
    const headcount = (...words: string[]) =>
      project.run(nodes[node], join(project.folder, 'node_modules', '.bin', 'headcount'), ...words);

    test('runs the command line', async () => {
      const { version } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8'));
      expect(await project.run(nodes[node], 'node', '--version')).toMatch(`v${node.slice('Node '.length)}.`);
      expect(await headcount('--version')).toBe(`${version}\n`);
      expect(await project.run(nodes[node], 'npx', '--no-install', 'headcount', '--help')).toContain(
        'Usage: headcount',
      );
    });

    test('validates a policy and decides', async () => {
      await headcount('policy', 'validate', 'policy.yaml');
      const decision = await headcount(
        'decide',
        '--policy',
        'policy.yaml',
        '--observation',
        'observation.json',
        '--json',
      );
      expect(JSON.parse(decision)).toMatchObject({ direction: 'out', current: 4, desired: 6 });
    });

    test('replays a policy and writes the page with its prebuilt script', async () => {
      const demand = await headcount('demand', 'generate', '--pattern', 'flash', '--days', '1', '--peak', '40');
      await project.write('demand.csv', demand);
      const page = `page-${node.slice('Node '.length)}.html`;
      await headcount('simulate', '--policy', 'policy.yaml', '--demand', 'demand.csv', '--html', page);
      expect(readFileSync(join(project.folder, page), 'utf8')).toMatch(/Apache ECharts[\s\S]{100000}/);
    });

    test('says what the local AWS needs for a deployment', async () => {
      await expect(headcount('local', 'up')).rejects.toThrow('npm install --save-dev aws-cdk');
    });
  });

  test('synthesizes from JavaScript on Node 20, as from TypeScript on Node 24', async () => {
    expectStack(await synthesized('Node 20', 'plain.mjs'));
  });

  describe('TypeScript', () => {
    const checked = (settings: string) => project.run(process.execPath, 'node', ...TSC, '-p', settings);
    beforeAll(() => addNodeTypes(project));

    test('type-checks with bundler, including the declarations', async () => {
      expect(await checked('bundler.json')).toBe('');
    });

    // node16 resolves modules as nodenext does.
    test('checks with nodenext, and synthesizes: compiled to CommonJS on Node 20, as it is on Node 24', async () => {
      expect(await checked('nodenext.json')).toBe('');
      expectStack(await synthesized('Node 20', 'common.cjs'));
      expectStack(await synthesized('Node 24', 'typed.mts'));
    });
  });

  describe('an extension, the example', () => {
    const acme = () => join(project.folder, 'acme');
    beforeAll(async () => {
      await addNodeTypes(project);
      await addPackages(project, 'esbuild', '@esbuild');
      cpSync(join(REPOSITORY, 'examples', 'extension'), acme(), { recursive: true });
    });

    test('is compiled, and its policy is valid with it alone', async () => {
      expect(await project.run(process.execPath, 'node', ...TSC, '-p', 'acme')).toBe('');
      for (const part of ['package.json', 'dist']) {
        cpSync(join(acme(), part), join(project.folder, 'node_modules', 'headcount-acme', part), { recursive: true });
      }
      const validated = (node: string, ...more: string[]) =>
        project.run(node, 'npx', '--no-install', 'headcount', 'policy', 'validate', 'acme/policy.yaml', ...more);
      for (const node of Object.values(nodes)) {
        expect(await validated(node, '--extensions', 'headcount-acme')).toBe('acme/policy.yaml: orders is valid\n');
      }
      await expect(validated(process.execPath)).rejects.toThrow(
        'if an extension adds it, name the extension in --extensions, and deploy the stage with it',
      );
    });

    test('is in every function of its app, on Node 20', async () => {
      await project.run(nodes['Node 20'], 'env', 'CDK_OUTDIR=acme.out', 'node', 'acme/dist/app.js');
      const out = join(project.folder, 'acme.out');
      const { Resources } = JSON.parse(readFileSync(join(out, 'autoscaler.template.json'), 'utf8'));
      const functions = ofType(Object.values(Resources), 'AWS::Lambda::Function');
      expect(functions).toHaveLength(FUNCTIONS);
      for (const each of functions) expect(each).toMatchObject({ Properties: { Handler: 'extended.handler' } });
      const bundles = readdirSync(out).filter((name) => name.startsWith('asset.'));
      expect(bundles).toHaveLength(FUNCTIONS);
      const program = `await import('./acme.out/${bundles[0]}/extensions.mjs');
        console.log(...Object.values(globalThis[Symbol.for('headcount.extended')]).map((kinds) => [...kinds.keys()][0]));`;
      expect(await project.run(process.execPath, 'node', '--input-type=module', '--eval', program)).toBe(
        'ladder parameter parameter acme-ladder-step\n',
      );
    });
  });
});
