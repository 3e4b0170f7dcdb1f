import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhenResult,
  TaskCancelledError,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel';
import type { z } from 'zod';
import type { CallOutcome } from './outcome.ts';
import { outcomeOfResponse, outcomeOfThrow } from './translate-answer.ts';

/** Answers larger than this are not read: no system here has reason to send one. Bytes. */
const MAX_ANSWER = 256 * 1024;
const SLOTS = 64;
const QUEUE = 4_096;
const BREAK_AFTER = 12;
const HALF_OPEN_AFTER_MS = 1_000;

export type Request<Answer> = {
  method: 'GET' | 'POST';
  path: string;
  body?: Record<string, unknown>;
  /** Constant over retries, so that the system does the work once. */
  key?: string;
  schema: z.ZodType<Answer>;
  /** Whether a well-formed answer speaks of what was asked. */
  about(answer: Answer): boolean;
  timeoutMs: number;
};

export type Caller = <Answer>(request: Request<Answer>) => Promise<CallOutcome<Answer>>;

async function readCapped(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_ANSWER) throw new Error('the answer is too large');
    chunks.push(chunk);
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
}

/**
 * Calls one system: time-out per call, a breaker that stops calling a system that keeps failing, and a bulkhead so
 * that a slow system cannot take all connections. It tries once; retries are the saga's.
 */
export function createCaller(system: string, baseUrl: string): Caller {
  const failing = (result: unknown) => {
    const kind = (result as CallOutcome<unknown>).kind;
    return kind === 'unknown' || kind === 'retryable';
  };
  const breaker = circuitBreaker(handleWhenResult(failing), {
    breaker: new ConsecutiveBreaker(BREAK_AFTER),
    halfOpenAfter: HALF_OPEN_AFTER_MS,
  });
  const guard = wrap(bulkhead(SLOTS, QUEUE), breaker);

  return async <Answer>(request: Request<Answer>): Promise<CallOutcome<Answer>> => {
    const once = async (): Promise<CallOutcome<Answer>> => {
      try {
        return await timeout(request.timeoutMs, { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false }).execute(
          async ({ signal }) => {
            const response = await fetch(new URL(request.path, baseUrl), {
              method: request.method,
              headers: {
                accept: 'application/json',
                ...(request.body ? { 'content-type': 'application/json' } : {}),
                ...(request.key ? { 'idempotency-key': request.key } : {}),
              },
              ...(request.body ? { body: JSON.stringify(request.body) } : {}),
              redirect: 'error',
              signal,
            });
            return outcomeOfResponse(system, request, response.status, await readCapped(response));
          },
        );
      } catch (error) {
        if (error instanceof TaskCancelledError) {
          return { kind: 'unknown', reason: `${system} did not answer within ${request.timeoutMs / 1_000} s.` };
        }
        return outcomeOfThrow(system, error);
      }
    };
    try {
      return await guard.execute(once);
    } catch (error) {
      if (error instanceof BrokenCircuitError)
        return { kind: 'retryable', reason: `${system} keeps failing; not called for now.` };
      if (error instanceof BulkheadRejectedError)
        return { kind: 'retryable', reason: `Too many calls wait for ${system}.` };
      throw error;
    }
  };
}
