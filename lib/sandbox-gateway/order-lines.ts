import { type Form, formOf, textOf } from './form.ts';

/** A longer description made payments fail at the real gateway. */
const maximumDescription = 50;

const decimals = 6;
const one = 10n ** BigInt(decimals);
const oneHundredPercent = 100n * one;
/** A line may be off by a cent: its tax was rounded. */
const tolerance = one / 100n;

const goodsTypes = new Set(['shipment', 'handling', 'item', 'digital', 'discount', 'gift_card', 'physical', 'sales_tax', 'subscription_model']);

const wordsOfNumber = 'must be a number with a dot and at most six decimals';

/**
 * What is wrong with a call's `orderLines`, the first thing in words; undefined when nothing is. Lines are complete,
 * and make up the call's amount (in major units) wherever both are given.
 */
export function checkOrderLines(form: Form): string | undefined {
  let sum = 0n;
  const lines = Object.entries(formOf(form, 'orderLines'));
  for (const [index, line] of lines) {
    if (typeof line === 'string') return `orderLines[${index}] must have fields`;
    const broken = checkLine(line);
    if (broken) return `orderLines[${index}]${broken}`;
    sum += totalOf(line);
  }
  const amount = numberIn(form, 'amount');
  if (lines.length === 0 || amount === undefined) return undefined;
  const difference = sum > amount ? sum - amount : amount - sum;
  return difference > tolerance * BigInt(lines.length) ? `orderLines make ${decimalText(sum)}, and the amount is ${decimalText(amount)}` : undefined;
}

function checkLine(line: Form): string | undefined {
  const description = textOf(line, 'description') ?? '';
  if (description === '') return '[description] is missing';
  if (description.length > maximumDescription) return `[description] is longer than ${maximumDescription} characters`;
  if (textOf(line, 'itemId') === undefined) return '[itemId] is missing';
  for (const key of ['quantity', 'unitPrice']) if (numberIn(line, key) === undefined) return `[${key}] ${wordsOfNumber}`;
  for (const key of ['taxPercent', 'taxAmount', 'discount']) {
    if (textOf(line, key) !== undefined && numberIn(line, key) === undefined) return `[${key}] ${wordsOfNumber}`;
  }
  const goodsType = textOf(line, 'goodsType');
  if (goodsType !== undefined && !goodsTypes.has(goodsType)) return `[goodsType] must be one of ${[...goodsTypes].join(', ')}`;
  for (const key of ['imageUrl', 'productUrl']) {
    const url = textOf(line, key);
    if (url !== undefined && (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))) return `[${key}] must be an http(s) address`;
  }
  return undefined;
}

/** Quantity times unit price, less the discount in percent, and the tax on it. */
function totalOf(line: Form): bigint {
  const asked = ((numberIn(line, 'unitPrice') ?? 0n) * (numberIn(line, 'quantity') ?? 0n)) / one;
  const net = (asked * (oneHundredPercent - (numberIn(line, 'discount') ?? 0n))) / oneHundredPercent;
  return net + (numberIn(line, 'taxAmount') ?? (net * (numberIn(line, 'taxPercent') ?? 0n)) / oneHundredPercent);
}

/** A decimal number in millionths; undefined when the field holds none. */
function numberIn(form: Form, key: string): bigint | undefined {
  const [, sign, whole, fraction = ''] = /^(-?)(\d{1,12})(?:\.(\d{1,6}))?$/.exec(textOf(form, key) ?? '') ?? [];
  if (whole === undefined) return undefined;
  return BigInt(whole + fraction.padEnd(decimals, '0')) * (sign ? -1n : 1n);
}

function decimalText(millionths: bigint): string {
  const digits = (millionths < 0n ? -millionths : millionths).toString().padStart(decimals + 1, '0');
  const fraction = digits.slice(-decimals).replace(/0{1,4}$/, '');
  return `${millionths < 0n ? '-' : ''}${digits.slice(0, -decimals)}.${fraction}`;
}
