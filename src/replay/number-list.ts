/** Numbers in ascending order, 8 bytes each. */
export class NumberList {
  #numbers = new Float64Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get last(): number | undefined {
    return this.at(this.#length - 1);
  }

  at(index: number): number | undefined {
    return index >= 0 && index < this.#length ? this.#numbers[index] : undefined;
  }

  /** A number that is less than the last one counts as equal to it. */
  push(value: number): void {
    if (this.#length === this.#numbers.length) {
      const longer = new Float64Array(2 * this.#length);
      longer.set(this.#numbers);
      this.#numbers = longer;
    }
    this.#numbers[this.#length] = Math.max(value, this.last ?? value);
    this.#length += 1;
  }

  /** How many are at most `value`. */
  countUpTo(value: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#numbers[middle] ?? 0) <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
