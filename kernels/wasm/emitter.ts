/**
 * Writes WebAssembly modules: functions over one imported memory, as bytes.
 *
 * WebAssembly is a stack machine, which wants operands before their operator. TypeScript
 * evaluates arguments before the call, so nested calls write code in the right order:
 * `f.add(x.get(), f.i32(1))` writes "get x, constant 1, add". What such a call returns is a
 * token of the value's type that lets the compiler check the operands. It must be used where it
 * is written: a value needed twice goes into a local.
 */
import { Bytes } from "./bytes.ts";

/** On the stack: a 32-bit whole number. */
export interface I32 {
  readonly type: "i32";
}
/** On the stack: a 128-bit vector. */
export interface V128 {
  readonly type: "v128";
}
/** On the stack: a value of either type. */
export type Value = I32 | V128;
/** A place to go on from. */
export interface Label {
  /** Jumps there. */
  jump(): void;
  /** Jumps there unless `condition` is 0. */
  jumpIf(condition: I32): void;
  /** How many blocks lie around it. */
  readonly depth: number;
}

/** A number that is larger by the same amount in every copy of a piece of code. */
export interface Growing {
  readonly first: number;
  readonly by: number;
}

interface GrowingPlace {
  readonly at: number;
  readonly number: Growing;
}

const i32: I32 = { type: "i32" };
const v128: V128 = { type: "v128" };
const typeCodes = { i32: 0x7f, v128: 0x7b };
const EMPTY = 0x40;

/** A local variable of a function. */
export class Local<T extends Value> {
  readonly #code: Bytes;
  readonly #index: number;
  readonly #token: T;

  constructor(code: Bytes, index: number, token: T) {
    this.#code = code;
    this.#index = index;
    this.#token = token;
  }

  /** Puts the variable's value on the stack. */
  get(): T {
    this.#code.byte(0x20);
    this.#code.unsigned(this.#index);
    return this.#token;
  }

  /** Takes the value from the stack. */
  set(_value: T): void {
    this.#code.byte(0x21);
    this.#code.unsigned(this.#index);
  }
}

/** Writes the code of one function. */
export class FunctionBuilder {
  readonly code: Bytes = new Bytes();
  readonly parameters: readonly Local<I32>[];
  readonly #locals: (keyof typeof typeCodes)[] = [];
  /** Where growing numbers stand in the piece of code that is being written. */
  #growing: GrowingPlace[] = [];
  #depth = 0;

  constructor(parameterCount: number) {
    this.parameters = Array.from(
      { length: parameterCount },
      (_, index) => new Local(this.code, index, i32),
    );
  }

  /** A new i32 variable, 0 at first. */
  i32Local(): Local<I32> {
    return this.#local("i32", i32);
  }

  /** A new vector variable, zeros at first. */
  v128Local(): Local<V128> {
    return this.#local("v128", v128);
  }

