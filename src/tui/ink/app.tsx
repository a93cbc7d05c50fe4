import { Box, Text } from 'ink';
import { memo, useSyncExternalStore } from 'react';
import type { ChangedRows } from './changed-rows.js';

const Line = memo(function Line({ text }: { readonly text: string }) {
  // An empty text has no height in Ink.
  return <Text wrap="truncate">{text === '' ? ' ' : text}</Text>;
});

/**
 * One text a line, of the lines that changed: everything about the picture was decided by the layout. A line's key is
 * its row, so that a text that moved to another row is a change, too.
 */
export function App({ changed }: { readonly changed: ChangedRows }) {
  const { rows, lines } = useSyncExternalStore(changed.subscribe, changed.getPatch);
  return (
    <Box flexDirection="column">
      {rows.map((row, index) => (
        <Line key={row} text={lines[index] ?? ''} />
      ))}
    </Box>
  );
}
