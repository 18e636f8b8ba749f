import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { Board } from '#components/sandbox/board.tsx';
import { BoardSignIn } from '#components/sandbox/board-sign-in.tsx';
import { setPageHeaders, setPageStatus } from '#lib/http/page-status.ts';
import { basicChallenge } from '#lib/sandbox-gateway/accounts.ts';
import { loadBoard } from '#lib/sandbox-gateway/board-page.ts';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The sandbox's first page: the fault board of the account that signs in. */
export default async function SandboxHome({ searchParams }: Props) {
  const [query, given] = await Promise.all([searchParams, headers()]);
  const board = await loadBoard(given.get('authorization'), query);
  if (!board) notFound();
  if (board !== 'refused') return <Board board={board} />;
  setPageStatus(401);
  setPageHeaders(basicChallenge);
  return <BoardSignIn />;
}
