import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, it } from 'vitest';
import { closeEmulatorsAfterEach, runEmulator } from '../helpers/emulator-rig.js';

closeEmulatorsAfterEach();

function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

/** Addresses at which this machine could be reached: 127.0.0.2 stands for others where there are none. */
const otherAddresses = [
  '127.0.0.2',
  ...Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ address, scopeid }) => address !== '127.0.0.1' && (scopeid ?? 0) === 0)
    .map(({ address }) => address),
];

it('listens at 127.0.0.1 and at no other address of this machine', async () => {
  const port = Number(new URL((await runEmulator()).url).port);
  expect(await canConnect('127.0.0.1', port)).toBe(true);
  for (const address of otherAddresses)
    expect(await canConnect(address, port), address).toBe(false);
});
