import type { PageLanguage } from '#lib/i18n/messages.ts';
import type { PageNotice, PayPage } from '#lib/payments/pay-page-contract.ts';
import { Glyph } from '../glyph.tsx';
import { Phrase } from '../phrase.tsx';
import { MethodChoice } from './method-choice.tsx';
import { NoticePanel } from './notice-panel.tsx';
import { OrderSummary } from './order-summary.tsx';
import { PayForm } from './pay-form.tsx';
import { PhoneCode } from './phone-code.tsx';

type OpenPageProps = {
  language: PageLanguage;
  page: Extract<PayPage, { state: 'open' }>;
  /** Absent where the link is not at hand, such as after the gateway: then the order is shown without a form. */
  token: string | undefined;
  notice: PageNotice | undefined;
};

/** An order that can be paid now: what it is, the ways to pay, one button. */
export function OpenPage({ language, page, token, notice }: OpenPageProps) {
  const { open } = language.text;
  const summary = (
    <>
      <Notices language={language} lastTry={page.lastTry} notice={notice} />
      <OrderSummary language={language} merchant={page.merchant} order={page.order} />
    </>
  );
  if (token === undefined || page.methods.length === 0) {
    const advice = token === undefined ? open.openLinkAgain : open.noMethods;
    return (
      <>
        {summary}
        <p className="mt-6 text-center text-quiet">
          <Phrase message={advice} values={{ merchant: page.merchant.name }} />
        </p>
      </>
    );
  }
  const base = `/pay/${token}`;
  return (
    <PayForm action={`${base}/payments`} opened={page.isOpened ? undefined : { url: `${base}/opened`, nonce: page.nonce }} connecting={open.connecting}>
      {summary}
      <MethodChoice language={language} methods={page.methods} />
      <input type="hidden" name="intent" value={page.intent} />
      <input type="hidden" name="revision" value={page.revision} />
      <p className="mt-4 mb-3 flex gap-2 text-quiet text-sm">
        <Glyph name="lock" size={20} />
        {open.nextStep}
      </p>
      <PayBar language={language} page={page} />
      <PhoneCode address={page.address} invitation={open.onPhone} />
    </PayForm>
  );
}

function Notices({ language, lastTry, notice }: { language: PageLanguage; lastTry: OpenPageProps['page']['lastTry']; notice: PageNotice | undefined }) {
  const { text } = language;
  if (notice) {
    return (
      <NoticePanel tone="warn">
        <p>{text.notices[notice]}</p>
      </NoticePanel>
    );
  }
  if (!lastTry || lastTry.outcome === 'unfinished') return null;
  if (lastTry.outcome === 'cancelled') {
    return (
      <NoticePanel tone="warn">
        <p>{text.cancelledTry}</p>
      </NoticePanel>
    );
  }
  return (
    <NoticePanel tone="bad" heading={text.decline.heading}>
      {lastTry.message !== undefined && (
        <p>
          <bdi>{lastTry.message}</bdi>
        </p>
      )}
      <p className="mt-1">{text.decline.advice}</p>
    </NoticePanel>
  );
}

/** The one button, naming amount and merchant; on a phone it stays at the bottom edge. */
function PayBar({ language, page }: Pick<OpenPageProps, 'language' | 'page'>) {
  const { open } = language.text;
  return (
    <div className="pay-bar -mx-4 mt-auto -mb-6 bg-ground px-4 pt-2">
      <button
        type="submit"
        className="pay-button flex min-h-14 w-full flex-col items-center justify-center rounded-xl bg-accent px-4 py-2 text-accent-ink hover:bg-accent-strong"
      >
        <span className="pay-busy font-semibold text-lg">{open.connecting}</span>
        <span className="pay-idle max-w-full font-semibold text-lg leading-6">
          <Phrase message={open.pay} values={{ amount: language.money(page.order.total) }} />
        </span>{' '}
        <span className="pay-idle max-w-full truncate text-sm">
          <Phrase message={open.payTo} values={{ merchant: page.merchant.name }} />
        </span>
      </button>
    </div>
  );
}
