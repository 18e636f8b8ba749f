import { columnAt, type Flow, makeRoom, type Part, rule } from '../print/flow.ts';
import { type Look, paragraph, type TextBlock } from '../print/paragraph.ts';
import { heightOfRow, tellRow } from '../print/rows.ts';
import type { Pieces } from '../print/spans.ts';
import type { Fact, ReceiptSheet } from './receipt-sheet.ts';

const cellGap = 5;

const plain = (text: string): Pieces => [{ text, weight: 'plain' }];
const bold = (text: string): Pieces => [{ text, weight: 'bold' }];
const small: Look = { size: 8.5, ink: 'soft' };
const normal: Look = { size: 10, ink: 'strong' };
/** What a merchant wrote runs as its own letters do. */
const given: Look = { ...normal, direction: 'auto' };

/** What was bought, a line each; the head stands again on every page. */
export function drawLines(flow: Flow, { columns, lines }: ReceiptSheet): void {
  const table = flow.doc.struct('Table');
  flow.root.add(table);
  const at = { item: columnAt(flow, 0, 98), quantity: columnAt(flow, 100, 22, 'end'), amount: columnAt(flow, 124, 46, 'end') };
  const head = [
    paragraph(flow, plain(columns.item), at.item, small),
    paragraph(flow, plain(columns.quantity), at.quantity, small),
    paragraph(flow, plain(columns.amount), at.amount, small),
  ];
  tellHead(flow, table, head);
  for (const { description, quantity, amount } of lines) {
    const cells = [
      paragraph(flow, plain(description), at.item, given),
      paragraph(flow, plain(quantity), at.quantity, normal),
      paragraph(flow, plain(amount), at.amount, normal),
    ];
    const height = heightOfRow(cells);
    if (makeRoom(flow, height + 2 * cellGap)) drawHeadAgain(flow, head);
    flow.y += cellGap;
    tellRow(
      flow,
      table,
      cells.map((block) => ({ tag: 'TD', block })),
    );
    flow.y += height + cellGap;
    rule(flow, flow.y);
  }
  table.end();
}

function tellHead(flow: Flow, table: Part, head: readonly TextBlock[]): void {
  makeRoom(flow, 80);
  const height = tellRow(
    flow,
    table,
    head.map((block) => ({ tag: 'TH', block, scope: 'Column' })),
  );
  flow.y += height + cellGap;
  rule(flow, flow.y);
}

/** For the eye alone: who is read the table has heard it. */
function drawHeadAgain(flow: Flow, head: readonly TextBlock[]): void {
  const baseline = Math.max(...head.map((block) => block.baseline));
  flow.doc.markContent('Artifact', { type: 'Pagination' });
  for (const block of head) block.draw(flow.y + baseline - block.baseline);
  flow.doc.endMarkedContent();
  flow.y += heightOfRow(head) + cellGap;
  rule(flow, flow.y);
}

/** Shipping, tax, what was paid and what was given back: not parted by the end of a page where they fit one. */
export function drawSums(flow: Flow, { sums }: ReceiptSheet): void {
  const label = columnAt(flow, 62, 60);
  const value = columnAt(flow, 124, 46, 'end');
  const whole = columnAt(flow, 62, 108);
  const rows = sums.map(({ label: name, amount, isStrong }) => {
    const look: Look = { size: isStrong ? 12 : 10, ink: 'strong' };
    const pieces = isStrong ? bold : plain;
    return { isStrong, cells: [paragraph(flow, pieces(name), label, look), paragraph(flow, pieces(amount), value, look)] as const };
  });
  const heightOf = ({ cells }: (typeof rows)[number]) => heightOfRow(cells) + 2.5 * cellGap;
  makeRoom(
    flow,
    rows.reduce((sum, row) => sum + heightOf(row), 0),
  );
  const table = flow.doc.struct('Table');
  flow.root.add(table);
  for (const [index, row] of rows.entries()) {
    makeRoom(flow, heightOf(row));
    if (row.isStrong && index > 0) {
      flow.y += cellGap;
      rule(flow, flow.y, whole);
    }
    flow.y += cellGap;
    const [name, amount] = row.cells;
    flow.y += tellRow(flow, table, [
      { tag: 'TH', block: name, scope: 'Row' },
      { tag: 'TD', block: amount },
    ]);
    if (row.isStrong) flow.y += cellGap / 2;
  }
  table.end();
}

/** Labels with what they name, in two columns inside one that begins and is as wide as given, in millimetres. */
export function drawFacts(flow: Flow, facts: readonly Fact[], [startMm, widthMm]: readonly [number, number]): void {
  const table = flow.doc.struct('Table');
  flow.root.add(table);
  const name = columnAt(flow, startMm, 26);
  const value = columnAt(flow, startMm + 28, widthMm - 28);
  for (const fact of facts) {
    const cells = [
      { tag: 'TH', block: paragraph(flow, plain(fact.label), name, small), scope: 'Row' },
      { tag: 'TD', block: paragraph(flow, plain(fact.value), value, fact.isOurs ? normal : given) },
    ] as const;
    makeRoom(flow, heightOfRow(cells.map(({ block }) => block)));
    flow.y += tellRow(flow, table, cells) + 3.5;
  }
  table.end();
}
