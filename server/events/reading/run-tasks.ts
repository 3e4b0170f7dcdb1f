import { readCloudEvents, readDcsa, readEpcis, readEpcisEvent } from '../formats/index.ts';
import { amendText, readContractText } from '../odcs/index.ts';
import { packMessages, packRows } from './pack-signals.ts';
import { type PreviewToRead, previewRows } from './preview-rows.ts';
import { type ColumnsToRead, readColumns } from './read-columns.ts';
import { type FileToRead, readFile } from './read-file.ts';

type Body = { contentType: string; body: Uint8Array; source: string };

/** Bytes that were handed over come as plain ones. */
const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Everything that a thread can be asked to read: each gives its result in parts, most of them in one. */
export const TASKS = {
  /** A whole file: CSV, EDI, mail or words. */
  file: (file: Omit<FileToRead, 'bytes'> & { bytes: Uint8Array }) =>
    packRows((acknowledge) => readFile({ ...file, bytes: bufferOf(file.bytes) }, acknowledge)),
  signals: ({ headers, body }: { headers: Record<string, string | string[] | undefined>; body: Uint8Array }) =>
    packMessages([readCloudEvents(headers, bufferOf(body))]),
  epcis: ({ contentType, body, source }: Body) => packMessages(readEpcis(contentType, bufferOf(body), source)),
  dcsa: ({ contentType, body, source }: Body) => packMessages(readDcsa(contentType, bufferOf(body), source)),
  'epcis-event': ({ text, used, source }: { text: string; used: readonly unknown[]; source: string }) =>
    packMessages([readEpcisEvent(text, used, source)]),
  /** The mapping of a CSV file whose columns are called as the fields of a contract. */
  columns: async function* ({ bytes, ...layout }: Omit<ColumnsToRead, 'bytes'> & { bytes: Uint8Array }) {
    yield await readColumns({ ...layout, bytes: bufferOf(bytes) });
  },
  preview: async function* ({ bytes, ...input }: Omit<PreviewToRead, 'bytes'> & { bytes: Uint8Array }) {
    yield await previewRows({ ...input, bytes: bufferOf(bytes) });
  },
  /** A data contract for a signal type, which signals can be checked by. */
  contract: function* ({ text, type }: { text: string; type: string }) {
    yield readContractText(text, type);
  },
  amended: function* (input: Parameters<typeof amendText>[0]) {
    yield amendText(input);
  },
};

export type Tasks = typeof TASKS;
export type TaskName = keyof Tasks;
