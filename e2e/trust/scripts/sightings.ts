import type { Look } from './look.ts';
import type { Payload } from './payloads.ts';

/** A page that was looked at. */
export type Seen = Look & { what: string; address: string; troubles: string[]; requests: string[] };

/** A field that was given a payload. */
export type Filled = Payload & { field: string };

/** What was found out so far: wrongs, and which fields were read on which pages. */
export type Sightings = {
  filled: Map<string, Filled>;
  /** Marks, by the field they stand in; of what was ever read. */
  read: Set<string>;
  pages: number;
  wrongs: string[];
};

export const newSightings = (): Sightings => ({ filled: new Map(), read: new Set(), pages: 0, wrongs: [] });

/** Whoever may be led to, or loaded from: origins, and whole addresses that a merchant gave of itself. */
export type Known = { origins: ReadonlySet<string>; addresses: ReadonlySet<string> };

const plain = (text: string): string => text.replaceAll(/\s+/g, ' ');
const marks = /q[0-9a-z]{4}z/g;

/** Judges a page by what nobody may have brought to it. */
export function judgePage(sightings: Sightings, seen: Seen, known: Known): void {
  const { what, address, marked, handlers, ran, troubles, leads, requests } = seen;
  const say = (wrong: string) => sightings.wrongs.push(`${what} (${pathOf(address)}): ${wrong}`);
  sightings.pages += 1;
  for (const element of marked) say(`a payload became an element: ${element}${fieldOf(sightings, element)}`);
  for (const element of handlers) say(`an attribute runs code: ${element}${fieldOf(sightings, element)}`);
  for (const mark of ran) say(`a payload ran: ${mark}${fieldOf(sightings, mark)}`);
  for (const trouble of troubles) say(trouble);
  for (const lead of leads) if (!isKnown(lead.url, known)) say(`a ${lead.what} leads to ${lead.url}`);
  for (const request of requests) if (!isKnown(request, known)) say(`it asked for ${request}`);
  judgeWords(sightings, seen, say);
}

/** A text that is shown is shown as it was given; but the gateway's wire has lengths and characters of its own. */
function judgeWords({ filled, read }: Sightings, { text, address }: Seen, say: (wrong: string) => void): void {
  const shown = plain(text);
  for (const mark of new Set(shown.match(marks) ?? [])) {
    const field = filled.get(mark);
    if (!field) continue;
    read.add(mark);
    if (!address.includes('/sandbox') && !shown.includes(plain(field.text).trim())) say(`${field.field} is not shown as it was given: ${field.text}`);
  }
}

const fieldOf = ({ filled }: Sightings, text: string): string => {
  const field = filled.get(text.match(marks)?.[0] ?? '');
  return field === undefined ? '' : ` from ${field.field}`;
};

/** Whether an address leads nowhere but to us and to those we may lead to. */
export function isKnown(url: string, { origins, addresses }: Known): boolean {
  if (addresses.has(url)) return true;
  if (!URL.canParse(url)) return false;
  const { protocol, origin, username, password } = new URL(url);
  // Pictures within a page; what a customer writes to or rings up; a page without an address.
  if (url.startsWith('data:image/') || url === 'data:,' || protocol === 'about:' || protocol === 'blob:') return true;
  return origins.has(origin) && username === '' && password === '';
}

const pathOf = (address: string): string => (URL.canParse(address) ? new URL(address).pathname.replaceAll(/[0-9A-Z]{20,}/gi, '…') : address);

/** Fields that were filled and that no page has ever shown, however they were filled. */
export const unread = ({ filled, read }: Sightings): string[] => {
  const nameOf = (field: string): string =>
    field.replace(/^(?:a session|a changed session|a link with its session|an order line): (?:\/order)?(?:\/orderLines\/0)?/, 'an order: ');
  const shown = new Set([...read].map((mark) => nameOf(filled.get(mark)?.field ?? '')));
  return [...new Set([...filled.values()].map(({ field }) => nameOf(field)))].filter((field) => !shown.has(field)).sort();
};
