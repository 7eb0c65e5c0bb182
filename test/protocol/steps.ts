import { acted } from './act.ts';
import { claimed, remembered, takenOver } from './claim.ts';
import type { ProtocolMutation } from './mutations.ts';
import { decided, readAgain, shown } from './plan.ts';
import { settled } from './settle.ts';
import { changedWorker, type Evaluator, ended, MOST_WORKERS, runs, type State, type Step, with_ } from './state.ts';

/** Every step that is possible in a state. */
export function stepsFrom(state: State, mutation: ProtocolMutation | null = null): Step[] {
  const { left, evaluators } = state;
  const steps: Step[] = [];
  for (const [nth, evaluator] of evaluators.entries()) {
    const name = (what: string) => `${nth} ${what}`;
    for (const to of advanced(state, nth, mutation))
      steps.push({ name: name(evaluator.waits === 'begins' ? 'reads' : evaluator.waits), to });
    if (evaluator.waits === 'begins') continue;
    if (left.crashes > 0) {
      const to = ended({ ...state, left: { ...left, crashes: left.crashes - 1 } }, nth);
      steps.push({ name: name('crashes'), to });
    }
    if (left.lost > 0 && evaluator.waits !== 'reads' && evaluator.waits !== 'lists') {
      for (const to of lostAnswers({ ...state, left: { ...left, lost: left.lost - 1 } }, nth, mutation))
        steps.push({ name: name(`${evaluator.waits}, and its answer is lost`), to });
    }
  }
  steps.push({ name: 'a quarter of an hour passes', to: { ...state, now: state.now + 1 } });
  if (left.demands > 0) {
    for (let wants = 0; wants <= MOST_WORKERS; wants++)
      if (wants !== state.wants)
        steps.push({ name: `${wants} wanted`, to: { ...state, wants, left: { ...left, demands: left.demands - 1 } } });
  }
  if (left.vanishings > 0) {
    const id = state.workers.findIndex(runs);
    if (id >= 0)
      steps.push({
        name: 'a worker vanishes',
        to: { ...changedWorker(state, id, { state: 'vanished' }), left: { ...left, vanishings: left.vanishings - 1 } },
      });
  }
  return steps;
}

/** A call takes effect and throws, so that its evaluation ends; or the SDK repeats it and gets the second answer. */
function lostAnswers(state: State, nth: number, mutation: ProtocolMutation | null): State[] {
  const { waits } = state.evaluators[nth] as Evaluator;
  return advanced(state, nth, mutation).flatMap((after) => {
    const gone = ended(after, nth);
    if (waits === 'acts') {
      const before = with_(after, nth, state.evaluators[nth] as Evaluator);
      const failed =
        mutation === 'lost-answer-is-a-failure'
          ? with_(after, nth, { ...after.evaluators[nth], waits: 'settles', launched: 0 })
          : gone;
      return [failed, ...advanced(before, nth, mutation)];
    }
    if (waits !== 'claims' && waits !== 'resumes') return [gone];
    // The repeated call finds the claim that the first one made.
    const won = after.evaluators[nth]?.waits === 'acts';
    return won ? [gone, after] : [gone];
  });
}

/** The call that an evaluator waits for takes effect, and the evaluator goes on to its next one. */
function advanced(state: State, nth: number, mutation: ProtocolMutation | null): State[] {
  const self = state.evaluators[nth] as Evaluator;
  const now = state.now + self.skew;
  switch (self.waits) {
    case 'reads':
      return readAgain(state, nth, mutation);
    case 'begins':
      return [with_(state, nth, { seen: shown(state.item, now, mutation), waits: 'lists' })];
    case 'lists':
      return decided(with_(state, nth, { listed: state.workers }), nth, mutation);
    case 'claims':
      return [claimed(state, nth, mutation)];
    case 'resumes':
      return [takenOver(state, nth, mutation)];
    case 'acts':
      return [acted(state, nth, mutation)];
    case 'settles':
      return settled(state, nth, mutation);
    case 'remembers':
      return remembered(state, nth, mutation);
  }
}
