import type { Delimiters, Group, Interchange, Message, Segment } from './schema.ts';

/** Characters of ISA01 to ISA15: it is the one segment of fixed width (X12.5). */
export const ISA_WIDTHS = [2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1] as const;

/**
 * One message in the envelopes in which it came, as an interchange of its own: what its sender said of it, with the same control
 * numbers, and counts that fit. It reads back as the same message.
 */
export function writeMessage(interchange: Interchange, group: Group, message: Message): string {
  const { delimiters, header, standard } = interchange;
  const opened = group.header;
  const closed = standard === 'x12' ? 'GE' : 'UNE';
  const segments: Segment[] = [
    ...(opened ? [opened] : []),
    ...message.segments,
    ...(opened ? [trailer(closed, group.reference)] : []),
    trailer(standard === 'x12' ? 'IEA' : 'UNZ', interchange.reference),
  ];
  const lines = segments.map((segment) => writeSegment(segment, delimiters));
  return [...openings(header, delimiters, standard), ...lines].join(delimiters.segment === '\n' ? '' : '\n');
}

const trailer = (tag: string, reference: string): Segment => ({ tag, position: 0, elements: [['1'], [reference]] });

function openings(header: Segment, delimiters: Delimiters, standard: Interchange['standard']): string[] {
  const { component, element, decimal, release, segment } = delimiters;
  if (standard === 'edifact')
    return [`UNA${component}${element}${decimal}${release} ${segment}`, writeSegment(header, delimiters)];
  // ISA is of fixed width; its last element is the component separator itself.
  const values = ISA_WIDTHS.map((width, at) => (header.elements[at]?.[0] ?? '').padEnd(width));
  return [`ISA${element}${values.join(element)}${element}${component}${segment}`];
}

function writeSegment({ tag, elements }: Segment, delimiters: Delimiters): string {
  const { component, element, release, segment } = delimiters;
  const special = new Set([component, element, release, segment]);
  const escaped = (value: string) =>
    release.trim() ? [...value].map((one) => (special.has(one) ? release + one : one)).join('') : value;
  // An element that was left out is a hole in the list.
  const told = Array.from(elements, (components: string[] | undefined) =>
    (components ?? []).map(escaped).join(component),
  );
  return `${[tag, ...told].join(element)}${segment}`;
}
