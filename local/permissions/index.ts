export { answerSimulation, simulationIn } from './answer-simulation.ts';
export { type Denial, Permissions, type RoleSource } from './authorize.ts';
export { UnknownCondition } from './conditions.ts';
export { type Need, type Verdict, verdictOn } from './evaluate.ts';
export { fleetWithout } from './fleet-answer.ts';
export { ACCOUNT, type StandIns } from './needs/index.ts';
export { type Statement, statementsIn } from './policy.ts';
export { Roles } from './roles.ts';
export { simulated } from './simulate.ts';
