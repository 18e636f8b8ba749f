import type { PageMerchant } from '#lib/payments/pay-page-contract.ts';

/** Room for a logo, in CSS pixels. */
const room = { width: 176, height: 44 };

/** The size that a logo is shown at: whole in its room, and never larger than it is. */
function shownSize({ width, height }: NonNullable<PageMerchant['logo']>): { width: number; height: number } {
  const scale = Math.min(1, room.width / width, room.height / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Whether the mark is too wide to stand beside a name on a phone. */
export const isWideMark = ({ logo }: PageMerchant): boolean => logo !== undefined && shownSize(logo).width > 2 * room.height;

/** The merchant's logo, or the first letter of its name on a tile. Decoration: the name is beside it. */
export function MerchantMark({ merchant: { name, logo } }: { merchant: PageMerchant }) {
  if (logo) return <Logo logo={logo} />;
  const [first] = new Intl.Segmenter().segment(name.trim());
  return (
    <span
      aria-hidden="true"
      className="flex size-11 shrink-0 select-none items-center justify-center overflow-hidden rounded-xl bg-accent-soft font-semibold text-accent-text text-lg"
    >
      {first?.segment.toLocaleUpperCase()}
    </span>
  );
}

/** On a tile of the ground that it was made for, in both schemes. Its size stands before it is loaded, so that nothing moves. */
function Logo({ logo }: { logo: NonNullable<PageMerchant['logo']> }) {
  // biome-ignore lint/performance/noImgElement: Next's image service is closed here, and a logo is small as it is
  return <img src={logo.path} alt="" {...shownSize(logo)} className={`box-content shrink-0 rounded-lg p-1 ${logo.isLight ? 'bg-[#10162b]' : 'bg-white'}`} />;
}

/** Logo and name above a page that shows neither otherwise; nothing for a merchant without a logo. */
export function MerchantHeader({ merchant }: { merchant: PageMerchant }) {
  if (!merchant.logo) return null;
  return (
    <p className={`mb-4 flex items-center justify-center gap-x-3 gap-y-1 font-semibold ${isWideMark(merchant) ? 'flex-col' : ''}`}>
      <MerchantMark merchant={merchant} />
      <bdi className="min-w-0">{merchant.name}</bdi>
    </p>
  );
}
