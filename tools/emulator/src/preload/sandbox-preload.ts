/**
 * Loaded into every sandbox before AWS's own runtime client (`aws-lambda-ric`), which runs unchanged.
 *
 * It gives the client what the Lambda platform has and a developer's machine has not: the native half of the client,
 * the resolution of `*.localhost`, and an end when the emulator has gone.
 */
import { installLifeline } from './lifeline';
import { installLoopbackNames } from './loopback-names';
import { installRapidClient } from './rapid-client';

installLifeline();
installLoopbackNames();
installRapidClient();
