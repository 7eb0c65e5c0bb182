import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Answer, Command } from './host.ts';

const HOST = fileURLToPath(new URL('host.ts', import.meta.url));
/** Commands that run at the same time; others wait until one of them has ended. */
const MOST = 2;

/** Processes that have loaded the program. They end with this one. */
const idle: ChildProcess[] = [];
const waiting: ((host: ChildProcess) => void)[] = [];
let running = 0;

/** Runs a command in a process that has loaded the program, and has run others before. */
export async function hosted(program: string, command: Command): Promise<Answer> {
  const host = await taken(program);
  try {
    return await answerOf(host, command);
  } finally {
    const isAlive = host.exitCode === null && host.signalCode === null;
    const next = waiting.shift();
    if (next) next(isAlive ? host : started(program));
    else if (isAlive) idle.push(host);
    else running -= 1;
  }
}

async function taken(program: string): Promise<ChildProcess> {
  const host = idle.pop();
  if (host) return host;
  if (running === MOST) return new Promise((resolve) => waiting.push(resolve));
  running += 1;
  return started(program);
}

function started(program: string): ChildProcess {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const env = { PATH, NODE_COMPILE_CACHE };
  const host = fork(HOST, [program], { env, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  // They must not keep the process of the tests.
  host.unref();
  host.channel?.unref();
  return host;
}

function answerOf(host: ChildProcess, command: Command): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const answered = (answer: unknown): void => {
      host.off('exit', ended);
      resolve(answer as Answer);
    };
    const ended = (code: number | null, signal: string | null): void => {
      host.off('message', answered);
      reject(new Error(`The process that ran "${command.words.join(' ')}" ended (${signal ?? code}).`));
    };
    host.once('message', answered);
    host.once('exit', ended);
    host.send(command);
  });
}
