/** What the page for short codes shows. `typed` is written back, so that a slip can be mended. */
export type CodePage =
  | { state: 'empty' }
  | { state: 'found'; path: string }
  | { state: 'unknown'; typed: { code: string; orderNumber: string } }
  | { state: 'limited'; typed: { code: string; orderNumber: string }; retryAfterSeconds: number };
