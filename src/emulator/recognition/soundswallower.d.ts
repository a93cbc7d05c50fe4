/**
 * The part of soundswallower 0.6.3 (MIT) used here: its classes, and three functions of the compiled C library
 * (`decoder_hyp` of its `decoder.h`) for the score of a path, which the classes do not expose.
 */
declare module 'soundswallower' {
  export interface Decoder {
    /** Address of the decoder in the module's memory. */
    readonly cdecoder: number;
    initialize(): Promise<void>;
    lookup_word(word: string): string | null;
    add_words(...words: readonly (readonly [word: string, phones: string])[]): void;
    /** The probability of silence counts from the next grammar on. */
    set_config(key: 'silprob', value: number): boolean;
    set_grammar(jsgf: string): void;
    start(): void;
    stop(): void;
    process_audio(samples: Float32Array, noSearch: boolean, fullUtterance: boolean): number;
    get_text(): string;
    delete(): void;
  }

  export interface SoundswallowerModule {
    readonly Decoder: new (config: Readonly<Record<string, string | number | boolean>>) => Decoder;
    readonly HEAP32: Int32Array;
    _malloc(bytes: number): number;
    _free(address: number): void;
    _decoder_hyp(decoder: number, scoreAddress: number): number;
  }

  function createModule(options: {
    readonly modelBase: string;
    readonly print: (line: string) => void;
    readonly printErr: (line: string) => void;
  }): Promise<SoundswallowerModule>;

  export { createModule as default };
}
