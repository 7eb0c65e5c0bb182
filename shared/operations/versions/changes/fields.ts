import { formsOf, policyJsonSchema } from '../../../policy/index.ts';

type Schema = ReturnType<typeof policyJsonSchema>;

let made: Schema | undefined;
/** Made at the first use, because that takes some milliseconds. */
function schema(): Schema {
  made ??= policyJsonSchema();
  return made;
}

/** The schemas of a place in a policy: several where it may have several forms. */
export class Field {
  readonly #schemas: readonly Schema[];
  /** Of the field that has this one, where this one has none of its own. */
  readonly #outer: string | undefined;

  constructor(schemas: readonly Schema[] = [schema()], outer?: string) {
    this.#schemas = schemas.flatMap(formsOf);
    this.#outer = outer;
  }

  /** The field of this name. `within`: the value that has it, whose kind decides between forms. */
  field(name: string, within: unknown): Field {
    const { kind } = Object(within) as { kind?: unknown };
    const fitting = this.#schemas.filter(({ properties }) => isOfKind(properties?.['kind'], kind));
    return new Field(
      fitting.flatMap(({ properties, additionalProperties }) => {
        const found = properties?.[name] ?? additionalProperties;
        return typeof found === 'object' ? [found] : [];
      }),
      this.#schemas[0] === schema() ? undefined : (descriptionOf(fitting) ?? this.#outer),
    );
  }

  /** The entries of a list. */
  entry(): Field {
    return new Field(this.#schemas.flatMap(({ items }) => (typeof items === 'object' ? [items as Schema] : [])));
  }

  get description(): string | undefined {
    return descriptionOf(this.#schemas) ?? this.#outer;
  }

  /** Whether it is a duration, which may be written as seconds or as a text. */
  get isDuration(): boolean {
    return this.#schemas.some(({ pattern }) => pattern?.includes('[smhd]') === true);
  }

  /** The names of its fields, in the order of the reference. */
  get names(): readonly string[] {
    return this.#schemas.flatMap(({ properties }) => Object.keys(properties ?? {}));
  }
}

const descriptionOf = (schemas: readonly Schema[]): string | undefined =>
  schemas.find(({ description }) => description !== undefined)?.description;

function isOfKind(written: unknown, kind: unknown): boolean {
  const { const: expected } = Object(written) as { const?: unknown };
  return expected === undefined || kind === undefined || expected === kind;
}

/** A document with its fields in the order of the reference. A table keeps no order. */
export function inOrder(value: unknown, field = new Field()): unknown {
  if (Array.isArray(value)) return value.map((each) => inOrder(each, field.entry()));
  if (typeof value !== 'object' || value === null) return value;
  const { names } = field;
  const place = (name: string) => (names.includes(name) ? names.indexOf(name) : names.length);
  const fields = Object.entries(value).sort(([one], [other]) => place(one) - place(other));
  return Object.fromEntries(fields.map(([name, each]) => [name, inOrder(each, field.field(name, value))]));
}
