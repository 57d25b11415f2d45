import { describe } from 'vitest';
import { temporaryClickHouse } from '../support/embedded-store.ts';
import { recoveryContract } from './recovery.contract.ts';

describe('recovery of the store in this process', () => recoveryContract(temporaryClickHouse));
