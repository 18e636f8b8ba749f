import { expect, test } from '@playwright/test';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { plainDocument } from './plain-document.ts';

const page = { nonce: 'abc', script: 'ours()', keepsScripts: false };
const ours = '<script nonce="abc">ours()</script>';
const document = (body: string, head = '') => `<!DOCTYPE html><html lang="en"><head>${head}</head><body data-status="/s">${body}</body></html>`;

test('Next’s scripts, what fetches them ahead and React’s comments are gone; our script is the last of the body', () => {
  const head =
    '<link rel="preload" as="script" fetchPriority="low" nonce="abc" href="/_next/static/chunks/a.js"/><script src="/_next/b.js" async="" nonce="abc"></script><link rel="modulepreload" href="/c.js"/><link rel="expect" href="#_R_" blocking="render"/>';
  const body =
    '<div><!--$--><!--/$--></div><p>Test<!-- --> mode</p><script nonce="abc">self.__next_f.push([1,"</p>"])</script><script id="_R_">$RC("B:0")\n</script >';
  expect(plainDocument(document(body, head), page)).toBe(document(`<div></div><p>Test mode</p>${ours}`));
});

test('styles, titles, icons, preloads of other kinds, forms, noscript and scripts marked to be kept stay as they are', () => {
  const head =
    '<meta charSet="utf-8"/><title>Pay — 5 €</title><style data-href="/_next/a.css">a::before{content:"<!-- <script>x</script> -->"}</style><link rel="icon" href="/icon.svg"/><link rel="preload" as="font" href="/f"/><noscript><meta http-equiv="refresh" content="1"/></noscript>';
  const body = '<form method="post"><input name="a" value="1"/></form><script type="application/json" data-keep="">{}</script>';
  expect(plainDocument(document(body, head), page)).toBe(document(body + ours, head));
});

test('the style sheet of a merchant’s colours is given the nonce, and no other is', () => {
  const own = '<style data-brand="">:root{--accent:#c2185b}</style>';
  const head = `<style data-href="/a.css">a{content:"<style data-brand>"}</style>${own}`;
  expect(plainDocument(document('<p>x</p>', head), page)).toBe(document(`<p>x</p>${ours}`, head.replace(own, own.replace('<style', '<style nonce="abc"'))));
});

const hostile = [
  '</body></html><script>alert(1)</script>',
  '<script data-keep>alert(1)</script>',
  '<!-- ',
  '--> <!--$?-->',
  '<style>',
  '<style data-brand="">*{display:none}</style>',
  '</style><link rel="preload" as="script">',
  'id="__next_error__"',
  '" id="__next_error__" x="',
  "$& $1 $` $' {{nonce}} \u2028 &lt;script&gt;",
];

for (const text of hostile) {
  test(`whatever an order says stays text, in elements and attributes: ${JSON.stringify(text)}`, () => {
    const drawn = renderToString(createElement('p', { title: text }, 'Line: ', text, createElement('input', { defaultValue: text })));
    const plain = plainDocument(document(`${drawn}<script>self.__next_f.push(1)</script>`), page);
    expect(plain).toBe(document(drawn.replaceAll('<!-- -->', '') + ours));
  });
}

test('what cannot be drawn without its scripts is left alone: Next’s error page, parts that are still to come or failed', () => {
  const error = '<!DOCTYPE html><html id="__next_error__"><head></head><body><script src="/_next/a.js"></script></body></html>';
  const waiting = document('<!--$?--><template id="B:0"></template><!--/$--><script>$RC("B:0","S:0")</script>');
  const failed = document('<!--$!--><template data-dgst="1"></template><!--/$--><script src="/_next/a.js"></script>');
  for (const html of [error, waiting, failed]) expect(plainDocument(html, page)).toBe(html);
});

test('in development Next’s scripts stay, and ours comes with them', () => {
  const body = '<p>a<!-- -->b</p><script src="/_next/a.js"></script>';
  expect(plainDocument(document(body), { ...page, keepsScripts: true })).toBe(document(body + ours));
});

test('our script is inserted as it is, whatever signs it holds, and only where a document ends', () => {
  const script = "a.replace(/x/,'$&$1$`')";
  expect(plainDocument(document('<p>&lt;/body&gt;</p>'), { ...page, script })).toBe(document(`<p>&lt;/body&gt;</p><script nonce="abc">${script}</script>`));
  expect(plainDocument('not a document', page)).toBe('not a document');
});
