import type { Metadata } from 'next';
import { ReferencePage } from '#components/docs/reference-page.tsx';
import { env } from '#lib/env.ts';
import { openApi } from '#lib/openapi/document.ts';
import { referenceOf } from '#lib/openapi/reference.ts';
import { processWide } from '#lib/process.ts';

export const metadata: Metadata = { robots: { index: true, follow: true } };

/** The reference of the API, with forms that send requests where no money moves. */
export default function Page() {
  const { MODE, PUBLIC_URL } = env();
  // It is the same for everybody as long as this process lives.
  const reference = processWide('reference', () => referenceOf(openApi(PUBLIC_URL)));
  return <ReferencePage reference={reference} isTest={MODE === 'test'} />;
}
