import type { Flaw, Received } from '../formats/index.ts';
import type { Intake, Prospect, SourceContext } from '../ingest/index.ts';
import type { ErrorBehaviour, MessagesTaken } from './schema.ts';

type Judged = { index: number; signals: readonly Received[]; prospects: Prospect[]; flaw: Flaw | undefined };

/**
 * Accepts the signals of messages so that a message is taken whole or not at all: a reading never stands without the event it
 * came with. With `rollback` that holds for all messages together.
 * @param messages the signals of each message, as a reader of a format made them.
 * @param replayed whether people send them again out of the quarantine.
 * @returns the account: accepted + duplicates + quarantined + rejected = signals.
 * @throws DomainError `busy` or `unavailable` as `Intake.accept`; sending all again is then safe.
 */
export async function acceptMessages(
  intake: Intake,
  ctx: SourceContext,
  messages: readonly (readonly Received[])[],
  behaviour: ErrorBehaviour,
  { replayed = false } = {},
): Promise<MessagesTaken> {
  const all = messages.flat();
  const judged = judge(messages, await intake.examine(ctx, all));
  const isRolledBack = behaviour === 'rollback' && judged.some(({ flaw }) => flaw);
  const sending: { index: number; signal: Received }[] = [];
  let rejected = 0;
  for (const { index, signals, prospects, flaw } of judged) {
    signals.forEach((signal, place) => {
      const prospect = prospects[place] ?? 'new';
      if (typeof prospect === 'object') sending.push({ index, signal: refused(signal, prospect) });
      else if (isRolledBack) rejected += 1;
      else if (flaw && prospect === 'new') sending.push({ index, signal: refused(signal, partOf(flaw)) });
      else sending.push({ index, signal });
    });
  }
  const signals = sending.map(({ signal }) => signal);
  const answer = await intake.accept(ctx, signals, { read: all.length, rejected, replayed });
  const quarantined = answer.quarantined.map((one) => ({ ...one, index: sending[one.index]?.index ?? one.index }));
  return { ...answer, quarantined, rejected, signals: all.length };
}

function judge(messages: readonly (readonly Received[])[], prospects: readonly Prospect[]): Judged[] {
  let at = 0;
  return messages.map((signals, index) => {
    const own = prospects.slice(at, at + signals.length);
    at += signals.length;
    return { index, signals, prospects: own, flaw: own.find((prospect) => typeof prospect === 'object') };
  });
}

/** The signal as one that is flawed, so that it is kept with its bytes and reason. */
function refused({ raw, contentType, original, ...signal }: Received, flaw: Flaw): Received {
  const { source, id } = signal.flaw ? signal : signal.event;
  return { raw, contentType, ...(original ? { original } : {}), event: null, flaw, source, id };
}

const partOf = (flaw: Flaw): Flaw => ({
  reason: 'part-of-refused',
  detail: `Another signal of its message was refused: ${flaw.detail}`,
});
