import type { AltaPay, InitOptions } from './altapay.d.ts';
import { initFromQR } from './init-from-qr.ts';
import { openSession } from './session.ts';

/** Written in when the script is made. */
declare const SDK_VERSION: string;

/** What a page calls; `scriptUrl` tells where the service is. */
export function makeAltaPay(scriptUrl: string | undefined): AltaPay {
  const baseOf = ({ baseUrl }: InitOptions) => baseUrl?.replace(/\/+$/, '') ?? new URL(scriptUrl || location.href).origin;
  return {
    version: SDK_VERSION,
    initFromQR: (options = {}) => initFromQR(baseOf(options), languageOf(options), options),
    initiate: (token, sessionId, options = {}) => openSession({ base: baseOf(options), access: { token }, sessionId, options, language: languageOf(options) }),
  };
}

const languageOf = ({ language }: InitOptions): string => language || document.documentElement.lang || navigator.language;
