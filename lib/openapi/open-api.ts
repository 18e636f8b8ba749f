import type { JsonSchema } from './json-schema.ts';

/** An OpenAPI 3.1 document, as far as ours goes. */
export type OpenApi = {
  openapi: '3.1.0';
  info: { title: string; version: string; summary: string; description: string };
  servers: { url: string; description: string }[];
  tags: { name: string; description: string }[];
  paths: Record<string, PathItem>;
  webhooks: Record<string, PathItem>;
  components: {
    schemas: Record<string, JsonSchema>;
    responses: Record<string, ApiResponse>;
    parameters: Record<string, Parameter>;
    headers: Record<string, Header>;
    securitySchemes: Record<string, { type: 'http'; scheme: 'basic' | 'bearer'; bearerFormat?: string; description: string }>;
  };
};

export type PathItem = Partial<Record<'get' | 'post' | 'put' | 'patch' | 'delete', ApiOperation>>;

export type ApiOperation = {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  /** Whether the call is one of AltaPay's Checkout API. */
  'x-altapay': boolean;
  /** Whether a shop's page may make it with a customer's token. */
  'x-browsers'?: true;
  security: Record<string, string[]>[];
  parameters?: (Parameter | { $ref: string })[];
  requestBody?: { required: boolean; content: Content };
  responses: Record<string, ApiResponse | { $ref: string }>;
};

export type Parameter = { name: string; in: 'path' | 'query' | 'header'; required: boolean; description?: string; schema: JsonSchema };
export type Content = Record<string, { schema: JsonSchema; example?: unknown }>;
export type Header = { description: string; schema: JsonSchema };
export type ApiResponse = { description: string; headers?: Record<string, { $ref: string }>; content?: Content };
