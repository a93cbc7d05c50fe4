import { Box, Text } from 'ink';
import { memo, useSyncExternalStore } from 'react';

/** The painted lines of the frame to show, and how to hear of the next one. */
export interface FrameSource {
  readonly getLines: () => readonly string[];
  readonly subscribe: (listener: () => void) => () => void;
}

const Line = memo(function Line({ text }: { readonly text: string }) {
  // An empty text has no height in Ink.
  return <Text wrap="truncate">{text === '' ? ' ' : text}</Text>;
});

/** One text a line: everything about the picture was decided by the layout. */
export function App({ source }: { readonly source: FrameSource }) {
  const lines = useSyncExternalStore(source.subscribe, source.getLines);
  return (
    <Box flexDirection="column">
      {lines.map((text, row) => (
        <Line key={row} text={text} />
      ))}
    </Box>
  );
}
