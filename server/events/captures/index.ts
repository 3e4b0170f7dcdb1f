export { acceptMessages } from './accept-messages.ts';
export { captureDocument, epcisStream } from './capture-document.ts';
export { captureEvents, dcsaStream } from './capture-events.ts';
export { findCapture, listCaptures } from './queries.ts';
