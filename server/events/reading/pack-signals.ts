import { MAX_SIGNAL_BYTES } from '../formats/constants.ts';
import type { Received } from '../formats/index.ts';
import { BYTES_AT_ONCE, MAX_TOLD, ROWS_AT_ONCE } from './constants.ts';
import type { Part, ReadRow } from './read-file.ts';
import type { Batch, PackedMessage, PackedOriginal, PackedRow, Span } from './schema.ts';

/** Gathers what is read into batches that are quickly handed over: in a thread. */
class Packer<Item> {
  private items: Item[] = [];
  private originals: (readonly [number, PackedOriginal])[] = [];
  private chunks: Uint8Array[] = [];
  private size = 0;
  private lastPart: unknown = null;
  private parts = 0;
  private head: string | null = null;
  refused = 0;
  acknowledgement: string | null = null;

  add(item: Item): void {
    this.items.push(item);
  }

  bytes(bytes: Uint8Array): Span {
    const from = this.size;
    this.chunks.push(bytes);
    this.size += bytes.length;
    return [from, this.size];
  }

  /** The number of an original; signals of one message hand in the same one after another. */
  original(key: unknown, make: () => Part): number {
    if (key === this.lastPart) return this.parts;
    this.lastPart = key;
    this.parts += 1;
    const { format, context, head, bytes } = make();
    const size = bytes.length + (head ? Buffer.byteLength(head) + 1 : 0);
    const isNew = head !== this.head;
    this.head = head;
    const kept = size > MAX_SIGNAL_BYTES ? null : this.bytes(bytes);
    this.originals.push([this.parts, { format, context, size, bytes: kept, head: isNew ? head : null }]);
    return this.parts;
  }

  isFull(): boolean {
    return this.items.length >= ROWS_AT_ONCE || this.size >= BYTES_AT_ONCE;
  }

  take(): Batch<Item> {
    const bytes = new Uint8Array(this.size);
    let at = 0;
    for (const chunk of this.chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    const { items, originals, refused, acknowledgement } = this;
    this.items = [];
    this.originals = [];
    this.chunks = [];
    this.size = 0;
    this.refused = 0;
    this.acknowledgement = null;
    return { items, originals, bytes, refused, acknowledgement };
  }
}

/** Batches of the rows of a file; errors and notes beyond the first thousand are only counted. */
export async function* packRows(
  rows: (acknowledge: (text: string) => void) => AsyncIterable<ReadRow>,
): AsyncGenerator<Batch<PackedRow>> {
  const packer = new Packer<PackedRow>();
  let told = 0;
  const acknowledge = (text: string) => {
    packer.acknowledgement = text;
  };
  for await (const { place, made, part, errors, note } of rows(acknowledge)) {
    if (made) {
      const { raw, contentType, event } = made;
      const original = packer.original(part, () => part);
      packer.add({
        place,
        signal: { raw: packer.bytes(raw), contentType, headers: null, original, event, flaw: null },
      });
    } else if (told >= MAX_TOLD) {
      if (errors) packer.refused += 1;
      continue;
    } else if (errors) {
      told += errors.length;
      packer.add({ place, errors: errors.slice(0, MAX_TOLD) });
    } else {
      told += 1;
      packer.add({ place, note });
    }
    if (packer.isFull()) yield packer.take();
  }
  yield packer.take();
}

/** Batches of the signals of messages. */
export function* packMessages(messages: readonly (readonly Received[])[]): Generator<Batch<PackedMessage>> {
  const packer = new Packer<PackedMessage>();
  for (const [message, signals] of messages.entries()) {
    if (!signals.length) packer.add({ message, signal: null });
    for (const { raw, contentType, headers = null, original: make, ...said } of signals) {
      const original = make ? packer.original(make, () => ({ ...make(), head: null })) : null;
      const outer = { raw: packer.bytes(raw), contentType, headers, original };
      packer.add({ message, signal: { ...outer, ...said } });
      if (packer.isFull()) yield packer.take();
    }
  }
  yield packer.take();
}
