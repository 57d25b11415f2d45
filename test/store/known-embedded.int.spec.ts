import { describe } from 'vitest';
import { temporaryClickHouse } from '../support/embedded-store.ts';
import { knownContract } from './known.contract.ts';

describe('the store in this process, as known at a moment', () => knownContract(temporaryClickHouse, 1));
