import type { Intake, SourceContext } from '../ingest/index.ts';
import { readDcsaEvents } from '../reading/index.ts';
import { acceptMessages } from './accept-messages.ts';
import type { MessagesTaken } from './schema.ts';

/** The stream that a source's DCSA events belong to. */
export const dcsaStream = (sourceId: string): string => `/dcsa/${sourceId}`;

/**
 * Captures DCSA events, each of them whole or not at all.
 * @throws DomainError `invalid`, `unsupported`, `too_large` for a body that cannot be read; `busy`, `unavailable`.
 */
export async function captureEvents(
  ctx: SourceContext,
  intake: Intake,
  { contentType, body }: { contentType: string; body: Buffer },
): Promise<MessagesTaken> {
  const messages = await readDcsaEvents(contentType, body, dcsaStream(ctx.actor.id));
  return acceptMessages(intake, ctx, messages, 'proceed');
}
