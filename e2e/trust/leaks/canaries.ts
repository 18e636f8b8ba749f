/**
 * What must not come to light, or only where `may` says. `token`: any twelve characters of it in a row are too many.
 * `text`: it is looked for whole. `code`: so short that it counts only where it stands alone.
 */
export type Canary = { name: string; value: string; kind: 'token' | 'text' | 'code'; may?: RegExp };

const window = 12;

const windowsOf = (value: string): string[] => Array.from({ length: Math.max(1, value.length - window + 1) }, (_, at) => value.slice(at, at + window));

/** Base64 of a text wherever it stands in what was encoded: of three ways to begin, without what neighbours have a part in. */
const base64Of = (value: string): string[] =>
  [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), Buffer.from(value)]).toString('base64');
    const first = before === 0 ? 0 : before + 1;
    return whole.slice(first, Math.floor(((before + Buffer.byteLength(value)) * 8) / 6));
  });

/** The ways in which a text may be written down. */
function formsOf({ value, kind }: Canary): string[] {
  const base64 = base64Of(value).filter((form) => form.length >= 8);
  const encoded = [encodeURIComponent(value), new URLSearchParams([['', value]]).toString().slice(1), JSON.stringify(value).slice(1, -1)];
  const hex = Buffer.from(value).toString('hex');
  const plain = kind === 'token' ? windowsOf(value) : [value];
  const forms = [...plain, ...encoded, hex, ...base64, ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))];
  return [...new Set(forms.map((form) => form.toLowerCase()))];
}

/** Finds a text's canaries; case does not matter, since a link's token is read in either. */
export type Finder = (text: string) => Canary[];

/** Looks a code up alone: not as a part of a longer number, name or id. */
const alone = (value: string): RegExp => new RegExp(`(?<![\\w.:-])${value.replaceAll(/[^\w]/g, '\\$&')}(?![\\w-]|\\.\\d)`, 'i');

export function finderOf(canaries: readonly Canary[]): Finder {
  const known = canaries.map((canary) => ({ canary, forms: canary.kind === 'code' ? [] : formsOf(canary), pattern: alone(canary.value) }));
  return (text) => {
    const small = text.toLowerCase();
    return known
      .filter(({ canary, forms, pattern }) => (canary.kind === 'code' ? pattern.test(text) : forms.some((form) => small.includes(form))))
      .map(({ canary }) => canary);
  };
}

/** Numbers of 13 to 19 digits that may be a card's, however they are spaced. */
export function cardNumbersIn(text: string): string[] {
  const runs = text.match(/(?<![\w.])\d(?:[ -]?\d){12,18}(?![\w.])/g) ?? [];
  return runs.map((run) => run.replaceAll(/\D/g, '')).filter(isLuhn);
}

function isLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const worth = Number(digit) * (at % 2 === 0 ? 1 : 2);
    return total + (worth > 9 ? worth - 9 : worth);
  }, 0);
  return sum % 10 === 0;
}
