import { expect, test } from 'vitest';
import { changeAuthor, changeId, changeMark, type WrittenChange } from '../../../../shared/model/index.ts';

const document = (max: number) => ({ group: 'ci', capacity: { max, min: 0 } });
const UNKNOWN = { by: null, because: null, through: 'unknown' };

/** A change by one of our tools. */
function ours(by: string, because: string | null, max: number): WrittenChange {
  const change = { by, because, through: 'command' };
  return { ...change, id: changeId(`id-${max}`, document(max), change) };
}
const ANN = ours('ann', 'more work', 1);

test('the author of a change by our tools is as written', () => {
  const author = { by: 'ann', because: 'more work', through: 'command' };
  expect(changeAuthor(document(1), ANN, null)).toEqual(author);
  // The same person again, and in another order of fields.
  const again = ours('ann', 'more work', 2);
  expect(changeAuthor({ capacity: { min: 0, max: 2 }, group: 'ci' }, again, changeMark(ANN))).toEqual(author);
});

test('an edit that keeps the attributes of a change by our tools has an unknown author', () => {
  expect(changeAuthor(document(5), ANN, changeMark(ANN))).toEqual(UNKNOWN);
  // Even if the document of our tool was rejected, or edited before it was accepted.
  expect(changeAuthor(document(5), ANN, changeMark(ours('bob', null, 0)))).toEqual(UNKNOWN);
  expect(changeAuthor(document(5), ANN, null)).toEqual(UNKNOWN);
});

test('an edit that names another author counts, without the reason of the change before', () => {
  const edited = { ...ANN, by: 'bob' };
  expect(changeAuthor(document(5), edited, changeMark(ANN))).toEqual({ ...UNKNOWN, by: 'bob' });
  const withReason = { ...edited, because: 'less' };
  expect(changeAuthor(document(5), withReason, changeMark(ANN))).toEqual({ ...UNKNOWN, by: 'bob', because: 'less' });
  // The next edit keeps what that one wrote.
  expect(changeAuthor(document(6), edited, changeMark(edited))).toEqual(UNKNOWN);
});

test('a reason alone does not name an author', () => {
  expect(changeAuthor(document(5), { ...ANN, because: 'less' }, changeMark(ANN))).toEqual(UNKNOWN);
});

test('the same author counts again with a new id', () => {
  const edited = { ...ANN, id: '2026-11-26', because: 'less' };
  expect(changeAuthor(document(5), edited, changeMark(ANN))).toEqual(UNKNOWN_BUT('ann', 'less'));
  expect(changeAuthor(document(6), edited, changeMark(edited))).toEqual(UNKNOWN);
});

test('an item that no tool of ours wrote has the author that it names', () => {
  const byHand = { by: 'ann', because: 'first try' };
  expect(changeAuthor(document(1), byHand, null)).toEqual(UNKNOWN_BUT('ann', 'first try'));
  expect(changeAuthor(document(2), byHand, changeMark(byHand))).toEqual(UNKNOWN);
  expect(changeAuthor(document(1), { by: null, because: null }, null)).toEqual(UNKNOWN);
});

const UNKNOWN_BUT = (by: string, because: string) => ({ by, because, through: 'unknown' });
