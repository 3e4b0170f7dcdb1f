import { expect } from 'vitest';
import { findContract } from '../events/contracts/index.ts';
import { judgeInterchange, readX12 } from '../events/formats/index.ts';
import { x12 } from './edi.ts';

/** The messages of one interchange with what they became. Whatever is a signal fits its contract. */
async function judge(text: string) {
  const [interchange] = await readX12(text);
  if (!interchange) throw new Error('no interchange');
  const messages = judgeInterchange(interchange).groups.flatMap((group) => group.messages);
  for (const { signals } of messages)
    for (const { type, data } of signals) expect(findContract(type, 1)?.schema.safeParse(data).error).toBeUndefined();
  return messages;
}
/** What one transaction set became. */
export const judgeSet = async (code: string, type: string, ...body: string[]) => {
  const [message] = await judge(x12(code, [{ type, body }]));
  if (!message) throw new Error('no message');
  return message;
};
