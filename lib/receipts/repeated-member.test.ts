import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { repeatsMember } from './repeated-member.ts';

const twice = [
  '{"a":1,"a":1}',
  '{"a":1,"\\u0061":2}',
  '{"a" : 1, "b": {"a":1}, "a"\n:2}',
  '[[{"x":[{"":1,"":2}]}]]',
  '{"__proto__":1,"__proto__":2}',
  '{"a\\"":1,"b":"}","a\\"":1}',
];
for (const json of twice) {
  test(`${json} has a member twice`, () => {
    expect(() => JSON.parse(json)).not.toThrow();
    expect(repeatsMember(json)).toBe(true);
  });
}

test('a JSON text that was written from a value has none, however it is spaced', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2, '\t'), (value, space) => {
      expect(repeatsMember(JSON.stringify(value, undefined, space))).toBe(false);
    }),
  );
});

test('values that look like members are none', () => {
  for (const json of ['["a","a"]', '{"a":"\\"a\\":1,\\"a\\":2"}', '[{"a":1},{"a":1}]', '{"a":{"a":{"a":"a"}}}', '{"a":"a:","b":"a:"}'])
    expect(repeatsMember(json), json).toBe(false);
});
