import type { MailDocument } from './mail-document.ts';

/** What a browser, and a mail program, would read as markup. */
const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (mark) => marks[mark] ?? mark);

/** A foreign text, kept from reordering the words around it. */
const foreign = (text: string): string => `<bdi>${escaped(text)}</bdi>`;

const quiet = 'color:#566077';
const cell = 'padding:6px 0;vertical-align:top';

/** The e-mail as HTML: styles inline, nothing loaded from anywhere, and read from top to bottom by whoever hears it. */
export function mailHtml(document: MailDocument): string {
  const { tag, direction, subject, warning, heading, lead, attached, why } = document;
  const [start, end] = direction === 'rtl' ? ['right', 'left'] : ['left', 'right'];
  const sides: Sides = { start, end };
  return `<!doctype html>
<html lang="${escaped(tag)}" dir="${direction}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light"><title>${escaped(subject)}</title></head>
<body style="margin:0;background:#ffffff;color:#10162b;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif">
<div role="article" lang="${escaped(tag)}" dir="${direction}" aria-label="${escaped(subject)}" style="max-width:560px;margin:0 auto;padding:24px 16px;text-align:${start}">
${warning === undefined ? '' : `<p style="margin:0 0 16px;padding:8px 12px;border:1px solid #ecd79a;background:#fff3d1;color:#6b4700">${escaped(warning)}</p>\n`}<h1 style="margin:0 0 12px;font-size:22px;line-height:1.3">${escaped(heading)}</h1>
<p style="margin:0 0 16px">${escaped(lead)}</p>
${rowTable(document.facts, sides)}
${lineTable(document, sides)}
${rowTable(document.sums, sides)}
${attached === undefined ? '' : `<p style="margin:16px 0">${escaped(attached)}</p>\n`}${sellerBlock(document)}${contactBlock(document, sides)}<p style="margin:24px 0 0;font-size:13px;${quiet}">${escaped(why)}</p>
</div>
</body>
</html>
`;
}

type Sides = { start: string; end: string };

const tableStyle = 'width:100%;border-collapse:collapse;border-top:1px solid #e3e6ee;margin:0 0 8px';

/** Rows of a name and what it names. */
function rowTable(rows: MailDocument['facts'], { start, end }: Sides): string {
  const told = rows.map(({ label, value, isTotal }) => {
    const weight = isTotal ? 'font-weight:600' : 'font-weight:400';
    return `<tr><th scope="row" style="${cell};text-align:${start};${weight};${isTotal ? '' : quiet}">${escaped(label)}</th><td style="${cell};text-align:${end};${weight}">${foreign(value)}</td></tr>`;
  });
  return `<table style="${tableStyle}">${told.join('')}</table>`;
}

function lineTable({ columns, lines }: MailDocument, { start, end }: Sides): string {
  if (lines.length === 0) return '';
  const head = (label: string, side: string) =>
    `<th scope="col" style="${cell};text-align:${side};font-weight:400;font-size:13px;${quiet}">${escaped(label)}</th>`;
  const told = lines.map(
    ({ description, quantity, amount }) =>
      `<tr><td style="${cell};text-align:${start}">${foreign(description)}</td><td style="${cell};text-align:${end}">${foreign(quantity)}</td><td style="${cell};text-align:${end}">${foreign(amount)}</td></tr>`,
  );
  return `<table style="${tableStyle}"><thead><tr>${head(columns.item, start)}${head(columns.quantity, end)}${head(columns.amount, end)}</tr></thead><tbody>${told.join('')}</tbody></table>`;
}

function sellerBlock({ seller }: MailDocument): string {
  const lines = seller.lines.map(foreign).join('<br>');
  return `<h2 style="margin:16px 0 4px;font-size:16px">${escaped(seller.label)}</h2>\n<p style="margin:0;${quiet}">${lines}</p>\n`;
}

function contactBlock({ contact }: MailDocument, sides: Sides): string {
  return contact === undefined ? '' : `<h2 style="margin:16px 0 4px;font-size:16px">${escaped(contact.heading)}</h2>\n${rowTable(contact.rows, sides)}\n`;
}
