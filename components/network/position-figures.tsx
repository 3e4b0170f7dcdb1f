import type { PositionView } from '../../server/events/world/network/schema.ts';
import { formatDate } from '../ui/format.ts';
import { Metric, Metrics } from '../ui/metric.tsx';
import { formatQuantity } from './figure-text.tsx';

const BASIS = {
  issues: (days: number) => `by what was issued in the past ${days} days`,
  forecast: (days: number) => `by orders and forecast of the next ${days} days`,
  none: () => 'no demand is told',
};

/** The figures that matter now, each with its definition. */
export function PositionFigures({ view }: { view: PositionView }) {
  const { onHand, blocked, cover, unit, shortOn, readings } = view;
  const physical = readings.find(({ basis }) => basis === 'physical');
  return (
    <Metrics>
      <Metric
        label="On hand"
        definition="The newest count in the ledger plus what has moved since by the same books."
        value={onHand === null ? null : formatQuantity(onHand)}
        note={unit}
      />
      <Metric
        label="Counted by hand"
        definition="The newest count by hand, carried on by what has moved since."
        value={physical ? formatQuantity(physical.quantity) : null}
        note={physical?.unit ?? ''}
        {...(physical && onHand !== null && physical.quantity !== onHand ? { tone: 'danger' as const } : {})}
      />
      <Metric
        label="Held by quality"
        definition="Lots that quality has blocked or restricted. They do not count as usable stock."
        value={formatQuantity(blocked)}
        note={unit}
      />
      <Metric
        label="Days of cover"
        definition={`Usable stock ÷ mean daily demand, ${BASIS[cover.basis](cover.overDays)}.`}
        value={cover.days === null ? null : formatQuantity(cover.days)}
        note={cover.demandPerDay === null ? '' : `at ${formatQuantity(cover.demandPerDay)} a day`}
      />
      <Metric
        label="Runs short"
        definition="The first day on which projected stock falls below zero."
        value={view.projection.length === 0 ? null : shortOn ? formatDate(new Date(shortOn)) : 'not in this span'}
        {...(shortOn ? { tone: 'danger' as const } : {})}
      />
    </Metrics>
  );
}
