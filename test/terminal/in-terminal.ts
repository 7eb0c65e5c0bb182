import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs a program in a pseudo-terminal, answers when an expected text appears, and tells what came of it. */
const PROGRAM = `
import json, os, pty, select, signal, sys, termios, time, fcntl, struct
spec = json.loads(sys.argv[1])
master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack('HHHH', 24, spec['columns'], 0, 0))
before = termios.tcgetattr(slave)
pid = os.fork()
if pid == 0:
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    for fd in (0, 1, 2): os.dup2(slave, fd)
    os.execve(spec['words'][0], spec['words'], spec['environment'])
out = b''
steps = list(spec['steps'])
end = time.time() + 120
status = None
while time.time() < end:
    if select.select([master], [], [], 0.05)[0]:
        out += os.read(master, 65536)
    while steps and steps[0]['when'].encode() in out:
        step = steps.pop(0)
        if 'keys' in step: os.write(master, step['keys'].encode())
        if 'signal' in step: os.kill(pid, getattr(signal, step['signal']))
    done, status = os.waitpid(pid, os.WNOHANG)
    if done:
        while select.select([master], [], [], 0.05)[0]: out += os.read(master, 65536)
        break
else:
    os.kill(pid, signal.SIGKILL)
    status = None
code = os.waitstatus_to_exitcode(status) if status is not None else None
print(json.dumps({'out': out.decode(), 'code': code, 'isRestored': termios.tcgetattr(slave) == before}))
`;

export interface Step {
  /** Text that appears in the output. */
  readonly when: string;
  readonly keys?: string;
  readonly signal?: 'SIGTERM' | 'SIGINT' | 'SIGHUP';
}

export interface InTerminal {
  readonly out: string;
  /** Null if it had to be killed. */
  readonly code: number | null;
  /** Whether the modes of the terminal are as they were before. */
  readonly isRestored: boolean;
}

export async function inTerminal(
  words: readonly string[],
  steps: readonly Step[],
  { columns = 80, environment = {} }: { columns?: number; environment?: Readonly<Record<string, string>> } = {},
): Promise<InTerminal> {
  const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;
  const common = { PATH, NODE_COMPILE_CACHE, TERM: 'xterm-256color', HOME: '/nonexistent' };
  const spec = { words: [process.execPath, ...words], steps, columns, environment: { ...common, ...environment } };
  const { stdout } = await run('python3', ['-c', PROGRAM, JSON.stringify(spec)], { maxBuffer: 50e6 });
  return JSON.parse(stdout) as InTerminal;
}
