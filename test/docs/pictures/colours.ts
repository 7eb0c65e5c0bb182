import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../../../local/paths.ts';

export interface Colours {
  readonly ink: string;
  readonly muted: string;
  readonly rule: string;
  readonly surface: string;
  readonly demand: string;
  readonly held: string;
  readonly plays: readonly string[];
}

/** The style sheet of the pages that `simulate --html` writes: pictures and pages are of one set. */
const STYLE = readFileSync(join(REPOSITORY, 'shared', 'report-page', 'style.css'), 'utf8');
const [LIGHT = '', DARK = ''] = [...STYLE.matchAll(/:root[^{]*\{([^}]*)\}/g)].map(([, body]) => body ?? '');

const coloursIn = (body: string): Colours => {
  const value = (name: string) => {
    const written = new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(body)?.[1];
    if (!written) throw new Error(`the style sheet has no --${name}`);
    return written;
  };
  return {
    ...{ ink: value('ink'), muted: value('muted'), rule: value('rule'), surface: value('surface') },
    ...{ demand: value('demand'), held: value('held') },
    plays: [0, 1, 2].map((index) => value(`play-${index}`)),
  };
};

export const COLOURS = { light: coloursIn(LIGHT), dark: coloursIn(DARK) } as const;
