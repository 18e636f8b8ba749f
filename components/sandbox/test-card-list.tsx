import type { OfferedCard } from '#lib/sandbox-gateway/page-contract.ts';
import { Sheet } from './parts.tsx';

const spaced = (number: string): string => number.replace(/(.{4})(?=.)/g, '$1 ');

/** The published cards and what each of them leads to. */
export function TestCardList({ cards }: { cards: readonly OfferedCard[] }) {
  return (
    <Sheet>
      <h2 className="font-semibold">Test cards</h2>
      <p className="mt-1 text-quiet text-sm">Any name, any future expiry date, any security code. Other cards are refused and not kept.</p>
      <ul className="mt-3 divide-y divide-hairline text-sm">
        {cards.map((card) => (
          <li key={card.number} className="flex flex-wrap justify-between gap-x-4 py-2">
            <span className="font-mono">{spaced(card.number)}</span>
            <span className="text-quiet">
              {card.scheme}, {card.description}
            </span>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
