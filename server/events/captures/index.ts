export { captureDocument } from './capture-document.ts';
export { captureEvents } from './capture-events.ts';
export { findCapture, listCaptures } from './queries.ts';
