import { initTRPC, TRPCError } from '@trpc/server';
import superjson from 'superjson';
import { ZodError } from 'zod';
import type { ActionDeps } from '../actions/index.ts';
import type { Clock } from '../core/clock.ts';
import type { Context, Person } from '../core/context.ts';
import { DomainError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/client.ts';
import type { Intake } from '../events/ingest/index.ts';
import { checkShown } from './check-shown.ts';
import { BATCH_MOST } from './constants.ts';
import { refusalOf, trpcCodeOf } from './errors.ts';
import { noteRefused } from './note-refused.ts';
import type { Turns } from './take-turns.ts';

/** What a procedure is given. `person` is null when nobody is signed in. */
export type ApiContext = {
  db: Database;
  actions: ActionDeps;
  clock: Clock;
  log: Logger;
  /** The one way in for signals, by which a quarantined one comes in again. */
  intake: Intake;
  person: Person | null;
  /** The session that asks; none for calls within the server. */
  sessionId?: string | undefined;
  /** The person for whom the page was made that asks; see `checkShown`. */
  shownTo?: string | undefined;
  turns: Turns;
};

/** What tRPC says of a batch over `maxBatchSize`, and what the caller should know of it. */
const BATCH_WORDS: Record<string, string> = {
  'Batch call exceeds maximum size': `A request may carry ${BATCH_MOST} calls at most. Send the others in another one.`,
};

const t = initTRPC.context<ApiContext>().create({
  transformer: superjson,
  errorFormatter: ({ shape, error }) => {
    const domain = error.cause instanceof DomainError ? error.cause : undefined;
    return {
      ...shape,
      message: domain?.message ?? BATCH_WORDS[shape.message] ?? shape.message,
      data: {
        ...shape.data,
        stack: undefined,
        refusal: domain
          ? { code: domain.code, detail: domain.more.detail ?? null, fields: domain.more.fields ?? null }
          : null,
      },
    };
  },
});

export const router = t.router;

/**
 * Signed-in people only, each in their turn, and every refusal in its one form, that of a change on record. What a person may do
 * is checked in the verb.
 */
export const procedure = t.procedure.use(async ({ ctx, next, path, type, signal, getRawInput }) => {
  if (!ctx.person) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'Sign in to do this.' });
  const person: Context<Person> = { actor: ctx.person, clock: ctx.clock };
  const run = async () => {
    checkShown(person.actor, ctx.shownTo);
    return ctx.turns.run(person.actor.id, signal, () => next({ ctx: { ...ctx, as: person } }));
  };
  const note = async (error: DomainError) => {
    if (type === 'mutation') await noteRefused(ctx, person, { act: path, input: await getRawInput(), error });
  };
  const result = await run().catch(async (error: unknown) => {
    if (!(error instanceof DomainError)) throw error;
    await note(error);
    throw new TRPCError({ code: trpcCodeOf(error.code), message: error.message, cause: error });
  });
  if (result.ok) return result;
  const cause = refusalOf(result.error.cause);
  if (cause instanceof DomainError) {
    if (cause.code === 'unavailable') ctx.log.warn({ err: cause.cause, path }, 'a procedure could not be served now');
    await note(cause);
    throw new TRPCError({ code: trpcCodeOf(cause.code), message: cause.message, cause });
  }
  if (result.error.code !== 'BAD_REQUEST' && !(cause instanceof ZodError)) {
    ctx.log.error({ err: cause ?? result.error, path }, 'a procedure failed');
    throw new TRPCError({
      code: 'INTERNAL_SERVER_ERROR',
      message: 'Something failed on our side. Try again; if it stays, tell your operator.',
    });
  }
  return result;
});
