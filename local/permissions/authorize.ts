import { FUNCTION_PREFIX } from '../../shared/names/index.ts';
import { HOME_REGION } from '../environment.ts';
import type { Call } from '../requests/index.ts';
import { type Need, type Verdict, verdictOn } from './evaluate.ts';
import { ACCOUNT, type Account, NEEDS, type StandIns } from './needs/index.ts';
import type { Statement } from './policy.ts';
import type { Roles } from './roles.ts';

/** A call that its caller may not make. */
export interface Denial {
  /** `unknown`: whether AWS would allow it cannot be judged here. */
  readonly kind: 'denied' | 'unknown';
  readonly message: string;
  /** The service reports it in its answer instead of refusing the call. */
  readonly inAnswer: boolean;
  /** It names only resources that are gone: it may have been allowed when the caller last looked. */
  readonly isGone?: boolean;
}

/** Where the roles of functions are found. */
export type RoleSource = Pick<Roles, 'ofFunction' | 'ofProfile' | 'tagsOfFunction' | 'forget'>;

/** The access key of a deployed function's process, as local/emulator/serve.py hands it out: its name, and its region unless it is the usual one. */
const FUNCTION_KEY = /^lambda\.([^.]+)(?:\.(.+))?$/;

/**
 * Judges whether the role of a function allows its calls. Only this project's functions are judged; every other caller is
 * the operator, who may do everything.
 */
export class Permissions {
  readonly #roles: RoleSource;
  readonly #accountIn: (region: string) => Account;
  readonly #judged: Map<string, number>;

  /** `judged` receives the number of calls that were judged, by function. */
  constructor(roles: RoleSource, standInsIn: (region: string) => StandIns, judged: Map<string, number>) {
    this.#roles = roles;
    this.#judged = judged;
    this.#accountIn = (region) => ({
      ...standInsIn(region),
      roleOfProfile: (profile) => roles.ofProfile(profile),
      tagsOfFunction: (name) => roles.tagsOfFunction(name, region),
    });
  }

  /** Why AWS would deny a call; null when it would carry it out. */
  async denial(call: Call): Promise<Denial | null> {
    const [, name, region = HOME_REGION] = FUNCTION_KEY.exec(call.key) ?? [];
    if (name === undefined) {
      // Whoever deploys changes roles.
      if (['cloudformation', 'iam', 'lambda'].includes(call.service)) this.#roles.forget();
      return null;
    }
    if (!name.startsWith(FUNCTION_PREFIX)) return null;
    this.#judged.set(name, (this.#judged.get(name) ?? 0) + 1);
    try {
      return await this.#deniedFunction(call, name, region);
    } catch (error) {
      const message = `The local AWS cannot judge ${call.service}:${call.operation}: ${(error as Error).message}`;
      return { kind: 'unknown', message, inAnswer: false };
    }
  }

  async #deniedFunction(call: Call, functionName: string, region: string): Promise<Denial | null> {
    const operations = NEEDS[call.service] ?? {};
    const needsOf = Object.hasOwn(operations, call.operation) ? operations[call.operation] : undefined;
    if (needsOf === undefined) throw new Error('name what it needs in local/permissions/needs');
    const { name, statements } = await this.#roles.ofFunction(functionName, region);
    const caller = `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/${functionName}`;
    const denied = deniedOf(await needsOf(call, this.#accountIn(call.region)), statements);
    const [first] = [...denied.filter(({ need }) => need.inAnswer !== true), ...denied];
    if (first === undefined) return null;
    const isGone = denied.every(({ need }) => need.isGone === true);
    const denial = {
      kind: 'denied',
      message: messageOf(caller, first),
      inAnswer: first.need.inAnswer === true,
    } as const;
    return isGone ? { ...denial, isGone } : denial;
  }
}

interface DeniedNeed {
  readonly need: Need;
  readonly verdict: Verdict;
}

const deniedOf = (needs: readonly Need[], statements: readonly Statement[]): DeniedNeed[] =>
  needs.map((need) => ({ need, verdict: verdictOn(need, statements) })).filter(({ verdict }) => verdict !== 'allowed');

/** In the words of AWS. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
function messageOf(caller: string, { need: { action, resource }, verdict }: DeniedNeed): string {
  const because =
    verdict === 'explicitly-denied'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${action} action`;
  return `User: ${caller} is not authorized to perform: ${action} on resource: ${resource} ${because}`;
}
