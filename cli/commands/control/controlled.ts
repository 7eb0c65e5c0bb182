import { InvalidArgumentError, Option } from 'commander';
import type * as z from 'zod';
import {
  type Actor,
  faultsOf,
  InvalidInputError,
  MOST_WORKERS,
  PARSING,
  ReasonedError,
  UserError,
} from '../../../shared/model/index.ts';
import {
  type Controlled,
  type ControlledOne,
  type ControlUse,
  isInvalidRequest,
} from '../../../shared/operations/index.ts';
import {
  controlledDocument,
  controlledLines,
  controlledOneDocument,
  invalidDocument,
  sentence,
} from '../../../shared/presentation/index.ts';
import { print, printJson, printNote } from '../../../shared/terminal/index.ts';
import { commandActor } from '../../actor.ts';
import { type Deployment, type StageOptions, withDeployment } from '../../aws.ts';
import { errors } from '../../errors/index.ts';

/** The direction of a pause, from the options `--out` and `--in`. */
export interface Directions {
  readonly out?: boolean;
  readonly in?: boolean;
}

export const outOption = (): Option => new Option('--out', 'only scale-out');
export const inOption = (): Option => new Option('--in', 'only scale-in');

/** Both options together are both directions. */
export const directionOf = ({ out = false, in: into = false }: Directions): { direction?: 'out' | 'in' } =>
  out === into ? {} : { direction: out ? 'out' : 'in' };

export const useOf = ({ evaluation, audit }: Deployment): ControlUse => ({
  ...audit,
  states: evaluation.states,
  policies: evaluation.policies,
});

/** A duration as it was written, of which figures alone are seconds. */
export const written = (lasts: string): string | number => (/^\d{1,15}$/.test(lasts) ? Number(lasts) : lasts);

/** Checks a request as the API does. */
export function requestOf<Schema extends z.ZodType>(what: string, schema: Schema, body: object): z.output<Schema> {
  const parsed = schema.safeParse(body, PARSING);
  if (!parsed.success) throw invalidDocument(what, faultsOf(parsed.error));
  return parsed.data;
}

/** What a command does to a group by its name, and to all groups. */
interface Doing<Request> {
  readonly one: (group: string, request: Request, actor: Actor, use: ControlUse) => Promise<Controlled>;
  readonly all: (
    groups: readonly string[],
    request: Request,
    actor: Actor,
    use: ControlUse,
  ) => Promise<readonly ControlledOne[]>;
}

/** Carries out a request on a group, or without a name on every group of the stage, and prints what came of it. */
export const controlNamed = <Request extends { readonly because: string }>(
  named: string | null,
  request: Request,
  options: StageOptions,
  { one, all }: Doing<Request>,
): Promise<void> =>
  withDeployment(options, async (deployment) => {
    const actor = commandActor(request.because);
    if (named !== null) return controlOne(one(named, request, actor, useOf(deployment)), options.json);
    const groups = await deployment.store.records.groups();
    return controlMany(all(groups, request, actor, useOf(deployment)), options.json);
  });

/** Prints what came of one group. A size that the policy forbids is an invalid input. */
export async function controlOne(doing: Promise<Controlled>, json = false): Promise<void> {
  const controlled = await doing.catch((error: unknown) => {
    if (error instanceof ReasonedError && isInvalidRequest(error.reason))
      throw new InvalidInputError(error.message, { reason: error.reason, cause: error });

    throw error;
  });
  if (json) return printJson(controlledDocument(controlled));
  printControlled(controlled);
}

/** Prints what came of many groups. Throws if one has failed. */
async function controlMany(doing: Promise<readonly ControlledOne[]>, json = false): Promise<void> {
  const all = await doing;
  if (json) printJson(all.map(controlledOneDocument));
  else if (all.length === 0) printNote('There are no groups yet.');
  else {
    for (const one of all) {
      if ('controlled' in one) printControlled(one.controlled);
    }
  }
  const failed = all.flatMap((one) => ('error' in one ? [sentence(one.error)] : []));
  if (failed.length > 0) throw new UserError(failed.join('\n'));
}

function printControlled(controlled: Controlled): void {
  for (const line of controlledLines(controlled)) print(line);
  for (const note of controlled.notes) printNote(sentence(note));
}

/** A group by its name, or all groups: never by leaving something out. */
export function oneOrAll(verb: string, group: string | undefined, all = false): string | null {
  if (group !== undefined && all) throw errors['wrong-usage']({ what: 'Name a group or add --all, not both' });
  if (group === undefined && !all) {
    throw errors['wrong-usage']({ what: `Name the group to ${verb}, or add --all for every group of the stage` });
  }
  return group ?? null;
}

/** A whole number of workers. */
export function workersOf(written: string): number {
  if (/^\d{1,6}$/.test(written) && Number(written) <= MOST_WORKERS) return Number(written);
  throw new InvalidArgumentError(`It must be a whole number from 0 to ${MOST_WORKERS}.`);
}
