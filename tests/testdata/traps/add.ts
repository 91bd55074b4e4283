/** Work that a bench file leaves to another module. */
export function add(numbers: Int32Array): number {
  let sum = 0;
  for (let index = 0; index < numbers.length; index++) sum = (sum * 31 + numbers[index]!) | 0;
  return sum;
}
