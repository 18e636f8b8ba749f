import type { ShopPage } from '#lib/sandbox-gateway/page-contract.ts';

/** What became of the shop's own page around a step; a shop that has none is told nothing. */
export function ShopPageNote({ shopPage, holds }: { shopPage: ShopPage; holds: string }) {
  if (shopPage === 'none') return null;
  return (
    <p className="text-quiet text-sm">
      {shopPage === 'usable'
        ? 'The shop’s own page for this step can be used. The sandbox shows its own all the same.'
        : `The shop’s own page for this step could not be used: it did not answer with ${holds}.`}
    </p>
  );
}
