import type { PageMerchant } from '#lib/payments/pay-page-contract.ts';

/**
 * The merchant's colour in place of ours, in both schemes, and a line of it as it was chosen. Nothing stands here but
 * colours of six hexadecimal digits. The front gives the element its answer's nonce (lib/server/plain-document.ts).
 */
export function BrandStyle({ colour }: { colour: NonNullable<PageMerchant['colour']> }) {
  const { brand, light, dark } = colour;
  return <style data-brand="">{`body{border-top:4px solid ${brand}}${rootOf(light)}@media(prefers-color-scheme:dark){${rootOf(dark)}}`}</style>;
}

type Accent = NonNullable<PageMerchant['colour']>['light'];

/** Told twice, the root goes before our own style sheet wherever that stands. */
const rootOf = ({ accent, fill, strong, ink, soft, text }: Accent): string =>
  `:root:root{--accent:${accent};--accent-fill:${fill};--accent-strong:${strong};--accent-ink:${ink};--accent-soft:${soft};--accent-text:${text}}`;
