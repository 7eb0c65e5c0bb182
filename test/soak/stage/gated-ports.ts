import { type KnownCall, knownCall } from '../faults/faults.ts';

type Effect = () => Promise<unknown>;
type Pass<Process> = (process: Process, call: KnownCall, args: readonly unknown[], effect: Effect) => Promise<unknown>;
type Gated<Process> = new (process: Process) => object;

/**
 * Ports whose every call passes a gate. A stage starts thousands of processes, and each needs some twenty ports, so the
 * methods of a port are made once, and a process gets an object that has them.
 */
export class GatedPorts<Process> {
  readonly #pass: Pass<Process>;
  /** The calls by name: ports of the same name share them. */
  readonly #calls = new Map<string, KnownCall>();
  /** By name: a port of the same name is nearly always the same port. */
  readonly #made = new Map<string, { readonly port: object; readonly gated: Gated<Process> }>();

  constructor(pass: Pass<Process>) {
    this.#pass = pass;
  }

  of(process: Process, name: string, port: object): object {
    const known = this.#made.get(name);
    if (known?.port === port) return new known.gated(process);
    const gated = this.#make(name, port);
    this.#made.set(name, { port, gated });
    return new gated(process);
  }

  #make(name: string, port: object): Gated<Process> {
    const pass = this.#pass;
    class Made {
      readonly callingProcess: Process;
      constructor(process: Process) {
        this.callingProcess = process;
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
        return pass(this.callingProcess, call, args, () => (fields[field] as typeof value).apply(port, args));
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
