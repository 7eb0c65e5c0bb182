/** Results go to standard output, everything else to standard error, so that you can pipe the output. */
export const print = (text: string): void => void process.stdout.write(`${text}\n`);
export const printNote = (text: string): void => void process.stderr.write(`${text}\n`);

export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2));

/** Waits until all output is written, then ends the process, even with open timers or connections. */
export async function endWritten(): Promise<never> {
  const written = [process.stdout, process.stderr].map(
    (stream) => new Promise<void>((resolve) => void stream.write('', () => resolve())),
  );
  await Promise.all(written);
  return process.exit();
}

/** When the reader of the output closes the pipe (`… | head -1`), the program ends without an error. */
export function endQuietlyWithItsReader(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit();
      throw error;
    });
}
