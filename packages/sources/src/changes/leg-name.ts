import type { DossierEvent } from '@sohoso/dossier';
import type { SourceRow } from '../leg-row.ts';

/** The leg that a row is about, within its dossier: the same for the same leg in every export of the source. */
export function legOf(row: SourceRow): string {
  if (row.kind === 'return') return `return/${row.unit}`;
  return row.channel === 'forwarded' ? forwardedLeg(row.forwardedFrom ?? '', row.unit) : row.unit;
}

/** The leg that an event opens, by the same name. */
export function legOpenedBy(event: DossierEvent & { readonly type: 'received' | 'forwarded' }): string {
  return event.type === 'received' ? event.unit : forwardedLeg(event.from, event.to);
}

/** The id of an event by the template of the mapping; the second of a kind has `~2` behind it. */
export function idOf(template: string, dossier: string, leg: string, step: string): string {
  return template.replaceAll('{dossier}', dossier).replaceAll('{leg}', leg).replaceAll('{step}', step);
}

/** Whether the event has the name that the template gives to the events of this leg. */
export function isNamedFor({ id, dossier, type }: DossierEvent, leg: string, template: string): boolean {
  const name = idOf(template, dossier, leg, type);
  return id === name || id.startsWith(`${name}~`);
}

function forwardedLeg(from: string, to: string): string {
  return `${from}>${to}`;
}
