/** Strings whole, so that nothing inside them is taken for structure, and what opens and closes objects and arrays. A name is a string before a colon. */
const tokens = /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}[\]]/g;

/**
 * Whether an object of a JSON text has a member twice, however the name is written. Parsers keep the last of them, the
 * first, or refuse (RFC 8259 §4). `json`: what JSON.parse has read.
 */
export function repeatsMember(json: string): boolean {
  const open: Set<string>[] = [];
  for (const [token, text, colon] of json.matchAll(tokens)) {
    if (token === '{' || token === '[') open.push(new Set());
    else if (token === '}' || token === ']') open.pop();
    else if (text !== undefined && colon !== undefined) {
      const name = String(JSON.parse(text));
      const names = open.at(-1);
      if (names?.has(name)) return true;
      names?.add(name);
    }
  }
  return false;
}
