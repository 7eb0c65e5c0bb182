import { unknownCodesIn } from '../shared/presentation/index.ts';
import { print, printNote } from '../shared/terminal/index.ts';

/** Prints what was recorded. The texts of an extension that the command does not know are missing: a note says how to see them. */
export function printTexts(text: string): void {
  print(text);
  const [code] = unknownCodesIn(text);
  if (code === undefined) return;
  printNote(
    `note: ${code} has no text here. If an extension adds it, name the extension with --extensions; otherwise, a newer version of Headcount wrote it.`,
  );
}
