import { isDriverAdapterError } from '@prisma/driver-adapter-utils';
import { Prisma } from './generated/client.ts';

/** Prisma's codes for a database that cannot be reached, hung up, or has no room. */
const prismaCodes = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2037']);

/** PostgreSQL's own classes for the same (SQLSTATE): connection lost, out of resources, shutting down or starting. */
const sqlStates = /^(?:08|53|57P0)/;

/** The driver's names for the same; raw queries carry only these. */
const driverKinds = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']);

/** The driver's words for a connection that broke or fell silent; they reach us without a code. */
const brokenConnection =
  /^(?:Query read timeout|timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|(?:read|write) E[A-Z]+)/;

/** Whether an error says "the database is away or overloaded": another try may help. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientInitializationError) return true;
  if (error instanceof Prisma.PrismaClientKnownRequestError) return prismaCodes.has(error.code) || isAwayState(error.meta?.driverAdapterError);
  return isAwayState(error) || (error instanceof Error && brokenConnection.test(error.message));
}

function isAwayState(error: unknown): boolean {
  // Asked about nothing at all, the check itself would fail: not every error of Prisma's came from the driver.
  return (
    typeof error === 'object' &&
    error !== null &&
    isDriverAdapterError(error) &&
    (driverKinds.has(error.cause.kind) || sqlStates.test(error.cause.originalCode ?? ''))
  );
}
