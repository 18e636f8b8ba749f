// What the pages do beyond HTML, for those that say so by data attributes. Every page works without it.
import { offerCopy } from './copy.ts';
import { showOffline } from './offline.ts';
import { guardPayForm } from './pay-form.ts';
import { offerPrint } from './print.ts';
import { reloadLater } from './reload.ts';
import { runTimeLeft } from './time-left.ts';
import { followOther, tellTakenOver } from './two-screens.ts';
import { forgetNews, watchStatus } from './watch.ts';

showOffline();
offerCopy();
offerPrint();
reloadLater();
const form = document.querySelector<HTMLFormElement>('form[data-pay]');
const watch = watchStatus(() => form?.dataset.busy === 'true');
tellTakenOver();
followOther(watch);
const timeLeft = runTimeLeft(watch, form?.dataset.nonce);
if (form) guardPayForm(form, () => timeLeft?.start());

forgetNews();

// A page that the Back button brings back shows an old state and an old intent.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted && (form || document.body.dataset.status)) location.reload();
});
