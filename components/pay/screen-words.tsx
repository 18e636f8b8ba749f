import type { PageLanguage } from '#lib/i18n/page-language.ts';
import { twoWords } from '#lib/i18n/two-words.ts';
import type { PageScreen } from '#lib/payments/pay-page-contract.ts';

/** A screen that shows the two words: it came from another one, or another one came from it. */
export type PairedScreen = Extract<PageScreen, { words: string }>;

/** The name of a screen that is first: in its page's language until its address names one. */
export const firstName = ({ code, words }: Extract<PageScreen, { role: 'first' }>, { tag }: PageLanguage): string => `${words ?? tag}.${code}`;

/** The two words that both screens show, for people to compare. */
export function ScreenWords({ screen: { words, pair } }: { screen: PairedScreen }) {
  return (
    <strong lang={words} className="block py-1 font-semibold text-ink text-xl">
      <bdi>{twoWords(words, pair)}</bdi>
    </strong>
  );
}

type CameFromProps = { language: PageLanguage; screen: PairedScreen; join: { action: string; nonce: string } };

/** On the screen that took over: the words, and that the other one may be closed. The script tells the other screen. */
export function CameFrom({ language: { t }, screen, join }: CameFromProps) {
  return (
    <aside
      aria-labelledby="came-heading"
      data-join={join.action}
      data-nonce={join.nonce}
      data-from={screen.name}
      className="mb-4 rounded-2xl border border-hairline bg-surface p-4 text-quiet text-sm"
    >
      <h2 id="came-heading" className="font-semibold text-base text-ink">
        {t('handOver.cameHeading')}
      </h2>
      <p>
        {t('handOver.cameWords')} <ScreenWords screen={screen} />
      </p>
      <p>{t('handOver.cameCompare')}</p>
    </aside>
  );
}
