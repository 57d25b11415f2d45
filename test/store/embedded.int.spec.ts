import { describe } from 'vitest';
import { temporaryClickHouse } from '../support/embedded-store.ts';
import { storeContract } from './store.contract.ts';

describe('the store on ClickHouse in process', () => {
  storeContract(temporaryClickHouse);
});
