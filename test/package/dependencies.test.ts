import { buildSync } from 'esbuild';
import { expect, test } from 'vitest';
import { REPOSITORY } from '../../local/paths.ts';
import manifest from '../../package.json' with { type: 'json' };
import entries from '../../tsconfig.build.json' with { type: 'json' };

/** The packages that the modules of the installed package import. */
function imported(): string[] {
  const { metafile } = buildSync({
    absWorkingDir: REPOSITORY,
    entryPoints: entries.files,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    write: false,
    outdir: 'unwritten',
    metafile: true,
    logLevel: 'silent',
  });
  const paths = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  const packages = paths.filter((path) => !path.startsWith('node:')).map(packageOf);
  return [...new Set(packages)].toSorted();
}

const packageOf = (path: string): string => /^(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path;

test('the package depends on exactly what it imports', () => {
  // Not imported: `headcount local up` starts the one's program, and apps with extensions load the other, if the project has it.
  const { 'aws-cdk': _, esbuild: __, ...peers } = manifest.peerDependencies;
  expect(imported()).toEqual(Object.keys({ ...manifest.dependencies, ...peers }).toSorted());
});

test("the CDK is the app's own: a second copy of it would be another CDK", () => {
  expect(Object.keys(manifest.dependencies)).not.toContain('aws-cdk-lib');
  expect(manifest.devDependencies['aws-cdk-lib']).toBe(manifest.peerDependencies['aws-cdk-lib'].replace('^', ''));
});
