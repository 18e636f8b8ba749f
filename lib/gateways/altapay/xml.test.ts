import { expect, test } from '@playwright/test';
import { escapeXml, nodesAt, parseXml, textAt } from './xml.ts';

const billionLaughs = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>`;

for (const [name, text] of Object.entries({
  'a billion laughs': billionLaughs,
  'an external entity': '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
  'a doctype in small letters': '<!doctype html><html></html>',
  'a document that was cut off': '<a><b>1</b>',
  'crossed elements': '<a><b>1</a></b>',
  'two documents': '<a>1</a><a>2</a>',
  'an element named to reach the prototype': '<a><__proto__><isAdmin>1</isAdmin></__proto__></a>',
  'a document nested too deep': `${'<a>'.repeat(40)}${'</a>'.repeat(40)}`,
  'plain text': 'Service Unavailable',
  JSON: '{"Result":"Success"}',
  nothing: '',
})) {
  test(`${name} is not read`, () => {
    expect(parseXml(text)).toBeUndefined();
  });
}

test('amounts stay the text they were', () => {
  const document = parseXml('<a><b>1.10</b><c>0012</c><d>1e5</d><e>0x1F</e><f>true</f></a>');
  expect(['b', 'c', 'd', 'e', 'f'].map((name) => textAt(document, 'a', name))).toEqual(['1.10', '0012', '1e5', '0x1F', 'true']);
});

test('references are decoded once, in text and attributes, and not in CDATA', () => {
  const document = parseXml('<a n="&quot;B&#38;W&quot;"><b>&amp;lt; &lt;&#x41;&#66;&gt; &unknown;</b><c><![CDATA[<x>&amp;]]></c></a>');
  expect(textAt(document, 'a', '@n')).toBe('"B&W"');
  expect(textAt(document, 'a', 'b')).toBe('&lt; <AB> &unknown;');
  expect(textAt(document, 'a', 'c')).toBe('<x>&amp;');
});

test('an element given twice, or holding elements, has no text', () => {
  const document = parseXml('<a><b>1</b><b>2</b><c><d>3</d></c><e f="g">4</e><h/></a>');
  expect(textAt(document, 'a', 'b')).toBeUndefined();
  expect(textAt(document, 'a', 'c')).toBeUndefined();
  expect(textAt(document, 'a', 'e')).toBe('4');
  expect(textAt(document, 'a', 'h')).toBe('');
  expect(textAt(document, 'a', 'toString')).toBeUndefined();
  expect(nodesAt(document, 'a', 'b')).toEqual(['1', '2']);
  expect(nodesAt(document, 'a', 'c')).toHaveLength(1);
});

test('any text survives being written and read', () => {
  const text = `a & b < c > "d" 'e' ]]> &amp; é 😀`;
  expect(textAt(parseXml(`<a n="${escapeXml(text)}">${escapeXml(text)}</a>`), 'a')).toBe(text);
  expect(textAt(parseXml(`<a n="${escapeXml(text)}">${escapeXml(text)}</a>`), 'a', '@n')).toBe(text);
});

test('characters that XML cannot hold are replaced', () => {
  expect(escapeXml('a\u0000b\u001fc\ud800d\te')).toBe('a\ufffdb\ufffdc\ufffdd\te');
});
