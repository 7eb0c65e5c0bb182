import { ENVIRONMENT, eventBusName } from '../names/index.ts';

/** What the stack tells its functions. */
export interface FunctionEnvironment {
  readonly stage: string;
  readonly table: string;
  /** Known to those that resize; the stage's own for all others. */
  readonly eventBus: string;
  /** Evaluations log their cases. */
  readonly recordCases: boolean;
}

/** Reads the functions' environment once, at start; throws with the name of what is missing. */
export function functionEnvironment(variables: NodeJS.ProcessEnv = process.env): FunctionEnvironment {
  const stage = required(variables, ENVIRONMENT.stage);
  const eventBus = variables[ENVIRONMENT.eventBus] || eventBusName(stage);
  const recordCases = variables[ENVIRONMENT.recordCases] === 'true';
  return { stage, table: required(variables, ENVIRONMENT.table), eventBus, recordCases };
}

export function required(variables: NodeJS.ProcessEnv, name: string): string {
  const value = variables[name];
  if (!value) throw new Error(`the environment variable ${name} is not set: the stack sets it on its functions`);
  return value;
}
