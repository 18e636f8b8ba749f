import { quietModules } from './matrix.ts';

/** From where a code on paper is scanned when nobody says: an arm's length, in centimetres. */
export const usualDistanceCm = 30;

/** A module smaller than this blurs in the cameras of common phones, which focus from about 10 cm on, in millimetres. */
const leastModuleMm = 0.4;

/** Scan distance over print width, at most: the 10:1 that makers of scanners and printers of codes give. */
const distanceToWidth = 10;

/**
 * The least side at which a code is printed, quiet zone included, in whole millimetres. The code itself is at least a
 * tenth of the viewing distance wide ("print width at least scan distance / 10"), and none of its modules is below
 * 0.4 mm, however near it is seen:
 *
 *     module = max(0.4 mm, distance / 10 / modules)      side = module × (modules + 2 × quiet zone)
 */
export function minPrintMm({ size }: { size: number }, distanceCm: number, quietZone: number = quietModules): number {
  const moduleMm = Math.max(leastModuleMm, (distanceCm * 10) / distanceToWidth / size);
  return Math.ceil(moduleMm * (size + 2 * quietZone));
}
