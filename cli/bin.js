#!/usr/bin/env node
// Plain JavaScript, so that an old Node can read it: the program itself is TypeScript, which Node runs from 22.18 on.
// The repository brings a Node of its own; whoever starts this file with an older one is handed over to it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);
const runsTypeScript = major > 22 || (major === 22 && minor >= 18);

if (runsTypeScript) {
  await import('./headcount.ts');
} else {
  const own = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
  if (!existsSync(own)) {
    console.error(
      `headcount needs Node 22.18 or newer; this is ${process.version}. Run "npm ci" in the repository first.`,
    );
    process.exit(1);
  }
  const { status, signal } = spawnSync(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  if (signal) process.kill(process.pid, signal);
  process.exit(status ?? 1);
}
