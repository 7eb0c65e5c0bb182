import type { Extension } from '../extension/index.ts';
import { isMap, makersOf, type Reason } from '../model/index.ts';
import { METRIC_FIELDS } from '../policy/index.ts';
import { providerKinds } from '../providers/index.ts';
import { ruleFormats } from '../rules/index.ts';
import { sourceKinds } from '../sources/index.ts';
import type { reasons } from './reasons.ts';

export const because = makersOf<typeof reasons>();

const NAME = /^[a-z][a-z0-9-]{0,38}$/;
const NAMED = 'must have lower-case letters, digits and hyphens, at most 39';
const SID = /^[A-Za-z0-9]+$/;

/** What a kind must have, by room. */
const ROOMS = {
  rules: { one: 'rule', functions: ['fields', 'metrics', 'recommend'], taken: ruleFormats.map(({ kind }) => kind) },
  sources: { one: 'source', functions: ['fields', 'reader'], taken: [...sourceKinds, ...METRIC_FIELDS] },
  providers: { one: 'provider', functions: ['fields', 'nameOf', 'groups'], taken: providerKinds },
} as const;
type Room = keyof typeof ROOMS;
const PACES = ['waits', 'weighs-time', 'moves-bounds'];

export interface Exported {
  /** As the app or the command line names it. */
  readonly module: string;
  readonly written: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/** The first thing that is wrong with what a module exports; null if it is an extension. */
export function faultOf({ module, written }: Exported): Reason | null {
  const invalid = (path: string, expected: string) => because['extension-invalid']({ module, path, expected });
  if (!isMap(written)) return invalid('', 'must export an extension by default');
  const { name } = written;
  if (name === undefined) return invalid('name', 'is required');
  if (!isName(name)) return invalid('name', NAMED);
  const unknown = Object.keys(written).find((field) => field !== 'name' && !Object.hasOwn(ROOMS, field));
  if (unknown !== undefined) return invalid(unknown, 'is not a field of an extension');
  const rooms = (Object.keys(ROOMS) as Room[]).filter((room) => written[room] !== undefined);
  if (rooms.length === 0) return invalid('', 'must have rules, sources or providers');
  const codes = new Set<string>();
  for (const room of rooms) {
    const kinds: unknown = written[room];
    if (!Array.isArray(kinds)) return invalid(room, 'must be a list');
    const seen = new Set<string>();
    for (const [index, each] of kinds.entries()) {
      const path = `${room}[${index}]`;
      const wrong = (field: string, expected: string) => invalid(`${path}${field}`, expected);
      if (!isMap(each)) return wrong('', 'must be a map');
      const fault = kindFault(room, each, wrong);
      if (fault) return fault;
      const kind = each['kind'] as string;
      const { one, taken } = ROOMS[room];
      if ((taken as readonly string[]).includes(kind)) {
        return because['extension-kind-taken']({ module, room: one, kind, by: null });
      }
      if (seen.has(kind)) return because['extension-kind-taken']({ module, room: one, kind, by: module });
      seen.add(kind);
      for (const code of Object.keys(Object(each['reasons']))) {
        const prefix = `${name}-`;
        if (!code.startsWith(prefix)) return because['extension-code-foreign']({ module, code, prefix });
        if (codes.has(code)) return because['extension-code-twice']({ module, code });
        codes.add(code);
      }
    }
  }
  return null;
}

function kindFault(room: Room, each: Fields, wrong: (field: string, expected: string) => Reason): Reason | null {
  if (each['kind'] === undefined) return wrong('.kind', 'is required');
  if (!isName(each['kind'])) return wrong('.kind', NAMED);
  const missing = ROOMS[room].functions.find((field) => typeof each[field] !== 'function');
  if (missing !== undefined) return wrong(`.${missing}`, 'must be a function');
  if (room === 'rules') {
    if (typeof each['description'] !== 'string') return wrong('.description', 'must be a text');
    if (!PACES.includes(String(each['pace']))) return wrong('.pace', `must be ${PACES.join(', ')}`);
    if (each['learning'] !== undefined) return wrong('.learning', 'is not possible in an extension');
  }
  for (const [code, reason] of Object.entries(Object(each['reasons']) as Fields)) {
    const { meaning, text } = Object(reason) as Fields;
    if (typeof meaning !== 'string' || typeof text !== 'function') {
      return wrong(`.reasons.${code}`, 'must be made by defineReason');
    }
  }
  return statementFault(room, each, wrong);
}

function statementFault(room: Room, each: Fields, wrong: (field: string, expected: string) => Reason): Reason | null {
  const written = each['permissions'];
  if (written === undefined || room === 'rules') return null;
  if (room === 'providers' && typeof written !== 'function')
    return wrong('.permissions', 'must be a function of the stage');
  const statements: unknown = typeof written === 'function' ? written('production') : written;
  if (!Array.isArray(statements)) return wrong('.permissions', 'must be a list of statements');
  for (const [index, statement] of statements.entries()) {
    const path = `.permissions[${index}]`;
    const { sid, actions, resources, patternBecause } = Object(statement) as Fields;
    if (typeof sid !== 'string' || !SID.test(sid)) return wrong(`${path}.sid`, 'must have letters and digits only');
    if (!isList(actions)) return wrong(`${path}.actions`, 'must be a list of actions');
    if (!isList(resources)) return wrong(`${path}.resources`, 'must be a list of resources');
    if (JSON.stringify(resources).includes('*') && typeof patternBecause !== 'string') {
      return wrong(`${path}.patternBecause`, 'is required, because a resource is a pattern');
    }
  }
  return null;
}

/** What two extensions have both; null if nothing. */
export function conflictOf(
  extensions: readonly { readonly module: string; readonly extension: Extension }[],
): Reason | null {
  const names = new Map<string, string>();
  const kinds = new Map<string, string>();
  for (const { module, extension } of extensions) {
    const other = names.get(extension.name);
    if (other !== undefined) return because['extension-name-twice']({ name: extension.name, modules: [other, module] });
    names.set(extension.name, module);
    for (const room of Object.keys(ROOMS) as Room[]) {
      for (const { kind } of extension[room] ?? []) {
        const { one } = ROOMS[room];
        const by = kinds.get(`${room}:${kind}`);
        if (by !== undefined) return because['extension-kind-taken']({ module, room: one, kind, by });
        kinds.set(`${room}:${kind}`, module);
      }
    }
  }
  return null;
}

const isName = (written: unknown): boolean => typeof written === 'string' && NAME.test(written);
const isList = (written: unknown): boolean => Array.isArray(written) && written.length > 0;
