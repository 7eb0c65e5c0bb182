import { existsSync } from 'node:fs';

/** Of Debian's package prometheus. */
export const PROMTOOL = process.env['PROMTOOL'] ?? '/usr/bin/promtool';
export const hasPromtool = existsSync(PROMTOOL);
/** Why the tests with promtool are skipped. */
export const NO_PROMTOOL = `skipped: ${PROMTOOL} does not exist; install Debian's package prometheus, or set PROMTOOL to its path`;
