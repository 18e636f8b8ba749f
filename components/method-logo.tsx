import { type SimpleIcon, siApplepay, siGooglepay, siKlarna, siMastercard, siPaypal, siSepa, siVisa } from 'simple-icons';
import { Glyph, type GlyphName } from './glyph.tsx';

/** What stands for a method: the marks of brands where there are some, else a plain drawing of its kind. */
export type Logo = { marks: SimpleIcon[] } | { glyph: GlyphName };

/** Klarna's own pink would vanish on white. */
const klarnaInk = '0B051D';

/** By AltaPay's name of the method, in lower case. */
const logos = new Map<string, Logo>(
  Object.entries<Logo>({
    creditcard: { marks: [siVisa, siMastercard] },
    applepay: { marks: [siApplepay] },
    googlepay: { marks: [siGooglepay] },
    klarna: { marks: [{ ...siKlarna, hex: klarnaInk }] },
    paypal: { marks: [siPaypal] },
    sepa: { marks: [siSepa] },
    mobilepay: { glyph: 'phone' },
    vipps: { glyph: 'phone' },
    swishsweden: { glyph: 'phone' },
    twint: { glyph: 'scan' },
    payconiq: { glyph: 'scan' },
    bankpayment: { glyph: 'bank' },
    openbanking: { glyph: 'swap' },
    trustly: { glyph: 'swap' },
    ideal: { glyph: 'bank' },
    przelewy24: { glyph: 'bank' },
    bancontact: { glyph: 'card' },
    invoice: { glyph: 'invoice' },
    viabill: { glyph: 'calendar' },
    giftcard: { glyph: 'gift' },
  }),
);

/** The logo of a method, by AltaPay's name of it in any case. */
export const logoOf = (identifier: string): Logo => logos.get(identifier.toLowerCase()) ?? { glyph: 'wallet' };

/** A method's logo. The name beside it says what it is: screen readers skip the picture. */
export function MethodLogo({ identifier }: { identifier: string }) {
  const logo = logoOf(identifier);
  if ('glyph' in logo) {
    return (
      <span className="flex h-9 w-11 shrink-0 items-center justify-center rounded-lg border border-hairline bg-sunken text-accent">
        <Glyph name={logo.glyph} />
      </span>
    );
  }
  return (
    <span className="flex shrink-0 flex-wrap justify-end gap-1">
      {logo.marks.map((icon) => (
        <BrandMark key={icon.slug} icon={icon} />
      ))}
    </span>
  );
}

/** A mark is drawn 30 pixels wide on a grid of 24: a third decimal moves nothing that can be seen, and the first answer has no room for it. */
const shortened = (path: string): string => path.replaceAll(/(\.\d\d)\d+/g, '$1');

/** Brand marks keep their own colour, so they stand on white in both schemes. */
function BrandMark({ icon }: { icon: SimpleIcon }) {
  return (
    <span className="flex h-9 w-11 items-center justify-center rounded-lg border border-hairline bg-white forced-color-adjust-none">
      <svg aria-hidden="true" width="30" height="30" viewBox="0 0 24 24" fill={`#${icon.hex}`}>
        <path d={shortened(icon.path)} />
      </svg>
    </span>
  );
}
