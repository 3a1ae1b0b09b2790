/** What a text says has become of a mail. */
export type Fate = 'failed' | 'delayed' | 'delivered';

/** A phrase that a program writes about a mail it could not (yet) deliver. */
export interface BounceText {
  readonly family: string;
  readonly fate: Fate;
  /** Tested against text in lower case, blanks collapsed, apostrophes straight. */
  readonly pattern: RegExp;
  /** So distinctive that it needs no daemon as sender when the mail begins with it. */
  readonly alone?: true;
  /** So ordinary that a postmaster of flesh may write it too. */
  readonly vague?: true;
}

/** Local parts that only programs (or, for postmaster, seldom people) write from. */
export const DAEMON_LOCAL =
  /^(?:mailer[-_.]?daemon|mail-daemon|mdaemon|mail\.?delivery(?:[._-]?(?:system|subsystem))?|mailerdaemon|post_master|microsoftexchange[0-9a-f]{8,}|double-bounce|bounce-notification|mail-system)\b/i;
export const POSTMASTER_LOCAL =
  /^(?:po{1,2}st[-_]?master|mail-?admin(?:istrator)?|system[-_.]?administrator|symantec_antivirus.*|nondelivery.*)$/i;
export const DAEMON_NAME =
  /\b(?:mail(?:er)?[ _-]?daemon|mail deliver(?:y)? (?:sub)?system|mail delivery (?:service|agent)|internet mail delivery|email delivery system|mail administrator|system administrator|content[- ]filter at|interscan mss|microsoft (?:outlook|exchange)|postmaster)\b/i;

/** Below such a line comes the mail that bounced. */
export const ORIGINAL_STARTS =
  /^[ \t]*(?:-{2,} ?(?:below this line is a copy|enclosed is a copy|this is a copy of|this is the original|the header of the original|original message|unsent message|returned message|non-delivered information -{3,} ?$|message header)|-{3,}\s?original m|-{3,} ?(?:begin )?original|\|?-{3,} message text follows|original message (?:follows|headers)|message headers follow|included is a copy of the message|below is a copy of the original|the original message follows|původní zpráva|-{3,} ?(?:kopie|kopia))/i;
