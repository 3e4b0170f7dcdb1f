import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { invalid } from '../../core/errors.ts';
import { decodeUtf8, inspectJson, parseBody } from '../../events/formats/index.ts';

const MAX_FIELDS_TOLD = 10;

/**
 * Reads the body of a call that takes one JSON value, as strictly as signals are read: what the store could not keep is refused.
 * @param wrap puts the value beside what the address tells.
 * @throws DomainError `invalid` that names each offending member.
 */
export function readJson<T extends z.ZodType>(
  { body }: FastifyRequest,
  schema: T,
  wrap?: (value: unknown) => unknown,
): z.infer<T> {
  const { bytes, whole } = parseBody(Buffer.isBuffer(body) ? body : Buffer.alloc(0));
  const text = decodeUtf8(bytes);
  if (text === null) throw invalid('The body is not UTF-8.');
  const flaw = inspectJson(text);
  if (flaw) throw invalid(`The body cannot be taken: ${flaw.detail}`);
  const parsed = schema.safeParse(wrap ? wrap(whole) : whole);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, MAX_FIELDS_TOLD);
  const fields = issues.map((issue) => [issue.path.join('.'), issue.message]);
  throw invalid('The body does not hold what this call takes.', Object.fromEntries(fields));
}
