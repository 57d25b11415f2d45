import { z } from 'zod';

/** The environment does not configure the program; the message has one line per fault, all of them at once. */
export class EnvironmentInvalid extends Error {
  override readonly name = 'EnvironmentInvalid';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

/** Reads the variables of a schema. A variable that is set to nothing counts as not set. */
export function readEnvironment<T extends z.ZodType>(schema: T, variables: NodeJS.ProcessEnv): z.infer<T> {
  const present = Object.entries(variables).filter(([, value]) => value !== undefined && value !== '');
  const result = schema.safeParse(Object.fromEntries(present));
  if (result.success) return result.data;
  throw new EnvironmentInvalid(
    result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
  );
}

/** A whole number within bounds, as an environment variable. */
export function wholeNumber(min: number, max: number) {
  return z
    .string()
    .regex(/^-?\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be a whole number from ${min} to ${max}`);
}

/** What every service reads about how it listens and writes its log. */
export const serviceVariables = {
  SOHOSO_HOST: z.string().default('127.0.0.1'),
  SOHOSO_PORT: wholeNumber(0, 65_535).default(8_080),
  SOHOSO_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
};
