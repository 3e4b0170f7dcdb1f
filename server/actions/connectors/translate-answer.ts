import { z } from 'zod';
import type { CallOutcome } from './outcome.ts';

const problemSchema = z.object({ detail: z.string().min(1).max(500) });

/** Reached nothing: the connection was refused or the name did not resolve, so the request cannot have done anything. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Turns an HTTP answer into an outcome. The answer is parsed before anybody sees it. */
export function outcomeOfResponse<Answer>(
  system: string,
  asked: { schema: z.ZodType<Answer>; about(answer: Answer): boolean },
  status: number,
  text: string,
): CallOutcome<Answer> {
  const body = parseJson(text);
  if (status === 429 || status === 503) return { kind: 'retryable', reason: `${system} is busy (HTTP ${status}).` };
  if (status >= 400 && status < 500) {
    const said = problemSchema.safeParse(body);
    return { kind: 'refused', reason: said.success ? said.data.detail : `${system} refused (HTTP ${status}).` };
  }
  if (status < 200 || status >= 300) return { kind: 'unknown', reason: `${system} failed (HTTP ${status}).` };
  const parsed = asked.schema.safeParse(body);
  if (!parsed.success) return { kind: 'unknown', reason: `${system} answered something unreadable.` };
  if (!asked.about(parsed.data)) return { kind: 'unknown', reason: `${system} answered about something else.` };
  return { kind: 'done', answer: parsed.data };
}

/** Turns a failed call into an outcome: whether it can have done anything is what counts. */
export function outcomeOfThrow(system: string, error: unknown): CallOutcome<never> {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const codes = [cause, ...(cause instanceof AggregateError ? cause.errors : [])].map(
    (one) => (one as { code?: unknown } | null)?.code,
  );
  if (codes.some((code) => typeof code === 'string' && NEVER_SENT.has(code))) {
    return { kind: 'retryable', reason: `${system} cannot be reached.` };
  }
  return { kind: 'unknown', reason: `The connection to ${system} broke before it answered.` };
}
