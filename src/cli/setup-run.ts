import { type ConnectDeps, connectCheck, type ServerFinding } from '../config/connect.ts';
import { createTokenSource, TOKEN_DEPS } from '../config/oauth.ts';
import { problemText } from '../config/problem.ts';
import { configurationReference } from '../config/reference.ts';
import { jsonSchema } from '../config/schema.ts';
import { showProblem } from '../delivery/render/problem.ts';
import { createRenderer } from '../delivery/render/renderer.ts';
import { type Asker, terminalAsker } from './ask.ts';
import { checkedConfiguration } from './checked.ts';
import { configurationFile, configured, TEMPLATES } from './configuration.ts';
import { EXIT, type ExitCode, Failure } from './exit.ts';
import { type InitFlags, init } from './init.ts';
import { login } from './login.ts';
import { publishedFindings } from './published.ts';
import { colour, count, lines, plain, remark, say, sayJson } from './terminal.ts';
import type { Common } from './ticket.ts';

/** Milliseconds for one server. */
const SERVER_TIME = 20_000;

/** Tells what is wrong in the configuration and the templates and, when asked, what the servers say. */
export async function check(options: Common & { readonly connect?: boolean }): Promise<ExitCode> {
  const file = configurationFile(options.config);
  const checked = await checkedConfiguration(file);
  const { loaded } = checked;
  const problems = [...checked.problems, ...checked.registers];
  const templates = loaded.ok ? createRenderer({ builtIn: TEMPLATES, own: loaded.settings.templates }).prepare() : [];
  const ok = loaded.ok && templates.length === 0 && problems.every(({ severity }) => severity === 'warning');
  const servers = ok && options.connect === true ? await connectCheck(loaded.settings, connectDeps()) : [];
  const published = loaded.ok ? await publishedFindings(loaded.settings) : [];
  const refused = servers.some(({ finding }) => finding.kind === 'failed');
  if (options.json === true)
    sayJson({ ok: ok && !refused, file, problems: [...problems, ...templates], servers, published });
  else {
    for (const problem of problems) say(lines(problemText(problem)));
    for (const problem of templates) say(lines(showProblem(problem)));
    if (ok) say(`${colour.green('ok')}  ${file}`);
    for (const { desk, answers, problems: wrong } of published) {
      say(`${colour.green('ok')}  ${count(answers, 'published answer')} of ${desk}`);
      for (const problem of wrong) say(`${colour.yellow('?')}   ${plain(problem)}; it is left out`);
    }
    tellServers(servers);
  }
  if (!ok) return EXIT.config;
  return refused ? EXIT.wrong : EXIT.ok;
}

function connectDeps(): ConnectDeps {
  return { tokens: (oauth) => createTokenSource(oauth, TOKEN_DEPS), timeout: SERVER_TIME };
}

function tellServers(servers: readonly ServerFinding[]): void {
  for (const { mailbox, protocol, server, finding } of servers) {
    const where = `${mailbox} ${protocol.toUpperCase()} ${plain(server)}`;
    switch (finding.kind) {
      case 'none':
        say(`${colour.dim('–')}   ${where}: ${finding.why}`);
        break;
      case 'failed':
        say(`${colour.red('no')}  ${where}: ${plain(finding.problem.message)}\n      ${plain(finding.problem.next)}`);
        break;
      case 'fine':
        say(`${colour.green('ok')}  ${where}: ${finding.facts.map(plain).join(', ')}`);
        for (const { message, next } of finding.doubts)
          say(`${colour.yellow('?')}   ${plain(message)}\n      ${plain(next)}`);
    }
  }
}

/** Prints the JSON Schema, or the reference of all keys. */
export async function schema(options: { readonly markdown?: boolean }): Promise<void> {
  say(options.markdown === true ? configurationReference().trimEnd() : JSON.stringify(jsonSchema(), undefined, 2));
}

/** Somebody to ask, when a person sits at the terminal. */
function asker(): Asker | undefined {
  return process.stdin.isTTY && process.stdout.isTTY ? terminalAsker(process.stdin, process.stdout) : undefined;
}

/** Writes a first configuration. */
export async function initialise(file: string | undefined, flags: InitFlags & Common): Promise<ExitCode> {
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const result = await init(file ?? flags.config ?? 'config/spoc.yaml', flags, { asker: asker(), timeZone });
  switch (result.kind) {
    case 'written':
      say(
        `Written: ${result.file}${result.secretFile === undefined ? '' : `\nThe password is in ${result.secretFile}, which only you can read.`}`,
      );
      say(`Next:\n${result.next.map((step) => `  ${step}`).join('\n')}`);
      return EXIT.ok;
    case 'refused':
      throw new Failure(EXIT.data, `no configuration was written\n${result.problems.join('\n')}`);
    case 'cancelled':
      remark('Given up; nothing was written.');
      return EXIT.wrong;
  }
}

/** Walks a person through the login of a mailbox. */
export async function loginTo(mailbox: string, options: Common): Promise<ExitCode> {
  const settings = await configured(options.config);
  const ending = new AbortController();
  process.once('SIGINT', () => ending.abort());
  const result = await login(settings, mailbox, {
    ...TOKEN_DEPS,
    asker: asker(),
    say,
    signal: ending.signal,
    timeout: SERVER_TIME,
  });
  switch (result.kind) {
    case 'done':
      tellServers(result.servers);
      return result.servers.some(({ finding }) => finding.kind === 'failed') ? EXIT.wrong : EXIT.ok;
    case 'failed':
      throw new Failure(EXIT.unavailable, result.message);
    case 'cancelled':
      remark('Given up.');
      return EXIT.wrong;
  }
}
