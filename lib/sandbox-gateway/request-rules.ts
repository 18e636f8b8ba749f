import { type Form, formOf, textOf } from './form.ts';

/** What a parameter may hold, and how that is said. */
type Rule = { pattern: RegExp; says: string };

const oneOf = (...values: string[]): Rule => ({ pattern: new RegExp(`^(?:${values.join('|')})$`), says: `must be one of ${values.join(', ')}` });
const upTo = (length: number): Rule => ({ pattern: new RegExp(`^[^]{1,${length}}$`), says: `must have at most ${length} characters` });
const date: Rule = { pattern: /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, says: 'must be a date such as 1984-02-29' };
const country: Rule = { pattern: /^[A-Za-z]{2}$/, says: 'must be a country of two letters' };

/** Languages the payment page can be asked for; nb and nn are no, ee is et. */
const languages = 'br ca cs cy da de el en es et ee eu fi fr hr hu is it ja lt lv nl no nb nn pl pt ro ru sk sl sv th tr zh'.split(' ');

/** Every plain parameter whose values are documented. All other parameters are taken as they are. */
const plain: Record<string, Rule> = {
  language: oneOf(...languages),
  payment_source: oneOf('eCommerce', 'mobi', 'moto', 'mail_order', 'telephone_order'),
  account_offer: oneOf('required', 'disabled'),
  sale_reconciliation_identifier: upTo(100),
  sale_invoice_number: upTo(100),
  sales_tax: { pattern: /^\d{1,12}(?:\.\d{1,2})?$/, says: 'must be an amount with a dot and at most two decimals' },
  customer_created_date: date,
  form_template: { pattern: /^[a-z][a-z0-9_]{0,59}$/, says: 'must be the name of a form, such as form_checkout' },
  session_id: upTo(50),
};

const nested: Record<string, Record<string, Rule>> = {
  customer_info: { birthdate: date, billing_country: country, shipping_country: country },
  agreement: { type: oneOf('recurring', 'instalment', 'unscheduled') },
};

const callbackKeys = ['callback_form', 'callback_ok', 'callback_fail', 'callback_redirect', 'callback_open', 'callback_notification', 'callback_verify_order'];

/** The first parameter that breaks a documented rule, in words; undefined when none does. */
export function checkParameters(form: Form): string | undefined {
  const groups = Object.entries(nested).map(([group, rules]) => firstBroken(formOf(form, group), rules, (key) => `${group}[${key}]`));
  return firstBroken(form, plain, (key) => key) ?? groups.find((broken) => broken !== undefined) ?? checkConfig(formOf(form, 'config'));
}

function firstBroken(form: Form, rules: Record<string, Rule>, nameOf: (key: string) => string): string | undefined {
  for (const [key, { pattern, says }] of Object.entries(rules)) {
    const value = textOf(form, key);
    if (value !== undefined && !pattern.test(value)) return `${nameOf(key)} ${says}`;
  }
  return undefined;
}

function checkConfig(config: Form): string | undefined {
  for (const key of callbackKeys) {
    const url = textOf(config, key);
    if (url !== undefined && (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))) return `config[${key}] must be an http(s) address`;
  }
  // The app comes back by an address of the shop's own app, whatever its scheme.
  const back = textOf(config, 'callback_mobile_app_redirect');
  const isAddress = back === undefined || (URL.canParse(back) && !/^(?:javascript|data|vbscript|blob|file):$/.test(new URL(back).protocol));
  return isAddress ? undefined : 'config[callback_mobile_app_redirect] must be an address of the shop’s app';
}
