import { createElement, Fragment, type ReactNode } from 'react';
import { phraseParts } from '#lib/i18n/phrase.ts';

/** A message with elements at its marks. Values stand in <bdi>, so that foreign text cannot reorder ours. */
export function Phrase({ message, values }: { message: string; values: Record<string, ReactNode> }) {
  const nodes = phraseParts(message).map((part) => ('text' in part ? part.text : createElement('bdi', null, values[part.mark])));
  return createElement(Fragment, null, ...nodes);
}
