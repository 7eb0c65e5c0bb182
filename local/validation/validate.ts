import type { Call, Fault } from '../requests/index.ts';
import { ServiceChecks } from './checks.ts';
import { EXCEPTIONS } from './exceptions.ts';

/** Validates calls by the models of their services, each of which is compiled once. */
export class Validation {
  readonly #checks = new Map<string, ServiceChecks>();

  /** Everything that AWS would not accept about a call, by its model. */
  faultsOf({ service, operation, model, input, faults }: Call): readonly Fault[] {
    const shape = Object.hasOwn(model.operations, operation) ? model.operations[operation]?.input?.shape : undefined;
    return shape === undefined ? faults : [...faults, ...this.#of(service, model).check(shape, input)];
  }

  #of(service: string, model: Call['model']): ServiceChecks {
    const known = this.#checks.get(service);
    if (known !== undefined) return known;
    const checks = new ServiceChecks(
      model,
      EXCEPTIONS.filter((exception) => exception.service === service),
    );
    this.#checks.set(service, checks);
    return checks;
  }
}

/** `TotalTargetCapacity: min 1, found 0`. */
export const faultText = ({ member, rule, found }: Fault): string =>
  `${member === '' ? '' : `${member}: `}${rule}${found === undefined ? '' : `, found ${found}`}`;
