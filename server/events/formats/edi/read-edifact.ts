import { Parser } from 'edifact';
import { invalid } from '../../../core/errors.ts';
import { makeTable } from '../../../core/make-table.ts';
import { readDate, textOf } from './read-segment.ts';
import type { Delimiters, Fault, Group, Interchange, Message, Segment } from './schema.ts';

const DEFAULTS = { component: ':', element: '+', decimal: '.', release: '?', segment: "'" };

/** Decoders by syntax level of UNB (0001); A and B are subsets of ASCII. */
const CHARSETS = makeTable<string>({
  UNOA: 'utf-8',
  UNOB: 'utf-8',
  UNOC: 'iso-8859-1',
  UNOD: 'iso-8859-2',
  UNOE: 'iso-8859-5',
  UNOF: 'iso-8859-7',
  UNOW: 'utf-8',
  UNOY: 'utf-8',
});

/** A file that begins with it is UTF-8, whatever UNB says. */
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Decodes a file of EDIFACT in the character set that its UNB declares.
 * @throws DomainError `invalid` when the bytes are not of that set, or the set is not known.
 */
export function decodeEdifact(bytes: Buffer): string {
  const marked = bytes.subarray(0, 3).equals(BYTE_ORDER_MARK);
  const level = /UNB.(UNO[A-Z])/.exec(bytes.toString('latin1', 0, 400))?.[1] ?? 'UNOA';
  const charset = marked ? 'utf-8' : CHARSETS[level];
  if (!charset)
    throw invalid(`UNB: the syntax level ${level} is not read; known are ${Object.keys(CHARSETS).join(', ')}.`);
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    throw invalid(`UNB: the bytes of the file are not of the character set that ${level} stands for.`);
  }
}

/**
 * Reads a file of EDIFACT interchanges (ISO 9735 syntax 1 to 4): delimiters as UNA declares them, messages, and what UNT, UNE and
 * UNZ count.
 * @throws DomainError `invalid` when no interchange can be told apart.
 */
export function readEdifact(text: string): Interchange[] {
  const interchanges: Interchange[] = [];
  let rest = text.replace(/^\ufeff/, '').trim();
  while (rest) {
    if (!/^UN[AB]/.test(rest)) {
      if (!interchanges.length) throw invalid('UNB: the file does not begin with UNA or UNB.');
      interchanges
        .at(-1)
        ?.faults.push(
          noted(
            'segment-misplaced',
            'UNZ',
            null,
            `UNZ: text follows the last interchange that is none itself: “${rest.slice(0, 40)}”.`,
          ),
        );
      break;
    }
    const { delimiters, end } = measure(rest);
    interchanges.push(build(tokenise(rest.slice(0, end)), delimiters));
    rest = rest.slice(end).trim();
  }
  if (!interchanges.length) throw invalid('UNB: the file is empty.');
  return interchanges;
}

/**
 * The delimiters of an interchange, and where it ends: after its UNZ, else with the text.
 * @throws DomainError `invalid` when UNA names one character for two of them, or a letter or digit.
 */
function measure(text: string): { delimiters: Delimiters; end: number } {
  const una = /^UNA(.)(.)(.)(.).(.)/.exec(text);
  const [
    ,
    component = DEFAULTS.component,
    element = DEFAULTS.element,
    decimal = DEFAULTS.decimal,
    release = DEFAULTS.release,
    segment = DEFAULTS.segment,
  ] = una ?? [];
  const told = [component, element, segment, ...(release === ' ' ? [] : [release])];
  if (new Set(told).size < told.length || /[A-Za-z0-9]/.test(told.join('')))
    throw invalid('UNA: component, element, release and segment characters must differ and be no letters or digits.');
  let start = una ? 9 : 0;
  let end = text.length;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === release && release !== ' ') at += 1;
    else if (text[at] === segment) {
      if (text.slice(start, at).trimStart().startsWith('UNZ')) {
        end = at + 1;
        break;
      }
      start = at + 1;
    }
  }
  return { delimiters: { component, element, release, segment, decimal }, end };
}

/** @throws DomainError `invalid` that names the segment in which reading stopped. */
function tokenise(text: string): Segment[] {
  const segments: Segment[] = [];
  const parser = new Parser();
  // UNB's own level is coarser than what senders write (lower case under UNOA); decoding has been fatal already.
  parser.encoding('UNOY');
  parser.onopensegment = (tag) => segments.push({ tag, position: 0, elements: [] });
  parser.onelement = () => segments.at(-1)?.elements.push([]);
  parser.oncomponent = (value) => segments.at(-1)?.elements.at(-1)?.push(value);
  try {
    parser.write(text);
    parser.end();
  } catch (error) {
    const last = segments.at(-1);
    throw invalid(`${last?.tag || 'UNB'}: segment ${segments.length} cannot be read: ${(error as Error).message}.`);
  }
  return segments;
}

