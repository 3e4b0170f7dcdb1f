/** Bytes of a data contract as text, at most. */
export const MAX_DOCUMENT_BYTES = 256 * 1024;
/** Characters of one of its lines, where it is YAML. */
export const MAX_LINE = 10_000;
/** Columns before the first word of a line, and brackets within one another. */
export const MAX_COLUMNS = 200;
export const MAX_LEVELS = 32;
/** Fields of a contract, nested ones included, at most: what is checked for every signal stays small. */
export const MAX_FIELDS = 500;
/** Custom property of an object that allows no field beyond those it names: `additionalProperties: false`. */
export const CLOSED_PROPERTY = 'additionalProperties';

/** SLA properties that Holdpoint measures. All others are kept and reported. */
export const SLA = {
  /** The newest signal is at most this old. */
  freshness: 'freshness',
  /** From event time to receipt, on the mean of a minute, at most this long. */
  latency: 'latency',
  /** Signals an hour that are expected. */
  volume: 'volume',
  /** Share of minutes, in percent, that must be within bound; one minus this is the error budget. */
  availability: 'availability',
  /** Share of signals, in percent, that may be bad. */
  errorRate: 'errorRate',
} as const;

/** How a field is to be treated. Without one it is internal. */
export const CLASSIFICATIONS = ['personal', 'commercial', 'untrusted-text'] as const;
