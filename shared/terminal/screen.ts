import { styleText } from 'node:util';

/** Colors of tones, on a terminal. */
const STYLES = { trouble: 'red', caution: 'yellow', good: 'green' } as const;

const isColored = (): boolean =>
  process.stdout.isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';

/** How standard output shows text: the width of a terminal, and colors there; in a pipe or file, everything and no color. */
export const standardOutput = ({ isWide = false }: { readonly isWide?: boolean } = {}) => ({
  width: isWide || process.stdout.isTTY !== true ? null : (process.stdout.columns ?? null),
  paint: (tone: keyof typeof STYLES, text: string): string =>
    isColored() && text !== '' ? styleText(STYLES[tone], text, { validateStream: false }) : text,
});
