import { keepOriginal, type Original, type Received } from '../formats/index.ts';
import type { Batch, PackedOriginal, PackedSignal, Span } from './schema.ts';

/** Puts signals of one body together again from the batches in which a thread handed them over, in their order. */
export function openUnpacker() {
  let last: { number: number; make: () => Original } | null = null;
  let head: string | null = null;

  const originalOf = (
    { format, context, bytes, size, head: told }: PackedOriginal,
    buffer: Buffer,
  ): (() => Original) => {
    if (told !== null) head = told;
    const above = format === 'csv' ? head : null;
    if (!bytes)
      return keepOriginal(() => ({ format, context: { ...context, tooLarge: size }, bytes: Buffer.alloc(0) }));
    const own = at(buffer, bytes);
    return keepOriginal(() => ({
      format,
      context,
      bytes: above === null ? own : Buffer.concat([Buffer.from(`${above}\n`), own]),
    }));
  };

  return <Item>(
    { items, originals, bytes }: Batch<Item>,
    signalOf: (item: Item) => PackedSignal | undefined,
  ): { item: Item; received: Received | undefined }[] => {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const told = new Map(originals);
    return items.map((item) => {
      const packed = signalOf(item);
      if (!packed) return { item, received: undefined };
      const { raw, headers, original, ...signal } = packed;
      if (original !== null && last?.number !== original) {
        const made = told.get(original);
        if (made) last = { number: original, make: originalOf(made, buffer) };
      }
      const kept = { ...(original !== null && last ? { original: last.make } : {}), ...(headers ? { headers } : {}) };
      return { item, received: { raw: at(buffer, raw), ...kept, ...signal } };
    });
  };
}

const at = (buffer: Buffer, [from, to]: Span): Buffer => buffer.subarray(from, to);
