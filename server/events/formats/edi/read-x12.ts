import { Readable } from 'node:stream';
import { X12parser } from 'x12-parser';
import { invalid } from '../../../core/errors.ts';
import { readDate, textOf } from './read-segment.ts';
import type { Delimiters, Fault, Group, Interchange, Message, Segment } from './schema.ts';
import { ISA_WIDTHS as WIDTHS } from './write-message.ts';

/**
 * Reads a file of X12 interchanges: delimiters as each ISA declares them, groups, transaction sets, and the control numbers and
 * counts of every envelope. Line breaks that are no terminator are no data (files wrapped at 80 columns are common).
 * @throws DomainError `invalid` when no interchange can be told apart.
 */
export async function readX12(text: string): Promise<Interchange[]> {
  const interchanges: Interchange[] = [];
  let rest = text
    .replace(/^\ufeff/, '')
    .replaceAll('\r\n', '\n')
    .replaceAll(/\n{2,}/g, '\n')
    .trimStart();
  while (rest) {
    if (!rest.startsWith('ISA')) {
      if (!interchanges.length) throw invalid('ISA: the file does not begin with an interchange header.');
      interchanges
        .at(-1)
        ?.faults.push(
          envelopeFault(
            'segment-misplaced',
            'IEA',
            null,
            `IEA: text follows the last interchange that is none itself: “${rest.slice(0, 40)}”.`,
          ),
        );
      break;
    }
    const head = readHeader(rest);
    // Wrapped: a line break inside of the header cannot be the terminator, so none in the file is data.
    if (head.wrapped) rest = rest.replace(/[\r\n]/g, '');
    const header = head.wrapped ? readHeader(rest) : head;
    const end = interchangeEnd(rest, header);
    interchanges.push(await readInterchange(rest.slice(header.length, end), header));
    rest = rest.slice(end).trimStart();
  }
  if (!interchanges.length) throw invalid('ISA: the file is empty.');
  return interchanges;
}

type Header = { elements: string[]; delimiters: Delimiters; length: number; wrapped: boolean };

/** ISA by its separators, so that one whose widths are wrong can still be told, and the delimiters it declares. */
function readHeader(text: string): Header {
  const element = text[3] ?? '';
  const parts = text.slice(0, 400).split(element);
  const elements = parts.slice(1, WIDTHS.length + 1);
  const length = parts.slice(0, WIDTHS.length + 1).join(element).length + 3;
  const [component = '', segment = ''] = [text[length - 2], text[length - 1]];
  if (elements.length < WIDTHS.length || !segment) {
    throw invalid('ISA: the interchange header does not have its 16 elements.');
  }
  if (new Set([element, component, segment]).size < 3 || /[A-Za-z0-9]/.test(element + component + segment)) {
    throw invalid('ISA: element, component and segment separators must differ and be no letters or digits.');
  }
  const delimiters = { element, component, segment, release: '', decimal: '.' };
  return { elements, delimiters, length, wrapped: elements.some((value) => value.includes('\n')) };
}

/**
 * Where the interchange that begins the text ends: after its IEA, else before the next ISA, else with the text. Each character is
 * looked at once, also where the terminator is a line feed and the text a long run of them.
 */
function interchangeEnd(text: string, { delimiters: { element, segment }, length }: Header): number {
  for (let at = length - 1; at !== -1; ) {
    const start = skipSpace(text, at + 1);
    if (text.startsWith(`ISA${element}`, start)) return at + 1;
    const end = text.indexOf(segment, start);
    if (text.startsWith(`IEA${element}`, start)) return end === -1 ? text.length : end + 1;
    at = end;
  }
  return text.length;
}

const SPACE = /\s/;
function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && SPACE.test(text.charAt(at))) at += 1;
  return at;
}

/** @param body what follows the header. */
async function readInterchange(body: string, { elements, delimiters }: Header): Promise<Interchange> {
  const { element, component, segment } = delimiters;
  // The library looks for the delimiters at fixed places, so it is given a header of the right widths.
  const fixed = WIDTHS.map((width, index) => (elements[index] ?? '').slice(0, width).padEnd(width)).join(element);
  const text = `ISA${element}${fixed}${element}${component}${segment}${body}`;
  const segments: Segment[] = [];
  for await (const told of Readable.from([text]).pipe(new X12parser('utf8')) as AsyncIterable<Record<string, string>>) {
    const values: string[][] = [];
    for (const [key, value] of Object.entries(told)) {
      if (key === 'name') continue;
      const at = Number(key.split('-')[0]) - 1;
      const components = values[at] ?? [];
      values[at] = components;
      components.push(value);
    }
    if (told.name || values.length) segments.push({ tag: told.name ?? '', position: 0, elements: values });
  }
  const header: Segment = {
    tag: 'ISA',
    position: 0,
    elements: [...elements, component].map((value) => [value.trim()]),
  };
  const interchange = build(header, segments.slice(1), delimiters);
  for (const [index, width] of WIDTHS.entries()) {
    const value = elements[index] ?? '';
    if (value.length === width) continue;
    const name = `ISA${String(index + 1).padStart(2, '0')}`;
    interchange.faults.push(
      envelopeFault(
        'value-invalid',
        'ISA',
        index + 1,
        `${name} has ${value.length} characters; its fixed width is ${width}.`,
        value,
      ),
    );
  }
  return interchange;
}

