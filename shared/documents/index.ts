/** The schemas of the documents that commands print as JSON and that the API answers. Pure. */
export * as control from './control.ts';
export * as groups from './groups.ts';
export * as part from './parts.ts';
export { documentSchema } from './schema.ts';
export * as stage from './stage.ts';
export * as versions from './versions.ts';
