import { recordAudit } from '../audit/audit.ts';
import { now } from '../clock.ts';
import { transaction } from '../db/client.ts';
import type { PaymentLink } from '../db/generated/client.ts';
import { lockSession } from '../sessions/sessions.ts';
import { joinedText, readJoined, type ScreenName } from './screen-name.ts';

/** Screens a link remembers; from then on none follows another, and nothing is written. */
const mostScreens = 30;

type Joined = Pick<PaymentLink, 'id' | 'sessionId' | 'merchantId' | 'joinedScreens'>;

/** Another screen has taken over from the one of this name. Told once, however often it is said. */
export async function joinScreen(link: Joined, { code }: ScreenName): Promise<void> {
  if (!isNews(link.joinedScreens, code)) return;
  await transaction(async (tx) => {
    await lockSession(tx, link.sessionId);
    const { joinedScreens } = await tx.paymentLink.findUniqueOrThrow({ where: { id: link.id }, select: { joinedScreens: true } });
    if (!isNews(joinedScreens, code)) return;
    await tx.paymentLink.update({ where: { id: link.id }, data: { joinedScreens: [...joinedScreens, joinedText({ code, at: now() })] } });
    const { merchantId, sessionId, id } = link;
    await recordAudit(tx, { merchantId, sessionId, subject: 'link', subjectId: id, action: 'link.continued', actor: 'customer' });
  });
}

const isNews = (joined: readonly string[], code: string): boolean => joined.length < mostScreens && !joined.some((text) => readJoined(text).code === code);