/** Puts flat segments into their envelopes and checks what the trailers say. */
function build(header: Segment, segments: readonly Segment[], delimiters: Delimiters): Interchange {
  const party = (qualifier: number) => `${textOf(header, qualifier) ?? ''}:${textOf(header, qualifier + 1) ?? ''}`;
  const interchange: Interchange = {
    standard: 'x12',
    sender: party(5),
    receiver: party(7),
    reference: textOf(header, 13) ?? '',
    sentAt: readDate(textOf(header, 9) ?? '', textOf(header, 10)),
    delimiters,
    header,
    groups: [],
    faults: [],
  };
  let group: Group | null = null;
  let message: Message | null = null;
  let closed = false;
  const endMessage = () => {
    message?.faults.push(
      setFault('trailer-missing', 'SE', null, 'SE: the transaction set has no trailer, so its end may be lost.'),
    );
    message = null;
  };
  const endGroup = () => {
    if (message) endMessage();
    group?.faults.push(envelopeFault('trailer-missing', 'GE', null, 'GE: the functional group has no trailer.'));
    group = null;
  };
  for (const segment of segments) {
    const { tag } = segment;
    if (tag === 'GS') {
      if (group) endGroup();
      group = openGroup(segment);
      interchange.groups.push(group);
    } else if (tag === 'ST' && group) {
      if (message) endMessage();
      message = {
        type: textOf(segment, 1) ?? '',
        version: group.version,
        reference: textOf(segment, 2) ?? '',
        segments: [{ ...segment, position: 1 }],
        faults: [],
      };
      group.messages.push(message);
    } else if (tag === 'GE' && group) {
      if (message) endMessage();
      checkTrailer(
        group.faults,
        segment,
        group.messages.length,
        'transaction sets',
        group.reference,
        'GS06',
        envelopeFault,
      );
      group = null;
    } else if (tag === 'IEA') {
      if (group) endGroup();
      closed = true;
      checkTrailer(
        interchange.faults,
        segment,
        interchange.groups.length,
        'functional groups',
        interchange.reference,
        'ISA13',
        envelopeFault,
      );
    } else if (message) {
      const place: Segment = { ...segment, position: message.segments.length + 1 };
      message.segments.push(place);
      if (tag === 'SE') {
        checkTrailer(message.faults, place, message.segments.length, 'segments', message.reference, 'ST02', setFault);
        message = null;
      }
    } else if (tag !== 'TA1') {
      interchange.faults.push(
        envelopeFault('segment-misplaced', tag, null, `${tag}: the segment stands outside of a transaction set.`),
      );
    }
  }
  if (group) endGroup();
  if (!closed)
    interchange.faults.push(
      envelopeFault('trailer-missing', 'IEA', null, 'IEA: the interchange has no trailer, so the file may be cut.'),
    );
  return interchange;
}

const openGroup = (segment: Segment): Group => ({
  code: textOf(segment, 1) ?? '',
  sender: textOf(segment, 2) ?? '',
  receiver: textOf(segment, 3) ?? '',
  sentAt: readDate(textOf(segment, 4) ?? '', textOf(segment, 5)),
  reference: textOf(segment, 6) ?? '',
  version: textOf(segment, 8) ?? '',
  header: segment,
  messages: [],
  faults: [],
});

type MakeFault = (
  kind: Fault['kind'],
  segment: string,
  element: number | null,
  reason: string,
  value?: string | null,
  position?: number,
) => Fault;

/** A set that its own trailer contradicts may have lost a part: all of it is refused. */
const setFault: MakeFault = (kind, segment, element, reason, value = null, position) => ({
  kind,
  segment,
  position: position ?? null,
  element,
  value,
  reason,
  weight: 'message',
});
/** What an outer envelope says of itself is noted: the sets inside are whole, each has its own trailer. */
const envelopeFault: MakeFault = (kind, segment, element, reason, value = null) => ({
  kind,
  segment,
  position: null,
  element,
  value,
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
  make: MakeFault,
): void {
  const { tag, position } = trailer;
  const told = textOf(trailer, 1);
  if (Number(told) !== count)
    faults.push(
      make(
        'count-differs',
        tag,
        1,
        `${tag}01 says ${told ?? 'nothing'}, but ${count} ${things} were read.`,
        told,
        position,
      ),
    );
  const named = textOf(trailer, 2);
  if (named !== reference)
    faults.push(
      make(
        'reference-differs',
        tag,
        2,
        `${tag}02 is “${named ?? ''}”, but ${header} is “${reference}”.`,
        named,
        position,
      ),
    );
}
