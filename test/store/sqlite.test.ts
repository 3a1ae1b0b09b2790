import { storeContract } from './contract.ts';
import { temporaryStores } from './temporary.ts';

const { bench } = temporaryStores();

storeContract('SQLite', bench);
