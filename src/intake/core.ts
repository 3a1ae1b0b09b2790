import type { Logger } from 'pino';
import type { Settings } from '../config/settings.ts';
import { createBreaker } from '../delivery/breaker.ts';
import type { Composer } from '../delivery/compose.ts';
import type { Renderer } from '../delivery/render/renderer.ts';
import type { Resolver } from '../mail/authenticity/own-check.ts';
import type { Store } from '../store/port.ts';
import { type Authenticator, createAuthenticator } from './authenticate.ts';
import { createBlocker } from './block.ts';
import type { Execution } from './execute.ts';
import { createKeeper, type Keeper } from './keep.ts';
import { createOperations, type Operations } from './operations.ts';
import { createPipeline, type Decided } from './pipeline.ts';
import { openPolicies } from './policies.ts';
import { createAnswers } from './published/answers.ts';
import { createReader, type Reader } from './read-mail.ts';
import type { OpenMailbox } from './reconcile.ts';
import { createScanner } from './scan.ts';

/** Everything between the ways in and the outbox: keeps mail, decides it, and does what people ask. */
export interface Core {
  readonly keeper: Keeper;
  readonly operations: Operations;
  readonly execution: Execution;
  /** Works off one batch of waiting mail; answers how many. */
  step(): Promise<number>;
  close(): Promise<void>;
}

/** What the core works with. */
export interface CoreParts {
  readonly store: Store;
  readonly settings: Settings;
  readonly renderer: Renderer;
  /** Undefined: signatures are not checked. */
  readonly resolver: Resolver | undefined;
  readonly log: Logger;
  readonly now: () => Date;
  readonly random: () => number;
  readonly token: Composer['token'];
  /** Mail was kept, or something was committed: loops look again. */
  readonly onChange: () => void;
  /** Logs in to a mailbox, to compare it with the ledger. */
  readonly openMailbox?: OpenMailbox;
  /** Throws while no mail can be taken in. */
  readonly ready?: () => Promise<void>;
  /** A mail was decided, for those who watch. */
  readonly onDecided?: ((mail: Decided) => void) | undefined;
  /** Reads mail otherwise than it stands there, and believes others than it proves (a replay of an archive). */
  readonly reading?: (reader: Reader) => Reader;
  readonly authenticator?: Authenticator;
}

/** Builds the core on an open store, with the policy of the configuration and of the registers. */
export async function createCore(parts: CoreParts): Promise<Core> {
  const { store, settings, renderer, resolver, log, now, random, token, onChange } = parts;
  const answers = createAnswers(settings, log, now);
  const composer: Composer = { settings, renderer, token, answers };
  const breaker = createBreaker(settings.policy.limits.automaticPerMinute, () =>
    log.error(
      'more automatic mail than limits.automatic_per_minute: it is held until `spoc outbox release`; mail is taken in as ever',
    ),
  );
  const policies = await openPolicies(settings.policy, store.read, log);
  const execution: Execution = {
    get policy() {
      return policies.current;
    },
    composer,
    delivery: settings.delivery,
    breaker,
    answers,
  };
  const keeper = createKeeper(store, { now, onKept: onChange, ready: parts.ready });
  const own = createReader(store, settings.intake, createBlocker(settings.attachments));
  const reader = parts.reading?.(own) ?? own;
  const authenticator = parts.authenticator ?? createAuthenticator(resolver, now);
  const scanner = settings.scan && createScanner(settings.scan);
  const { onDecided } = parts;
  const pipeline = createPipeline({
    ...{ store, settings, execution, reader, authenticator, scanner, log, now, random },
    onDecided,
  });
  const operations = createOperations({
    ...{ store, settings, execution, policies, keeper, now, onChange },
    openMailbox: parts.openMailbox ?? (() => Promise.reject(new Error('no mailbox can be opened from here'))),
  });
  return { keeper, operations, execution, step: pipeline.step, close: () => own.close() };
}
