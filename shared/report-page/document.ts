import { readFileSync } from 'node:fs';
import { escaped } from './escape.ts';

interface Parts {
  readonly title: string;
  /** What the page may load and run, as a Content-Security-Policy; nothing may be fetched in any case. */
  readonly allowed: string;
  /** HTML. */
  readonly body: string;
  /** Styles beside those of all pages. */
  readonly style?: string;
}

/** A self-contained page in the style of all pages. */
export function documentOf({ title, allowed, body, style = '' }: Parts): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${allowed}">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Headcount">
<title>${escaped(title)}</title>
<style>
${readFileSync(new URL('style.css', import.meta.url), 'utf8')}${style}</style>
</head>
<body>
${body}
</body>
</html>
`;
}
