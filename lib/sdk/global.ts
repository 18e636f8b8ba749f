// What `<script src="…/sdk/v1.js">` runs.
import { AltaPayFactory } from './factory.ts';
import { makeAltaPay } from './make-altapay.ts';

window.AltaPay = makeAltaPay((document.currentScript as HTMLScriptElement | null)?.src);
window.AltaPayFactory = AltaPayFactory;
