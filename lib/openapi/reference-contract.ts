/** The reference page's words and facts (lib/openapi/reference.ts makes them of the document). Texts are Markdown of paragraphs, code and bold. */

export type Reference = {
  title: string;
  summary: string;
  /** Where the service is. */
  url: string;
  /** The introduction, then a part a heading. */
  about: { heading: string | undefined; anchor: string; paragraphs: string[] }[];
  groups: ReferenceGroup[];
  schemas: { name: string; anchor: string; description: string | undefined; fields: Field[]; values: string[] }[];
};

export type ReferenceGroup = { name: string; anchor: string; description: string; operations: ReferenceOperation[] };

export type ReferenceOperation = {
  id: string;
  method: string;
  /** A path of the service, or for what we send where it goes to. */
  path: string;
  summary: string;
  description: string | undefined;
  isAltaPays: boolean;
  /** We send it. */
  isTold: boolean;
  /** Which credentials open it; empty: none are needed. */
  credentials: string[];
  parameters: (Field & { place: 'path' | 'query' | 'header' })[];
  body: { type: string; isRequired: boolean; schema: TypeName; fields: Field[]; example: string | undefined } | undefined;
  answers: { status: string; description: string; types: string[]; schema: TypeName | undefined; example: string | undefined }[];
  errors: { status: number; code: string; title: string }[];
  curl: string | undefined;
};

/** What a value is; `anchor` where the page describes it. */
export type TypeName = { text: string; anchor: string | undefined };

export type Field = {
  name: string;
  type: TypeName;
  isRequired: boolean;
  description: string | undefined;
  /** Bounds, values and default, in words. */
  limits: string[];
  /** Of an object without a name, or one that is shown in full here. */
  fields: Field[];
  example: string | undefined;
};
