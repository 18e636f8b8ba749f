import type { MessageKey } from '#lib/i18n/languages.ts';
import type { PageLanguage } from '#lib/i18n/page-language.ts';
import type { Finding } from '#lib/stickers/verify-page-contract.ts';
import { LinkButton } from '../link-button.tsx';
import { Phrase } from '../phrase.tsx';
import { StatusSheet } from '../status-sheet.tsx';

type Verdict = 'ours' | 'warning';

/** One code that is not ours among others is a warning for all: a reader cannot tell them apart. */
const verdictOf = (findings: readonly Finding[]): Verdict => (findings.every(({ verdict }) => verdict === 'ours') ? 'ours' : 'warning');

export const verdictTitle = ({ t }: PageLanguage, findings: readonly Finding[]): string => t(`verify.${verdictOf(findings)}.title`);

type VerdictSheetProps = { language: PageLanguage; findings: readonly Finding[]; again: string };

/** What was found, code by code. Hosts are plain text: nobody is sent there from here. */
export function VerdictSheet({ language, findings, again }: VerdictSheetProps) {
  const { t } = language;
  const verdict = verdictOf(findings);
  const heading: MessageKey = findings.length > 1 ? `verify.${verdict}.headingSeveral` : `verify.${verdict}.heading`;
  return (
    <StatusSheet mark={verdict === 'ours' ? 'check' : 'alert'} tone={verdict === 'ours' ? 'good' : 'bad'} heading={t(heading)}>
      {findings.length > 1 ? (
        <ol className="flex flex-col gap-3 text-pretty text-start">
          {findings.map((finding, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a list that is drawn once
            <li key={at} className={`rounded-xl p-3 ${finding.verdict === 'ours' ? 'bg-good-soft text-good' : 'bg-bad-soft text-bad'}`}>
              <FindingWords language={language} finding={finding} />
            </li>
          ))}
        </ol>
      ) : (
        findings.map((finding) => (
          <p key="only" className="text-ink">
            <FindingWords language={language} finding={finding} />
          </p>
        ))
      )}
      <p className="mt-4">{t(`verify.${verdict}.advice`)}</p>
      <p className="mt-5">
        <LinkButton href={again}>{t('verify.again')}</LinkButton>
      </p>
    </StatusSheet>
  );
}

function FindingWords({ language, finding }: { language: PageLanguage; finding: Finding }) {
  switch (finding.verdict) {
    case 'ours':
      return <Phrase language={language} id="verify.findings.ours" values={{ merchant: <strong className="font-semibold">{finding.merchant}</strong> }} />;
    case 'elsewhere':
    case 'foreign':
      return <Phrase language={language} id={`verify.findings.${finding.verdict}`} values={{ host: <Host host={finding.host} /> }} />;
    case 'unknown':
    case 'nowhere':
      return language.t(`verify.findings.${finding.verdict}`);
  }
}

/** In one piece where there is room, and from left to right wherever it stands: half a host is another host. */
const Host = ({ host }: { host: string }) => (
  <strong dir="ltr" className="inline-block max-w-full font-semibold">
    {host}
  </strong>
);
