import { violationsOf } from '../fixtures/accessible.ts';
import { chosenStates, type View, type Visit, visitStates } from './place.ts';

/** Every combination of light and dark, left-to-right and right-to-left, narrow and wide. */
export const axeViews: View[] = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [
    ['ltr', 'en'],
    ['rtl', 'ar'],
  ].flatMap(([direction = '', language = '']) =>
    [320, 1280].map((width) => ({ name: `${colorScheme} ${direction} ${width} px`, language, context: { colorScheme, viewport: { width, height: 800 } } })),
  ),
);

/** What was looked at, and what axe found: a line each, with state and view. */
export type AxeResult = { pages: number; states: number; violations: string[] };

/** Runs axe over every state in every view. */
export async function runAxeMatrix(asked: readonly string[], report: (done: number, all: number) => void): Promise<AxeResult> {
  const states = chosenStates(asked);
  const violations: string[] = [];
  const visit: Visit = async (page, state, view) => {
    for (const violation of await violationsOf(page)) violations.push(`${state}, ${view.name}: ${violation}`);
  };
  await visitStates(axeViews, states, visit, report);
  return { pages: states.length * axeViews.length, states: states.length, violations };
}
