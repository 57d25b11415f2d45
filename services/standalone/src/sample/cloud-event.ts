/** What each type of event carries. The sample is plain JSON; the pipeline validates it like any other. */
export interface EventData {
  received: {
    unit: string;
    channel: 'online' | 'direct' | 'postal';
    procedure?: string;
    field?: string;
    due?: string;
  };
  forwarded: { from: string; to: string; due?: string; custody?: 'kept' | 'released' };
  transferred: { from: string; to: string };
  'due-changed': { unit: string; due: string; reason?: string };
  'supplement-requested': { unit: string; reason?: string };
  supplemented: { unit: string; due?: string };
  'deadline-passed': { unit: string };
  resolved: {
    unit: string;
    outcome: 'granted' | 'refused';
    returnedVia?: 'direct' | 'online' | 'postal';
    cause?: string;
  };
  withdrawn: { unit: string; reason?: string };
  voided: { voids: { source: string; id: string }; reason: string };
}

export type EventKind = keyof EventData;

/** A CloudEvents 1.0 object in structured mode. */
export type CloudEvent = {
  [Kind in EventKind]: {
    specversion: '1.0';
    id: string;
    source: string;
    type: `vn.tthc.dossier.${Kind}.v1`;
    subject: string;
    time: string;
    datacontenttype: 'application/json';
    data: EventData[Kind];
  };
}[EventKind];