  #local<T extends Value>(type: keyof typeof typeCodes, token: T): Local<T> {
    const index = this.parameters.length + this.#locals.length;
    this.#locals.push(type);
    return new Local(this.code, index, token);
  }

  /** A constant; one that grows must be at least 0. */
  i32(value: number | Growing): I32 {
    this.code.byte(0x41);
    if (typeof value === "number") this.code.signed(value);
    else this.#writeGrowing(value);
    return i32;
  }

  add(_a: I32, _b: I32): I32 {
    return this.#i32Operator(0x6a);
  }
  sub(_a: I32, _b: I32): I32 {
    return this.#i32Operator(0x6b);
  }
  mul(_a: I32, _b: I32): I32 {
    return this.#i32Operator(0x6c);
  }
  /** Shift of an unsigned number. */
  shiftRight(_a: I32, _bits: I32): I32 {
    return this.#i32Operator(0x76);
  }
  equal(_a: I32, _b: I32): I32 {
    return this.#i32Operator(0x46);
  }
  /** Signed a < b. */
  less(_a: I32, _b: I32): I32 {
    return this.#i32Operator(0x48);
  }
  /** Signed a > b. */
  greater(_a: I32, _b: I32): I32 {
    return this.#i32Operator(0x4a);
  }
  /** Signed a >= b. */
  notLess(_a: I32, _b: I32): I32 {
    return this.#i32Operator(0x4e);
  }
  /** `a` where the condition is not 0, else `b`. */
  select(_a: I32, _b: I32, _condition: I32): I32 {
    return this.#i32Operator(0x1b);
  }

  #i32Operator(opcode: number): I32 {
    this.code.byte(opcode);
    return i32;
  }

  /** Reads a 32-bit whole number at `address` + `offset`. */
  i32Load(_address: I32, offset = 0): I32 {
    this.code.raw([0x28, 0]);
    this.code.unsigned(offset);
    return i32;
  }

  /** Copies `bytes` bytes, also where the two places overlap. */
  copyBytes(_to: I32, _from: I32, _bytes: I32): void {
    this.code.raw([0xfc, 0x0a, 0, 0]);
  }

  /** Sets `bytes` bytes to `value`. */
  fillBytes(_to: I32, _value: I32, _bytes: I32): void {
    this.code.raw([0xfc, 0x0b, 0]);
  }

  /** A vector instruction that leaves a vector. */
  vector(opcode: number): V128 {
    this.vectorVoid(opcode);
    return v128;
  }

  /** A vector instruction that leaves nothing. */
  vectorVoid(opcode: number): void {
    this.code.byte(0xfd);
    this.code.unsigned(opcode);
  }

  /** A vector instruction with an address in memory, whose alignment is not promised. */
  vectorMemory(opcode: number, offset: number | Growing): V128 {
    this.vectorVoid(opcode);
    this.code.byte(0);
    if (typeof offset === "number") this.code.unsigned(offset);
    else this.#writeGrowing(offset);
    return v128;
  }

  /**
   * Code to be written many times: only the first time is it put together.
   *
   * @param write Writes it. It makes no variables and jumps nowhere.
   * @returns A function that writes a copy, given its number.
   */
  repeatable(write: () => void): (copy: number) => void {
    let places: GrowingPlace[] = [];
    let first: Uint8Array | undefined;
    return (copy) => {
      const start = this.code.length;
      if (first) {
        this.code.raw(first);
      } else {
        this.#growing = [];
        write();
        places = this.#growing.map(({ at, number }) => ({ at: at - start, number }));
        first = this.code.view().slice(start);
      }
      for (const { at, number } of places) {
        this.code.setWide(start + at, number.first + copy * number.by);
      }
    };
  }

  #writeGrowing(number: Growing): void {
    this.#growing.push({ at: this.code.length, number });
    this.code.wide(number.first);
  }

  /** Runs `body`, which may jump back to its start. */
  loop(body: (again: Label) => void): void {
    this.code.raw([0x03, EMPTY]);
    this.#nested(body);
  }

  /** Runs `body`, which may jump to its end. */
  block(body: (end: Label) => void): void {
    this.code.raw([0x02, EMPTY]);
    this.#nested(body);
  }

  /** Runs `then` where the condition is not 0, else `otherwise`. */
  if(_condition: I32, then: () => void, otherwise?: () => void): void {
    this.code.raw([0x04, EMPTY]);
    this.#depth++;
    then();
    if (otherwise) {
      this.code.byte(0x05);
      otherwise();
    }
    this.#depth--;
    this.code.byte(0x0b);
  }

  /** Adds a constant to a variable. */
  increase(variable: Local<I32>, by: number): void {
    variable.set(this.add(variable.get(), this.i32(by)));
  }

  /** Adds a variable to another. */
  increaseBy(variable: Local<I32>, by: Local<I32>): void {
    variable.set(this.add(variable.get(), by.get()));
  }

  /** Sets a variable to the smaller of two numbers; both are written twice. */
  setMinimum(variable: Local<I32>, a: () => I32, b: () => I32): void {
    variable.set(this.select(a(), b(), this.less(a(), b())));
  }

  /** Runs `body` with `counter` = 0, `step`, … while it is below `end`. */
  range(counter: Local<I32>, end: () => I32, step: number, body: () => void): void {
    counter.set(this.i32(0));
    this.while(() => this.less(counter.get(), end()), () => {
      body();
      this.increase(counter, step);
    });
  }

  /** Runs `body` as long as `condition` is not 0; tested at the end, so that a turn has one jump. */
  while(condition: () => I32, body: () => void): void {
    this.if(condition(), () =>
      this.loop((again) => {
        body();
        again.jumpIf(condition());
      }));
  }

  /** Jumps to the label that `_index` selects, to the last one where it is too large. */
  jumpTable(_index: I32, labels: readonly Label[]): void {
    this.code.byte(0x0e);
    this.code.unsigned(labels.length - 1);
    for (const label of labels) this.code.unsigned(this.#depth - label.depth);
  }

  /** Calls a function that returns nothing. */
  call(index: number, ..._arguments: I32[]): void {
    this.code.byte(0x10);
    this.code.unsigned(index);
  }

  #nested(body: (label: Label) => void): void {
    const depth = ++this.#depth;
    const branch = (opcode: number) => {
      this.code.byte(opcode);
      this.code.unsigned(this.#depth - depth);
    };
    body({ depth, jump: () => branch(0x0c), jumpIf: () => branch(0x0d) });
    this.#depth--;
    this.code.byte(0x0b);
  }

  /** The finished code: its variables, then its instructions. */
  finish(): Bytes {
    const body = new Bytes();
    body.unsigned(this.#locals.length);
    for (const type of this.#locals) {
      body.unsigned(1);
      body.byte(typeCodes[type]);
    }
    body.raw(this.code.view());
    body.byte(0x0b);
    return body;
  }
}

/** The memory a module runs on, which never grows. */
export interface MemoryKind {
  /** Its size in units of 64 KiB. */
  readonly pages: number;
  /** Whether it is shared between threads. */
  readonly shared: boolean;
}

/** Collects functions and writes them as a module. */
export class ModuleBuilder {
  readonly #memory: MemoryKind;
  readonly #functions: { name: string | undefined; builder: FunctionBuilder }[] = [];

  constructor(memory: MemoryKind) {
    this.#memory = memory;
  }

  /**
   * Adds a function of 32-bit whole numbers that returns nothing.
   *
   * @param name What it is exported as; `undefined` keeps it internal.
   * @param parameterNames What its parameters are called here.
   * @param write Writes its code.
   * @returns Its index, for `call`.
   */
  function<const Name extends string>(
    name: string | undefined,
    parameterNames: readonly Name[],
    write: (f: FunctionBuilder, parameters: Readonly<Record<Name, Local<I32>>>) => void,
  ): number {
    const builder = new FunctionBuilder(parameterNames.length);
    const parameters = parameterNames.map((name, index) => [name, builder.parameters[index]]);
    write(builder, Object.fromEntries(parameters));
    return this.#functions.push({ name, builder }) - 1;
  }

  /** The module as bytes. */
  finish(): Uint8Array<ArrayBuffer> {
    const module = new Bytes();
    module.raw([0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    this.#section(module, 1, this.#functions, (to, { builder }) => {
      to.byte(0x60);
      to.unsigned(builder.parameters.length);
      for (const _ of builder.parameters) to.byte(typeCodes.i32);
      to.unsigned(0);
    });
    this.#section(module, 2, [this.#memory], (to, { pages, shared }) => {
      to.name("kernels");
      to.name("memory");
      to.byte(2);
      to.byte(shared ? 3 : 1);
      to.unsigned(pages);
      to.unsigned(pages);
    });
    this.#section(module, 3, this.#functions, (to, _, index) => to.unsigned(index));
    const exported = this.#functions.flatMap(({ name }, index) => name ? [{ name, index }] : []);
    this.#section(module, 7, exported, (to, { name, index }) => {
      to.name(name);
      to.byte(0);
      to.unsigned(index);
    });
    this.#section(module, 10, this.#functions, (to, { builder }) => to.sized(builder.finish()));
    return module.view();
  }

  #section<T>(
    module: Bytes,
    id: number,
    items: readonly T[],
    write: (to: Bytes, item: T, index: number) => void,
  ): void {
    const section = new Bytes();
    section.unsigned(items.length);
    items.forEach((item, index) => write(section, item, index));
    module.byte(id);
    module.sized(section);
  }
}
