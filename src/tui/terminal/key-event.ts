export interface Key {
  readonly type: 'key';
  /**
   * The character in lower case, a name such as `space`, `enter`, `escape`, `pageup`, or '' for a key that means nothing
   * here (F-keys, modifiers by themselves).
   */
  readonly name: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  /** Always `press` from terminals that report nothing else. */
  readonly action: 'press' | 'repeat' | 'release';
  /** What the key types; '' when it types nothing. */
  readonly text: string;
}

/** What the terminal sent: keys, pasted text as a whole, and answers to our queries. */
export type KeyEvent =
  | Key
  /** One notch of the mouse wheel; the pointer's cell counts from 0. */
  | {
      readonly type: 'wheel';
      readonly direction: 'up' | 'down';
      readonly row: number;
      readonly column: number;
    }
  /** The left button of the mouse was pressed, without a modifier. */
  | { readonly type: 'click'; readonly row: number; readonly column: number }
  | { readonly type: 'paste'; readonly text: string }
  /** Answer to `CSI ? u`: the kitty keyboard flags in force. */
  | { readonly type: 'keyboard-flags'; readonly flags: number }
  /** Answer to `OSC 11`: whether the terminal's background is dark. */
  | { readonly type: 'background'; readonly isDark: boolean }
  /** Answer to a query that every terminal answers. */
  | { readonly type: 'device-attributes'; readonly clipboard: boolean };
