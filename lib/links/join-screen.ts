import { recordAudit } from '../audit/audit.ts';
import { transaction } from '../db/client.ts';
import type { PaymentLink } from '../db/generated/client.ts';
import { lockSession } from '../sessions/sessions.ts';
import type { ScreenName } from './screen-name.ts';

/** Screens a link remembers; the oldest is forgotten first. */
const mostScreens = 10;

/** Another screen has taken over from the one of this name. Told once, however often it is said. */
export async function joinScreen(link: Pick<PaymentLink, 'id' | 'sessionId' | 'merchantId'>, { code }: ScreenName): Promise<void> {
  await transaction(async (tx) => {
    await lockSession(tx, link.sessionId);
    const { joinedScreens } = await tx.paymentLink.findUniqueOrThrow({ where: { id: link.id }, select: { joinedScreens: true } });
    if (joinedScreens.includes(code)) return;
    await tx.paymentLink.update({ where: { id: link.id }, data: { joinedScreens: [...joinedScreens, code].slice(-mostScreens) } });
    const { merchantId, sessionId, id } = link;
    await recordAudit(tx, { merchantId, sessionId, subject: 'link', subjectId: id, action: 'link.continued', actor: 'customer' });
  });
}
