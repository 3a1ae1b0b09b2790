#!/usr/bin/env node
import { EXIT } from './exit.ts';
import { run } from './program.ts';

// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.io));

process.exitCode = await run(process.argv);
