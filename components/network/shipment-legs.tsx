import type { Figure, ShipmentView } from '../../server/events/world/network/schema.ts';
import { EmptyState } from '../ui/messages.tsx';
import { WorldTime } from '../ui/times.tsx';
import { ToldBy, toldWords } from './figure-text.tsx';
import styles from './network.module.css';

type Leg = ShipmentView['legs'][number];

const placeWords = ({ movement, site, leg, equipment, vehicle }: Leg): string =>
  [
    `${movement.charAt(0).toUpperCase()}${movement.slice(1).replaceAll('-', ' ')}${site ? ` at ${site}` : ''}`,
    leg ? `leg ${leg}` : null,
    equipment,
    vehicle,
  ]
    .filter(Boolean)
    .join(' · ');

function Phase({ name, figure }: { name: string; figure: Figure | null }) {
  return (
    <span className={styles.phase} title={figure?.told ? toldWords(figure.told) : undefined}>
      {name} {figure && typeof figure.value === 'string' ? <WorldTime at={figure.value} /> : '–'}
    </span>
  );
}

/** The movements of a shipment in order; what has really happened is marked in words and by the line at its side. */
export function ShipmentLegs({ legs }: { legs: readonly Leg[] }) {
  if (!legs.length)
    return (
      <EmptyState title="Nothing is told of its way.">
        Signals of type shipment.moved tell what is planned, expected and done.
      </EmptyState>
    );
  return (
    <ol className={styles.timeline}>
      {legs.map((leg) => (
        <li
          key={JSON.stringify([leg.movement, leg.site, leg.leg, leg.equipment])}
          data-done={leg.actual ? true : undefined}
        >
          <span>
            {placeWords(leg)}
            <br />
            <ToldBy told={(leg.actual ?? leg.estimated ?? leg.planned)?.told ?? null} />
          </span>
          <Phase name="Planned" figure={leg.planned} />
          <Phase name="Estimated" figure={leg.estimated} />
          <Phase name="Actual" figure={leg.actual} />
        </li>
      ))}
    </ol>
  );
}
