import { hostname, userInfo } from 'node:os';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import type { Clients } from '../shared/aws/clients.ts';
import type { Store } from '../shared/aws/dynamodb/store.ts';
import type { EvaluationDependencies } from '../shared/evaluation/index.ts';
import type { Reason } from '../shared/model/index.ts';
import { ENVIRONMENT, eventBusName, tableName } from '../shared/names/index.ts';
import type { AuditUse } from '../shared/operations/index.ts';
import { GROUP_NAME } from '../shared/policy/index.ts';
import { sentence } from '../shared/presentation/index.ts';
import { printNote } from '../shared/terminal/index.ts';
import { awsError } from './aws-errors.ts';
import { withMeantGroup } from './errors/meant-group.ts';

export interface StageOptions {
  readonly stage: string;
  readonly json?: boolean;
}

export const DEFAULT_STAGE = 'production';

/** A command that works on a deployed Headcount, with the options `--stage` and `--json`. */
export const stageCommand = (name: string): Command =>
  new Command(name)
    .addOption(
      new Option('--stage <stage>', 'the deployment').env(ENVIRONMENT.stage).default(DEFAULT_STAGE).argParser(stageOf),
    )
    .option('--json', 'print JSON');

/** What commands on all groups print without one. */
export const NO_GROUPS = 'There are no groups yet: add a policy with "npx headcount policy apply FILE".';

/** The argument of a command on one group; `[group]` makes it optional. */
export const groupArgument = (written: '<group>' | '[group]'): Argument =>
  new Argument(written, 'the name of the group, as in its policy').argParser(groupOf);

/** Throws for what cannot be the name of a group. */
export function groupOf(written: string): string {
  if (GROUP_NAME.test(written)) return written;
  throw new InvalidArgumentError(
    'A group name has at most 63 lower-case letters, digits and hyphens, and starts with a letter.',
  );
}

export function stageOf(written: string): string {
  if (/^[A-Za-z0-9_.-]{1,200}$/.test(written)) return written;
  throw new InvalidArgumentError('A stage is a word such as production, staging or local.');
}

export interface Deployment {
  readonly table: string;
  readonly clients: Clients;
  readonly store: Store;
  /** The dependencies of an evaluation. Its claims are held in your name. */
  readonly evaluation: EvaluationDependencies;
  /** The audit trail, for `audited`. */
  readonly audit: AuditUse;
}

/**
 * Opens a deployment for `use`, and explains AWS's errors. The SDK is loaded here because loading it takes most of a
 * second, and commands without AWS should not wait for that.
 */
export async function withDeployment<T>(
  { stage }: StageOptions,
  use: (deployment: Deployment) => Promise<T>,
): Promise<T> {
  const table = process.env[ENVIRONMENT.table] || tableName(stage);
  const eventBus = process.env[ENVIRONMENT.eventBus] || eventBusName(stage);
  try {
    const [{ awsClients }, { sdkConnections }, { dynamoStore }, { awsEvaluation }, { newActivityId }] =
      await Promise.all([
        import('../shared/aws/clients.ts'),
        import('../shared/aws/sdk-connections.ts'),
        import('../shared/aws/dynamodb/sdk-store.ts'),
        import('../shared/runtime/evaluation.ts'),
        import('../shared/runtime/activity-id.ts'),
      ]);
    const clients = awsClients();
    const onAws = awsEvaluation(sdkConnections(clients), { stage, table, eventBus });
    const evaluation = { ...onAws, holder: `${person()}:${process.pid}` };
    const store = dynamoStore(clients.dynamodb, table);
    const warn = (reason: Reason) => printNote(`warning: ${sentence(reason)}`);
    const audit = { audit: store.audit, clock: Date.now, newId: newActivityId, warn };
    return await use({ table, clients, store, evaluation, audit }).catch(async (error: unknown) => {
      const groups = async () => (await import('../shared/operations/index.ts')).indexedGroups(store);
      throw await withMeantGroup(error, { table, groups });
    });
  } catch (error) {
    const explained = awsError(error, table);
    throw explained ?? error;
  }
}

/** The name of the user, for claims and for the record of changes: `ann@laptop`. */
export const person = (): string => `${userName()}@${hostname()}`;

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container, the user id may have no name.
    return process.env['USER'] ?? String(process.getuid?.() ?? 'somebody');
  }
}
