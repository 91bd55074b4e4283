/** The interface to the file system that a history needs. @module */

/** Files by path. Every method throws a `Failure` if it cannot do its work. */
export interface Files {
  /** Names of everything in a folder, with links and folders; none if the folder is missing. */
  listNames(folder: string): Promise<string[]>;
  /** Names of the folders in a folder, like {@linkcode listNames}; links do not count. */
  listFolders(folder: string): Promise<string[]>;
  /** Whether a path is a file, also through links; pipes and devices are not. */
  isFile(path: string): Promise<boolean>;
  readText(path: string): Promise<string>;
  readBytes(path: string): Promise<Uint8Array>;
  /** Writes the whole file or nothing, and makes missing folders. */
  writeWhole(path: string, content: string | Uint8Array): Promise<void>;
  /** Writes a folder with these files as a whole or not at all. The path must not exist yet. */
  writeFolder(path: string, files: ReadonlyMap<string, string>): Promise<void>;
  /** Moves a file, replacing an existing one. A missing file is not an error. */
  move(from: string, to: string): Promise<void>;
  /** Removes a file or an empty folder. A missing one is not an error. */
  remove(path: string): Promise<void>;
}
