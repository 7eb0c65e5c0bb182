import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { isFullRun } from '../full-run.ts';
import { prepare } from './prepare.ts';

/** Runs scripts of package.json at the same time and prints what they said, one after the other. */
async function ran(script: string): Promise<boolean> {
  const child = spawn('npm', ['run', '--silent', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await ended;
  process.stdout.write(`> ${script}\n${out}`);
  process.stderr.write(err);
  if (code !== 0) console.error(`npm run ${script} failed.`);
  return code === 0;
}

const preparing = isFullRun ? prepare() : null;
const all = await Promise.all(process.argv.slice(2).map(ran));
await preparing;
if (all.includes(false)) process.exitCode = 1;
