import type { Letterhead } from '@sohoso/report';
import { z } from 'zod';

const text = z.string().trim().max(200).optional();

/** The environment variables that say who reports, at the head and the foot of reports on paper. */
export const letterheadVariables = {
  SOHOSO_LETTERHEAD_PARENT: text,
  SOHOSO_LETTERHEAD_AUTHORITY: text,
  SOHOSO_LETTERHEAD_NUMBER: text,
  SOHOSO_LETTERHEAD_PLACE: text,
  SOHOSO_LETTERHEAD_RECIPIENTS: z.string().trim().max(2_000).optional(),
  SOHOSO_LETTERHEAD_SIGNER_TITLE: text,
  SOHOSO_LETTERHEAD_SIGNER: text,
};

type Variables = Readonly<Partial<Record<keyof typeof letterheadVariables, string | undefined>>>;

/** What the environment says of the letterhead; what it leaves out is the usual one's. Recipients are parted by `|`. */
export function letterheadOf(variables: Variables): Partial<Letterhead> {
  const recipients = variables.SOHOSO_LETTERHEAD_RECIPIENTS?.split('|').map((line) => line.trim());
  const said = {
    parentAuthority: variables.SOHOSO_LETTERHEAD_PARENT,
    authority: variables.SOHOSO_LETTERHEAD_AUTHORITY,
    abbreviation: variables.SOHOSO_LETTERHEAD_NUMBER,
    place: variables.SOHOSO_LETTERHEAD_PLACE,
    recipients,
    signerTitle: variables.SOHOSO_LETTERHEAD_SIGNER_TITLE,
    signerName: variables.SOHOSO_LETTERHEAD_SIGNER,
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}
