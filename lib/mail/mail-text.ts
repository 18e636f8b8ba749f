import type { MailDocument } from './mail-document.ts';

/** The e-mail as plain text. */
export function mailText(document: MailDocument): string {
  const { heading, warning, lead, facts, lines, sums, attached, seller, contact, why } = document;
  const blocks = [
    warning,
    heading,
    lead,
    rows(facts),
    lines.map(({ description, quantity, amount }) => `${quantity} × ${description}: ${amount}`).join('\n'),
    rows(sums),
    attached,
    [`${seller.label}:`, ...seller.lines].join('\n'),
    contact && [contact.heading, rows(contact.rows)].join('\n'),
    why,
  ];
  return `${blocks.filter((block) => block !== undefined && block !== '').join('\n\n')}\n`;
}

const rows = (given: MailDocument['facts']): string => given.map(({ label, value }) => `${label}: ${value}`).join('\n');
