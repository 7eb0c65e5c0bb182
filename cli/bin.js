#!/usr/bin/env node
// Plain JavaScript, so that any Node can read it. An installed package has the program built, for Node 20 and newer. The
// repository has its TypeScript only, which Node runs from 22.18 on; an older one hands over to the repository's own.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';

// Node keeps what it has compiled for the next start, from 22.1 on.
nodeModule.enableCompileCache?.();

const isRepository = existsSync(new URL('headcount.ts', import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);
const runsTypeScript = major > 22 || (major === 22 && minor >= 18);

if (!isRepository) await import('../dist/cli/headcount.js');
else if (runsTypeScript) await import('./headcount.ts');
else handOver(fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url)));

/** Its exit code becomes ours, and signals sent to us are passed on: it must be able to end what it has started. */
function handOver(node) {
  if (!existsSync(node)) {
    console.error(
      `headcount needs Node 22.18 or newer here; this is ${process.version}. Run "npm ci" in the repository first.`,
    );
    process.exit(1);
  }
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.once('error', ({ message }) => {
    console.error(`${node} could not be started: ${message}. Run "npm ci" in the repository again.`);
    process.exitCode = 1;
  });
  child.once('exit', (code, signal) => {
    for (const each of signals) process.removeAllListeners(each);
    if (signal) process.kill(process.pid, signal);
    else process.exitCode = code;
  });
}
