import type { AgentId } from '../ids.ts';

/** How clients of a desk get access to its portal (SOFTECH-1, SOFTECH-2). */
export interface AccessRules {
  /** Who verify applicants, and alone may grant access. */
  readonly administrators: readonly AgentId[];
  /** Where the link leads; `{key}` is the key. */
  readonly link: string;
  /** How long the key of a link, and of a letter, is good (milliseconds). */
  readonly linkValid: number;
  readonly letterValid: number;
}
