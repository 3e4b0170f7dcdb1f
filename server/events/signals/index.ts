export { checkFields } from './check-fields.ts';
export { listChoices } from './list-choices.ts';
export { listSignals } from './list-signals.ts';
export { readAcceptance } from './read-acceptance.ts';
export { readSignal } from './read-signal.ts';
