import type { JudgedInterchange, JudgedMessage } from './judge-message.ts';
import type { Delimiters, Fault, FaultKind } from './schema.ts';

/** Error codes of ISO 9735 (0085). */
const CODES: Record<FaultKind, string> = {
  'segment-missing': '13',
  'segment-misplaced': '15',
  'element-missing': '13',
  'value-invalid': '37',
  'date-invalid': '12',
  'code-unknown': '12',
  'count-differs': '29',
  'reference-differs': '28',
  'trailer-missing': '13',
  'not-supported': '14',
};
const REJECTED = '4';
const ACKNOWLEDGED = '7';
/** Segments that the syntax itself owns: they are told in UCI and UCM, all others in UCS and UCD. */
const OF_SERVICE = new Set(['UNB', 'UNZ', 'UNG', 'UNE', 'UNH', 'UNT']);

type Element = string | readonly string[];

/**
 * The CONTRL message that answers an interchange, with the delimiters it came with. What was accepted with errors is told in an
 * APERAK beside it, because CONTRL has a reason only for what it rejects. Null when the interchange holds CONTRL itself.
 * @param control reference of the answer, unique among all we send.
 */
export function writeContrl(
  { interchange, groups }: JudgedInterchange,
  { control, at }: { control: number; at: Date },
): string | null {
  const messages = groups.flatMap((group) => group.messages);
  if (messages.length && messages.every(({ message }) => message.type === 'CONTRL')) return null;
  const { header, delimiters, reference } = interchange;
  const write = (segments: Element[][]) => segments.map((elements) => join(elements, delimiters)).join('\n');
  const syntax = header.elements[0]?.slice(0, 2) ?? ['UNOC', '3'];
  const [sender = [], recipient = []] = [header.elements[1], header.elements[2]];
  const stamp = at.toISOString();
  const day = stamp.slice(syntax[1] === '4' ? 0 : 2, 10).replaceAll('-', '');
  const refused = messages.length > 0 && messages.every(({ verdict }) => verdict === 'rejected');
  const [fault] = interchange.faults;
  // A message has a reason of its own; the interchange is rejected only when there is nothing in it to judge.
  const action = messages.length ? ACKNOWLEDGED : REJECTED;
  const contrl: Element[][] = [
    [
      'UCI',
      reference,
      sender,
      recipient,
      action,
      ...(action === REJECTED ? [fault ? CODES[fault.kind] : '13', fault?.segment ?? 'UNH'] : []),
    ],
    ...messages.flatMap(judgeOne),
  ];
  const noted = refused ? [] : messages.filter(({ verdict }) => verdict === 'noted');
  const version = syntax[1] === '4' ? ['CONTRL', '4', '1', 'UN'] : ['CONTRL', 'D', '3', 'UN'];
  const bodies: Element[][][] = [
    wrap('1', version, contrl),
    ...noted.map((one, index) => wrap(String(index + 2), ['APERAK', 'D', '96A', 'UN'], explain(one, stamp))),
  ];
  const number = String(control);
  return `UNA${delimiters.component}${delimiters.element}${delimiters.decimal}${delimiters.release} ${delimiters.segment}\n${write(
    [
      ['UNB', syntax, recipient, sender, [day, stamp.slice(11, 16).replace(':', '')], number],
      ...bodies.flat(),
      ['UNZ', String(bodies.length), number],
    ],
  )}\n`;
}

const wrap = (reference: string, kind: readonly string[], body: Element[][]): Element[][] => [
  ['UNH', reference, kind],
  ...body,
  ['UNT', String(body.length + 2), reference],
];

function judgeOne({ message, faults, verdict }: JudgedMessage): Element[][] {
  const kind = message.segments[0]?.elements[1] ?? [message.type];
  const outer = faults.find(({ segment }) => OF_SERVICE.has(segment));
  const rejected = verdict === 'rejected';
  const inner = rejected ? faults.filter(({ segment }) => !OF_SERVICE.has(segment)) : [];
  return [
    [
      'UCM',
      message.reference,
      kind,
      rejected ? REJECTED : ACKNOWLEDGED,
      ...(rejected && outer ? [CODES[outer.kind], outer.segment] : []),
    ],
    ...inner.flatMap((fault): Element[][] => [
      [
        'UCS',
        String(fault.position ?? message.segments.length),
        ...(fault.element === null ? [CODES[fault.kind]] : []),
      ],
      ...(fault.element === null ? [] : [['UCD', CODES[fault.kind], String(fault.element)]]),
    ]),
  ];
}

/** APERAK: each error as a code and a sentence. */
const explain = ({ message, faults }: JudgedMessage, stamp: string): Element[][] => [
  ['BGM', '313', message.reference],
  ['DTM', ['137', stamp.slice(0, 16).replace(/[-T:]/g, ''), '203']],
  ['RFF', ['ACW', message.reference]],
  ...faults.flatMap((fault: Fault): Element[][] => [
    ['ERC', CODES[fault.kind]],
    ['FTX', 'AAO', '', '', plain(fault.reason)],
  ]),
];

/** Five pieces of 70 characters (C108), in characters that every syntax level has. */
function plain(text: string): string[] {
  const ascii = text.replace(/[“”]/g, '"').replace(/[^\x20-\x7e]/g, ' ');
  return (ascii.match(/.{1,70}/g) ?? []).slice(0, 5);
}

function join(elements: readonly Element[], { element, component, release, segment }: Delimiters): string {
  const special = [element, component, segment, release].filter((one) => one.trim());
  const escaped = (value: string) => [...value].map((one) => (special.includes(one) ? release + one : one)).join('');
  const parts = elements.map((value) =>
    typeof value === 'string' ? escaped(value) : value.map(escaped).join(component),
  );
  return parts.join(element) + segment;
}
