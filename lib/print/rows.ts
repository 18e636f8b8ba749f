import { type Flow, type Part, tell } from './flow.ts';
import type { TextBlock } from './paragraph.ts';

/** Draws texts beside each other on one baseline; answers the height of the tallest. */
export function tellRow(flow: Flow, parent: Part, cells: readonly { tag: 'TH' | 'TD'; block: TextBlock; scope?: 'Row' | 'Column' }[]): number {
  const row = flow.doc.struct('TR');
  parent.add(row);
  const baseline = Math.max(...cells.map(({ block }) => block.baseline));
  for (const { tag, block, scope } of cells) tell(flow, row, tag, block, flow.y + baseline - block.baseline, scope === undefined ? {} : { scope });
  row.end();
  return heightOfRow(cells.map(({ block }) => block));
}

export function heightOfRow(blocks: readonly TextBlock[]): number {
  const baseline = Math.max(...blocks.map((block) => block.baseline));
  return Math.max(...blocks.map((block) => baseline - block.baseline + block.height));
}
