/** Whether `--mic` or `--speaker` names a file that stands for the device. */
export function isSoundFile(device: string | undefined): boolean {
  return device !== undefined && /\.wav$/i.test(device);
}
