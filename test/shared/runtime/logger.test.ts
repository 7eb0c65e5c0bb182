import { describe, expect, it } from 'vitest';
import { newLogger } from '../../../shared/runtime/logger.ts';

function logging(environment: NodeJS.ProcessEnv = {}) {
  const lines: string[] = [];
  const logger = newLogger(environment, (line) => lines.push(line));
  return { logger, lines, read: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('the logger of the functions', () => {
  it('writes one line of JSON with the fields at its root', () => {
    const { logger, lines, read } = logging();
    logger.info('queued', { groups: 3, text: 'two\nlines' });
    expect(lines.join('')).toMatch(/^[^\n]+\n$/);
    expect(read()).toEqual([
      { level: 'INFO', message: 'queued', service: 'headcount', groups: 3, text: 'two\nlines', timestamp: anyTime },
    ]);
  });
  const anyTime: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

  it('writes an error with its causes and fields', () => {
    const { logger, read } = logging();
    const cause = Object.assign(new TypeError('inner'), { code: 'ECONNRESET' });
    logger.error('failed', new Error('outer', { cause }));
    logger.warn('failed', { failures: [new Error('in a list', { cause: 'text' })] });
    const stack = expect.stringContaining('Error: outer');
    expect(read()).toMatchObject([
      {
        level: 'ERROR',
        error: { name: 'Error', message: 'outer', stack, cause: { name: 'TypeError', code: 'ECONNRESET' } },
      },
      { level: 'WARN', failures: [{ message: 'in a list', cause: 'text' }] },
    ]);
  });

  it('writes what contains itself once, what occurs twice twice, and large integers', () => {
    const { logger, read } = logging();
    const error = new Error('own cause');
    error.cause = error;
    const shared = { a: 1 };
    const circle: Record<string, unknown> = { first: shared, second: shared, bytes: 2n ** 64n };
    circle['self'] = [circle];
    logger.error('odd', { error, circle });
    expect(read()[0]).toMatchObject({
      error: { message: 'own cause' },
      circle: { first: shared, second: shared, self: [null], bytes: '18446744073709551616' },
    });
  });

  it.each([
    [undefined, ['INFO', 'WARN', 'ERROR']],
    ['DEBUG', ['DEBUG', 'INFO', 'WARN', 'ERROR']],
    ['TRACE', ['DEBUG', 'INFO', 'WARN', 'ERROR']],
    ['ERROR', ['ERROR']],
    ['FATAL', []],
    ['odd', ['INFO', 'WARN', 'ERROR']],
  ])('at the level %s it writes %j', (level, written) => {
    const { logger, read } = logging(level === undefined ? {} : { AWS_LAMBDA_LOG_LEVEL: level });
    logger.debug('a');
    logger.info('b');
    logger.warn('c');
    logger.error('d');
    expect(read().map((line) => line['level'])).toEqual(written);
  });
});
