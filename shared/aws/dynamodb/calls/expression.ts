/** Pieces of a DynamoDB expression, written with `#attribute` for names and `:value` for values. */
interface Pieces {
  readonly update?: string;
  readonly condition?: string;
  readonly key?: string;
  readonly filter?: string;
  readonly projection?: string;
  readonly values?: Readonly<Record<string, unknown>>;
  /** Attributes whose names are no placeholders, by the placeholders that stand for them. */
  readonly names?: Readonly<Record<string, string>>;
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
 * Turns the pieces into a request's fields. Every attribute is written as a `#name`, because DynamoDB reserves common
 * words. Only those `values` are sent that a piece mentions, because DynamoDB rejects unused ones.
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
  const names = [...all.matchAll(/#(\w+)/g)].map(([placeholder, name]) => [
    placeholder,
    pieces.names?.[`${name}`] ?? name,
  ]);
  const values = [...all.matchAll(/:(\w+)/g)].map(([placeholder, name]) => [placeholder, pieces.values?.[`${name}`]]);
  return {
    ...texts,
    ...(names.length > 0 && { ExpressionAttributeNames: Object.fromEntries(names) }),
    ...(values.length > 0 && { ExpressionAttributeValues: Object.fromEntries(values) }),
  };
}

/**
 * An update of the given fields. A key is an attribute's name, or `map.field` for a field of a map. `null` removes the
 * attribute, `undefined` leaves it unchanged. The placeholder of a value is its key's `valueName`. `also` lists more
 * assignments.
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
