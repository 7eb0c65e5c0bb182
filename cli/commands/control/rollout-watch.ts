import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { isInProgress } from '../../../shared/evaluation/index.ts';
import { groupDetails, type Replaced } from '../../../shared/operations/index.ts';
import { rolloutDocument, rolloutLines, sentence } from '../../../shared/presentation/index.ts';
import type { Rollout } from '../../../shared/state/index.ts';
import { print, printJson, printNote, untilInterrupted } from '../../../shared/terminal/index.ts';
import type { Deployment } from '../../aws.ts';
import { errors } from '../../errors/index.ts';

/** Complete, or what it was meant to become. */
const isAsAsked = ({ status }: Rollout, begun: Rollout): boolean =>
  status === 'done' || status === begun.status || (status === 'rolled-back' && begun.isBack === true);

interface Options {
  readonly every: number;
  readonly json?: boolean;
}

/** As {@link followed}, until a signal: its error then says how to look at the rollout and how to stop it. */
export function watchRollout(replaced: Replaced, options: Options, deployment: Watching): Promise<void> {
  const { group } = replaced;
  const message = `Interrupted. The rollout of ${group} goes on. "npx headcount status ${group}" shows it, "npx headcount replace ${group} --pause" pauses it, and --cancel ends it.`;
  return untilInterrupted({ message }, (signal) =>
    // A slow call must not delay the exit.
    Promise.race([followed(replaced, options, deployment, signal), once(signal, 'abort').then(() => {})]).then(() =>
      signal.throwIfAborted(),
    ),
  );
}

type Watching = Pick<Deployment, 'evaluation'>;

/**
 * Prints how far a rollout is whenever that changes, until it has ended or another one has taken its place. Throws if it is
 * not complete then. A rollout that is paused, by hand or because it failed, goes on only by hand: nobody waits for it.
 */
async function followed(
  { group, rollout: begun, notes, at }: Replaced,
  { every, json = false }: Options,
  deployment: Watching,
  signal: AbortSignal,
): Promise<void> {
  for (const note of notes) printNote(sentence(note));
  let shown: readonly string[] = [];
  for (;;) {
    const details = await groupDetails(group, deployment);
    const rollout = details?.state.rollout ?? null;
    if (!details || rollout?.id !== begun.id) throw errors['rollout-gone']({ group });
    const lines = [...rolloutLines(rollout, details.rollout), ...details.notes.map(sentence)];
    // Prints only new lines. Who began the rollout, for example, is printed once.
    for (const line of lines) if (!json && !shown.includes(line)) print(`${group}: ${line}`);
    shown = lines;
    const isOver = !isInProgress(rollout) || rollout.status === 'paused';
    if (isOver) {
      const document = { group, at: new Date(at).toISOString(), changed: true };
      if (json) printJson({ ...document, rollout: rolloutDocument(rollout, details.rollout), notes: [] });
      if (!isAsAsked(rollout, begun)) throw errors['rollout-incomplete']({ group, status: rollout.status });
      return;
    }
    await sleep(every * 1000, undefined, { signal });
  }
}
