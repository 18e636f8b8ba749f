import { createElement, Fragment, type ReactNode } from 'react';
import type { MessageKey } from '#lib/i18n/languages.ts';
import type { PageLanguage } from '#lib/i18n/page-language.ts';
import { phraseParts } from '#lib/i18n/phrase.ts';

type PhraseProps = { language: Pick<PageLanguage, 't'>; id: MessageKey; values: Record<string, ReactNode>; counts?: Record<string, number> };

/** A message with elements at its values. They stand in <bdi>, so that foreign text cannot reorder ours. */
export function Phrase({ language, id, values, counts }: PhraseProps) {
  const parts = phraseParts(language.t, id, Object.keys(values), counts);
  return createElement(Fragment, null, ...parts.map((part) => ('text' in part ? part.text : createElement('bdi', null, values[part.value]))));
}
