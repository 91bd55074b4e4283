#compdef benchline
# Completions of benchline for zsh: source <(benchline completions zsh)
_benchline() {
  local -a commands=(
    'run:Runs bench files in several processes and keeps the result.'
    'compare:Says which slowdowns between two versions or results are real.'
    'baseline:Makes a result the baseline of later comparisons.'
    'history:Keeps results over time and says what became slower for good.'
    'bisect:Finds the commit that made a benchmark slower.'
    'import:Turns the output of another harness into a result document.'
    'merge:Joins results or comparisons that were measured in parts.'
    'doctor:Says how small a slowdown this machine can show.'
    'init:Sets a project up: tasks, a configuration and a workflow.'
    'completions:Prints completions.'
    'help:Shows the help of a command.'
  )
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  shift words
  ((CURRENT--))
  case $words[1] in
    run)
      _arguments \
        '*--out=[write a file, in the format its ending tells]:\[F\:\]FILE:_files' \
        '--rounds=[processes for each file]:N: ' \
        '*--command=[time a whole process, without a shell, instead of bench files]:CMD: ' \
        '--resume[go on where a run of the same files, commit and flags was ended]' \
        '--filter=[only benchmarks whose name contains S, or matches it if it is /S/]:S: ' \
        '--shard=[only part K of N, for one of several machines]:K/N: ' \
        '--timeout=[minutes for everything]:MIN: ' \
        '--bench-timeout=[seconds for one benchmark in one process]:S: ' \
        '*--format=[what goes to standard output]:F:(terminal json bencher customSmallerIsBetter go)' \
        '--verbose[print every step as a line, even without a terminal, and the stack of a fault]' \
        '--quiet[no progress and no notes]' \
        '--help[show this]' \
        '--version[show the version]' \
        '*:file:_files'
      ;;
    compare)
      _arguments \
        '--against=-[measure the working tree and REF]::\[REF\]: ' \
        '--against-deno=[run the other side on another Deno, a version]:D: ' \
        '--against-flags=[run the other side with these V8 flags]:"...": ' \
        '--groups[hold each benchmark of the working tree against the one of its group with baseline\: true]' \
        '--bench-from=[whose bench files run]:WHOSE:(missing current own)' \
        '--affected[only bench files that the change can affect, by what they load, their configuration and what they may read]' \
        '*--data=[what benchmarks read and the sources of programs that they start, from the project'\''s folder, or none]:GLOB: ' \
        '--explain[profile every benchmark, not only those that became slower or faster, and show where its time goes]' \
        '--no-explain[do not profile what became slower or faster, which takes some seconds each]' \
        '--setup=[what makes a fresh checkout ready, such as npm ci]:CMD: ' \
        '--placement=[two processes on one core, or both versions in one process]:VALUE:(pair single)' \
        '--filter=[only benchmarks whose name contains S, or matches it if it is /S/]:S: ' \
        '--shard=[only part K of N, for one of several machines]:K/N: ' \
        '--budget=[seconds a benchmark]:S: ' \
        '--timeout=[minutes for everything]:MIN: ' \
        '--bench-timeout=[seconds for loading a file, and for one slice of a benchmark]:S: ' \
        '--resume[go on where a comparison of the same files, versions and flags was ended]' \
        '--baseline=[what to compare with]:FILE:_files' \
        '--current=[the result to judge]:FILE:_files' \
        '--from=[what wrote the file]:FORMAT:(deno vitest mitata tinybench benchmark.js hyperfine google go libtest criterion pytest pyperf jmh dotnet bencher gungraun codspeed customSmallerIsBetter customBiggerIsBetter github-action-benchmark asv)' \
        '--history=[the history that tells how much sessions differ\: a folder, branch\:NAME or postgres\://…]:PLACE: ' \
        '--threshold=[a slowdown above it is a regression, a minor one]:%: ' \
        '--moderate=[above it a regression is moderate]:%: ' \
        '--severe=[above it a regression is severe]:%: ' \
        '--tolerance=[the change taken as ordinary]:%: ' \
        '--suite-threshold=[the suite, the geometric mean of its durations, is a regression if it is slower by more, with 99 % confidence]:%: ' \
        '*--metric=[what to judge\: duration, throughput, memory, or any metric that the results have]:M: ' \
        '*--format=[what goes to standard output]:F:(terminal markdown html json annotations junit sarif)' \
        '*--out=[write a file, in the format its ending tells]:\[F\:\]FILE:_files' \
        '--quiet[no progress and no notes]' \
        '--verbose[print every step as a line, even without a terminal, and the stack of a fault]' \
        '--strict[exit with 1 also for what is inconclusive, was not compared or was removed]' \
        '--ignore-environment[judge although machine or software differ, or all benchmarks moved together]' \
        '--config=[thresholds, also for single benchmarks]:FILE:_files' \
        '--help[show this]' \
        '--version[show the version]' \
        '*:file:_files'
      ;;
    baseline)
      _arguments \
        '--from=[what wrote the file]:FORMAT:(deno vitest mitata tinybench benchmark.js hyperfine google go libtest criterion pytest pyperf jmh dotnet bencher gungraun codspeed customSmallerIsBetter customBiggerIsBetter github-action-benchmark asv)' \
        '--force[accept a result that is partial, or in which benchmarks failed]' \
        '--quiet[no progress and no notes]' \
        '--verbose[print every step as a line, even without a terminal, and the stack of a fault]' \
        '--help[show this]' \
        '--version[show the version]' \
        '1:action:(accept)' \
        '*:file:_files'
      ;;
    history)
      _arguments \
        '--store=[a folder, or postgres\://user@host/database]:PLACE: ' \
        '--branch=-[a git branch instead of a folder, without touching the working tree]::\[NAME\]: ' \
        '--project=[in PostgreSQL, whose results]:NAME: ' \
        '--from=[what wrote the file]:FORMAT:(deno vitest mitata tinybench benchmark.js hyperfine google go libtest criterion pytest pyperf jmh dotnet bencher gungraun codspeed customSmallerIsBetter customBiggerIsBetter github-action-benchmark asv)' \
        '--timestamp=[when it was measured, of one result that does not say so]:TIME: ' \
        '--commit=[the commit it was measured at, of one result that does not say so]:COMMIT: ' \
        '--since=[only changes told since then]:TIME: ' \
        '--reason=[why the change is accepted]:TEXT: ' \
        '--write[put the rules into the configuration]' \
        '--before=[remove what was measured before then]:TIME: ' \
        '--keep=[remove all but the newest N results]:N: ' \
        '--out=[where the pages go]:FOLDER:_files' \
        '--format=[what goes to standard output]:F:(terminal json)' \
        '--threshold=[a slowdown above it is a regression, a minor one]:%: ' \
        '--moderate=[above it a regression is moderate]:%: ' \
        '--severe=[above it a regression is severe]:%: ' \
        '--tolerance=[the change taken as ordinary]:%: ' \
        '--config=[thresholds, also for single benchmarks]:FILE:_files' \
        '--quiet[no progress and no notes]' \
        '--verbose[print every step as a line, even without a terminal, and the stack of a fault]' \
        '--help[show this]' \
        '--version[show the version]' \
        '1:action:(add list show check dismiss tune export prune report)' \
        '*:file:_files'
      ;;
    bisect)
      _arguments \
        '--good=[a branch, tag or commit that is fast]:REF: ' \
        '--bad=[one after it that is slow]:REF: ' \
        '--all-parents[also look at the commits of merged branches, not only at those they were merged by]' \
        '--filter=[only benchmarks whose name contains S, or matches it if it is /S/]:S: ' \
        '--placement=[two processes on one core, or both versions in one process]:VALUE:(pair single)' \
        '--setup=[what makes a fresh checkout ready, such as npm ci]:CMD: ' \
        '--budget=[seconds for each step of a benchmark]:S: ' \
        '--timeout=[minutes for everything]:MIN: ' \
        '--bench-timeout=[seconds for loading a file, and for one slice of a benchmark]:S: ' \
        '--format=[what goes to standard output]:F:(terminal json)' \
        '--quiet[no progress and no notes]' \
        '--verbose[print every step as a line, even without a terminal, and the stack of a fault]' \
        '--threshold=[a slowdown above it is a regression, a minor one]:%: ' \
        '--moderate=[above it a regression is moderate]:%: ' \
        '--severe=[above it a regression is severe]:%: ' \
        '--tolerance=[the change taken as ordinary]:%: ' \
        '--config=[thresholds, also for single benchmarks]:FILE:_files' \
        '--help[show this]' \
        '--version[show the version]' \
        '*:file:_files'
      ;;
    import)
      _arguments \
        '--from=[what wrote the file]:FORMAT:(deno vitest mitata tinybench benchmark.js hyperfine google go libtest criterion pytest pyperf jmh dotnet bencher gungraun codspeed customSmallerIsBetter customBiggerIsBetter github-action-benchmark asv)' \
        '--timestamp=[when it was measured, of one result that does not say so]:TIME: ' \
        '--commit=[the commit it was measured at, of one result that does not say so]:COMMIT: ' \
        '*--out=[write a file, in the format its ending tells]:\[F\:\]FILE:_files' \
        '--quiet[no progress and no notes]' \
        '--verbose[print every step as a line, even without a terminal, and the stack of a fault]' \
        '--help[show this]' \
        '--version[show the version]' \
        '*:file:_files'
      ;;
    merge)
      _arguments \
        '*--format=[what goes to standard output]:F:(terminal markdown html json annotations junit sarif bencher customSmallerIsBetter go)' \
        '*--out=[write a file, in the format its ending tells]:\[F\:\]FILE:_files' \
        '--strict[of comparisons\: exit with 1 also for what is inconclusive, was not compared or was removed]' \
        '--quiet[no progress and no notes]' \
        '--verbose[print every step as a line, even without a terminal, and the stack of a fault]' \
        '--help[show this]' \
        '--version[show the version]' \
        '*:file:_files'
      ;;
    doctor)
      _arguments \
        '--rounds=[rounds of each benchmark against itself]:N: ' \
        '--filter=[only benchmarks whose name contains S, or matches it if it is /S/]:S: ' \
        '--budget=[the budget of compare to reckon with, in seconds a benchmark]:S: ' \
        '--placement=[two processes on one core, or both versions in one process]:VALUE:(pair single)' \
        '--bench-timeout=[seconds for loading a file, and for one slice of a benchmark]:S: ' \
        '--quiet[no progress and no notes]' \
        '--verbose[print every step as a line, even without a terminal, and the stack of a fault]' \
        '--threshold=[a slowdown above it is a regression, a minor one]:%: ' \
        '--moderate=[above it a regression is moderate]:%: ' \
        '--severe=[above it a regression is severe]:%: ' \
        '--tolerance=[the change taken as ordinary]:%: ' \
        '--config=[thresholds, also for single benchmarks]:FILE:_files' \
        '--help[show this]' \
        '--version[show the version]' \
        '*:file:_files'
      ;;
    init)
      _arguments \
        '--yes[write without asking]' \
        '--dry-run[only show what would be written]' \
        '--check[show what is missing or was written by an older version]' \
        '--update[replace what an older version wrote]' \
        '--baseline[then measure, and make the result the baseline]' \
        '--workflow=[which workflow to add]:VALUE:(github gitlab none)' \
        '--from=[where the scripts are, as all who work on the project can reach them]:URL: ' \
        '--quiet[no progress and no notes]' \
        '--verbose[print every step as a line, even without a terminal, and the stack of a fault]' \
        '--help[show this]' \
        '--version[show the version]' \
        '*:file:_files'
      ;;
    completions)
      _arguments \
        '--quiet[no progress and no notes]' \
        '--verbose[print every step as a line, even without a terminal, and the stack of a fault]' \
        '--help[show this]' \
        '--version[show the version]' \
        '1:action:(bash zsh fish)' \
        '*:file:_files'
      ;;
    help)
      _arguments \
        '--quiet[no progress and no notes]' \
        '--verbose[print every step as a line, even without a terminal, and the stack of a fault]' \
        '--help[show this]' \
        '--version[show the version]' \
        '1:action:(run compare baseline history bisect import merge doctor init)' \
        '*:file:_files'
      ;;
  esac
}
if [[ $funcstack[1] == _benchline ]]; then
  _benchline "$@"
else
  compdef _benchline benchline
fi
