import { execFile } from 'node:child_process';
import { copyFile, cp, link as hardLink, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { REPOSITORY } from '../../local/paths.ts';
import { FILES, MANIFEST } from './project.ts';

const run = promisify(execFile);
/** The oldest line that the package supports; the repository itself is run by a newer one. */
const NODE_20 = '20.20.2';
const QUIET = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel', 'error', '--prefer-offline'];

export interface Project {
  readonly folder: string;
  /** What the tarball holds, without the folder in it. */
  readonly packed: readonly string[];
  /** Runs a program of the project or the machine, with this Node first on the path. Throws its output if it fails. */
  run(node: string, program: string, ...programArguments: string[]): Promise<string>;
  write(name: string, text: string): Promise<void>;
  remove(): Promise<void>;
}

/**
 * Peer dependencies of two thirds of all bytes. npm keeps those that the package asks for, in the right version, and
 * removes the others.
 */
const HEAVY = ['aws-cdk-lib', 'constructs', '@aws-cdk'];

/** A folder with the same files, which take no place where the disk is the same. Nobody writes into packages. */
async function link(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await link(source, target);
    else await hardLink(source, target).catch(() => copyFile(source, target));
  }
}

/** Packs the repository and installs the tarball, and nothing else, into a new project. */
export async function installedProject(): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'headcount-package-'));
  const npm = (cwd: string, ...words: string[]) => run('npm', [...words, ...QUIET], { cwd, maxBuffer: 1e8 });
  const packing = await npm(REPOSITORY, 'pack', '--json', '--pack-destination', folder);
  const [{ filename, files }] = JSON.parse(packing.stdout);
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(folder, name), text);
  for (const name of HEAVY) await link(join(REPOSITORY, 'node_modules', name), join(folder, 'node_modules', name));
  // npm unpacks the tarball again for each time that it reads its manifest. A dependency with a name needs one time less.
  const dependencies = { headcount: `file:${filename}` };
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...MANIFEST, dependencies }));
  await npm(folder, 'install');
  return {
    folder,
    packed: files.map(({ path }: { path: string }) => path),
    run: async (node, program, ...programArguments) => {
      const env = { ...process.env, PATH: [dirname(node), process.env['PATH']].join(delimiter) };
      const { stdout } = await run(program, programArguments, { cwd: folder, env, maxBuffer: 1e8 });
      return stdout;
    },
    write: (name, text) => writeFile(join(folder, name), text),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Packages that a project installs beside the package, as the repository has them. */
export async function addPackages({ folder }: Project, ...names: readonly string[]): Promise<void> {
  for (const name of names) {
    await cp(join(REPOSITORY, 'node_modules', name), join(folder, 'node_modules', name), { recursive: true });
  }
}

/** The types of Node, which a TypeScript project needs. */
export const addNodeTypes = (project: Project): Promise<void> => addPackages(project, '@types/node', 'undici-types');

/** A Node 20: the machine's, else one that is installed into `folder`. */
export async function node20(folder: string): Promise<string> {
  for (const directory of (process.env['PATH'] ?? '').split(delimiter)) {
    const node = join(directory, 'node');
    const version = await run(node, ['--version']).then(
      ({ stdout }) => stdout.trim(),
      () => '',
    );
    if (/^v20\.(19|[2-9]\d)\./.test(version)) return node;
  }
  const home = join(folder, 'node-20');
  await mkdir(home);
  await writeFile(join(home, 'package.json'), JSON.stringify({ private: true, allowScripts: { node: true } }));
  await run('npm', ['install', `node@${NODE_20}`, ...QUIET], { cwd: home });
  return join(home, 'node_modules', 'node', 'bin', 'node');
}
