import type { JudgedGroup, JudgedInterchange, JudgedMessage } from './judge-message.ts';
import { textOf } from './read-segment.ts';
import type { Fault, FaultKind, Interchange } from './schema.ts';

/** AK502 (element 718): why a set is refused, or accepted with errors noted. */
const SET_CODES: Partial<Record<FaultKind, string>> = {
  'not-supported': '1',
  'trailer-missing': '2',
  'reference-differs': '3',
  'count-differs': '4',
};
/** AK304 (element 720). */
const SEGMENT_CODES: Partial<Record<FaultKind, string>> = { 'segment-missing': '3', 'segment-misplaced': '2' };
/** AK403 (element 723). */
const ELEMENT_CODES: Partial<Record<FaultKind, string>> = {
  'element-missing': '1',
  'value-invalid': '6',
  'code-unknown': '7',
  'date-invalid': '8',
  'count-differs': '7',
};
/** AK905 (element 716). */
const GROUP_CODES: Partial<Record<FaultKind, string>> = {
  'trailer-missing': '3',
  'reference-differs': '4',
  'count-differs': '5',
};

/** Envelope segments are told in AK5 and AK9, all others in AK3 and AK4. */
const OF_ENVELOPE = new Set(['ST', 'SE']);
const FUNCTIONAL_ACKNOWLEDGEMENT = 'FA';

/**
 * The 997 that answers an interchange, with the delimiters it came with: a group for each group, and a TA1 before them when the
 * sender asked for one or its outer envelope is at fault. An acknowledgement is not acknowledged.
 * @param control number of the answer, unique among all we send.
 * @returns null when there is nothing to acknowledge.
 */
export function write997(
  { interchange, groups }: JudgedInterchange,
  { control, at }: { control: number; at: Date },
): string | null {
  const answered = groups.filter(({ group }) => group.code !== FUNCTIONAL_ACKNOWLEDGEMENT);
  const { element, component, segment } = interchange.delimiters;
  const day = at.toISOString().slice(0, 10).replaceAll('-', '');
  const time = at.toISOString().slice(11, 16).replace(':', '');
  const header = (index: number) => textOf(interchange.header, index) ?? '';
  const number = String(control % 1_000_000_000).padStart(9, '0');
  const wantsTa1 = header(14) === '1' || interchange.faults.length > 0;
  if (!answered.length && !wantsTa1) return null;
  const lines: (string | number)[][] = [
    [
      'ISA',
      '00',
      ' '.repeat(10),
      '00',
      ' '.repeat(10),
      sized(header(7), 2),
      sized(header(8), 15),
      sized(header(5), 2),
      sized(header(6), 15),
      day.slice(2),
      time,
      sized(header(11), 1),
      sized(header(12), 5),
      number,
      '0',
      sized(header(15), 1),
      component,
    ],
  ];
  if (wantsTa1)
    lines.push([
      'TA1',
      header(13),
      header(9),
      header(10),
      interchange.faults.length ? 'E' : 'A',
      interchangeCode(interchange),
    ]);
  answered.forEach((judged, index) => {
    const { group } = judged;
    lines.push([
      'GS',
      FUNCTIONAL_ACKNOWLEDGEMENT,
      group.receiver,
      group.sender,
      day,
      time,
      `${control}${index ? index : ''}`,
      'X',
      group.version || '004010',
    ]);
    const set = acknowledgeGroup(judged);
    lines.push(
      ['ST', '997', '0001'],
      ...set,
      ['SE', set.length + 2, '0001'],
      ['GE', 1, `${control}${index ? index : ''}`],
    );
  });
  lines.push(['IEA', answered.length, number]);
  return (
    lines.map((line) => trimmed(line).join(element) + segment).join(segment === '\n' ? '' : '\n') +
    (segment === '\n' ? '' : '\n')
  );
}

const sized = (value: string, width: number): string => value.slice(0, width).padEnd(width);

/** Empty elements at the end of a segment are not written; ISA has none. */
function trimmed(line: readonly (string | number)[]): readonly (string | number)[] {
  const last = line.findLastIndex((value) => value !== '');
  return line.slice(0, last + 1);
}

/** TA105 (element I18). */
function interchangeCode({ faults }: Interchange): string {
  const [fault] = faults;
  if (!fault) return '000';
  if (fault.segment === 'IEA') {
    if (fault.kind === 'reference-differs') return '001';
    if (fault.kind === 'count-differs') return '021';
    if (fault.kind === 'trailer-missing') return '023';
  }
  return '022';
}

function acknowledgeGroup({ group, messages }: JudgedGroup): (string | number)[][] {
  const accepted = messages.filter(({ verdict }) => verdict !== 'rejected').length;
  const clean = group.faults.length === 0 && messages.every(({ verdict }) => verdict === 'accepted');
  const code = clean ? 'A' : accepted === messages.length ? 'E' : accepted ? 'P' : 'R';
  const told = group.faults.find(({ kind }) => kind === 'count-differs')?.value;
  const codes = [...new Set(group.faults.flatMap(({ kind }) => GROUP_CODES[kind] ?? []))];
  return [
    ['AK1', group.code, group.reference],
    ...messages.flatMap(acknowledgeSet),
    ['AK9', code, told ?? messages.length, messages.length, accepted, ...codes],
  ];
}

function acknowledgeSet({ message, faults, verdict }: JudgedMessage): (string | number)[][] {
  const inner = faults.filter(({ segment }) => !OF_ENVELOPE.has(segment));
  const outer = faults.filter(({ segment }) => OF_ENVELOPE.has(segment)).flatMap(({ kind }) => SET_CODES[kind] ?? []);
  const codes = [...new Set([...outer, ...(inner.length ? ['5'] : [])])];
  const letter = { accepted: 'A', noted: 'E', rejected: 'R' }[verdict];
  return [
    ['AK2', message.type, message.reference],
    ...inner.flatMap((fault) => segmentNotes(fault, message.segments.length)),
    ['AK5', letter, ...codes.slice(0, 5)],
  ];
}

/** A segment that is missing is told at the place of the trailer, before which it was looked for. */
function segmentNotes({ kind, segment, position, element, value }: Fault, last: number): (string | number)[][] {
  const code = SEGMENT_CODES[kind];
  if (code) return [['AK3', segment, position ?? last, '', code]];
  return [
    ['AK3', segment, position ?? last, '', '8'],
    ['AK4', element ?? 1, '', ELEMENT_CODES[kind] ?? '6', (value ?? '').slice(0, 99)],
  ];
}
