import { methodName } from '#lib/i18n/method-name.ts';
import type { PageLanguage } from '#lib/i18n/page-language.ts';
import type { PageMethod } from '#lib/payments/pay-page-contract.ts';
import { MethodLogo } from '../method-logo.tsx';

type MethodChoiceProps = { language: PageLanguage; methods: PageMethod[] };

/** The ways to pay, as native radio buttons. A lone one is chosen already; of several the customer picks. */
export function MethodChoice({ language, methods }: MethodChoiceProps) {
  const { t } = language;
  const isOnly = methods.length === 1;
  return (
    <fieldset className="mt-6">
      <legend className="mb-3 font-semibold">{isOnly ? t('open.onlyMethodHeading') : t('open.methodsHeading')}</legend>
      <div className="flex flex-col gap-2.5">
        {methods.map((method) => (
          <MethodOption key={method.id} language={language} method={method} isChosen={isOnly} />
        ))}
      </div>
    </fieldset>
  );
}

function MethodOption({ language, method, isChosen }: { language: PageLanguage; method: PageMethod; isChosen: boolean }) {
  return (
    <label className="flex min-h-16 cursor-pointer items-center gap-3 rounded-xl border border-edge bg-surface px-4 py-3 hover:border-accent has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-3 has-focus-visible:outline-accent has-focus-visible:outline-offset-2">
      <input type="radio" name="method" value={method.id} required defaultChecked={isChosen} className="choice size-6 shrink-0 outline-none" />
      <span className="min-w-0 flex-1">
        <span className="block font-medium">
          <bdi>{methodName(language.t, method)}</bdi>
        </span>
        {method.description !== '' && (
          <span className="block text-quiet text-sm">
            <bdi>{method.description}</bdi>
          </span>
        )}
      </span>
      <MethodLogo identifier={method.identifier} />
    </label>
  );
}
