import { describe } from 'vitest';
import type { Store } from '../../src/store/port.ts';
import { blobContract } from './contract-blobs.ts';
import { ledgerContract } from './contract-ledger.ts';
import { outboxContract } from './contract-outbox.ts';
import { peopleContract } from './contract-people.ts';
import { recordContract } from './contract-record.ts';
import { registersContract } from './contract-registers.ts';
import { searchContract } from './contract-search.ts';
import { staffContract } from './contract-staff.ts';
import { ticketContract } from './contract-tickets.ts';
import { transactionContract } from './contract-transactions.ts';

/** A store under test: `reopen` closes it and opens the same data again. */
export interface Bench {
  readonly store: Store;
  reopen(): Promise<Store>;
}

/** Each call makes an empty store, which the caller of the contract removes after the test. */
export type NewStore = () => Promise<Bench>;

/** What every store must do, whatever stands behind the port. */
export function storeContract(name: string, fresh: NewStore): void {
  describe(name, () => {
    transactionContract(fresh);
    ledgerContract(fresh);
    blobContract(fresh);
    peopleContract(fresh);
    ticketContract(fresh);
    outboxContract(fresh);
    searchContract(fresh);
    registersContract(fresh);
    staffContract(fresh);
    recordContract(fresh);
  });
}
