import { hoodiecrowPeer } from '../../servers/imap-peer.ts';
import { readerContract } from './contract.ts';
import { reconcileContract } from './reconcile-contract.ts';

readerContract('hoodiecrow', hoodiecrowPeer);
reconcileContract('hoodiecrow', hoodiecrowPeer);
