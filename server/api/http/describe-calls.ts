import { z } from 'zod';

/*
 * How a call of the machine API is described in OpenAPI 3.1, from the schemas that the call itself parses with.
 */

const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  fields: z.record(z.string(), z.string()).optional(),
});
export const schemaOf = (type: z.ZodType): unknown => z.toJSONSchema(type, { io: 'input' });
export const json = (type: z.ZodType) => ({ 'application/json': { schema: schemaOf(type) } });
/** An answer in JSON. */
export const ok = (description: string, type: z.ZodType) => ({ description, content: json(type) });
export const parameter = (
  name: string,
  where: 'path' | 'query' | 'header',
  description: string,
  schema: object = { type: 'string' },
) => ({
  name,
  in: where,
  required: where === 'path',
  description,
  schema,
});

const problem = {
  description: 'A problem document (RFC 9457)',
  content: { 'application/problem+json': { schema: schemaOf(problemSchema) } },
};
const RETRY_AFTER = { 'Retry-After': { description: 'Seconds to wait', schema: { type: 'integer' } } };
/** A problem document for each status that a call may refuse with. */
export const refusals = (...statuses: number[]) =>
  Object.fromEntries(
    statuses.map((status) => [
      status,
      status === 429 || status === 503 ? { ...problem, headers: RETRY_AFTER } : problem,
    ]),
  );

/** What a call that takes a body may refuse with: its sender, its body, its key, and that it comes too soon. */
export const REFUSED_BODIES = refusals(400, 401, 403, 409, 413, 415, 422, 429, 503);
export const idempotencyKey = (description: string) => parameter('Idempotency-Key', 'header', description);
export const SAME_ANSWER = 'The same call again within a day gets the same answer, and has no other effect';
