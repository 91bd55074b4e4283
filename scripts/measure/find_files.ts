export const hostFlags: any = 0, protectLock: any = 0, findBenchFiles: any = 0, resolveDeno: any = 0, provideNodeModules: any = 0;
