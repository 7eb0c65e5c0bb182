import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';

/**
 * Runs commands of the program at the path in its arguments, one after the other, and sends back what they print: a
 * command in a process that has loaded the program needs a fifth of the CPU time of one in a new process.
 */
export interface Command {
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
  /** Standard input, in base64. */
  readonly input: string;
}
export interface Answer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const [program = ''] = process.argv.slice(2);
let runs = 0;

process.on('disconnect', () => process.exit());
process.on('message', (command: Command) => void run(command).then((answer) => process.send?.(answer)));

async function run({ words, environment, directory, input }: Command): Promise<Answer> {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment);
  process.chdir(directory);
  process.argv = [process.execPath, program, ...words];
  process.exitCode = undefined;
  const given = Readable.from(input === '' ? [] : [Buffer.from(input, 'base64')]);
  Object.defineProperty(process, 'stdin', { value: given, configurable: true });
  const [out, err] = [captured(process.stdout), captured(process.stderr)];
  const listeners = listenersOf();
  const exit = process.exit;
  try {
    const exited = new Promise<void>((resolve) => {
      process.exit = (code) => {
        process.exitCode = code ?? process.exitCode;
        resolve();
        // Nothing after the exit may run.
        throw new Exit();
      };
    });
    // Its main module runs the command when it is loaded. All other modules stay loaded.
    const ran: Promise<unknown> = import(`${pathToFileURL(program).href}?${runs++}`).catch((error: unknown) => {
      if (error instanceof Exit) return;
      throw error;
    });
    await Promise.race([ran, exited]);
    return { code: Number(process.exitCode ?? 0), out: out.end(), err: err.end() };
  } finally {
    process.exit = exit;
    process.exitCode = undefined;
    for (const restore of listeners) restore();
    out.end();
    err.end();
  }
}

class Exit extends Error {}

/** Keeps what is written to the stream, instead of writing it. */
function captured(stream: NodeJS.WriteStream): { end: () => string } {
  const { write } = stream;
  const chunks: Buffer[] = [];
  stream.write = (chunk: string | Uint8Array, encoding?: unknown, done?: unknown) => {
    chunks.push(Buffer.from(chunk as string));
    const written = typeof encoding === 'function' ? encoding : done;
    if (typeof written === 'function') queueMicrotask(() => written());
    return true;
  };
  return {
    end: () => {
      stream.write = write;
      return Buffer.concat(chunks).toString('utf8');
    },
  };
}

/** Takes away the listeners that a command adds. */
function listenersOf(): (() => void)[] {
  return [process, process.stdout, process.stderr].flatMap((emitter) => {
    const before = new Map(emitter.eventNames().map((name) => [name, emitter.rawListeners(name)]));
    return () => {
      for (const name of emitter.eventNames()) {
        for (const listener of emitter.rawListeners(name)) {
          if (!before.get(name)?.includes(listener)) emitter.off(name, listener as () => void);
        }
      }
    };
  });
}
