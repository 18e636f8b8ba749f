import type { Account } from './accounts.ts';
import { logoAddress } from './addresses.ts';
import { type Terminal, terminals } from './terminals.ts';
import { element, elements, type Xml } from './xml.ts';

/** The body of getTerminals: every way to pay, as the shop may use it. */
export const describeTerminals = (account: Account): Xml[] => [
  element('Result', 'Success'),
  element(
    'Terminals',
    terminals.map((terminal) => terminalXml(terminal, account)),
  ),
];

const list = (name: string, member: string, values: readonly string[]): Xml =>
  element(
    name,
    values.map((value) => element(member, value)),
  );

function terminalXml(terminal: Terminal, account: Account): Xml {
  const { nature, identifier } = terminal;
  return element('Terminal', [
    ...elements({ Title: terminal.title, Country: terminal.country }),
    list('Natures', 'Nature', [nature]),
    list('Currencies', 'Currency', terminal.currencies),
    list('Methods', 'Method', [identifier]),
    list('Products', 'Product', terminal.products),
    element('PrimaryMethod', [...elements({ Nature: nature, Identifier: identifier }), list('SupportedAgreementTypes', 'AgreementType', terminal.agreements)]),
    ...elements({
      LogoUrl: logoAddress(identifier),
      Description: terminal.description,
      MerchantId: account.id,
      ShopName: account.shopName,
      CanUseCredit: 'false',
      CanIssueNewCredit: String(nature === 'Invoice'),
    }),
  ]);
}
