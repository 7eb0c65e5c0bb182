import { afterEach, expect, test, vi } from 'vitest';
import { report } from '../../shared/terminal/index.ts';

afterEach(() => vi.restoreAllMocks());

test('a program that cannot describe its error still fails, and prints the error', async () => {
  const before = process.exitCode;
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    const describe = () => Promise.reject(new Error('the descriptions cannot be loaded'));
    await report(new Error('the policy cannot be read'), [], { describe });
    expect(process.exitCode).toBe(1);
    expect(written.mock.calls.join('')).toContain('the policy cannot be read');
  } finally {
    process.exitCode = before;
  }
});
