import { Fragment, type ReactNode } from 'react';
import type { PageMerchant } from '#lib/payments/pay-page-contract.ts';
import type { FrameLanguage } from '../page-frame.tsx';

type ContactProps = { language: FrameLanguage; merchant: PageMerchant };

/** Whom to ask, what was agreed to, and who sells: as far as the merchant has said it. */
export function MerchantContact({ language, merchant: { contact, legal } }: ContactProps) {
  const { t } = language;
  const hasLinks = Object.values(contact).some((value) => value !== undefined);
  const hasSeller = Object.values(legal).some((value) => value !== undefined);
  if (!hasLinks && !hasSeller) return null;
  const isAsked = contact.email !== undefined || contact.phone !== undefined || contact.website !== undefined;
  return (
    <section aria-labelledby="contact-heading" className="mx-auto w-full max-w-lg px-4 pb-4 text-center text-quiet text-sm">
      <h2 id="contact-heading" className={isAsked ? 'font-semibold text-ink' : 'sr-only'}>
        {isAsked ? t('contact.heading') : t('receipt.seller')}
      </h2>
      {hasLinks && <Links language={language} contact={contact} />}
      {hasSeller && <Seller language={language} legal={legal} />}
    </section>
  );
}

function Links({ language: { t }, contact }: { language: FrameLanguage; contact: PageMerchant['contact'] }) {
  const { email, phone, website, termsUrl, privacyUrl } = contact;
  return (
    <ul className="flex flex-wrap justify-center gap-x-4">
      {email !== undefined && (
        <ContactLink href={`mailto:${email}`} label={t('contact.email')}>
          {email}
        </ContactLink>
      )}
      {phone !== undefined && (
        <ContactLink href={`tel:${phone.replaceAll(/[^+\d]/g, '')}`} label={t('contact.phone')}>
          {phone}
        </ContactLink>
      )}
      {website !== undefined && <ContactLink href={website}>{t('contact.website')}</ContactLink>}
      {termsUrl !== undefined && <ContactLink href={termsUrl}>{t('contact.terms')}</ContactLink>}
      {privacyUrl !== undefined && <ContactLink href={privacyUrl}>{t('contact.privacy')}</ContactLink>}
    </ul>
  );
}

/** It tells the next site nothing about this address, whose path is a secret. `label` is for those who hear the page. */
function ContactLink({ href, label, children }: { href: string; label?: string; children: ReactNode }) {
  return (
    <li className="min-w-0">
      <a href={href} rel="noreferrer" className="inline-flex min-h-11 min-w-11 items-center justify-center text-accent-text underline underline-offset-2">
        {label !== undefined && <span className="sr-only">{label}: </span>}
        <bdi className="min-w-0">{children}</bdi>
      </a>
    </li>
  );
}

function Seller({ language: { t }, legal: { name, address, taxId } }: { language: FrameLanguage; legal: PageMerchant['legal'] }) {
  const parts = [...new Set([name, ...(address?.split('\n') ?? [])])].filter((part) => part !== undefined && part.trim() !== '');
  return (
    <p className="mt-1 text-balance text-xs">
      {parts.length > 0 && (
        <>
          {t('receipt.seller')}:{' '}
          <bdi>
            {parts.map((part, at) => (
              <Fragment key={part}>
                <span className="inline-block">{at < parts.length - 1 ? `${part},` : part}</span>{' '}
              </Fragment>
            ))}
          </bdi>
        </>
      )}
      {taxId !== undefined && (
        <>
          {parts.length > 0 && '· '}
          <span className="inline-block">
            {t('receipt.taxId')}: <bdi>{taxId}</bdi>
          </span>
        </>
      )}
    </p>
  );
}
