import { isInProgress, isRejectedLaunch } from '../../evaluation/index.ts';
import { counted } from '../../model/index.ts';
import type { Replaced, RolloutProgress } from '../../operations/index.ts';
import type { GroupState, Rollout } from '../../state/index.ts';
import { isoText, momentAt } from '../layout/times.ts';
import { commandDocument } from '../sentences/command-document.ts';
import { commandSentence } from '../sentences/command-sentence.ts';
import type { Fact } from './group-facts.ts';

const STATUS_TEXT: Readonly<Record<Rollout['status'], string>> = {
  starting: 'starts with the next evaluation',
  running: 'running',
  paused: 'paused',
  'rolling-back': 'rolling back',
  'rolled-back': 'rolled back',
  done: 'complete',
  canceled: 'canceled',
  stopped: 'stopped',
};

/** What there is to say of a rollout: where it goes, how far it is, who began it, and why it does not go on. */
export function rolloutLines(rollout: Rollout, progress: RolloutProgress | null): string[] {
  const { because, started, bakingUntil, failed } = rollout;
  return [
    `${goalText(rollout)}: ${STATUS_TEXT[rollout.status]}${progress ? `, ${progressText(progress)}` : ''}`,
    `began ${momentAt(started.at)}${authorText(started)}`,
    ...(because ? [commandSentence(because)] : []),
    ...(bakingUntil === undefined || rollout.status !== 'running'
      ? []
      : [`waits at a checkpoint until ${momentAt(bakingUntil)}`]),
    ...(failed.length > 0 ? [`${counted(failed.length, 'replacement')} failed: ${failedText(failed)}`] : []),
  ];
}

/** Workers by their ids; a rejected launch has none. */
function failedText(failed: readonly string[]): string {
  const workers = failed.filter((id) => !isRejectedLaunch(id));
  const rejected = failed.length - workers.length;
  return [
    ...workers,
    ...(rejected > 0 ? [rejected === 1 ? 'a rejected launch' : `${rejected} rejected launches`] : []),
  ].join(', ');
}

/** `to version 4 from version 3`. */
function goalText({ to, from, version, isBack }: Rollout): string {
  const goal = to ? specText(to) : version === undefined ? 'the version that launches use' : `version ${version}`;
  if (isBack && from) return `back to ${specText(from)} from ${goal}`;
  return `to ${goal}${from ? ` from ${specText(from)}` : ''}`;
}

/** What people know a version by. */
function specText({ version, image }: Readonly<Record<string, string>>): string {
  if (version !== undefined) return `version ${version}`;
  return image ?? 'what the policy says';
}

/** Replacements that are starting or unhealthy count as neither. With a surplus, both together are more than the group's size. */
const progressText = ({ replaced, outdated: { size: old } }: RolloutProgress): string =>
  `${counted(replaced, 'new worker')} ready, ${old === 0 ? 'no' : old} old ${old === 1 ? 'one' : 'ones'} left`;

const authorText = ({ by, because, why }: Rollout['started']): string => {
  if (by === undefined) return why ? `: ${commandSentence(why)}` : '';
  return ` by ${by}${because === undefined ? '' : `: ${because}`}`;
};

/** In one line, where a group is one of many; null if its rollout needs no attention. */
export const rolloutNote = ({ rollout }: Pick<GroupState, 'rollout'>): string | null =>
  rollout && (isInProgress(rollout) || rollout.status === 'stopped')
    ? `rollout ${goalText(rollout)}: ${STATUS_TEXT[rollout.status]}`
    : null;

/** The lines of `status`. */
export const rolloutFacts = ({ rollout }: Pick<GroupState, 'rollout'>, progress: RolloutProgress | null): Fact[] =>
  rollout === null ? [] : rolloutLines(rollout, progress).map((line): Fact => ['rollout', line]);

/** A rollout as JSON; null without one. */
export function rolloutDocument(rollout: Rollout | null, progress: RolloutProgress | null): object | null {
  if (rollout === null) return null;
  const { id, status, to, from, version, all, isBack, started, because, total, failed, passed } = rollout;
  return {
    id,
    status,
    version: version ?? null,
    all: all === true,
    back: isBack === true,
    to: to ?? null,
    from: from ?? null,
    total,
    failed,
    passed,
    started: {
      at: isoText(started.at),
      by: started.by ?? null,
      through: started.through ?? null,
      because: started.because ?? null,
      why: started.why ? commandDocument(started.why) : null,
    },
    reason: because ? commandDocument(because) : null,
    bakingUntil: isoText(rollout.bakingUntil ?? null),
    endedAt: isoText(rollout.endedAt ?? null),
    progress: progress && {
      workers: progress.workers,
      replaced: progress.replaced,
      outdated: [...progress.outdated].map(([worker, difference]) => ({ worker, difference })),
    },
  };
}

/** What came of `replace`, for people and as JSON. */
export const replacedLines = ({ group, rollout, isChanged }: Replaced): string[] =>
  rolloutLines(rollout, null).map((line, index) => `${group}: ${line}${isChanged || index > 0 ? '' : ' (as before)'}`);

export const replacedDocument = ({ group, at, rollout, isChanged, notes }: Replaced) => ({
  group,
  at: isoText(at),
  changed: isChanged,
  rollout: rolloutDocument(rollout, null),
  notes: notes.map(commandDocument),
});
