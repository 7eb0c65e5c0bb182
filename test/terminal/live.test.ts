import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type InTerminal, inTerminal, type Step } from './in-terminal.ts';

const PROGRAM = join(import.meta.dirname, 'live-program.ts');
const live = (steps: readonly Step[], mode = 'run'): Promise<InTerminal> => inTerminal([PROGRAM, mode], steps);
const ENTER = '\u001b[?1049h\u001b[?25l';
const LEAVE = '\u001b[?25h\u001b[?1049l';

describe('a live view gives the terminal back', () => {
  test.each<[string, Step[], string, number]>([
    ['after q', [{ when: 'load 3', keys: 'q' }], 'run', 0],
    ['after Ctrl-C', [{ when: 'load 3', keys: '\u0003' }], 'run', 0],
    ['after a signal', [{ when: 'load 3', signal: 'SIGTERM' }], 'run', 0],
    ['after the terminal is gone', [{ when: 'load 3', signal: 'SIGHUP' }], 'run', 0],
    ['after a crash', [], 'crash', 1],
  ])('%s', async (_, steps, mode, code) => {
    const ran = await live(steps, mode);
    expect(ran).toMatchObject({ code, isRestored: true });
    expect(ran.out.split(ENTER)).toHaveLength(2);
    expect(ran.out.split(LEAVE)).toHaveLength(2);
    expect(ran.out.indexOf(LEAVE)).toBeGreaterThan(ran.out.indexOf(ENTER));
  });
});

test('keys are for the view, and an error is shown until a load succeeds', async () => {
  const { out } = await live([
    { when: 'load 2', keys: 'a/' },
    { when: 'pressed a/', keys: 'q' },
  ]);
  expect(out).toContain('pressed a/');
  expect(out).toContain('load 1 in 80');
  const failed = await live([{ when: 'error: no answer', keys: 'q' }], 'fail');
  expect(failed.code).toBe(0);
});

test('a frame replaces lines, and never clears the screen first', async () => {
  const { out } = await live([{ when: 'load 4', keys: 'q' }]);
  const frames = out.split('\u001b[H').slice(1);
  expect(frames.length).toBeGreaterThan(3);
  expect(out).not.toContain('\u001b[2J');
  for (const frame of frames.slice(0, -1)) {
    expect(frame.startsWith('load ') && frame.endsWith('\u001b[K\u001b[J')).toBe(true);
    expect(frame.split('\u001b[K')).toHaveLength(3);
  }
});
