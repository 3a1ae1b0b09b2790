import type { GoogleOAuth, MicrosoftOAuth } from '../config/settings.ts';

/** What is set up once at Google before a person can consent. */
export function googleSteps(oauth: GoogleOAuth): readonly string[] {
  return [
    `Google lets the client ${oauth.clientId} read and send after three steps, done once at console.cloud.google.com:`,
    '1. A project with the Gmail API enabled (APIs & Services → Library).',
    `2. APIs & Services → OAuth consent screen: user type Internal in Workspace; else publish the app, for in "testing" a consent ends
   after seven days. Scope: ${oauth.scope}`,
    '3. APIs & Services → Credentials → Create credentials → OAuth client ID → Desktop app: its id and secret are `client_id` and\n   `client_secret`.',
  ];
}

/** What an administrator of a Microsoft 365 tenant does once, so that the application may use the mailbox. */
export function microsoftSteps(oauth: MicrosoftOAuth, address: string, sends: boolean): readonly string[] {
  const permissions = ['IMAP.AccessAsApp', ...(sends ? ['SMTP.SendAsApp'] : [])];
  return [
    `Microsoft 365 lets an application into ${address} after four steps of an administrator:`,
    `1. Microsoft Entra admin center (entra.microsoft.com) → App registrations → New registration, or the one with the
   client id ${oauth.clientId}. Its "Directory (tenant) ID" is \`tenant\`, its "Application (client) ID" is \`client_id\`.`,
    `2. There → API permissions → Add a permission → APIs my organization uses → Office 365 Exchange Online →
   Application permissions → ${permissions.join(' and ')}; then "Grant admin consent".`,
    '3. There → Certificates & secrets → New client secret. Its value (not its id) is the client secret; note when it expires.',
    `4. Exchange Online PowerShell, where OBJECT_ID is the "Object ID" under Enterprise applications (not App registrations):
     Connect-ExchangeOnline
     New-ServicePrincipal -AppId ${shellWord(oauth.clientId)} -ObjectId OBJECT_ID
     Add-MailboxPermission -Identity ${shellWord(address)} -User OBJECT_ID -AccessRights FullAccess${
       sends ? `\n     Set-CASMailbox -Identity ${shellWord(address)} -SmtpClientAuthenticationDisabled $false` : ''
     }`,
  ];
}

/** A word for PowerShell: whatever is in it, it stays one word. */
function shellWord(text: string): string {
  return /^[A-Za-z0-9@._-]+$/.test(text) ? text : `'${text.replaceAll("'", "''")}'`;
}
