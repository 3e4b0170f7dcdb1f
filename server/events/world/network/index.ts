export { listNetwork } from './list-network.ts';
export { readPositionView } from './read-position-view.ts';
export { readShipment } from './read-shipment.ts';
