/** Copies of temporary projects, which are quicker to make than what is in them. @module */
import { Project } from "../project.ts";

/** Copies a project with the times at which its files were modified, since some documents have them. */
export async function copyProject(project: Project): Promise<Project> {
  const copy = await Project.create();
  await copyFolder(project.folder, copy.folder);
  return copy;
}

async function copyFolder(from: string, to: string): Promise<void> {
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    const [source, target] = [`${from}/${name}`, `${to}/${name}`];
    if (isDirectory) {
      await Deno.mkdir(target);
      await copyFolder(source, target);
    } else {
      await Deno.copyFile(source, target);
      const { mtime } = await Deno.stat(source);
      if (mtime !== null) await Deno.utime(target, mtime, mtime);
    }
  }
}

/**
 * Makes copies of a project that is made when the first copy is needed. A test file creates it before
 * its tests; the project is removed with the file.
 */
export class Template {
  readonly #make: () => Promise<Project>;
  #made: Promise<Project> | null = null;

  constructor(make: () => Promise<Project>) {
    this.#make = make;
  }

  async copy(): Promise<Project> {
    this.#made ??= this.#make().then((project) => {
      addEventListener("unload", () => Deno.removeSync(project.folder, { recursive: true }));
      return project;
    });
    return await copyProject(await this.#made);
  }
}
