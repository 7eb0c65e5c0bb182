import { join } from 'node:path';
import { LOCAL } from '../../local/paths.ts';

/** Bundles of functions, named by a hash of what they are made from (infra/bundling/kept-bundles.ts). */
export const KEPT_BUNDLES = join(LOCAL, 'bundles');
