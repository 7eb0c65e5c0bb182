import Table from 'cli-table3';

/** Results go to standard output, everything else to standard error, so that output can be piped. */
export const print = (text: string): void => void process.stdout.write(`${text}\n`);
export const tell = (text: string): void => void process.stderr.write(`${text}\n`);
/** Whoever reads the output may have read enough (`… | head -1`): that ends the program, and is no failure. */
export function endQuietlyWithItsReader(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit();
      throw error;
    });
}

export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2));

/** A plain table without borders, for people. */
export function table(head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  const none = '';
  const chars = Object.fromEntries(
    ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right']
      .concat(['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'])
      .map((name) => [name, none]),
  );
  const made = new Table({
    head: [...head],
    chars: { ...chars, middle: '  ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  made.push(...rows.map((row) => row.map((cell) => cell ?? '–')));
  return made
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

export const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

/** `2026-11-21 12:00:00` in UTC. */
export const timeText = (at: number | null): string =>
  at === null ? '–' : new Date(at).toISOString().replace('T', ' ').slice(0, 19);

export const isoText = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** `12 s ago`, `in 3 min`: how far `at` is from `now`. */
export function distanceText(at: number | null, now: number): string {
  if (at === null) return 'never';
  const seconds = Math.round(Math.abs(at - now) / 1000);
  const size =
    seconds < 120
      ? `${seconds} s`
      : seconds < 7200
        ? `${Math.round(seconds / 60)} min`
        : `${Math.round(seconds / 3600)} h`;
  return at > now ? `in ${size}` : `${size} ago`;
}
