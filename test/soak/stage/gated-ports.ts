import { type KnownCall, knownCall } from '../faults/faults.ts';

type Effect = () => Promise<unknown>;
type Pass<Process> = (process: Process, call: KnownCall, args: readonly unknown[], effect: Effect) => Promise<unknown>;
type Gated<Process> = new (process: Process) => object;

const PROCESS = Symbol('process');

/**
 * Ports whose every call passes a gate. A stage starts thousands of processes, and each needs some twenty ports, so the
 * methods of a port are made once, and a process gets an object that has them.
 */
export class GatedPorts<Process> {
  readonly #pass: Pass<Process>;
  /** The calls by name: ports of the same name share them. */
  readonly #calls = new Map<string, KnownCall>();
  readonly #made = new WeakMap<object, Map<string, Gated<Process>>>();

  constructor(pass: Pass<Process>) {
    this.#pass = pass;
  }

  of(process: Process, name: string, port: object): object {
    const byName = this.#made.get(port) ?? new Map<string, Gated<Process>>();
    const known = byName.get(name);
    if (known) return new known(process);
    const made = this.#make(name, port);
    this.#made.set(port, byName.set(name, made));
    return new made(process);
  }

  #make(name: string, port: object): Gated<Process> {
    const pass = this.#pass;
    class Made {
      readonly [PROCESS]: Process;
      constructor(process: Process) {
        this[PROCESS] = process;
      }
    }
    const fields = port as Readonly<Record<string, unknown>>;
    for (const [field, { value }] of fieldsOf(port)) {
      if (typeof value !== 'function') {
        Object.defineProperty(Made.prototype, field, { get: () => fields[field] });
        continue;
      }
      const call = this.#callNamed(`${name}.${field}`);
      const method = function (this: Made, ...args: never[]): Promise<unknown> {
        return pass(this[PROCESS], call, args, () => (fields[field] as typeof value).apply(port, args));
      };
      Object.defineProperty(Made.prototype, field, { value: method });
    }
    return Made;
  }

  #callNamed(name: string): KnownCall {
    const known = this.#calls.get(name) ?? knownCall(name);
    this.#calls.set(name, known);
    return known;
  }
}

/** The fields of an object and of its classes. */
function fieldsOf(port: object): ReadonlyMap<string, PropertyDescriptor> {
  const found = new Map<string, PropertyDescriptor>();
  for (let owner = port; owner !== null && owner !== Object.prototype; owner = Object.getPrototypeOf(owner))
    for (const [field, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(owner)))
      if (field !== 'constructor' && !found.has(field)) found.set(field, descriptor);
  return found;
}
