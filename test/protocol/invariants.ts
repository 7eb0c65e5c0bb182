import { MOST_WORKERS, type State } from './state.ts';

/** What is wrong with a state; null: nothing. */
export function brokenIn(state: State): string | null {
  return (
    state.broken ??
    launchedTwice(state) ??
    inForceTwice(state) ??
    forgotten(state) ??
    recordedWrongly(state) ??
    tooMany(state)
  );
}

/** An activity launches what it claimed, and launches again only what has vanished. */
function launchedTwice({ activities, workers }: State): string | null {
  const twice = activities.findIndex(({ count }, id) => {
    const launched = workers.filter(({ activity }) => activity === id);
    return launched.length > count + launched.filter(({ state }) => state === 'vanished').length;
  });
  return twice < 0 ? null : 'an activity launched more than it claimed';
}

function inForceTwice({ activities }: State): string | null {
  return activities.filter(({ status }) => status === 'claimed').length > 1 ? 'two activities are in force' : null;
}

/** Every activity that is not final is in progress according to the item. */
function forgotten({ activities, item }: State): string | null {
  const lost = activities.some(
    ({ status }, id) =>
      (status === 'claimed' && item.claim?.activity !== id) ||
      (status === 'draining' && !item.drains.some(({ activity }) => activity === id)),
  );
  return lost ? 'an activity was lost' : null;
}

function recordedWrongly({ activities, workers }: State): string | null {
  for (const [id, { kind, status, recorded }] of activities.entries()) {
    if (kind !== 'launch' || status !== 'done') continue;
    const own = workers.filter(({ activity }) => activity === id);
    if (own.filter(({ state }) => state === 'runs').length > recorded) return 'workers run that no record names';
    if (recorded > own.length) return 'a record names workers of another activity';
  }
  return null;
}

/** Draining workers are about to end. */
function tooMany({ workers, item }: State): string | null {
  const leaving = new Set(item.drains.flatMap((drain) => drain.workers));
  const staying = workers.filter(({ state }, id) => state === 'runs' && !leaving.has(id));
  return staying.length > MOST_WORKERS ? 'more workers run than were ever wanted' : null;
}

/** Nothing is in progress, and the group has the wanted capacity. */
export function isSettled({ wants, item, activities, workers, evaluators }: State): boolean {
  const running = workers.filter(({ state }) => state === 'runs');
  return (
    item.claim === null &&
    item.drains.length === 0 &&
    activities.every(({ status }) => status === 'done') &&
    evaluators.every(({ waits }) => waits === 'begins') &&
    running.length === wants &&
    running.every(({ isMarked }) => !isMarked)
  );
}
