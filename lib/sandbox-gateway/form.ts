/** A form body with nested keys: `a[b]=1` is `{a: {b: '1'}}`. Objects have no prototype, so no key is special. */
export type Form = { [key: string]: string | Form };

const maximumFields = 2_000;
const maximumDepth = 4;

/** Says what is wrong with a form in words for the merchant. */
export class FormError extends Error {}

const emptyForm = (): Form => Object.create(null) as Form;

/** Parses `a=1&a[b]=2&a[0][c]=3`; a later value of the same key wins, as in PHP. */
export function parseForm(text: string): Form {
  const form = emptyForm();
  let count = 0;
  for (const [key, value] of new URLSearchParams(text)) {
    count += 1;
    if (count > maximumFields) throw new FormError('The form has too many fields');
    // PostgreSQL holds no NUL.
    if (key.includes('\0') || value.includes('\0')) throw new FormError('The form must not contain NUL');
    put(form, pathOf(key), value);
  }
  return form;
}

function pathOf(key: string): string[] {
  const [, head, rest = ''] = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(key) ?? [];
  if (head === undefined) throw new FormError(`The field name ${key.slice(0, 60)} is malformed`);
  const path = [head, ...[...rest.matchAll(/\[([^[\]]*)\]/g)].map((match) => match[1] ?? '')];
  if (path.length > maximumDepth) throw new FormError(`The field name ${key.slice(0, 60)} is nested too deeply`);
  return path;
}

function put(form: Form, path: string[], value: string): void {
  const [head = '', ...rest] = path;
  // "a[]" takes the next free index.
  const key = head === '' ? String(Object.keys(form).length) : head;
  if (rest.length === 0) {
    form[key] = value;
    return;
  }
  const present = form[key];
  const inner = typeof present === 'object' ? present : emptyForm();
  form[key] = inner;
  put(inner, rest, value);
}

/** The field's text; undefined when it is missing, empty or nested. */
export function textOf(form: Form, key: string): string | undefined {
  const value = form[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The nested form under a key; empty when there is none. */
export function formOf(form: Form, key: string): Form {
  const value = form[key];
  return typeof value === 'object' ? value : emptyForm();
}

/** The text members of a nested form. */
export const textsOf = (form: Form): Record<string, string> =>
  Object.fromEntries(Object.entries(form).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
