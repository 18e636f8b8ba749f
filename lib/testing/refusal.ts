import { ApiError } from '#lib/errors.ts';

/** The ApiError that the work throws; it fails when nothing is thrown, or something else. */
export function refusal(work: () => unknown): ApiError {
  try {
    work();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error('Nothing was refused');
}
