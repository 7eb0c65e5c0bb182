/** Names and limits that the stack, the functions and the command line share. Pure; imports no other room. */
export * from './deployed-version.ts';
export * from './limits.ts';
export * from './names.ts';
export * from './pace.ts';
export * from './steady.ts';
export * from './tag-sets.ts';
