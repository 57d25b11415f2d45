export { type BusinessZone, businessZone } from './business-zone.ts';
export { addDays, type Day, formatDay, LAST_DAY, parseDay } from './day.ts';
export { asyncApi, eventJsonSchema } from './documents.ts';
export {
  compareEvents,
  compareText,
  type DossierEvent,
  type EventType,
  eventTypes,
  type LegEvent,
  sameName,
  unitsOf,
} from './event.ts';
export { type DossierState, evolve, foldEvents, initialState } from './fold.ts';
export {
  type DossierHistory,
  emptyHistory,
  eventsOfLegs,
  historyOf,
  MAX_EVENTS_OF_DOSSIER,
  type Recorded,
  record,
} from './history.ts';
export { formatInstant, type Instant, instantFromMs, parseInstant } from './instant.ts';
export {
  type Anomaly,
  type AnomalyCode,
  anomalyCodes,
  type Measure,
  type Movement,
  measures,
} from './movement.ts';
export { type AnomalyChange, movements } from './movements.ts';
export {
  brokenRule,
  checkEvent,
  type EventRules,
  MAX_EVENT_BYTES,
  type Parsed,
  parseEvent,
  type Refusal,
  type RefusalReason,
  refusalReasons,
} from './parse.ts';
export { toWire } from './to-wire.ts';
export { SENDER_NAME, type WireEvent, wireEvent, wireText } from './wire.ts';
