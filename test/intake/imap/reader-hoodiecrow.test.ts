import { hoodiecrowPeer } from '../../servers/imap-peer.ts';
import { readerContract } from './contract.ts';

readerContract('hoodiecrow', hoodiecrowPeer);
