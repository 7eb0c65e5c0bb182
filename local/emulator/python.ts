import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

const NAMES = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
const LEAST = [3, 10] as const;

/** Prints the version, the executable, and whether it can create virtual environments with pip. */
const PROBE = `
import sys
try:
    import venv, ensurepip
    able = 'venv'
except ImportError:
    able = 'none'
print('%d.%d' % sys.version_info[:2], able, sys.executable)
`;

export interface Python {
  readonly executable: string;
  readonly version: string;
}

/**
 * Finds the first Python on the path that can create the emulator's environment.
 * If there is none, the error says what to install.
 */
export async function findPython(environment: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<Python> {
  const faults: string[] = [];
  for (const name of NAMES) {
    const found = await probe(name, environment, signal);
    if (found === null) continue;
    const { version, able, executable } = found;
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (major < LEAST[0] || (major === LEAST[0] && minor < LEAST[1])) {
      faults.push(`${executable} is Python ${version}, which is too old`);
    } else if (!able) {
      faults.push(
        `${executable} (Python ${version}) lacks the venv or ensurepip module (on Debian and Ubuntu: apt-get install python3-venv)`,
      );
    } else {
      return { executable, version };
    }
  }
  const why = faults.length === 0 ? 'no python3 is on the PATH' : [...new Set(faults)].join('; ');
  throw new Error(`The local AWS needs Python ${LEAST.join('.')} or newer with venv and pip, but ${why}.`);
}

async function probe(
  name: string,
  environment: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<{ version: string; able: boolean; executable: string } | null> {
  try {
    const { stdout } = await run(name, ['-c', PROBE], {
      env: environment,
      timeout: 20_000,
      ...(signal === undefined ? {} : { signal }),
    });
    const [version = '', able = '', ...executable] = stdout.trim().split(' ');
    return { version, able: able === 'venv', executable: executable.join(' ') || name };
  } catch {
    signal?.throwIfAborted();
    // There is no such program, or it does not work. The next name may work.
    return null;
  }
}
