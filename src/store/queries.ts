import { forgettable } from './age.ts';
import type { Connection } from './connection.ts';
import { contractQueries } from './contracts.ts';
import { coverageQueries } from './coverage.ts';
import { defectQueries } from './defects.ts';
import { factQueries } from './facts.ts';
import { ledgerQueries } from './ledger.ts';
import { messageQueries } from './messages.ts';
import { outboxQueries } from './outbox.ts';
import { peopleLookup, peopleQueries } from './people.ts';
import { personTrace } from './person.ts';
import type { Queries } from './port.ts';
import { recordQueries } from './record.ts';
import { registerQueries } from './registers.ts';
import { reportQueries } from './report.ts';
import { restoredQueries } from './restored.ts';
import { searchQueries } from './search.ts';
import { similarQueries } from './similar.ts';
import { staffQueries } from './staff.ts';
import { ticketQueries, ticketRows } from './tickets.ts';
import { timerQueries } from './timers.ts';

/** All questions of the port over one connection. */
export function queriesOver(db: Connection): Queries {
  const people = peopleLookup(db);
  return {
    ...ledgerQueries(db),
    ...factQueries(db),
    ...messageQueries(db),
    ...ticketQueries(db, people),
    ...peopleQueries(db, people),
    ...registerQueries(db),
    ...defectQueries(db),
    ...coverageQueries(db),
    ...reportQueries(db),
    ...contractQueries(db),
    ...staffQueries(db),
    ...timerQueries(db),
    ...outboxQueries(db),
    ...recordQueries(db),
    ...similarQueries(db, people),
    ...restoredQueries(db),
    personTrace: async (address) => personTrace(db, address),
    forgettable: (before, limit) => forgettable(db, before, limit),
    ...searchQueries(db, ticketRows(db, people)),
  };
}
