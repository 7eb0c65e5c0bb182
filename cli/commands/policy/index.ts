import type { Commands } from '../../program/commands.ts';

/** The commands `headcount policy …`. */
export const policyCommands: Commands = {
  validate: {
    description: 'check policy files without calling AWS; lists every error and warning with its path',
    load: async () => (await import('./validate.ts')).validateCommand,
  },
  apply: {
    description: 'write policies into the table, and wait until they are active',
    load: async () => (await import('./apply.ts')).applyCommand,
  },
  list: {
    description: 'list the groups and their policies',
    load: async () => (await import('./list.ts')).listCommand,
  },
  schema: {
    description: 'print the JSON Schema of a policy, for completion and checks in your editor',
    load: async () => (await import('./schema.ts')).schemaCommand,
  },
};
