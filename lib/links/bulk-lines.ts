import { CsvError, parse } from 'csv-parse/sync';
import { ApiError } from '../errors.ts';
import { maximumBodyBytes, mediaType } from '../http/request-body.ts';

/** Links that one call makes at most. */
export const mostLines = 1_000;

/** One thing that was asked for: its text, which tells it from others, and how it is read. `read` throws why it cannot be. */
export type BulkLine = { text: string; read: () => unknown };

/**
 * The lines of a body: the members of a JSON array, the lines of NDJSON (empty ones left out), or the rows of CSV. 400
 * or 422 when there are none, too many, or the whole cannot be read; a bad line among good ones is that line's matter.
 * No line is read before it is known that there are not too many.
 */
export function bulkLines(request: Request, text: string): BulkLine[] {
  const lines = readers[mediaType(request)]?.(text) ?? [];
  if (lines.length === 0) throw new ApiError('invalid_field', 'There is nothing in the body. Send one to 1,000 links.');
  if (lines.length > mostLines) throw new ApiError('invalid_field', `One call makes at most ${mostLines} links; these are more. Send several calls.`);
  return lines;
}

const readers: Readonly<Record<string, (text: string) => BulkLine[]>> = {
  'application/json': (text) => {
    const whole = readJson(text);
    if (!Array.isArray(whole)) throw new ApiError('invalid_field', 'The body must be a JSON array; send single lines as application/x-ndjson.');
    return whole
      .slice(0, mostLines + 1)
      .map((value: unknown) => ({ text: writtenOut(value), read: () => value }))
      .map(bounded);
  },
  'application/x-ndjson': (text) => ndjsonLines(text).map((line) => bounded({ text: line, read: () => readJson(line) })),
  'text/csv': (text) => csvRows(text).map((row) => ({ text: JSON.stringify(row), read: () => orderOf(row) })),
};

/** The lines with something in them, as many as can be too many. */
function ndjsonLines(text: string): string[] {
  const lines: string[] = [];
  for (let from = 0; from < text.length && lines.length <= mostLines; ) {
    const end = text.indexOf('\n', from);
    const line = text.slice(from, end < 0 ? text.length : end).trim();
    if (line !== '') lines.push(line);
    from = end < 0 ? text.length : end + 1;
  }
  return lines;
}

/** A line may be as long as the body of the call that makes one link. */
function bounded(line: BulkLine): BulkLine {
  if (line.text.length <= maximumBodyBytes) return line;
  const refuse = () => {
    throw new ApiError('body_too_large', `A line may have ${maximumBodyBytes} characters.`);
  };
  return { text: line.text.slice(0, 100), read: refuse };
}

/** JSON of a value; what is nested deeper than can be written is told apart by nothing, and refused when it is read. */
function writtenOut(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return '';
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ApiError('malformed_json', 'This is not valid JSON.');
  }
}

/** The columns of CSV and what they are of. A cell that is left empty is not given. */
const csvColumns = [
  'orderId',
  'amount',
  'currency',
  'description',
  'firstName',
  'lastName',
  'email',
  'language',
  'country',
  'paymentType',
  'autoCapture',
  'notification',
  'redirect',
  'url',
  'validityTime',
  'activationTime',
  'extendable',
  'previewAmount',
] as const;
type Column = (typeof csvColumns)[number];
type CsvRow = Partial<Record<Column, string>>;

/** All columns quoted, and room for spaces. */
const mostHeading = 1_000;

function csvRows(text: string): CsvRow[] {
  const heading = text.slice(0, mostHeading + 1).split('\n', 1)[0] ?? '';
  if (heading.length > mostHeading) throw new ApiError('invalid_field', `The first row must name columns. The columns are ${csvColumns.join(', ')}.`);
  // Spreadsheets of half of Europe separate by semicolons.
  const delimiter = heading.includes(';') && !heading.includes(',') ? ';' : ',';
  try {
    return parse(text, { bom: true, columns: columnsOf, delimiter, skip_empty_lines: true, trim: true, to: mostLines + 1 });
  } catch (error) {
    if (error instanceof CsvError) throw new ApiError('invalid_field', `The CSV cannot be read: ${error.message}.`);
    throw error;
  }
}

function columnsOf(names: string[]): Column[] {
  const columns = names.map(column);
  const twice = columns.find((name, index) => columns.indexOf(name) < index);
  if (twice) throw new ApiError('invalid_field', `The column "${twice}" is there twice.`);
  return columns;
}

function column(name: string): Column {
  const known = csvColumns.find((candidate) => candidate === name.trim());
  if (!known) throw new ApiError('invalid_field', `"${name.slice(0, 50)}" is no column. The columns are ${csvColumns.join(', ')}.`);
  return known;
}

/** A row in the shape of a JSON line: an order of one line. What is no number or truth stays text, and is refused as such. */
function orderOf(row: CsvRow): object {
  const given = (name: Column): string | undefined => row[name] || undefined;
  const number = (name: Column): unknown => (/^-?\d{1,12}(?:\.\d{1,3})?$/.test(row[name] ?? '') ? Number(row[name]) : given(name));
  const truth = (name: Column): unknown => (row[name] === 'true' ? true : row[name] === 'false' ? false : given(name));
  const amount = number('amount');
  const line = { itemId: '1', description: given('description') ?? given('orderId'), quantity: 1, unitPrice: amount };
  return {
    order: {
      orderId: given('orderId'),
      amount: { value: amount, currency: given('currency') },
      orderLines: [line],
      customer: { firstName: given('firstName'), lastName: given('lastName'), email: given('email') },
    },
    callbacks: { notification: given('notification'), redirect: given('redirect') },
    configuration: { language: given('language'), country: given('country'), paymentType: given('paymentType'), autoCapture: truth('autoCapture') },
    link: {
      url: given('url'),
      validityTime: number('validityTime'),
      activationTime: number('activationTime'),
      extendable: truth('extendable'),
      previewAmount: truth('previewAmount'),
    },
  };
}
