import { expect, test } from 'vitest';
import { folderWith, headcount } from '../cli/headcount.ts';
import { byRun } from '../full-run.ts';
import { type Block, blocksOf } from './markdown.ts';
import { linesRun } from './shown/shown-replays.ts';

/** How-to guides whose steps without AWS are run here, in the order of the page. */
const GUIDES = ['game-servers', 'gpu-inference', 'sqs-batch-fleet', 'web-fleet'].map(
  (name) => `docs/how-to/${name}.md`,
);

const ofLanguage = (page: string, language: string, ...marks: string[]): Block[] =>
  blocksOf(page).filter((block) => block.language === language && block.marks.join() === marks.join());

/** The page's complete policy, under the name by which its commands call it, and its scenario. */
function filesOf(page: string): Record<string, string> {
  const [policy] = ofLanguage(page, 'yaml');
  const [scenario] = ofLanguage(page, 'yaml', 'scenario');
  return { [policyFile(page)]: policy?.text ?? '', ...(scenario && { 'world.yaml': scenario.text }) };
}

const lines = (page: string, start: RegExp): string[] =>
  ofLanguage(page, 'sh')
    .flatMap(({ text }) => text.split('\n'))
    .filter((line) => start.test(line));

const policyFile = (page: string): string => {
  const [, file = ''] = /validate (\S+)/.exec(lines(page, /^npx headcount policy validate /)[0] ?? '') ?? [];
  return file;
};

test.each(GUIDES)('the policy of %s is valid, without a warning', async (page) => {
  const directory = await folderWith(filesOf(page));
  const commands = lines(page, /^npx headcount policy validate /);
  expect(commands).toHaveLength(1);
  for (const command of commands) {
    const ran = await headcount(command.split(' ').slice(2), { directory });
    expect(ran).toMatchObject({ code: 0, err: '' });
  }
});

const replayed = GUIDES.filter((page) => ofLanguage(page, 'yaml', 'scenario').length > 0);

test.each(byRun({ quick: replayed.slice(-1), full: replayed }))('the replay of %s runs', async (page) => {
  const directory = await folderWith(filesOf(page));
  const printed = linesRun(lines(page, /^npx headcount (demand|simulate)/).join('\n'), directory);
  expect(printed).toMatch(/^policy +[\d.]+ /m);
});

test.each(GUIDES)('the commands of %s that apply and show the group name its file and its group', (page) => {
  const [policy] = ofLanguage(page, 'yaml');
  const group = /^group: (\S+)/.exec(policy?.text ?? '')?.[1];
  const file = policyFile(page);
  expect(lines(page, /^npx headcount policy apply /)).toEqual([
    `npx headcount policy apply ${file} --because 'first version'`,
  ]);
  const shown = lines(page, /^npx headcount (explain|status|activities|candidates)/).map((line) =>
    line.split(' ').at(-1),
  );
  expect(shown.length).toBeGreaterThan(0);
  expect([...new Set(shown)]).toEqual([group]);
});
