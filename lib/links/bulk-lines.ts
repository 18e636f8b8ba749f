import { CsvError, parse } from 'csv-parse/sync';
import { ApiError } from '../errors.ts';
import { mediaType } from '../http/request-body.ts';

/** Links that one call makes at most. */
const mostLines = 1_000;

/** One thing that was asked for: its value, or why it cannot even be read. */
export type BulkLine = { value: unknown } | { refused: ApiError };

/**
 * The lines of a body: the members of a JSON array, the lines of NDJSON (empty ones left out), or the rows of CSV. 400
 * or 422 when there are none, too many, or the whole cannot be read; a bad line among good ones is that line's matter.
 */
export function bulkLines(request: Request, text: string): BulkLine[] {
  const lines = readers[mediaType(request)]?.(text) ?? [];
  if (lines.length === 0) throw new ApiError('invalid_field', 'There is nothing in the body. Send one to 1,000 links.');
  if (lines.length > mostLines)
    throw new ApiError('invalid_field', `One call makes at most ${mostLines} links; these are ${lines.length}. Send several calls.`);
  return lines;
}

const readers: Readonly<Record<string, (text: string) => BulkLine[]>> = {
  'application/json': (text) => {
    const whole = readJson(text);
    if ('refused' in whole) throw whole.refused;
    if (!Array.isArray(whole.value)) throw new ApiError('invalid_field', 'The body must be a JSON array; send single lines as application/x-ndjson.');
    return whole.value.map((value: unknown) => ({ value }));
  },
  'application/x-ndjson': (text) =>
    text
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '')
      .map(readJson),
  'text/csv': (text) => csvRows(text).map((row) => ({ value: orderOf(row) })),
};

function readJson(text: string): BulkLine {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { refused: new ApiError('malformed_json', 'This is not valid JSON.') };
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

function csvRows(text: string): CsvRow[] {
  const [heading = ''] = text.split(/\r?\n/, 1);
  // Spreadsheets of half of Europe separate by semicolons.
  const delimiter = heading.includes(';') && !heading.includes(',') ? ';' : ',';
  try {
    return parse(text, { bom: true, columns: (names: string[]) => names.map(column), delimiter, skip_empty_lines: true, trim: true, to: mostLines + 1 });
  } catch (error) {
    if (error instanceof CsvError) throw new ApiError('invalid_field', `The CSV cannot be read: ${error.message}.`);
    throw error;
  }
}

function column(name: string): Column {
  const known = csvColumns.find((candidate) => candidate === name.trim());
  if (!known) throw new ApiError('invalid_field', `"${name.slice(0, 50)}" is no column. The columns are ${csvColumns.join(', ')}.`);
  return known;
}

/** A row in the shape of a JSON line: an order of one line. What is no number or truth stays text, and is refused as such. */
function orderOf(row: CsvRow): object {
  const given = (name: Column): string | undefined => row[name] || undefined;
  const number = (name: Column): unknown => (/^-?\d{1,15}(?:\.\d+)?$/.test(row[name] ?? '') ? Number(row[name]) : given(name));
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
