export { type Flaw, inspectJson } from './inspect-json.ts';
export { issueWords, type Received, readCloudEvents } from './read-cloudevents.ts';
