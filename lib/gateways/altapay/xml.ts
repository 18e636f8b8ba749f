import { XMLParser, XMLValidator } from 'fast-xml-parser';

const predefined: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** XML's five names and character references, in one pass. A document defines no entities of its own: it may have no doctype. */
const decode = (text: string): string =>
  text.replace(/&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g, (whole, name?: string, decimal?: string, hex?: string) => {
    if (name) return predefined[name] ?? whole;
    const point = decimal ? Number(decimal) : Number.parseInt(hex ?? '', 16);
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });

const ignored = (): void => undefined;

/** Every value stays text: an amount that became a number would no longer be exact. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  maxNestedTags: 32,
  entityDecoder: { setExternalEntities: ignored, addInputEntities: ignored, reset: ignored, setXmlVersion: ignored, decode },
});

/** The document as nested elements; undefined when it is not well-formed XML, has a doctype, or nests too deep. */
export function parseXml(text: string): unknown {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) return undefined;
  try {
    // The parser alone would take a document that was cut off.
    return XMLValidator.validate(text) === true ? parser.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

const at = (node: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, name) => (typeof inner === 'object' && inner !== null && Object.hasOwn(inner, name) ? Reflect.get(inner, name) : undefined),
    node,
  );

/** Whether the element is there, whatever it holds. */
export const hasNode = (node: unknown, ...path: string[]): boolean => at(node, path) !== undefined;

/** The text of the one element (or `@attribute`) at this path; undefined when it is absent, repeated or holds elements. */
export function textAt(node: unknown, ...path: string[]): string | undefined {
  const found = at(node, path);
  if (typeof found === 'string') return found;
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return undefined;
  if (Object.keys(found).some((name) => name !== '#text' && !name.startsWith('@'))) return undefined;
  return textAt(found, '#text') ?? '';
}

/** Every element at this path, however many there are. */
export function nodesAt(node: unknown, ...path: string[]): unknown[] {
  const found = at(node, path);
  if (found === undefined) return [];
  return Array.isArray(found) ? found : [found];
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;', '\r': '&#13;' };

/** Text for the inside of an element or attribute: escaped, without the characters XML cannot hold. */
export const escapeXml = (text: string): string =>
  text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 forbids.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"'\r]/g, (character) => escapes[character] ?? character);
