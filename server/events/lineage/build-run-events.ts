import { v5 } from 'uuid';
import type { RunEvent } from './schema.ts';

/** Who says so. A URI, as the specification wants one. */
const PRODUCER = 'urn:holdpoint:tower';
const SPEC = 'https://openlineage.io/spec';
const SCHEMA = `${SPEC}/2-0-2/OpenLineage.json#/$defs/RunEvent`;
const NAMESPACE = 'holdpoint';
/** Namespace of what comes from outside: each stream is a dataset by its CloudEvents source. */
const SOURCES = 'holdpoint.sources';
/** Run ids that no row brings are made from one of this name and the rows that do. */
const RUNS = v5('urn:holdpoint:lineage:runs', v5.URL);

const facet = (name: string, version: string) => ({
  _producer: PRODUCER,
  _schemaURL: `${SPEC}/facets/${version}/${name}.json#/$defs/${name}`,
});

const JOBS = {
  ingest: { type: 'STREAMING', words: 'Checks signals against their contracts and stores them in the log.' },
  evaluate: {
    type: 'BATCH',
    words: 'Applies signals to the world, opens and closes cases, and asks agents for proposals.',
  },
  decide: { type: 'BATCH', words: 'Gives the verdict on a proposal, by policy alone or by people.' },
  act: { type: 'BATCH', words: 'Carries a decision out against the systems that own the truth.' },
};
type Job = keyof typeof JOBS;

/** An entry of the audit record that lineage speaks of, with how many cases and proposals its transaction touched. */
export type RunEntry = {
  id: string;
  at: string;
  action: string;
  entityId: string;
  decisionId: string | null;
  meaning: string;
  after: unknown;
  disruptions: number;
  proposals: number;
};

const ACTION_EVENTS: Record<string, RunEvent['eventType']> = {
  'action.scheduled': 'START',
  'action.dispatched': 'RUNNING',
  'action.finished': 'COMPLETE',
  'action.failed': 'FAIL',
  'action.stopped': 'ABORT',
  'action.withdrawn': 'ABORT',
  'action.rolled-back': 'ABORT',
  'action.closed-by-person': 'ABORT',
};

/** Actions of the record that make events. */
export const RUN_ACTIONS: readonly string[] = ['signals.evaluated', 'decision.made', ...Object.keys(ACTION_EVENTS)];

/**
 * The OpenLineage events of one entry of the record: the same entry gives the same events, byte for byte. What was committed in
 * one transaction starts and completes at one instant. Pure.
 */
export function buildRunEvents(entry: RunEntry): RunEvent[] {
  if (entry.action === 'signals.evaluated') return evaluation(entry);
  if (entry.action === 'decision.made') {
    return pair(entry, 'decide', entry.entityId, {
      inputs: [dataset('proposals')],
      outputs: [written('decisions', 1)],
    });
  }
  const eventType = ACTION_EVENTS[entry.action];
  return eventType ? [actionEvent(entry, eventType)] : [];
}

function evaluation(entry: RunEntry): RunEvent[] {
  const counts = new Map<string, number>();
  for (const source of sourcesOf(entry.after)) counts.set(source, (counts.get(source) ?? 0) + 1);
  const ingest = [...counts].flatMap(([source, count]) =>
    pair(entry, 'ingest', v5(`${entry.id} ${source}`, RUNS), {
      inputs: [{ namespace: SOURCES, name: source }],
      outputs: [written('signal-log', count)],
    }),
  );
  return [
    ...ingest,
    ...pair(entry, 'evaluate', entry.id, {
      inputs: [dataset('signal-log')],
      outputs: [dataset('world'), written('disruptions', entry.disruptions), written('proposals', entry.proposals)],
    }),
  ];
}

function actionEvent(entry: RunEntry, eventType: RunEvent['eventType']): RunEvent {
  const decided = entry.decisionId;
  const parent = decided && {
    parent: {
      ...facet('ParentRunFacet', '1-0-1'),
      run: { runId: decided },
      job: { namespace: NAMESPACE, name: 'decide' },
    },
  };
  const error = eventType === 'FAIL' && {
    errorMessage: {
      ...facet('ErrorMessageRunFacet', '1-0-1'),
      message: entry.meaning,
      programmingLanguage: 'TypeScript',
    },
  };
  const event = base(entry, 'act', entry.entityId, eventType);
  return {
    ...event,
    run: { ...event.run, facets: { ...(parent || {}), ...(error || {}) } },
    inputs: [dataset('decisions')],
    outputs: eventType === 'COMPLETE' ? [written('actions', 1)] : [dataset('actions')],
  };
}

type Data = Pick<RunEvent, 'inputs' | 'outputs'>;

const pair = (entry: RunEntry, job: Job, runId: string, data: Data): RunEvent[] => [
  { ...base(entry, job, runId, 'START'), inputs: data.inputs },
  { ...base(entry, job, runId, 'COMPLETE'), ...data },
];

const base = (entry: RunEntry, job: Job, runId: string, eventType: RunEvent['eventType']): RunEvent => ({
  eventType,
  eventTime: entry.at,
  run: { runId },
  job: {
    namespace: NAMESPACE,
    name: job,
    facets: {
      jobType: {
        ...facet('JobTypeJobFacet', '2-0-3'),
        processingType: JOBS[job].type,
        integration: 'HOLDPOINT',
        jobType: 'JOB',
      },
      documentation: { ...facet('DocumentationJobFacet', '1-0-1'), description: JOBS[job].words },
    },
  },
  inputs: [],
  outputs: [],
  producer: PRODUCER,
  schemaURL: SCHEMA,
});

const dataset = (name: string) => ({ namespace: NAMESPACE, name });
const written = (name: string, rowCount: number) => ({
  ...dataset(name),
  outputFacets: { outputStatistics: { ...facet('OutputStatisticsOutputDatasetFacet', '1-0-2'), rowCount } },
});

/** The entry of a batch names each signal by source, id and hash. */
function sourcesOf(after: unknown): string[] {
  const signals = after !== null && typeof after === 'object' && 'signals' in after ? after.signals : null;
  if (!Array.isArray(signals)) return [];
  return signals.flatMap((signal) => (Array.isArray(signal) && typeof signal[0] === 'string' ? [signal[0]] : []));
}
