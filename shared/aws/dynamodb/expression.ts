/** Pieces of a DynamoDB expression, written with `#attribute` for names and `:value` for values. */
interface Pieces {
  readonly update?: string;
  readonly condition?: string;
  readonly key?: string;
  readonly filter?: string;
  readonly projection?: string;
  readonly values?: Readonly<Record<string, unknown>>;
}

interface Expression {
  UpdateExpression?: string;
  ConditionExpression?: string;
  KeyConditionExpression?: string;
  FilterExpression?: string;
  ProjectionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, unknown>;
}

/**
 * The pieces as a request's fields. Every attribute goes by a `#name`, since DynamoDB reserves common words, and of
 * `values` only those go along that a piece mentions, since it refuses unused ones.
 */
export function expression<P extends Pieces>(
  pieces: P,
): Expression & (P extends { update: string } ? { UpdateExpression: string } : unknown);
export function expression(pieces: Pieces): Expression {
  const texts = {
    ...(pieces.update && { UpdateExpression: pieces.update }),
    ...(pieces.condition && { ConditionExpression: pieces.condition }),
    ...(pieces.key && { KeyConditionExpression: pieces.key }),
    ...(pieces.filter && { FilterExpression: pieces.filter }),
    ...(pieces.projection && { ProjectionExpression: pieces.projection }),
  };
  const all = Object.values(texts).join(' ');
  const names = [...all.matchAll(/#(\w+)/g)].map(([placeholder, name]) => [placeholder, name as string]);
  const values = [...all.matchAll(/:(\w+)/g)].map(([placeholder, name]) => [placeholder, pieces.values?.[`${name}`]]);
  return {
    ...texts,
    ...(names.length > 0 && { ExpressionAttributeNames: Object.fromEntries(names) }),
    ...(values.length > 0 && { ExpressionAttributeValues: Object.fromEntries(values) }),
  };
}

/**
 * An update that writes every field given, by its name or, of a map's field, `map.field`: `null` removes the attribute,
 * `undefined` leaves it. The value of each goes by its `valueName`. `also` is set as well.
 */
export function assignment(fields: Readonly<Record<string, unknown>>, also: readonly string[] = []): string {
  const written = Object.entries(fields).filter(([, value]) => value !== undefined);
  const set = written.filter(([, value]) => value !== null).map(([path]) => `${pathOf(path)} = :${valueName(path)}`);
  const sets = [...also, ...set];
  const removed = written.filter(([, value]) => value === null).map(([path]) => pathOf(path));
  return [sets.length > 0 ? `SET ${sets.join(', ')}` : '', removed.length > 0 ? `REMOVE ${removed.join(', ')}` : '']
    .filter((clause) => clause !== '')
    .join(' ');
}

const pathOf = (path: string): string =>
  path
    .split('.')
    .map((name) => `#${name}`)
    .join('.');
export const valueName = (path: string): string => path.replaceAll('.', '_');

export const allOf = (...clauses: readonly string[]): string => clauses.join(' AND ');
