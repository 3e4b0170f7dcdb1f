declare module 'edifact' {
  /** The part of its event parser that is used: a callback a token, in the order of the text. */
  export class Parser {
    encoding(level: string): void;
    write(text: string): void;
    end(): void;
    onopensegment: (tag: string) => void;
    onclosesegment: () => void;
    onelement: () => void;
    oncomponent: (value: string) => void;
  }
}
