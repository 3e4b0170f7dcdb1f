export { ReadingStopped, readApart, startReaders } from './read-apart.ts';
export {
  type FileRow,
  type FileRows,
  readDcsaEvents,
  readEpcisAlone,
  readEpcisDocument,
  readFileApart,
  readSignals,
} from './read-bodies.ts';
