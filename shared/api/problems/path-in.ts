/** The path of a field in a part of the request: `body.values`, and `body[0].values` in a list. */
export const pathIn = (part: string, path: string): string =>
  path === '' || path.startsWith('[') ? `${part}${path}` : `${part}.${path}`;
