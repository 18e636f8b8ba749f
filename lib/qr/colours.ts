/** A colour as sRGB bytes. */
export type Colour = readonly [red: number, green: number, blue: number];

/** The bytes of a `#rrggbb`. */
export function colourOf(hex: string): Colour {
  const [red, green, blue] = Buffer.from(hex.slice(1), 'hex');
  return [red ?? 0, green ?? 0, blue ?? 0];
}

/** Relative luminance, 0 (black) to 1 (white): WCAG 2.2, "relative luminance". */
function luminanceOf(colour: Colour): number {
  const [red, green, blue] = colour.map((byte) => {
    const part = byte / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** How much lighter `light` is than `dark`, 1 to 21 as WCAG counts it; below 1 when it is the darker of the two. */
export const contrastRatio = (dark: Colour, light: Colour): number => (luminanceOf(light) + 0.05) / (luminanceOf(dark) + 0.05);

/** What a camera's grey picture makes of a colour, 0 to 255 (Rec. 709 luma, as the decoders weigh it). */
export const lumaOf = ([red, green, blue]: Colour): number => 0.2126 * red + 0.7152 * green + 0.0722 * blue;
