import { type View, WHOLE } from './view.ts';

/** Narrower texts are hard to read, and would be cut by words anyway. */
const LEAST_WIDTH = 20;

/** A text whose lines are broken at spaces to fit the view. What follows a break is indented as its line is. */
export const wrapped = (text: string, { width }: View = WHOLE): string =>
  width === null
    ? text
    : text
        .split('\n')
        .flatMap((line) => broken(line, Math.max(width, LEAST_WIDTH)))
        .join('\n');

function broken(line: string, width: number): string[] {
  if ([...line].length <= width) return [line];
  const indentation = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = '';
  for (const word of line.slice(indentation.length).split(' ')) {
    const longer = current === '' ? `${indentation}${word}` : `${current} ${word}`;
    if (current !== '' && [...longer].length > width) {
      lines.push(current);
      current = `${indentation}${word}`;
    } else current = longer;
  }
  return [...lines, current];
}
