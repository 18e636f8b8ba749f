/** A decoded picture: four bytes a pixel (red, green, blue, alpha), row by row; alpha is not multiplied in. */
export type Pixels = { width: number; height: number; rgba: Uint8Array };

/** What is wrong with a file that does not decode. Nothing of it is shown to anybody. */
export class BrokenPicture extends Error {}

/** Ends decoding when a file is not as its format has it. */
export function expectPicture(condition: unknown, message: string): asserts condition {
  if (!condition) throw new BrokenPicture(message);
}
