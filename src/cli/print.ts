/** Writing to stdout, slowly where the reader of a pipe is slower than we are. */

/** A line. */
export const write = (line: string): Promise<void> => writeText(`${line}\n`);

/** Text as it stands. */
export function writeText(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
