export { readDcsa } from './dcsa/read-dcsa.ts';
export { readEpcis } from './epcis/read-epcis.ts';
export { type Flaw, inspectJson } from './inspect-json.ts';
export { issueWords, type Received, readCloudEvents } from './read-cloudevents.ts';
