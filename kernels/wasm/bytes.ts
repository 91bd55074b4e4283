/** A growing run of bytes, with the number formats of the WebAssembly binary format. */
export class Bytes {
  #bytes = new Uint8Array(1024);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Appends one byte. */
  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  /** Appends bytes as they are. */
  raw(values: ArrayLike<number>): void {
    this.#reserve(values.length);
    this.#bytes.set(values, this.#length);
    this.#length += values.length;
  }

  /** Appends an unsigned whole number below 2³² (LEB128). */
  unsigned(value: number): void {
    this.#reserve(5);
    while (value > 0x7f) {
      this.#bytes[this.#length++] = value & 0x7f | 0x80;
      value >>>= 7;
    }
    this.#bytes[this.#length++] = value;
  }

  /** Appends a signed 32-bit whole number (LEB128). */
  signed(value: number): void {
    this.#reserve(5);
    // A byte holds seven bits, and the last one's top bit is the sign.
    while (value > 0x3f || value < -0x40) {
      this.#bytes[this.#length++] = value & 0x7f | 0x80;
      value >>= 7;
    }
    this.#bytes[this.#length++] = value & 0x7f;
  }

  /** Appends a whole number from 0 to 2³¹ − 1 in five bytes, signed or not (LEB128). */
  wide(value: number): void {
    this.#reserve(5);
    this.#length += 5;
    this.setWide(this.#length - 5, value);
  }

  /** Puts another number in the place of one that {@linkcode wide} appended. */
  setWide(at: number, value: number): void {
    for (let i = 0; i < 4; i++) this.#bytes[at + i] = value >> 7 * i & 0x7f | 0x80;
    this.#bytes[at + 4] = value >> 28;
  }

  /** Appends a 32-bit float. */
  float32(value: number): void {
    this.#reserve(4);
    this.#view.setFloat32(this.#length, value, true);
    this.#length += 4;
  }

  /** Appends a 64-bit float. */
  float64(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  /** Appends a text with its length in front. Letters, digits and underscores only. */
  name(text: string): void {
    this.unsigned(text.length);
    for (let i = 0; i < text.length; i++) this.byte(text.charCodeAt(i));
  }

  /** Appends other bytes with their length in front. */
  sized(other: Bytes): void {
    this.unsigned(other.length);
    this.raw(other.view());
  }

  /** What has been written so far; not a copy. */
  view(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + count));
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}
