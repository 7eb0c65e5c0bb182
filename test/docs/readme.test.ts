import { describe, expect, test } from 'vitest';
import { blocksOf, readPage } from './markdown.ts';

const text = readPage('README.md');
const blocks = blocksOf('README.md');

describe('the README', () => {
  test('has 600 to 700 words', () => {
    const words = text.split(/\s+/).filter(Boolean).length;
    expect(words).toBeGreaterThanOrEqual(600);
    expect(words).toBeLessThanOrEqual(700);
  });

  test('has one command in each block of commands', () => {
    for (const { language, text: command } of blocks) if (language === 'sh') expect(command).not.toContain('\n');
  });

  test('says that it has not run on AWS, before anything else', () => {
    expect(text.indexOf('It has not run on a real AWS account yet')).toBeLessThan(250);
  });
});
