import { type Call, curlOf } from './call.ts';

/** Ids and tokens that answers gave: they fill the empty fields of the next form. In memory only, as all that is typed. */
const known = new Map<string, string>();

/** Shows the forms that send requests, and makes them do so. */
export function offerTries(): void {
  const credentials = document.querySelector<HTMLFormElement>('[data-credentials-form]');
  if (!credentials) return;
  credentials.hidden = false;
  credentials.addEventListener('submit', (event) => event.preventDefault());
  for (const details of document.querySelectorAll<HTMLDetailsElement>('[data-try]')) {
    const form = details.querySelector('form');
    if (!form) continue;
    details.hidden = false;
    details.addEventListener('toggle', () => details.open && fillKnown(form));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void send(form, credentials);
    });
  }
}

const fieldsOf = (form: HTMLFormElement): (HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement)[] => [
  ...form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>('[data-place]'),
];

function fillKnown(form: HTMLFormElement): void {
  for (const field of fieldsOf(form)) {
    if (field.dataset.place === 'path' && field.value === '') field.value = known.get(field.name) ?? '';
    if (field.dataset.place === 'body') field.value = field.value.replaceAll(/"(\w+Id)": "0198c7a2-6c1e-7d3b-9f50-2b8a4e6d1c01"/g, filledIn);
  }
}

const filledIn = (whole: string, name: string): string => (known.has(name) ? `"${name}": "${known.get(name)}"` : whole);

async function send(form: HTMLFormElement, credentials: HTMLFormElement): Promise<void> {
  const output = form.querySelector('output');
  const button = form.querySelector('button');
  if (!output || !button || button.disabled) return;
  const call = callOf(form, credentials);
  button.disabled = true;
  output.replaceChildren(note('Sending …'));
  try {
    const { url, method, headers, body } = call;
    // Without the browser's own credentials: a refusal must not open its dialog.
    const response = await fetch(url, { method, headers, credentials: 'omit', ...(body !== undefined && { body }) });
    const text = await response.text();
    remember(form.dataset.operation ?? '', text, credentials);
    const lines = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
    output.replaceChildren(status(response), block('Body', pretty(text)), block('Headers', lines), block('As curl', curlOf(call)));
  } catch {
    output.replaceChildren(note('The request could not be sent. Is the service still running?'));
  } finally {
    button.disabled = false;
  }
}

function callOf(form: HTMLFormElement, credentials: HTMLFormElement): Call {
  const { method = 'GET', path = '/' } = form.dataset;
  const headers: Record<string, string> = {};
  const query = new URLSearchParams();
  let url = path;
  let body: string | undefined;
  for (const { name, value, dataset } of fieldsOf(form)) {
    if (dataset.place === 'path') url = url.replace(`{${name}}`, encodeURIComponent(value));
    else if (value !== '' && dataset.place === 'query') query.set(name, value);
    else if (value !== '' && dataset.place === 'header') headers[name] = value;
    else if (value !== '' && dataset.place === 'body') {
      body = value;
      headers['Content-Type'] = dataset.type ?? 'application/json';
    }
  }
  if (form.dataset.credentials === 'true') Object.assign(headers, authorization(form, credentials));
  const search = query.toString();
  return { method, url: `${location.origin}${url}${search && `?${search}`}`, headers, body };
}

/** A token is got with the user and password it stands for. */
function authorization(form: HTMLFormElement, credentials: HTMLFormElement): Record<string, string> {
  const given = new FormData(credentials);
  const [username, password, token] = ['username', 'password', 'token'].map((name) => String(given.get(name) ?? ''));
  if (token && form.dataset.operation !== 'authenticate') return { Authorization: `Bearer ${token}` };
  if (!username && !password) return {};
  const bytes = new TextEncoder().encode(`${username}:${password}`);
  return { Authorization: `Basic ${btoa(String.fromCharCode(...bytes))}` };
}

/** By the operation that answers it, the parameter that the answer's `id` is for. */
const idNames: Readonly<Record<string, string>> = { createLink: 'linkId', registerWebhookEndpoint: 'endpointId' };

function remember(operation: string, text: string, credentials: HTMLFormElement): void {
  const answer = parsed(text);
  for (const [name, value] of Object.entries(answer)) if (/Id$/.test(name) && typeof value === 'string') known.set(name, value);
  const idName = idNames[operation];
  if (idName && typeof answer.id === 'string') known.set(idName, answer.id);
  const token = credentials.querySelector<HTMLInputElement>('[name=token]');
  if (operation === 'authenticate' && token && typeof answer.token === 'string') token.value = answer.token;
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function note(text: string): HTMLElement {
  const paragraph = document.createElement('p');
  paragraph.textContent = text;
  return paragraph;
}

function status({ ok, status: code, statusText }: Response): HTMLElement {
  const line = note(`${code} ${statusText}`);
  line.className = `font-mono font-semibold ${ok ? 'text-good' : 'text-bad'}`;
  return line;
}

function block(label: string, text: string): HTMLElement {
  const details = document.createElement('details');
  const [summary, code] = [document.createElement('summary'), document.createElement('pre')];
  details.open = label === 'Body';
  summary.textContent = label;
  summary.className = 'cursor-pointer text-xs';
  code.textContent = text || '(empty)';
  code.tabIndex = 0;
  code.className = 'mt-1 max-h-96 overflow-auto whitespace-pre rounded-lg bg-sunken p-2.5 font-mono text-xs';
  details.append(summary, code);
  return details;
}
