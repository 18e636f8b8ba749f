import type { PageLanguage } from '#lib/i18n/page-language.ts';
import { extendWords, startWords } from '#lib/i18n/time-words.ts';
import type { PageTime } from '#lib/payments/pay-page-contract.ts';
import { Glyph } from '../glyph.tsx';
import { Phrase } from '../phrase.tsx';

type TimeLeftProps = {
  language: PageLanguage;
  time: PageTime;
  /** The merchant's, in which the end is told. */
  timeZone: string;
  extend: { action: string; nonce: string };
};

/** From here on the clock is a warning, in seconds: six times what WCAG 2.2.1 asks for. */
const warnAt = 120;

/** Read out as the clock passes them, in seconds. */
const announced = [3600, 1800, 600, 300, 120, 60, 30, 20];

/** How long the page can be paid, and one press for more. The script lets the clock run (components/browser/time-left.ts). */
export function TimeLeft({ language, time, timeZone, extend }: TimeLeftProps) {
  const { t } = language;
  const { isOpened, secondsLeft, endsAt, extensionSeconds, isExtendable } = time;
  const announcements = Object.fromEntries(announced.map((seconds) => [seconds, leftText(language, seconds)]));
  return (
    <section
      aria-label={t('time.label')}
      data-time
      data-waiting={isOpened ? undefined : ''}
      data-seconds-left={secondsLeft}
      data-warn-at={warnAt}
      data-announcements={JSON.stringify(announcements)}
      data-added={t('time.added')}
      className="time-left mt-4 flex min-h-16 lg:mt-0 flex-wrap items-center gap-x-3 gap-y-2 rounded-2xl border border-hairline bg-surface px-4 py-2 text-sm"
    >
      <Glyph name="clock" size={20} />
      <p className="min-w-32 flex-1 text-balance py-2">
        <span className="time-words grid items-center">
          {!isOpened && <span className="time-before">{startWords(t, secondsLeft)}</span>}
          <span className="time-plain">
            <Phrase language={language} id="time.until" values={{ time: language.time(endsAt, timeZone) }} />
          </span>
          <span className="time-ticking">
            {t('time.label')} <bdi data-clock className="font-semibold text-ink tabular-nums" />
          </span>
        </span>
        {!isExtendable && <span className="block text-quiet">{t('time.fixed')}</span>}
        {isExtendable && (
          <span data-last hidden={extensionSeconds > 0} className="block text-quiet">
            {t('time.last')}
          </span>
        )}
      </p>
      {extensionSeconds > 0 && <ExtendForm language={language} time={time} extend={extend} />}
      <p data-live role="status" className="sr-only" />
    </section>
  );
}

function ExtendForm({ language: { t }, time, extend }: Omit<TimeLeftProps, 'timeZone'>) {
  const { extensionSeconds } = time;
  const words = extendWords(t, extensionSeconds);
  return (
    <form data-extend method="post" action={extend.action} className="time-extend">
      {/* A robot that posts what it finds must not open the link: until a person has, the script fills this in. */}
      <input type="hidden" name="nonce" value={time.isOpened ? extend.nonce : ''} />
      <input type="hidden" name="extensions" value={time.extensions} />
      <button type="submit" className="min-h-11 rounded-lg border border-edge px-3 font-medium text-accent-text hover:border-accent">
        {words}
      </button>
    </form>
  );
}

const leftText = ({ t }: PageLanguage, seconds: number): string =>
  seconds >= 60 ? t('time.left', { minutes: Math.round(seconds / 60) }) : t('time.leftSeconds', { seconds });
