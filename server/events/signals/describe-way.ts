import type { Import, Signal } from '../../db/generated/client.ts';

type Sent = Pick<Signal, 'source' | 'sourceId'>;
type File = Pick<Import, 'name' | 'format'>;

/**
 * How a signal came in, by the stream that its format writes to. Pure.
 * @param files imports of its source that were under way when it was received; a signal does not say which of several it was in.
 */
export function describeWay({ source, sourceId }: Sent, files: readonly File[]): string {
  if (source === `/epcis/${sourceId}`) return 'Told by an event of an EPCIS 2.0 document';
  if (source === `/dcsa/${sourceId}`) return 'Told by a DCSA event';
  if (!source.startsWith('/imports/')) return 'As a CloudEvent';
  const [file, ...others] = files;
  return file && !others.length ? `In the file ${file.name} (${file.format})` : 'In an imported file';
}
