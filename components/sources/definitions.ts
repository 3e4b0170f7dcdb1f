import type { DetectionQuality } from '../../server/events/sources/schema.ts';

type Measure = {
  key: Exclude<keyof DetectionQuality, 'source'>;
  label: string;
  definition: string;
  of?: 'lines' | 'trulyLate' | 'delivered';
  bad?: boolean;
};

/** What each figure of detection counts, in the order in which they are read. All are lines of one stream since it began. */
export const MEASURES: readonly Measure[] = [
  { key: 'lines', label: 'Lines', definition: 'Purchase order lines this stream has spoken of since it began.' },
  { key: 'delivered', label: 'Delivered', definition: 'Lines with a recorded delivery.', of: 'lines' },
  {
    key: 'trulyLate',
    label: 'Truly late',
    definition: 'Delivered lines whose delivery date lies after the scheduled date, whenever that was recorded.',
    of: 'delivered',
  },
  {
    key: 'raisedInTime',
    label: 'Raised in time',
    definition: 'Truly late lines that a case was open for while they were still undelivered.',
    of: 'trulyLate',
  },
  {
    key: 'foundOnDelivery',
    label: 'Found on delivery',
    definition:
      'Truly late lines that were first heard of when their delivery was recorded, and raised then: nobody could have raised them sooner.',
    of: 'trulyLate',
  },
  {
    key: 'missed',
    label: 'Missed',
    definition: 'Truly late lines that no case was ever opened for.',
    of: 'trulyLate',
    bad: true,
  },
  {
    key: 'falseAlarms',
    label: 'False alarms',
    definition:
      'Lines raised as overdue that had been delivered in time: the delivery was recorded late, so the alarm was due to slow recording.',
    of: 'delivered',
  },
  {
    key: 'openOverdue',
    label: 'Overdue now',
    definition: 'Lines past their scheduled date with no delivery recorded so far.',
    of: 'lines',
  },
];