function build(segments: Segment[], delimiters: Delimiters): Interchange {
  const header = segments[0];
  if (header?.tag !== 'UNB') throw invalid('UNB: the interchange has no header.');
  const party = (element: number) =>
    [textOf(header, element, 2), textOf(header, element)].map((part) => part ?? '').join(':');
  const interchange: Interchange = {
    standard: 'edifact',
    sender: party(2),
    receiver: party(3),
    reference: textOf(header, 5) ?? '',
    sentAt: readDate(textOf(header, 4) ?? '', textOf(header, 4, 2)),
    delimiters,
    header,
    groups: [],
    faults: [],
  };
  const plain: Group = {
    code: '',
    reference: '',
    sender: '',
    receiver: '',
    version: '',
    sentAt: interchange.sentAt,
    header: null,
    messages: [],
    faults: [],
  };
  let [group, message, named, closed]: [Group, Message | null, number, boolean] = [plain, null, 0, false];
  const endMessage = () => {
    message?.faults.push({
      ...noted('trailer-missing', 'UNT', null, 'UNT: the message has no trailer, so its end may be lost.'),
      weight: 'message',
    });
    message = null;
  };
  for (const segment of segments.slice(1)) {
    const { tag } = segment;
    if (tag === 'UNH') {
      if (message) endMessage();
      message = {
        type: textOf(segment, 2) ?? '',
        version: [2, 3].map((part) => textOf(segment, 2, part) ?? '').join('.'),
        reference: textOf(segment, 1) ?? '',
        segments: [{ ...segment, position: 1 }],
        faults: [],
      };
      if (!group.messages.length) interchange.groups.push(group);
      group.messages.push(message);
    } else if (tag === 'UNG') {
      named += 1;
      group = {
        ...plain,
        code: textOf(segment, 1) ?? '',
        reference: textOf(segment, 5) ?? '',
        header: segment,
        messages: [],
        faults: [],
      };
    } else if (tag === 'UNE') {
      if (message) endMessage();
      checkTrailer(group.faults, segment, group.messages.length, 'messages', group.reference, 'UNG', 'noted');
      group = { ...plain, messages: [], faults: [] };
    } else if (tag === 'UNZ') {
      if (message) endMessage();
      closed = true;
      const count = named || interchange.groups.reduce((sum, { messages }) => sum + messages.length, 0);
      checkTrailer(
        interchange.faults,
        segment,
        count,
        named ? 'groups' : 'messages',
        interchange.reference,
        'UNB',
        'noted',
      );
    } else if (message) {
      const place: Segment = { ...segment, position: message.segments.length + 1 };
      message.segments.push(place);
      if (tag === 'UNT') {
        checkTrailer(message.faults, place, message.segments.length, 'segments', message.reference, 'UNH', 'message');
        message = null;
      }
    } else {
      interchange.faults.push(
        noted('segment-misplaced', tag, null, `${tag}: the segment stands outside of a message.`),
      );
    }
  }
  if (message) endMessage();
  if (!closed)
    interchange.faults.push(
      noted('trailer-missing', 'UNZ', null, 'UNZ: the interchange has no trailer, so the file may be cut.'),
    );
  return interchange;
}

const noted = (kind: Fault['kind'], segment: string, element: number | null, reason: string): Fault => ({
  kind,
  segment,
  position: null,
  element,
  value: null,
  reason,
  weight: 'noted',
});

function checkTrailer(
  faults: Fault[],
  trailer: Segment,
  count: number,
  things: string,
  reference: string,
  header: string,
  weight: Fault['weight'],
): void {
  const { tag, position } = trailer;
  const [told, named] = [textOf(trailer, 1), textOf(trailer, 2)];
  const at = { position: position || null, weight };
  if (Number(told) !== count)
    faults.push({
      ...noted('count-differs', tag, 1, `${tag} says ${told ?? 'nothing'}, but ${count} ${things} were read.`),
      value: told,
      ...at,
    });
  if (named !== reference)
    faults.push({
      ...noted('reference-differs', tag, 2, `${tag} names “${named ?? ''}”, but ${header} is “${reference}”.`),
      value: named,
      ...at,
    });
}
