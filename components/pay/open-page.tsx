import type { PageLanguage } from '#lib/i18n/page-language.ts';
import type { PageNotice, PayPage } from '#lib/payments/pay-page-contract.ts';
import { Glyph } from '../glyph.tsx';
import { Phrase } from '../phrase.tsx';
import { MethodChoice } from './method-choice.tsx';
import { InAppPanel, Notices } from './notices.tsx';
import { OrderSummary } from './order-summary.tsx';
import { PhoneCode } from './phone-code.tsx';
import { CameFrom, firstName } from './screen-words.tsx';
import { TimeLeft } from './time-left.tsx';
import { Tries } from './tries.tsx';

type OpenPageProps = {
  language: PageLanguage;
  page: Extract<PayPage, { state: 'open' }>;
  /** Absent where the link is not at hand, such as after the gateway: then the order is shown without a form. */
  token: string | undefined;
  notice: PageNotice | undefined;
};

/** An order that can be paid now: what it is, the ways to pay, one button. */
export function OpenPage({ language, page, token, notice }: OpenPageProps) {
  const base = token === undefined ? undefined : `/pay/${token}`;
  const { screen } = page;
  return (
    <>
      <Notices language={language} page={page} base={base} notice={notice} />
      <Tries language={language} merchant={page.merchant} tries={page.tries} />
      {base !== undefined && screen.role === 'taker' && <CameFrom language={language} screen={screen} join={{ action: `${base}/joined`, nonce: page.nonce }} />}
      <div className="flex flex-1 flex-col lg:grid lg:flex-none lg:grid-cols-2 lg:items-start lg:gap-8">
        <div>
          <OrderSummary language={language} merchant={page.merchant} order={page.order} />
          {page.inApp && <InAppPanel language={language} inApp={page.inApp} />}
          {base !== undefined && screen.role === 'first' && (
            <PhoneCode language={language} address={page.address} path={base} screen={firstName(screen, language)} />
          )}
        </div>
        <div className="flex flex-1 flex-col">
          <WaysToPay language={language} page={page} base={base} />
        </div>
      </div>
    </>
  );
}

/** How long, by what, and the button; or why not now. */
function WaysToPay({ language, page, base }: Pick<OpenPageProps, 'language' | 'page'> & { base: string | undefined }) {
  if (base === undefined || page.methods.length === 0 || page.coolDownMinutes !== undefined) {
    return (
      <p className="mt-6 text-center text-quiet">
        <Phrase language={language} id={base === undefined ? 'open.openLinkAgain' : adviceOf(page)} values={{ merchant: page.merchant.name }} />
      </p>
    );
  }
  return (
    <>
      <TimeLeft language={language} time={page.time} timeZone={page.merchant.timeZone} extend={{ action: `${base}/extend`, nonce: page.nonce }} />
      <PayForm language={language} page={page} base={base} />
    </>
  );
}

function adviceOf({ methods, hasMoreElsewhere }: OpenPageProps['page']) {
  if (methods.length > 0) return 'open.waitOrContact';
  return hasMoreElsewhere ? 'open.noMethodsHere' : 'open.noMethods';
}

/** A plain form. The script adds one press at a time, "opened", and no press while offline (components/browser). */
function PayForm({ language, page, base }: { language: PageLanguage; page: OpenPageProps['page']; base: string }) {
  const { t } = language;
  return (
    <form
      data-pay
      data-opened={page.time.isOpened ? undefined : `${base}/opened`}
      data-nonce={page.nonce}
      method="post"
      action={`${base}/payments`}
      autoComplete="off"
      className="flex flex-1 flex-col"
    >
      <MethodChoice language={language} methods={page.methods} />
      <input type="hidden" name="intent" value={page.intent} />
      <input type="hidden" name="revision" value={page.revision} />
      <input type="hidden" name="language" value={language.tag} />
      {page.screen.role === 'taker' && <input type="hidden" name="from" value={page.screen.name} />}
      <p className="mt-4 mb-3 flex gap-2 text-pretty text-quiet text-sm">
        <Glyph name="lock" size={20} />
        {t('open.nextStep')}
      </p>
      <PayBar language={language} page={page} />
      <p data-connecting data-text={t('open.connecting')} role="status" className="sr-only" />
    </form>
  );
}

/** The one button, naming amount and merchant; on a phone it stays at the bottom edge. */
function PayBar({ language, page }: Pick<OpenPageProps, 'language' | 'page'>) {
  return (
    <div className="pay-bar -mx-4 mt-auto -mb-6 bg-ground px-4 pt-2 lg:mx-0 lg:mb-0 lg:px-0">
      <button
        type="submit"
        className="pay-button flex min-h-14 w-full flex-col items-center justify-center rounded-xl border-2 border-accent bg-accent-fill px-4 py-2 text-accent-ink hover:bg-accent-strong"
      >
        <span className="pay-busy font-semibold text-lg">{language.t('open.connecting')}</span>
        <span className="pay-idle max-w-full font-semibold text-lg leading-6">
          <Phrase language={language} id="open.pay" values={{ amount: language.money(page.order.total) }} />
        </span>{' '}
        <span className="pay-idle max-w-full truncate text-sm">
          <Phrase language={language} id="open.payTo" values={{ merchant: page.merchant.name }} />
        </span>
      </button>
    </div>
  );
}
