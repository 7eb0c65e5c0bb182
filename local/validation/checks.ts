import { isMap } from '../../shared/model/index.ts';
import type { Fault, Model, Shape } from '../requests/index.ts';
import type { Exception } from './exceptions.ts';
import { wholeValue } from './patterns.ts';

/** Adds what is wrong with a value to the faults. */
type Check = (value: unknown, path: string, faults: Fault[]) => void;

/** The checks of one service, compiled from its model when a shape is first seen. */
export class ServiceChecks {
  readonly #model: Model;
  readonly #exceptions: readonly Exception[];
  readonly #compiled = new Map<string, Check>();

  constructor(model: Model, exceptions: readonly Exception[]) {
    this.#model = model;
    this.#exceptions = exceptions;
  }

  check(shape: string, value: unknown): Fault[] {
    const faults: Fault[] = [];
    this.#of(shape)(value, '', faults);
    return faults;
  }

  #of(name: string): Check {
    const known = this.#compiled.get(name);
    if (known !== undefined) return known;
    const shape = this.#model.shapes[name];
    if (shape === undefined) throw new Error(`The model names a shape ${name}, which it does not have.`);
    const check = this.#compile(name, shape);
    this.#compiled.set(name, check);
    return check;
  }

  #compile(name: string, shape: Shape): Check {
    if (shape.document === true) return () => {};
    if (shape.type === 'structure') return this.#structure(shape);
    if (shape.type === 'list') return this.#list(shape);
    if (shape.type === 'map') return this.#map(shape);
    return scalar(this.#without(name, shape));
  }

  /** The shape without the rules that AWS does not apply. */
  #without(name: string, shape: Shape): Shape {
    const left = this.#exceptions.filter((exception) => exception.shape === name).map(({ rule }) => rule);
    return Object.fromEntries(Object.entries(shape).filter(([rule]) => !left.some((one) => one === rule))) as Shape &
      object;
  }

  #structure({ members = {}, required = [], union = false }: Shape): Check {
    return (value, path, faults) => {
      if (!isMap(value)) return void faults.push(wrongType(path, 'structure', value));
      const given = Object.keys(value).filter((name) => value[name] !== undefined && value[name] !== null);
      for (const name of required)
        if (!given.includes(name)) faults.push({ member: below(path, name), rule: 'required' });
      if (union && given.length !== 1)
        faults.push({ member: path, rule: 'exactly one member', found: given.join(', ') });
      for (const name of given) {
        const member = Object.hasOwn(members, name) ? members[name] : undefined;
        if (member === undefined) faults.push({ member: below(path, name), rule: 'unknown member' });
        else this.#of(member.shape)(value[name], below(path, name), faults);
      }
    };
  }

  #list({ member, min, max }: Shape): Check {
    return (value, path, faults) => {
      if (!Array.isArray(value)) return void faults.push(wrongType(path, 'list', value));
      measure(value.length, 'items', { min, max }, path, faults);
      if (member === undefined) return;
      for (const [index, item] of value.entries()) this.#of(member.shape)(item, `${path}[${index}]`, faults);
    };
  }

  #map({ key, value: content, min, max }: Shape): Check {
    return (value, path, faults) => {
      if (!isMap(value)) return void faults.push(wrongType(path, 'map', value));
      const entries = Object.entries(value);
      measure(entries.length, 'entries', { min, max }, path, faults);
      for (const [name, item] of entries) {
        if (key !== undefined) this.#of(key.shape)(name, `${path} (key)`, faults);
        if (content !== undefined) this.#of(content.shape)(item, below(path, name), faults);
      }
    };
  }
}

const below = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

const wrongType = (member: string, type: string, value: unknown): Fault => ({
  member,
  rule: `type ${type}`,
  found: shown(value),
});

interface Bounds {
  readonly min: number | undefined;
  readonly max: number | undefined;
}

function measure(size: number, unit: string, { min, max }: Bounds, member: string, faults: Fault[]): void {
  const found = `${size}${unit === '' ? '' : ` ${unit}`}`;
  if (min !== undefined && size < min) faults.push({ member, rule: `min ${min}`, found });
  if (max !== undefined && size > max) faults.push({ member, rule: `max ${max}`, found });
}

const IS_OF: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  character: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => Number.isSafeInteger(value),
  long: (value) => Number.isSafeInteger(value) || typeof value === 'bigint',
  // JSON has no other way to write what is not finite.
  float: (value) => typeof value === 'number' || ['NaN', 'Infinity', '-Infinity'].includes(String(value)),
  double: (value) => typeof value === 'number' || ['NaN', 'Infinity', '-Infinity'].includes(String(value)),
  timestamp: (value) =>
    typeof value === 'number' ||
    value instanceof Date ||
    (typeof value === 'string' && !Number.isNaN(Date.parse(value))),
  blob: (value) => value instanceof Uint8Array || (typeof value === 'string' && /^[A-Za-z0-9+/]*={0,2}$/.test(value)),
};

function scalar({ type, enum: values, pattern, min, max }: Shape): Check {
  const isOf = IS_OF[type];
  if (isOf === undefined) throw new Error(`A model has a shape of the type ${type}, which is not known here.`);
  const expression = pattern === undefined ? null : wholeValue(pattern);
  return (value, member, faults) => {
    if (!isOf(value)) return void faults.push(wrongType(member, type, value));
    if (typeof value === 'number') measure(value, '', { min, max }, member, faults);
    if (type === 'blob') return measure(bytesIn(value), 'bytes', { min, max }, member, faults);
    if (type !== 'string' || typeof value !== 'string') return;
    measure([...value].length, 'characters', { min, max }, member, faults);
    if (values !== undefined && !values.includes(value)) faults.push({ member, rule: 'enum', found: shown(value) });
    if (expression !== null && !expression.test(value))
      faults.push({ member, rule: `pattern ${pattern}`, found: shown(value) });
  };
}

const bytesIn = (value: unknown): number =>
  typeof value === 'string' ? Buffer.from(value, 'base64').length : (value as Uint8Array).length;

const LONGEST_SHOWN = 100;
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}…`;
}
