import { emitKeypressEvents } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { ENDING_SIGNALS } from './signals.ts';

const ENTER = '\u001b[?1049h\u001b[?25l';
/** Colors off, cursor on, back to the screen of before. */
const LEAVE = '\u001b[0m\u001b[?25h\u001b[?1049l';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface LiveView<Data> {
  readonly everySeconds: number;
  readonly load: () => Promise<Data>;
  /** The lines of the screen. `data` is null before it is loaded; `error` is why it could not be loaded the last time. */
  readonly draw: (data: Data | null, error: unknown, size: Size) => readonly string[];
  /** Whether keys are a text now, so that q is a letter. */
  readonly isTyping?: () => boolean;
  /** A key that is not for leaving. The screen is drawn at once, and again when the answer has come. */
  readonly press?: (key: string, data: Data | null) => Promise<void> | undefined;
}

/**
 * Shows a view that loads its data again and again, until a person presses q or Ctrl-C, or a signal ends the program. The
 * terminal is then as it was before, also after a crash. A frame is one write that replaces line by line, so it does not
 * flicker.
 */
export async function runLive<Data>(view: LiveView<Data>): Promise<void> {
  const ended = new AbortController();
  let data: Data | null = null;
  let error: unknown;
  const end = (): void => ended.abort();
  const redraw = (): void => {
    const { columns = 80, rows = 24 } = process.stdout;
    process.stdout.write(frame(view.draw(data, error, { columns, rows }), rows));
  };
  const press = (_: string | undefined, { name = '', ctrl = false, sequence = '' }: Key): void => {
    const isLeaving = (ctrl && name === 'c') || (name === 'q' && view.isTyping?.() !== true);
    if (isLeaving) {
      end();
      return;
    }
    const answer = view.press?.(/^[!-~]$/.test(sequence) ? sequence : name, data);
    redraw();
    void answer?.then(() => {
      if (!ended.signal.aborted) redraw();
    });
  };
  const leave = entered(press);
  process.stdout.on('resize', redraw);
  for (const signal of ENDING_SIGNALS) process.on(signal, end);
  try {
    redraw();
    while (!ended.signal.aborted) {
      const loaded = view.load().then(
        (loadedData) => {
          data = loadedData;
          error = undefined;
        },
        (reason: unknown) => {
          error = reason;
        },
      );
      // A call that takes long must not keep the person from leaving.
      await Promise.race([loaded, aborted(ended.signal)]);
      if (ended.signal.aborted) break;
      redraw();
      await sleep(view.everySeconds * 1000, undefined, { signal: ended.signal }).catch(() => {});
    }
  } finally {
    for (const signal of ENDING_SIGNALS) process.off(signal, end);
    process.stdout.off('resize', redraw);
    leave();
  }
}

interface Key {
  readonly name?: string | undefined;
  readonly ctrl?: boolean | undefined;
  readonly sequence?: string | undefined;
}

/** Takes the terminal; the function that it returns gives it back, and so does the end of the process. */
function entered(press: (text: string | undefined, key: Key) => void): () => void {
  const { stdin, stdout } = process;
  const hasKeys = stdin.isTTY === true;
  let isTaken = true;
  const leave = (): void => {
    if (!isTaken) return;
    isTaken = false;
    process.off('exit', leave);
    if (hasKeys) {
      stdin.off('keypress', press);
      stdin.setRawMode(false);
      stdin.pause();
    }
    stdout.write(LEAVE);
  };
  process.on('exit', leave);
  if (hasKeys) {
    emitKeypressEvents(stdin);
    stdin.setRawMode(true);
    stdin.on('keypress', press);
    stdin.resume();
  }
  stdout.write(ENTER);
  return leave;
}

/** Each line replaces the one that was there; what is below is cleared. */
function frame(lines: readonly string[], rows: number): string {
  const shown = lines.slice(0, rows);
  return `\u001b[H${shown.map((line) => `${line}\u001b[K`).join('\r\n')}\u001b[J`;
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
