/** What a history needs of the file system. @module */

/** Files by their paths; what cannot be done is a `Failure`. */
export interface Files {
  /** Names of all that is in a folder, links and folders too; none where there is no such folder. */
  listNames(folder: string): Promise<string[]>;
  /** Names of the folders in a folder, as {@linkcode listNames}; a link is none. */
  listFolders(folder: string): Promise<string[]>;
  /** Whether a path leads to a file, through links too; a pipe or a device is none. */
  isFile(path: string): Promise<boolean>;
  readText(path: string): Promise<string>;
  readBytes(path: string): Promise<Uint8Array>;
  /** Writes the whole file or nothing, making the folders it lies in. */
  writeWhole(path: string, content: string | Uint8Array): Promise<void>;
  /** Writes a folder with these files as a whole or not at all; nothing is by its name yet. */
  writeFolder(path: string, files: ReadonlyMap<string, string>): Promise<void>;
  /** Gives a file another path, over one that is there; one that has gone is no error. */
  move(from: string, to: string): Promise<void>;
  /** Removes a file, or an empty folder; one that is not there is no error. */
  remove(path: string): Promise<void>;
}
