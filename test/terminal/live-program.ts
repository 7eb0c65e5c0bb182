import { runLive } from '../../shared/terminal/index.ts';

/** A view for the test: it counts its loads, and fails or crashes when asked to. */
let loads = 0;
let pressed = '';
await runLive({
  everySeconds: 0.05,
  load: async () => {
    loads += 1;
    if (process.argv[2] === 'fail') throw new Error('no answer');
    if (process.argv[2] === 'crash' && loads > 2) setImmediate(() => Promise.reject(new Error('crashed')));
    return loads;
  },
  draw: (data, error, { columns }) => [
    `load ${data ?? 'none'} in ${columns}`,
    `pressed ${pressed}`,
    ...(error instanceof Error ? [`error: ${error.message}`] : []),
  ],
  press: (key) => {
    pressed += key;
    return undefined;
  },
});
process.stdout.write('left\n');
