import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { synthesized } from '../infra/synthesized.ts';
import { generatedPages, writtenPages } from './generated/generated.ts';
import { anchorsOf, linksOf, pages, pathOf, readPage } from './markdown.ts';

const everything = [...new Set([...pages(), ...writtenPages()])];

describe('a page of the documentation', () => {
  test.each(everything)('%s links to nothing in the repository that is not there', (page) => {
    const broken = linksOf(readPage(page)).filter((target) => {
      if (/^[a-z]+:/.test(target)) return false;
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? pathOf(page) : join(dirname(pathOf(page)), path);
      if (!existsSync(file)) return true;
      return anchor !== undefined && !anchorsOf(readPage(relativeTo(file))).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  test.each(everything)('%s names only commands that there are', (page) => {
    const { scripts } = JSON.parse(readPage('package.json')) as { scripts: Record<string, string> };
    const named = [...readPage(page).matchAll(/\bnpm run ([a-z][a-z:-]*)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});

describe('a generated page', () => {
  test.each(generatedPages())('$page is what it is made from (npm run docs writes it)', async ({ page, text }) => {
    expect(readPage(page)).toBe(await text());
  });
});

const relativeTo = (file: string): string => relative(pathOf('.'), file);

describe('the runbook', () => {
  const sections = anchorsOf(readPage('docs/how-to/runbook.md'));
  const alarms = Object.values(
    synthesized().findResources('AWS::CloudWatch::Alarm') as Record<
      string,
      { Properties: { AlarmDescription: string } }
    >,
  ).map(({ Properties }) => Properties.AlarmDescription.split('docs/how-to/runbook.md#')[1]);

  test.each([...new Set(alarms)])('has the section %s that an alarm names', (section) => {
    expect(sections).toContain(section);
  });
});
