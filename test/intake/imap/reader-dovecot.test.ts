import { dovecotPeer } from '../../servers/imap-peer.ts';
import { serverSuite } from '../../servers/suite.ts';
import { readerContract } from './contract.ts';
import { reconcileContract } from './reconcile-contract.ts';

await serverSuite('Dovecot', ['dovecot'], () => {
  readerContract('Dovecot', dovecotPeer);
  reconcileContract('Dovecot', dovecotPeer);
});
