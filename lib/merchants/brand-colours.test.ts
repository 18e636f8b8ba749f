import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { colourOf, contrastRatio } from '../qr/colours.ts';
import { accentsOf, surfaces } from './brand-colours.ts';

const ratio = (one: string, other: string): number => {
  const [a, b] = [colourOf(one), colourOf(other)];
  return Math.max(contrastRatio(a, b), contrastRatio(b, a));
};

const styleSheet = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8');
/** The values of our own style sheet, light and dark. */
const own = (scheme: 'light' | 'dark', name: string): string =>
  [...styleSheet.matchAll(new RegExp(`--${name}: (#[0-9a-f]{6});`, 'g'))][scheme === 'light' ? 0 : 1]?.[1] ?? '';

/** Everything that falls short in a scheme, a line each. */
function faults(colour: string): string[] {
  const accents = accentsOf(colour);
  return (['light', 'dark'] as const).flatMap((scheme) => {
    const { accent, fill, strong, ink, soft, text } = accents[scheme];
    const grounds = [...surfaces[scheme], soft];
    const pairs: [what: string, one: string, other: string, least: number][] = [
      ...grounds.flatMap((ground): [string, string, string, number][] => [
        ['control', accent, ground, 3],
        ['text', text, ground, 4.5],
      ]),
      ['ink', ink, fill, 4.5],
      ['ink pointed at', ink, strong, 4.5],
      ['text of the page on the tint', own(scheme, 'ink'), soft, 4.5],
      ['quiet text of the page on the tint', own(scheme, 'quiet'), soft, 4.5],
    ];
    return pairs.filter(([, one, other, least]) => ratio(one, other) < least).map(([what, one, other]) => `${colour} ${scheme}: ${what} ${one} on ${other}`);
  });
}

test('the surfaces that colours are corrected for are those of the style sheet', () => {
  for (const scheme of ['light', 'dark'] as const)
    expect(['ground', 'surface', 'sunken', 'warn-soft'].map((name) => own(scheme, name))).toEqual([...surfaces[scheme]]);
});

test('any colour becomes text of 4.5:1 and controls of 3:1 on every surface of both schemes, with an ink of 4.5:1', () => {
  const byte = fc.integer({ min: 0, max: 255 });
  const colour = fc.tuple(byte, byte, byte).map((bytes) => `#${Buffer.from(bytes).toString('hex')}`);
  fc.assert(
    fc.property(colour, (given) => {
      expect(faults(given)).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});

for (const [name, colour] of Object.entries({
  'pure yellow': '#ffff00',
  'pure green': '#00ff00',
  'pure cyan': '#00ffff',
  'pure blue': '#0000ff',
  'pure red': '#ff0000',
  white: '#ffffff',
  'near white': '#fdfdfc',
  black: '#000000',
  'near black': '#0d0d0f',
  grey: '#808080',
  'light grey': '#bbbbbb',
})) {
  test(`${name} can be read in both schemes`, () => {
    expect(faults(colour)).toEqual([]);
  });
}

test('a colour that can be seen stays as it is, to the byte', () => {
  expect(accentsOf('#c2185b').light.accent).toBe('#c2185b');
  expect(accentsOf('#ffff00').dark.accent).toBe('#ffff00');
  expect(accentsOf('#7a1020').light.accent).toBe('#7a1020');
});

test('the face of a button is the colour as it was chosen in both schemes, unless it has no hue', () => {
  for (const colour of ['#ffff00', '#7a1020', '#00e5ff', '#000080']) expect(Object.values(accentsOf(colour)).map(({ fill }) => fill)).toEqual([colour, colour]);
  const { light, dark } = accentsOf('#0d0d0f');
  expect([light.fill, dark.fill]).toEqual(['#0d0d0f', dark.accent]);
});

test('a corrected colour keeps its hue', () => {
  const hue = (hex: string): number => {
    const [red, green, blue] = colourOf(hex);
    return (Math.atan2(Math.sqrt(3) * (green - blue), 2 * red - green - blue) * 180) / Math.PI;
  };
  for (const colour of ['#ffff00', '#ff7a00', '#00e5ff', '#7a1020', '#10205a', '#8cff66']) {
    for (const { accent, text, fill, strong } of Object.values(accentsOf(colour)))
      for (const made of [accent, text, fill, strong]) {
        const turned = Math.abs(((hue(made) - hue(colour) + 540) % 360) - 180);
        expect(turned, `${colour} became ${made}`).toBeLessThan(30);
      }
  }
});

test('black turns into white where it is dark, and white into black where it is light', () => {
  expect(ratio(accentsOf('#0d0d0f').dark.accent, '#ffffff')).toBeLessThan(1.25);
  expect(ratio(accentsOf('#fdfdfc').light.accent, '#000000')).toBeLessThan(1.3);
});
