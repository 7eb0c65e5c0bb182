import { once } from '../../model/index.ts';
import type { Borrowed } from './call.ts';
import type { Templates } from './templates-port.ts';

/** Launch templates are read for groups with rollouts only. */
export function lazyTemplates(borrowed: Borrowed): Templates {
  const templates = once(async () => (await import('./templates.ts')).lightTemplates(borrowed));
  return {
    find: async (wanted) => (await templates()).find(wanted),
    version: async (template, version) => (await templates()).version(template, version),
  };
}
