import { newId } from '../../core/ids.ts';
import type { Database } from '../../db/client.ts';
import { QUARANTINE_REASONS, type QuarantineReason } from '../formats/constants.ts';
import type { Acceptance } from '../formats/schema.ts';
import type { Intake, SourceContext } from '../ingest/index.ts';
import { readEpcisDocument } from '../reading/index.ts';
import { acceptMessages } from './accept-messages.ts';
import type { CaptureError, ErrorBehaviour } from './schema.ts';

/** Errors that a job tells. How many there were, its count of quarantined signals says. */
const MAX_ERRORS = 1_000;

/** The stream that a source's EPCIS events belong to. */
export const epcisStream = (sourceId: string): string => `/epcis/${sourceId}`;

/**
 * Captures an EPCIS document: its signals are accepted, or refused, and committed before the job's id is told.
 * @returns the id of the job, which says what became of each event.
 * @throws DomainError `invalid`, `unsupported`, `too_large` for a document that cannot be read; `busy`, `unavailable`.
 */
export async function captureDocument(
  db: Database,
  ctx: SourceContext,
  intake: Intake,
  input: { contentType: string; body: Buffer; behaviour: ErrorBehaviour },
): Promise<string> {
  const createdAt = ctx.clock.now();
  const messages = await readEpcisDocument(input.contentType, input.body, epcisStream(ctx.actor.id));
  const taken = await acceptMessages(intake, ctx, messages, input.behaviour);
  const errors = taken.quarantined.slice(0, MAX_ERRORS).map(errorOf);
  const id = newId();
  // The signals have their own account (signal_count) and the quarantined ones their audit entries: the job only tells the sender.
  await db.prisma.capture.create({
    data: {
      id,
      sourceId: ctx.actor.id,
      behaviour: input.behaviour,
      success: errors.length === 0,
      errors,
      events: messages.length,
      signals: taken.signals,
      accepted: taken.accepted,
      duplicates: taken.duplicates,
      quarantined: taken.quarantined.length,
      rejected: taken.rejected,
      createdAt,
      finishedAt: ctx.clock.now(),
    },
  });
  return id;
}

const errorOf = ({ index, id, reason, detail }: Acceptance['quarantined'][number]): CaptureError => ({
  type: 'epcisException:ValidationException',
  title: `The event was kept apart because ${QUARANTINE_REASONS[reason as QuarantineReason] ?? 'it was refused'}.`,
  status: reason === 'other-payload' ? 409 : 400,
  detail,
  ...(id === null ? {} : { instance: id }),
  index,
  reason,
});
