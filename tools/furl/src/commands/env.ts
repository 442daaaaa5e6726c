import { Command } from 'commander';
import { readSession } from '@furl/emulator';
import { print, type Io } from '../io';
import { sessionFolder } from '../locations';

/** `furl env`: the developer's keys for the shell. */
export function envCommand(io: Io): Command {
  return new Command('env')
    .description('print the credentials of the running emulator for the shell: eval "$(npx furl env)"')
    .option('--json', 'as JSON')
    .action((options: { json?: boolean }) => {
      const { credentials, region, port } = readSession(sessionFolder(io.cwd));
      const variables = {
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_SESSION_TOKEN: credentials.sessionToken,
        AWS_REGION: region,
        AWS_DEFAULT_REGION: region,
        // The AWS CLI and SDKs find Lambda and STS there: see the emulator's README.
        AWS_ENDPOINT_URL: `http://localhost:${port}`,
      };
      if (options.json) return print(io, JSON.stringify(variables, null, 2));
      for (const [name, value] of Object.entries(variables)) print(io, `export ${name}=${quote(value)}`);
    });
}

/** For a POSIX shell. */
function quote(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
