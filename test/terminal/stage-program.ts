import { showStatus } from '../../cli/commands/live/status.ts';
import { showTop } from '../../cli/commands/live/top.ts';
import { policyOf, setting } from '../shared/evaluation/setting.ts';

/** `status --watch` or `top` on a stage in memory: `ci` has 2 workers, `web` has 5 and no data any more. */
const stage = setting();
stage.queues.set('jobs', { waiting: 20 });
stage.queues.set('requests', { waiting: 50 });
await stage.put(policyOf({ group: 'ci' }));
await stage.put(policyOf({ group: 'web', metrics: { jobs: { sqs: { queue: 'requests' } } } }));
await stage.many(['ci', 'web']);
stage.pass(60);
stage.queues.delete('requests');
await stage.many(['ci', 'web']);

const { records, states, evaluations } = stage.table;
const options = { stage: 'local', every: 0.1, watch: true, sort: 'group' } as const;
if (process.argv[2] === 'top') {
  await showTop(options, { table: 'memory', store: { records, states, evaluations }, evaluation: stage.dependencies });
} else {
  // A group comes after the first look, so that only a view that is kept up to date shows it.
  const groups = async () => {
    const found = await records.groups();
    await stage.put(policyOf({ group: 'later' }));
    return found;
  };
  const store = { records: { groups }, states, evaluations };
  await showStatus(undefined, options, { table: 'memory', store, evaluation: stage.dependencies });
}
