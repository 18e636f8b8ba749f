import type { Chance } from '../rounds.ts';
import { redirectVectors } from './redirect-vectors.ts';
import { askPages, askWithHosts, giveAddresses, giveBrandAddresses, type Redirects } from './redirects.ts';
import type { Scene } from './scene.ts';
import { sendOnward } from './way-on.ts';

/** As many of the vectors, drawn by chance, at every place where an address or a path is taken. */
export async function playRedirects(scene: Scene, count: number, chance: Chance): Promise<Redirects> {
  const { server, shop, example, gateway, stranger } = scene;
  const told: Redirects = { given: 0, taken: 0, pages: 0, wrongs: [] };
  const vectors = chance.shuffled(redirectVectors({ shop: shop.origin, stranger: stranger.host })).slice(0, count);
  const registered = { origins: new Set([shop.origin, example.origin]), addresses: new Set<string>() };
  const known = { origins: new Set([server.publicUrl, server.sandboxUrl, gateway.origin, ...registered.origins]), addresses: new Set<string>() };
  gateway.say({});
  await shop.api('PATCH', '/merchant', { name: 'Fjord & Sons', website: null, termsUrl: null, privacyUrl: null, email: null, phone: null });
  // A link without an address of its own leads to our page.
  const own = { ...registered, origins: new Set([...registered.origins, server.publicUrl]) };
  await giveAddresses(scene, vectors, own, told);
  await giveBrandAddresses(scene, vectors, told);
  const { paymentLink } = await shop.link();
  const pages = ['/verify', '/p', '/docs', '/pay/state', '/pay/return/x', '/pay/x', '/'].map((path) => `${server.publicUrl}${path}`);
  await askPages(scene, [paymentLink, ...pages, `${server.sandboxUrl}/sandbox`], vectors, known, chance, told);
  await askWithHosts(scene, new URL(paymentLink).pathname.split('/').at(-1) ?? '', told);
  await sendOnward(scene, vectors, known, told);
  return told;
}
