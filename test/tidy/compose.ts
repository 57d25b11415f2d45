/** docker-compose.yml as it is started with nothing set. */
import { parse } from 'yaml';
import { read } from './repository.ts';

export interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly target: string };
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** The file with its references such as `${NAME:-default}` as they are written. */
export const composeAsWritten = (): Compose => parse(read('docker-compose.yml'), { merge: true }) as Compose;

/** The file with every reference replaced by its default. */
export function composeByDefault(): Compose {
  const withDefault = (text: string) => text.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1');
  return parse(
    read('docker-compose.yml'),
    (_, value: unknown) => (typeof value === 'string' ? withDefault(value) : value),
    { merge: true },
  ) as Compose;
}
