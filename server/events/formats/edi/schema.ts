/** One segment: its elements in order, each a list of components. `position` counts from the header of its message, from 1. */
export type Segment = { tag: string; position: number; elements: string[][] };

/** What is wrong, in the terms that both acknowledgements (997, CONTRL) can say. */
export type FaultKind =
  | 'segment-missing'
  | 'segment-misplaced'
  | 'element-missing'
  | 'value-invalid'
  | 'date-invalid'
  | 'code-unknown'
  | 'count-differs'
  | 'reference-differs'
  | 'trailer-missing'
  | 'not-supported';

export type Fault = {
  kind: FaultKind;
  /** Tag of the segment at fault, and where it stands in its message; null for a segment that is not there. */
  segment: string;
  position: number | null;
  /** Number of the element, from 1. */
  element: number | null;
  value: string | null;
  /** A whole sentence that names the segment and says what to do. */
  reason: string;
  /** `noted`: all that was said is kept all the same. `line`: what this segment says is left out. `message`: all of the message is. */
  weight: 'noted' | 'line' | 'message';
  /** Which line of the message is left out, when `weight` is `line`. */
  line?: string;
};

/** A transaction set (X12) or message (EDIFACT), header and trailer included. */
export type Message = { type: string; version: string; reference: string; segments: Segment[]; faults: Fault[] };

/** A functional group; EDIFACT without UNG has one of them with empty names. */
export type Group = {
  code: string;
  reference: string;
  sender: string;
  receiver: string;
  version: string;
  /** When the group was made, RFC 3339, or null when it does not say. */
  sentAt: string | null;
  /** GS or UNG as it came; null for a group that EDIFACT does not name. */
  header: Segment | null;
  messages: Message[];
  faults: Fault[];
};

export type Delimiters = { element: string; component: string; segment: string; release: string; decimal: string };

export type Interchange = {
  standard: 'x12' | 'edifact';
  sender: string;
  receiver: string;
  reference: string;
  sentAt: string | null;
  delimiters: Delimiters;
  /** ISA or UNB as it came: an acknowledgement turns it round. */
  header: Segment;
  groups: Group[];
  faults: Fault[];
};

/** One signal that a message became, before it is a CloudEvent. `line` names it within the message and never changes. */
export type Mapped = { line: string; type: string; time: string | null; data: Record<string, unknown> };

/** What a message became: its signals, and what could not be read. Lines at fault are not among the signals. */
export type Mapping = { signals: Mapped[]; faults: Fault[] };
