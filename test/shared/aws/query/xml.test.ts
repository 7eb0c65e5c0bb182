import { parseXML } from '@aws-sdk/xml-builder';
import { expect, test } from 'vitest';
import { parsed } from '../../../../shared/aws/query/xml.ts';

test.each([
  '<a> x </a>',
  '<a> </a>',
  '<a/>',
  '<a>\n  <b>1</b>\n  <b/>\n  <c >2</c >\n</a>',
  '<?xml version="1.0"?>\n<!-- comment -->\n<a><!-- comment --><b>1 &lt; 2 &amp; &#65;&#x42;</b><c></c></a>',
  '<a><a><a>1</a></a><a>2</a></a>',
  '<a>text<b>1</b></a>',
])('%s is read as the SDK reads it', (xml) => {
  const read = parseXML(xml);
  if (typeof read.a === 'object') delete read.a['#text'];
  expect(parsed(xml)).toEqual(read);
});

test('attributes are not read', () => {
  expect(parsed('<a xmlns="urn:x"><b id="1"/><b id="2">x</b></a>')).toEqual({ a: { b: ['', 'x'] } });
});

test.each(['', 'not found', '<a>', '<a><b></a>', '<a><b>1</c></a>', '<a', '<!DOCTYPE html><html><br></html>'])(
  'rejects %j',
  (xml) => {
    expect(() => parsed(xml)).toThrow(/not XML/);
  },
);

test('elements that are not wanted are passed over, also with elements of their own name in them', () => {
  const xml =
    '<a><skip>1</skip><skip/><skip><b>no</b><skip><skip/><skipped>2</skipped></skip></skip><b>yes</b><skipped/></a>';
  expect(parsed(xml, new Set(['a', 'b']))).toEqual({ a: { b: 'yes' } });
  expect(() => parsed('<a><skip><b></a>', new Set(['a']))).toThrow(/not XML/);
});
