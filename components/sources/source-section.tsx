import type { SourceView } from '../../server/events/sources/schema.ts';
import { importsOf } from '../imports/address.ts';
import { Link } from '../ui/link.tsx';
import { Section } from '../ui/section.tsx';
import { Age } from '../ui/times.tsx';
import { SourceAccount } from './source-account.tsx';
import { SourceStreams } from './source-streams.tsx';

/** One source in the list: what it sent and where all of it went, and the streams it feeds. */
export function SourceSection({ source }: { source: SourceView }) {
  return (
    <Section
      plain
      title={`${source.name} · ${source.system}`}
      aside={
        source.lastSignalAt ? <Age at={source.lastSignalAt} suffix=" since its last signal" /> : 'nothing received yet'
      }
    >
      <SourceAccount source={source} />
      <p>
        <Link href={importsOf(source.id)}>Imported files of {source.name}</Link>
      </p>
      <SourceStreams source={source} />
    </Section>
  );
}
