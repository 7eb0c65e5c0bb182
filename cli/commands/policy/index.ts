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
  history: {
    description: "list the versions of a group's policy, newest first: who changed it, when, why and through what",
    load: async () => (await import('./history.ts')).historyCommand,
  },
  get: {
    description: 'print the policy of a group as YAML, as its author wrote it; "policy apply" reads it',
    load: async () => (await import('./get.ts')).getCommand,
  },
  diff: {
    description: 'compare policies by meaning: two versions of a group, or files with the active versions in the table',
    load: async () => (await import('./diff.ts')).diffCommand,
  },
  rollback: {
    description: 'write the document of an earlier version again; it becomes the next version',
    load: async () => (await import('./rollback.ts')).rollbackCommand,
  },
  delete: {
    description: 'delete the policy of a group; onDelete of the policy decides what happens to its workers',
    load: async () => (await import('./delete.ts')).deleteCommand,
  },
  'show-types': {
    description: 'list the instance types that a policy can launch now, with their sizes and prices',
    load: async () => (await import('./show-types.ts')).showTypesCommand,
  },
  schema: {
    description: 'print the JSON Schema of a policy, for completion and checks in your editor',
    load: async () => (await import('./schema.ts')).schemaCommand,
  },
};
