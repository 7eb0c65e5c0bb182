/**
 * Builds the package into dist/, as `npm pack` delivers it: JavaScript and type declarations of what users run and import,
 * the bundles of the functions, and the report page's script. So an installed package needs neither TypeScript nor esbuild.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build, buildSync, type Plugin } from 'esbuild';
import { bundleFunction } from './infra/bundle.ts';
import { rulesText } from './shared/alerts/index.ts';
import { EVENT_SCHEMAS, eventFile, eventJsonSchema } from './shared/aws/eventbridge/event-schemas.ts';
import { DASHBOARDS, type DashboardName, dashboardFile, dashboardText } from './shared/dashboards/index.ts';
import { type EventType, FUNCTION_TIMEOUT_SECONDS, type FunctionName } from './shared/names/index.ts';
import { messagesSchema } from './shared/providers/lambda/messages.ts';
import { BUILT_PAGE, pageNotices, pageScript } from './shared/report-page/index.ts';

const ROOT = import.meta.dirname;
const DIST = join(ROOT, 'dist');

/** Files that the program reads beside its modules. */
const ASSETS = ['local/emulator/serve.py', 'local/requirements.txt', 'shared/report-page/style.css'];

/** Packages that become part of the program, because they have a hundred files each; other packages are loaded as they are. */
const OF_MANY_FILES = ['zod', 'yaml'];

rmSync(DIST, { recursive: true, force: true });
// Several checkers check the same types again, each for itself, and need twice the CPU time.
const compiling = [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--checkers', '1'];
execFileSync(process.execPath, compiling, { cwd: ROOT, stdio: 'inherit' });
declareAsJavaScript(DIST);
keepPublicDeclarations();
for (const file of ASSETS) put(file, readFileSync(join(ROOT, file), 'utf8'));
put(join('shared/report-page', BUILT_PAGE.script), pageScript());
put(join('shared/report-page', BUILT_PAGE.notices), pageNotices());
for (const type of Object.keys(EVENT_SCHEMAS) as EventType[]) {
  put(join('events', eventFile(type)), `${JSON.stringify(eventJsonSchema(type), null, 2)}\n`);
}
put('providers/lambda.schema.json', `${JSON.stringify(messagesSchema(), null, 2)}\n`);
put('prometheus/alerts.yaml', rulesText());
for (const name of Object.keys(DASHBOARDS) as DashboardName[]) {
  put(join('grafana', dashboardFile(name)), dashboardText(name));
}
// `headcount local up` deploys the stack from here.
put('cdk.json', JSON.stringify({ app: 'node infra/app.js', versionReporting: false }));

bundleForExtensions();

const bundled = new Set(Object.keys(await bundleProgram()).map(packageFolder));
for (const name of Object.keys(FUNCTION_TIMEOUT_SECONDS) as FunctionName[]) {
  const { inputs } = bundleFunction(name, join(DIST, 'functions', name));
  for (const input of Object.keys(inputs)) bundled.add(packageFolder(input));
}
bundled.delete('');
put('functions/LICENSES.txt', [...bundled].sort().map(license).join('\n\n'));

/**
 * Bundles the program into few files, because opening hundreds of them takes most of the time of a start. Commands stay in
 * files that are loaded when they run. Returns what the files contain.
 */
async function bundleProgram(): Promise<object> {
  const outdir = join(DIST, 'cli');
  rmSync(outdir, { recursive: true });
  const { dependencies, devDependencies, peerDependencies } = JSON.parse(
    readFileSync(join(ROOT, 'package.json'), 'utf8'),
  );
  const packages = Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies });
  const { metafile } = await build({
    ...{ entryPoints: [join(ROOT, 'cli/headcount.ts')], outdir, absWorkingDir: ROOT, metafile: true },
    ...{ bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node20', legalComments: 'none' },
    external: ['headcount', ...packages.filter((name) => !OF_MANY_FILES.includes(name))],
    plugins: [inItsPlace(outdir)],
    // CommonJS packages call `require` for Node's built-in modules; ES modules have no `require`.
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';import{fileURLToPath as __fileURLToPath}from'node:url';const require=__createRequire(import.meta.url);",
    },
  });
  return metafile.inputs;
}

/** What extensions import, without what the rest of the program needs: a process that loads an extension loads it again. */
function bundleForExtensions(): void {
  for (const entry of ['shared/extension/index', 'shared/registration/in-function']) {
    buildSync({
      ...{ entryPoints: [join(ROOT, `${entry}.ts`)], outfile: join(DIST, `${entry}.js`), absWorkingDir: ROOT },
      ...{ bundle: true, packages: 'external', format: 'esm', platform: 'node', target: 'node20' },
    });
  }
}

/** A module that reads files beside it finds them beside where the compiler has put it, not beside the bundle. */
function inItsPlace(outdir: string): Plugin {
  return {
    name: 'in its place',
    setup: ({ onLoad }) =>
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const text = readFileSync(path, 'utf8');
        if (!text.includes('import.meta.')) return undefined;
        const place = relative(outdir, join(DIST, relative(ROOT, path))).replace(/\.ts$/, '.js');
        const own = text
          .replaceAll('import.meta.dirname', "__fileURLToPath(new URL('.', __place))")
          .replaceAll('import.meta.filename', '__fileURLToPath(__place)')
          .replaceAll('import.meta.url', '__place.href');
        const contents = `const __place = new URL(${JSON.stringify(place)}, import.meta.url);\n${own}`;
        return { contents, loader: 'ts' };
      }),
  };
}

function put(file: string, text: string): void {
  mkdirSync(dirname(join(DIST, file)), { recursive: true });
  writeFileSync(join(DIST, file), text);
}

/** The compiler rewrites `.ts` specifiers in JavaScript, but leaves them in declarations, where not every tool follows them. */
function declareAsJavaScript(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!entry.endsWith('.d.ts')) continue;
    const file = join(folder, entry);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replaceAll(/((?:from |import\()['"]\.[^'"]*)\.ts(?=['"])/g, '$1.js'));
  }
}

/** Removes the declarations that no public declaration imports: seven of eight. */
function keepPublicDeclarations(): void {
  const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const entries = Object.values<{ types?: string }>(exports).flatMap(({ types }) => (types ? [join(ROOT, types)] : []));
  const reached = new Set(entries);
  for (const file of reached) {
    const imports = readFileSync(file, 'utf8').matchAll(/(?:from |import\(|import )['"](\.[^'"]*)\.js['"]/g);
    for (const [, path = ''] of imports) reached.add(`${join(dirname(file), path)}.d.ts`);
  }
  for (const entry of readdirSync(DIST, { recursive: true, encoding: 'utf8' })) {
    const file = join(DIST, entry);
    if (entry.endsWith('.d.ts') && !reached.has(file)) rmSync(file);
  }
}

/** `node_modules/<name>` of a bundled file, or '' for one of ours. */
function packageFolder(input: string): string {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0] ?? '';
}

/** Name, version and license text of a package that the bundles contain copies of. */
function license(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
  const file = readdirSync(join(ROOT, folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? '' : readFileSync(join(ROOT, folder, file), 'utf8').trim();
  return `${name} ${version} (${license})\n\n${text}`;
}
