import { mapMessage } from './map-message.ts';
import type { Fault, Group, Interchange, Mapped, Message } from './schema.ts';

/** A message with what it became. `noted`: accepted, though something in it is wrong. */
export type JudgedMessage = {
  message: Message;
  signals: Mapped[];
  faults: Fault[];
  verdict: 'accepted' | 'noted' | 'rejected';
  /** Lines left out; a message that is refused as a whole counts as one. */
  refused: number;
};
export type JudgedGroup = { group: Group; messages: JudgedMessage[] };
export type JudgedInterchange = { interchange: Interchange; groups: JudgedGroup[] };

/** Maps every message of an interchange and says which are accepted. Nothing is stored. */
export const judgeInterchange = (interchange: Interchange): JudgedInterchange => ({
  interchange,
  groups: interchange.groups.map((group) => ({
    group,
    messages: group.messages.map((message) =>
      judgeMessage(message, group.sentAt ?? interchange.sentAt, interchange.delimiters.decimal),
    ),
  })),
});

function judgeMessage(message: Message, sentAt: string | null, decimal: string): JudgedMessage {
  const { signals, faults } = mapMessage(message, { sentAt, decimal });
  const lines = new Set(faults.flatMap(({ weight, line }) => (weight === 'line' ? [line] : [])));
  const whole = signals.length === 0 && lines.size === 0;
  const verdict = signals.length === 0 ? 'rejected' : faults.length ? 'noted' : 'accepted';
  return { message, signals, faults, verdict, refused: whole ? 1 : lines.size };
}
