/** A piece of XML, already escaped. */
export type Xml = { readonly xml: string };

type Content = string | Xml | Content[];

/** What XML 1.0 does not allow, not even as a reference (control characters, lone surrogates), and C1 controls. */
const forbidden = /[^\P{Cc}\t\n\r]|[\p{Cs}\ufffe\uffff]/gu;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

const escapeXml = (text: string): string => text.replace(forbidden, '\ufffd').replace(/[&<>"']/g, (character) => entities[character] ?? '');

function render(content: Content): string {
  if (typeof content === 'string') return escapeXml(content);
  return Array.isArray(content) ? content.map(render).join('') : content.xml;
}

/** One element; text is escaped, and an element without content is self-closing. */
export function element(name: string, content: Content = '', attributes: Record<string, string> = {}): Xml {
  const heading = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escapeXml(value)}"`)].join(' ');
  const inner = render(content);
  return { xml: inner === '' ? `<${heading}/>` : `<${heading}>${inner}</${name}>` };
}

/** One element a member, in order. */
export const elements = (members: Record<string, Content>): Xml[] => Object.entries(members).map(([name, content]) => element(name, content));

type EnvelopeHeader = { path: string; at: Date; errorCode?: number; errorMessage?: string };

/** The classic wire's envelope. A header error (ErrorCode other than 0) has no body. */
export function envelope(header: EnvelopeHeader, body?: Xml[]): string {
  const head = elements({
    Date: header.at.toISOString().replace(/\.\d+Z$/, '+00:00'),
    Path: `API/${header.path}`,
    ErrorCode: String(header.errorCode ?? 0),
    ErrorMessage: header.errorMessage ?? '',
  });
  const parts = [element('Header', head), ...(body ? [element('Body', body)] : [])];
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('APIResponse', parts, { version: '20251231' }).xml}\n`;
}
