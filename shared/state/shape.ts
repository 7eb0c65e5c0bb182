import { becauseWritten, isMap, pathText, type Reason, type ValidationError, valueError } from '../model/index.ts';

/**
 * What stored data must look like. Every function reads states, so their shapes are a few lines instead of a library. The
 * errors are those of other documents.
 */
export interface Shape<T> {
  /** What was written, checked. What is wrong is added to `faults`; the value is of no use then. */
  read(written: unknown, path: Path, faults: ValidationError[]): T;
  /** The field may be missing. */
  readonly isOptional?: boolean;
}
type Path = readonly (string | number)[];
export type Shaped<Of> = Of extends Shape<infer T> ? T : never;

const shape = <T>(read: Shape<T>['read']): Shape<T> => ({ read });

function wrong(written: unknown, path: Path, expected: string): ValidationError {
  const at = pathText(path);
  return written === undefined ? valueError(at, 'required', {}) : valueError(at, 'wrong-type', { expected });
}

const typed = <T>(is: (written: unknown) => boolean, expected: string): Shape<T> =>
  shape((written, path, faults) => {
    if (!is(written)) faults.push(wrong(written, path, expected));
    return written as T;
  });

export const text = typed<string>((written) => typeof written === 'string', 'text');
export const flag = typed<boolean>((written) => typeof written === 'boolean', 'boolean');
export const number = typed<number>(Number.isFinite, 'number');
/** A moment, ms since the epoch. */
export const moment = number;
/** Any value that JSON has. */
export const anything = typed<unknown>((written) => written !== undefined, 'value');

/** A whole number, at least `least`. */
export const whole = (least = -Infinity): Shape<number> =>
  shape((written, path, faults) => {
    if (typeof written !== 'number') faults.push(wrong(written, path, 'number'));
    else if (!Number.isSafeInteger(written)) faults.push(wrong(written, path, 'whole number'));
    else atLeast(written, least, path, faults);
    return written as number;
  });
export const count = whole(0);

/** A number that is not negative. */
export const amount = shape((written, path, faults) => {
  const value = number.read(written, path, faults);
  if (typeof written === 'number') atLeast(written, 0, path, faults);
  return value;
});

function atLeast(written: number, bound: number, path: Path, faults: ValidationError[]): void {
  if (written >= bound) return;
  faults.push(valueError(pathText(path), 'out-of-range', { relation: 'at least', bound, of: 'number' }));
}

/** One of these values. */
export const oneOf = <const Value extends string | true>(...values: readonly Value[]): Shape<Value> =>
  shape((written, path, faults) => {
    if (values.some((value) => value === written)) return written as Value;
    const at = pathText(path);
    faults.push(
      written === undefined
        ? valueError(at, 'required', {})
        : valueError(at, 'not-one-of', { values: values.map(String) }),
    );
    return written as Value;
  });

export const list = <T>(entry: Shape<T>): Shape<readonly T[]> =>
  shape((written, path, faults) => {
    if (Array.isArray(written)) return written.map((each, index) => entry.read(each, [...path, index], faults));
    faults.push(wrong(written, path, 'list'));
    return [];
  });

/** Two values of a kind, in order. */
export const pairOf = <T>(entry: Shape<T>): Shape<readonly [T, T]> =>
  shape((written, path, faults) => {
    const read = list(entry).read(written, path, faults);
    if (Array.isArray(written) && read.length !== 2) faults.push(wrong(written, path, 'pair'));
    return read as unknown as readonly [T, T];
  });

/** A map with any names. */
export const mapOf = <T>(value: Shape<T>): Shape<Readonly<Record<string, T>>> =>
  shape((written, path, faults) => {
    if (isMap(written)) {
      const entries = Object.entries(written);
      return Object.fromEntries(entries.map(([name, each]) => [name, value.read(each, [...path, name], faults)]));
    }
    faults.push(wrong(written, path, 'map'));
    return {};
  });

type Fields = Readonly<Record<string, Shape<unknown>>>;
type OptionalIn<Of extends Fields> = {
  [Name in keyof Of]: Of[Name] extends { readonly isOptional: true } ? Name : never;
}[keyof Of];
type FieldsOf<Of extends Fields> = { readonly [Name in Exclude<keyof Of, OptionalIn<Of>>]: Shaped<Of[Name]> } & {
  readonly [Name in OptionalIn<Of>]?: Shaped<Of[Name]> | undefined;
};
type Flat<T> = { readonly [Name in keyof T]: T[Name] };

interface FieldsOptions {
  /** What becomes of names that are not among the fields. */
  readonly others?: 'refused' | 'ignored' | 'kept';
}

/** A map with these names. */
export const fields = <const Of extends Fields>(
  of: Of,
  { others = 'refused' }: FieldsOptions = {},
): Shape<Flat<FieldsOf<Of>>> =>
  shape((written, path, faults) => {
    const read: Record<string, unknown> = others === 'kept' && isMap(written) ? { ...written } : {};
    if (isMap(written)) {
      for (const [name, value] of Object.entries(of)) {
        const each = Object.hasOwn(written, name) ? written[name] : undefined;
        if (each !== undefined || !value.isOptional) read[name] = value.read(each, [...path, name], faults);
      }
      const unknown = others === 'refused' ? Object.keys(written).filter((name) => !Object.hasOwn(of, name)) : [];
      faults.push(...unknown.map((name) => valueError(pathText([...path, name]), 'unknown-field', {})));
    } else faults.push(wrong(written, path, 'map'));
    return read as Flat<FieldsOf<Of>>;
  });

export const optional = <T>(value: Shape<T>): Shape<T> & { readonly isOptional: true } => ({
  read: value.read,
  isOptional: true,
});

/** Instead of a field that is missing. */
export const otherwise = <T>(value: Shape<T>, instead: T): Shape<T> =>
  shape((written, path, faults) => (written === undefined ? instead : value.read(written, path, faults)));

export const nullable = <T>(value: Shape<T>): Shape<T | null> =>
  shape((written, path, faults) => (written === null ? null : value.read(written, path, faults)));

/** One of several forms. If only one of them can be meant, its faults are reported. */
export const either = <const Forms extends readonly Shape<unknown>[]>(...forms: Forms): Shape<Shaped<Forms[number]>> =>
  shape((written, path, faults) => {
    const tried = forms.map((form) => {
      const found: ValidationError[] = [];
      return { value: form.read(written, path, found), found };
    });
    const fitting = tried.find(({ found }) => found.length === 0) ?? tried[0];
    if (fitting?.found.length === 0) return fitting.value as Shaped<Forms[number]>;
    const at = pathText(path);
    const meant = tried.filter(({ found }) => found.every((fault) => fault.path !== at && !isUnknownIn(fault, path)));
    const [only, another] = meant;
    if (written === undefined) faults.push(valueError(at, 'required', {}));
    else faults.push(...(only && !another ? only.found : [valueError(at, 'no-known-form', {})]));
    return fitting?.value as Shaped<Forms[number]>;
  });

const isUnknownIn = ({ code, path }: ValidationError, of: Path): boolean =>
  code === 'unknown-field' && !path.slice(pathText(of).length + 1).includes('.');

export const reason = fields(
  { code: text, params: mapOf(anything) },
  { others: 'ignored' },
) as unknown as Shape<Reason>;

/** Earlier versions stored the text of a reason alone. */
export const writtenReason: Shape<Reason> = either(
  reason,
  shape((written, path, faults) => becauseWritten.text({ text: text.read(written, path, faults) })),
);
