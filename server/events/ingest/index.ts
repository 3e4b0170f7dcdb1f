export { type Intake, openIntake, type SourceContext } from './open-intake.ts';
export { SIGNAL_CHANNEL } from './write-signals.ts';
