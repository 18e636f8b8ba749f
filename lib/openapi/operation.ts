import type { z } from 'zod';
import type { Contract, FileContract, UploadContract } from '../http/endpoint.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The function of lib/http/endpoint.ts that makes the route. */
export type Wrapper = 'reads' | 'opens' | 'writes' | 'acts' | 'sends' | 'receives';

type JsonContract = Omit<Contract<z.ZodType, z.ZodType, z.ZodType, z.ZodRawShape>, 'isFinal'> & Partial<Pick<UploadContract<z.ZodType, z.ZodType>, 'uploads'>>;
export type DocumentedContract = JsonContract | FileContract<z.ZodType, z.ZodType, z.ZodRawShape>;

/** A call of the API: what it is named, where it is, and what it takes and gives. `path` has its parameters in braces. */
export type Operation = { id: string; tag: string; method: Method; path: string; by: Wrapper; contract: DocumentedContract };

/** Whether the same key gives the same answer (lib/http/idempotency.ts). */
export const keepsAnswer = ({ method, by }: Operation): boolean => method === 'POST' && (by === 'writes' || by === 'acts');

/** Whether it reads an Idempotency-Key; a bulk call keeps an answer for each of its lines. */
export const takesKey = (operation: Operation): boolean => keepsAnswer(operation) || (operation.method === 'POST' && operation.by === 'sends');

/** Whether the route reads a body at all. */
export const readsBody = ({ method, contract }: Operation): boolean => method !== 'GET' && !contract.ignoresBody;

/** The media types of a file that is its body; undefined when the body is no file. */
export const uploadsOf = ({ contract }: Pick<Operation, 'contract'>): readonly string[] | undefined => ('uploads' in contract ? contract.uploads : undefined);
