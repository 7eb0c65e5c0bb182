import { ENVIRONMENT, eventBusName } from '../names/index.ts';

/** The settings that the stack passes to its functions. */
export interface FunctionEnvironment {
  readonly stage: string;
  readonly table: string;
  /** The stack sets it on the functions that resize; the stage's own bus by default. */
  readonly eventBus: string;
  /** Whether evaluations log their cases. */
  readonly recordCases: boolean;
}

/** Reads a function's environment variables. Throws an error that names a missing one. */
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
