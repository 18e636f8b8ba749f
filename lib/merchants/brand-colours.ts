import { type Colour, colourOf, contrastRatio } from '../qr/colours.ts';

/** Colours of one scheme, as `#rrggbb`: lines and marks; a button's face, the same pointed at, and what is written on both; a tint; text. */
export type Accent = { accent: string; fill: string; strong: string; ink: string; soft: string; text: string };
export type Accents = { light: Accent; dark: Accent };

/** Least contrasts of WCAG 2.2: text on its surface (1.4.3), and what a control is recognised by (1.4.11). */
const least = { text: 4.5, control: 3 } as const;

/** The page's own surfaces that an accent lies on (app/globals.css): ground, surface, sunken, warn-soft. */
export const surfaces = {
  light: ['#f4f5f8', '#ffffff', '#f7f8fb', '#fff3d1'],
  dark: ['#0b0e17', '#151a28', '#1a2032', '#2f2609'],
} as const;

type Scheme = keyof typeof surfaces;

/** Lightness 0 to 1, chroma, and hue in radians: Ottosson's OKLCH, in which a step of lightness looks the same at every hue. */
type Oklch = { lightness: number; chroma: number; hue: number };

/** How light the soft tint of each scheme is and how colourful at most, and how light the page's own ink. */
const tints = { light: { lightness: 0.965, chroma: 0.025, ink: 0.2 }, dark: { lightness: 0.27, chroma: 0.045, ink: 0.96 } } as const;

/** Below this chroma the eye sees hardly a hue. */
const colourfulFrom = 0.06;

/**
 * One brand colour made fit for both schemes. Where it can be seen it stays as it is. Where it cannot, its lightness
 * moves away from the surface until the control's contrast is reached, at the same hue and as much of its chroma as a
 * screen has there; a colour without hue has nothing to keep, and becomes as dark or light as the page's ink (black
 * turns into white where it is dark). Text goes on in the same direction to its own contrast. The face of a button is
 * the colour as it was chosen wherever it has a hue: its edge, in the corrected colour, is what it is recognised by.
 */
export function accentsOf(colour: string): Accents {
  const accents = known.get(colour) ?? { light: accentOn('light', colour), dark: accentOn('dark', colour) };
  if (known.size >= mostKnown) known.clear();
  known.set(colour, accents);
  return accents;
}

/** A colour costs half a millisecond, and pages of one merchant ask for the same one again and again. */
const known = new Map<string, Accents>();
const mostKnown = 1_000;

function accentOn(scheme: Scheme, colour: string): Accent {
  const given = colourOf(colour);
  const brand = oklchOf(given);
  const tint = tints[scheme];
  const soft = rgbOf({ ...brand, lightness: tint.lightness, chroma: Math.min(brand.chroma, tint.chroma) });
  const grounds = [...surfaces[scheme].map(colourOf), soft];
  const isFit = (at: Colour) => isSeen(at, grounds, least.control);
  const end = scheme === 'light' ? 0 : 1;
  const moved = movedUntil(brand, end, isFit);
  const hueless = Math.max(0, 1 - brand.chroma / colourfulFrom);
  const isFurther = Math.abs(tint.ink - end) < Math.abs(moved - end);
  const lightness = isFit(given) ? brand.lightness : moved + (isFurther ? (tint.ink - moved) * hueless : 0);
  const accent = isFit(given) ? given : rgbOf({ ...brand, lightness });
  const fill = hueless < 0.5 ? given : accent;
  const ink = inkOn(fill, brand);
  const isReadable = (at: Colour) => isSeen(at, grounds, least.text);
  return {
    accent: hexOf(accent),
    fill: hexOf(fill),
    strong: hexOf(strongerThan(fill, end, (at) => ratio(at, ink) >= least.text)),
    ink: hexOf(ink),
    soft: hexOf(soft),
    text: hexOf(isReadable(accent) ? accent : rgbOf({ ...brand, lightness: movedUntil({ ...brand, lightness }, end, isReadable) })),
  };
}

const isSeen = (colour: Colour, grounds: readonly Colour[], contrast: number): boolean => grounds.every((ground) => ratio(colour, ground) >= contrast);

const ratio = (one: Colour, other: Colour): number => Math.max(contrastRatio(one, other), contrastRatio(other, one));

/** The lightness nearest to a colour's own, on the way to `end` (0 or 1), at which it is fit. At the end everything is. */
function movedUntil(colour: Oklch, end: number, isFit: (at: Colour) => boolean): number {
  let [unfit, fit] = [colour.lightness, end];
  for (let n = 0; n < 12; n++) {
    const middle = (unfit + fit) / 2;
    if (isFit(rgbOf({ ...colour, lightness: middle }))) fit = middle;
    else unfit = middle;
  }
  return fit;
}

/** White, a dark of the same hue, or black: the first that can be read on a colour. One of white and black always can. */
function inkOn(fill: Colour, { hue, chroma }: Oklch): Colour {
  const [white, black]: Colour[] = [
    [255, 255, 255],
    [0, 0, 0],
  ];
  const dark = rgbOf({ lightness: 0.2, chroma: Math.min(chroma, 0.03), hue });
  return [white, dark].find((ink) => ink && ratio(fill, ink) >= least.text) ?? black ?? dark;
}

/** A button's face while it is pointed at: a little further from the surface, or nearer where its ink would suffer. */
function strongerThan(fill: Colour, end: number, isFit: (at: Colour) => boolean): Colour {
  const colour = oklchOf(fill);
  const away = end === 0 ? -1 : 1;
  // White itself has no hue any more.
  const steps = [0.06, 0.045, 0.03, -0.06, -0.045, -0.03].map((step) => colour.lightness + away * step).filter((at) => at >= 0 && at <= 0.97);
  return steps.map((lightness) => rgbOf({ ...colour, lightness })).find(isFit) ?? fill;
}

const hexOf = (colour: Colour): string => `#${Buffer.from(colour).toString('hex')}`;

function oklchOf(colour: Colour): Oklch {
  const [red = 0, green = 0, blue = 0] = colour.map((byte) => {
    const part = byte / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const middle = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  const a = 1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short;
  const b = 0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short;
  return { lightness: 0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short, chroma: Math.hypot(a, b), hue: Math.atan2(b, a) };
}

/** Red, green and blue as amounts of light; below 0 or above 1 no screen has the colour. */
function lightOf({ lightness, chroma, hue }: Oklch): number[] {
  const [a, b] = [chroma * Math.cos(hue), chroma * Math.sin(hue)];
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short,
  ];
}

/** The colour as a screen shows it: with as much of its chroma as there is at its lightness and hue. */
function rgbOf(colour: Oklch): Colour {
  const isShown = (chroma: number) => lightOf({ ...colour, chroma }).every((part) => part >= -0.0005 && part <= 1.0005);
  let [inside, outside] = isShown(colour.chroma) ? [colour.chroma, colour.chroma] : [0, colour.chroma];
  for (let n = 0; inside < outside && n < 16; n++) {
    const middle = (inside + outside) / 2;
    if (isShown(middle)) inside = middle;
    else outside = middle;
  }
  const [red = 0, green = 0, blue = 0] = lightOf({ ...colour, chroma: inside }).map((part) => {
    const bounded = Math.min(1, Math.max(0, part));
    return Math.round(255 * (bounded <= 0.0031308 ? bounded * 12.92 : 1.055 * bounded ** (1 / 2.4) - 0.055));
  });
  return [red, green, blue];
}
