// What the API's reference does beyond HTML: code is copied, and in test mode requests are sent.
import { offerCopies } from './copy-code.ts';
import { offerTries } from './try-call.ts';

offerCopies();
offerTries();
