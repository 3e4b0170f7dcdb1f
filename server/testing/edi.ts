/** An X12 interchange around transaction sets, each given from the segment after ST to the one before SE; counts are right. */
export function x12(
  code: string,
  sets: { type: string; body: string[] }[],
  { control = '000000077', version = '004010' } = {},
): string {
  const written = sets.map(({ type, body }, index) => {
    const reference = String(index + 1).padStart(4, '0');
    return [`ST*${type}*${reference}`, ...body, `SE*${body.length + 2}*${reference}`].join('~\n');
  });
  return `${[
    `ISA*00*          *00*          *ZZ*BUYER          *ZZ*SELLER         *261120*0915*U*00401*${control}*0*T*>`,
    `GS*${code}*BUYER*SELLER*20261120*0915*7*X*${version}`,
    ...written,
    `GE*${sets.length}*7`,
    `IEA*1*${control}`,
  ].join('~\n')}~\n`;
}

/** An EDIFACT interchange around messages, each given from the segment after UNH to the one before UNT; counts are right. */
export function edifact(messages: { type: string; body: string[] }[], { reference = 'REF77' } = {}): string {
  const written = messages.map(({ type, body }, index) =>
    [`UNH+${index + 1}+${type}:D:96A:UN`, ...body, `UNT+${body.length + 2}+${index + 1}`].join("'\n"),
  );
  return `${["UNA:+.? '", [`UNB+UNOC:3+SELLER:14+BUYER:14+261120:0915+${reference}`, ...written, `UNZ+${messages.length}+${reference}`].join("'\n")].join('\n')}'\n`;
}
