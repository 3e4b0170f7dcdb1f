/**
 * Statuses of a consignment (STS C555, 9011 in directories before D.99A) by what they say in our words. Codes and meanings are
 * those of UN/CEFACT Recommendation 24, Trade and Transport Status Codes, revision 6 of 2017, as UN/CEFACT publishes them:
 * https://github.com/uncefact/vocab-codes, CLR/Rec24/current/code-list.csv. Those are left out, and stay `other` with their code,
 * that say nothing of our words (booked, manifested, waiting), that leave open who did what (received, transferred, handed over),
 * or whose number meant something else before the recommendation was revised (51, 52, 55, 56, 59).
 */
const CODES = {
  pickup: [
    '13', // collection/pick-up, completed
  ],
  load: [
    '48', // loading, completed onto a means of transport
    '79', // reloaded onto a means of transport
    '92', // stowed: placed on a means of transport
    '118', // stowed on deck
    '121', // stowed under deck
  ],
  departure: [
    '24', // departure, completed
    '27', // despatch, completed
    '127', // departed, completed on a means of transport
    '365', // departure, from yard
  ],
  position: [
    '31', // en route
    '355', // en route, via local route
    '356', // en route, via national route
    '357', // en route, via international route
  ],
  arrival: [
    '1', // arrival, completed
    '40', // arrival, at port
    '364', // arrival, at yard
  ],
  discharge: [
    '29', // unloaded
    '346', // unloading, completed from a means of transport
  ],
  stuff: [
    '93', // stuffed
    '94', // stuffed and sealed
  ],
  strip: [
    '28', // stripped
  ],
  'customs-hold': [
    '17', // customs clearance, refused
  ],
  'customs-release': [
    '12', // cleared, by customs
  ],
  delivery: [
    '21', // delivery, completed
    '22', // delivery, completed as per instruction
    '114', // delivery, accepted subject to further inspection
  ],
  exception: [
    '3', // arrival, in defective condition
    '18', // damaged in the course of transportation
    '20', // delayed, in the course of transportation
    '23', // delivery, not completed
    '25', // departure, delayed
    '36', // not found
    '49', // lost
    '53', // collection/pick-up, not completed
    '57', // not loaded onto a means of transport
    '66', // plundered
    '81', // returned wrecked
    '85', // short landed
    '86', // short shipped
    '87', // despatched, completed via a wrong route
    '90', // movement stopped
    '101', // delayed in transit
    '104', // delivery refused, to be re-arranged
    '105', // delivery, postponed
    '106', // delivery refused
    '107', // anomaly on arrival
    '109', // delivery, impossible, delivery notice left
    '110', // delivery, impossible, no delivery notice left
    '117', // missing
    '119', // unable to be located
    '120', // unacceptable condition
    '210', // delivery, unsuccessful attempt
    '218', // damaged
    '220', // destination incorrect
    '222', // derailment
    '238', // means of transport, damaged
    '239', // mechanical breakdown
    '266', // delivery delayed, adverse weather conditions
    '273', // delayed operation
    '302', // overcarried consignment
    '307', // damaged but deliverable
    '308', // spoilt
    '314', // delayed, at origin
    '325', // delivery refused, by recipient
    '329', // consignment partially stolen
    '330', // consignment partially lost or missing
    '331', // destroyed
    '348', // not deliverable
  ],
} as const;

/** The movement that a status says, by its code. */
export const TRANSPORT_STATUSES: ReadonlyMap<string, keyof typeof CODES> = new Map(
  (Object.keys(CODES) as (keyof typeof CODES)[]).flatMap((movement) =>
    CODES[movement].map((code) => [code, movement] as const),
  ),
);
