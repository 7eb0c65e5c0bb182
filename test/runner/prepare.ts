import { ensureVenv } from '../../local/emulator/venv.ts';
import { bundledProgram } from '../cli/bundled.ts';
import { synthesizedStage } from '../deployed/synthesized.ts';

/**
 * Makes what many test files share, while the linter and the compiler leave a core idle. Otherwise, the first files that
 * run would all wait for it. What fails here fails again in the tests that need it, which say why.
 */
export const prepare = (): Promise<unknown> =>
  Promise.allSettled([ensureVenv(), synthesizedStage().then(bundledProgram)]);
