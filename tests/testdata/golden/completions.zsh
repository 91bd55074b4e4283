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
    'init:Sets up a project: tasks, a configuration and a workflow.'
    'completions:Prints completions.'
    'help:Shows the help of a command.'
    'version:Shows the version.'
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
        '*--out=[write a file, in the format F or that of its ending]:\[F\:\]FILE:_files' \
        '--rounds=[processes per file]:N: ' \
        '*--command=[time a whole process, started without a shell, instead of bench files]:CMD: ' \
        '--resume[continue an interrupted run of the same files, commit and flags]' \
        '--filter=[only benchmarks whose name contains S, or matches it if it is /S/]:S: ' \
        '--shard=[only part K of N, for one of several machines]:K/N: ' \
        '--timeout=[minutes for everything]:MIN: ' \
        '--bench-timeout=[seconds for one benchmark in one process]:S: ' \
        '*--format=[what goes to standard output]:F:(terminal json bencher customSmallerIsBetter go)' \
        '--quiet[show no progress and no notes]' \
        '--verbose[print every step on its own line, even without a terminal, and the stack of a fault]' \
        '--config=[the configuration, which sets files, filter and flags for Deno]:FILE:_files' \
        '--help[show the help]' \
        '--version[show the version]' \
        '*:file:_files'
      ;;
    compare)
      _arguments \
        '--against=-[measure the working tree and REF]::\[REF\]: ' \
        '--against-deno=[run the baseline on another Deno, a version from npm or a path]:D: ' \
        '--against-flags=[run the baseline with these V8 flags]:"...": ' \
        '--groups[compare each benchmark of the working tree with the one in its group that has baseline\: true]' \
        '--bench-from=[which bench files run]:WHOSE:(missing current own)' \
        '--affected[measure only bench files that the change can affect, judging by what they load, their configuration and what they may read]' \
        '*--data=[files that benchmarks read, and sources of programs that they start, relative to the project'\''s folder, or none]:GLOB: ' \
        '--explain[profile every benchmark, not only those that became slower or faster, and show where its time goes]' \
        '--no-explain[do not profile benchmarks that became slower or faster, which takes a few seconds each]' \
        '--setup=[the command that prepares a fresh checkout, such as npm ci]:CMD: ' \
        '--placement=[how the versions run]:VALUE:(pair single)' \
        '--filter=[only benchmarks whose name contains S, or matches it if it is /S/]:S: ' \
        '--shard=[only part K of N, for one of several machines]:K/N: ' \
        '--budget=[seconds per benchmark]:S: ' \
        '--timeout=[minutes for everything]:MIN: ' \
        '--bench-timeout=[seconds for loading a file, and for each slice of a benchmark]:S: ' \
        '--resume[continue an interrupted comparison of the same files, versions and flags]' \
        '--baseline=[the result to compare with]:FILE:_files' \
        '--current=[the result to judge]:FILE:_files' \
        '--from=[the harness that wrote the file]:FORMAT:(deno vitest mitata tinybench benchmark.js hyperfine google go libtest criterion pytest pyperf jmh dotnet bencher gungraun codspeed customSmallerIsBetter customBiggerIsBetter github-action-benchmark asv)' \
        '--history=[the history that shows how much sessions vary\: a folder, branch\:NAME or postgres\://…]:PLACE: ' \
        '--threshold=[a slowdown above this is a regression, minor up to --moderate]:%: ' \
        '--moderate=[a regression above this is moderate]:%: ' \
        '--severe=[a regression above this is severe]:%: ' \
        '--tolerance=[changes up to this are ordinary]:%: ' \
        '--suite-threshold=[the suite is a regression if the geometric mean of its durations is slower by more than this, with 99 % confidence]:%: ' \
        '*--metric=[what to judge\: duration, throughput, memory, or any other metric in the results]:M: ' \
        '*--format=[what goes to standard output]:F:(terminal markdown html json annotations junit sarif)' \
        '*--out=[write a file, in the format F or that of its ending]:\[F\:\]FILE:_files' \
        '--quiet[show no progress and no notes]' \
        '--verbose[print every step on its own line, even without a terminal, and the stack of a fault]' \
        '--strict[also exit with 1 if a benchmark is inconclusive, was not compared or was removed]' \
        '--ignore-environment[judge even if the machine or the software differs, or all benchmarks moved together]' \
        '--config=[the configuration, which sets thresholds, files, filter, flags for Deno and setup]:FILE:_files' \
        '--help[show the help]' \
        '--version[show the version]' \
        '*:file:_files'
      ;;
    baseline)
      _arguments \
        '--from=[the harness that wrote the file]:FORMAT:(deno vitest mitata tinybench benchmark.js hyperfine google go libtest criterion pytest pyperf jmh dotnet bencher gungraun codspeed customSmallerIsBetter customBiggerIsBetter github-action-benchmark asv)' \
        '--force[accept a result that is partial or has failed benchmarks]' \
        '--quiet[show no progress and no notes]' \
        '--verbose[print every step on its own line, even without a terminal, and the stack of a fault]' \
        '--help[show the help]' \
        '--version[show the version]' \
        '1:action:(accept)' \
        '*:file:_files'
      ;;
    history)
      _arguments \
        '--store=[a folder, or postgres\://user@host/database]:PLACE: ' \
        '--branch=-[a git branch instead of a folder]::\[NAME\]: ' \
        '--project=[which project'\''s results to use, in PostgreSQL]:NAME: ' \
        '--from=[the harness that wrote the file]:FORMAT:(deno vitest mitata tinybench benchmark.js hyperfine google go libtest criterion pytest pyperf jmh dotnet bencher gungraun codspeed customSmallerIsBetter customBiggerIsBetter github-action-benchmark asv)' \
        '--timestamp=[when the result was measured, if it does not say so]:TIME: ' \
        '--commit=[the commit that was measured, if the result does not say so]:COMMIT: ' \
        '--since=[only changes reported since then]:TIME: ' \
        '--reason=[why the change is accepted]:TEXT: ' \
        '--write[write the rules into the configuration]' \
        '--before=[remove results measured before then]:TIME: ' \
        '--keep=[remove all but the newest N results]:N: ' \
        '--out=[where the pages go]:FOLDER:_files' \
        '--format=[what goes to standard output]:F:(terminal json)' \
        '--threshold=[a slowdown above this is a regression, minor up to --moderate]:%: ' \
        '--moderate=[a regression above this is moderate]:%: ' \
        '--severe=[a regression above this is severe]:%: ' \
        '--tolerance=[changes up to this are ordinary]:%: ' \
        '--config=[the configuration, which sets thresholds]:FILE:_files' \
        '--quiet[show no progress and no notes]' \
        '--verbose[print every step on its own line, even without a terminal, and the stack of a fault]' \
        '--help[show the help]' \
        '--version[show the version]' \
        '1:action:(add list show check dismiss tune export prune report)' \
        '*:file:_files'
      ;;
    bisect)
      _arguments \
        '--good=[a branch, tag or commit that is fast]:REF: ' \
        '--bad=[a later one that is slow]:REF: ' \
        '--all-parents[also search the commits of merged branches, not only the merges]' \
        '--filter=[only benchmarks whose name contains S, or matches it if it is /S/]:S: ' \
        '--placement=[how the versions run]:VALUE:(pair single)' \
        '--setup=[the command that prepares a fresh checkout, such as npm ci]:CMD: ' \
        '--budget=[seconds per benchmark and step]:S: ' \
        '--timeout=[minutes for everything]:MIN: ' \
        '--bench-timeout=[seconds for loading a file, and for each slice of a benchmark]:S: ' \
        '--format=[what goes to standard output]:F:(terminal json)' \
        '--quiet[show no progress and no notes]' \
        '--verbose[print every step on its own line, even without a terminal, and the stack of a fault]' \
        '--threshold=[a slowdown above this is a regression, minor up to --moderate]:%: ' \
        '--moderate=[a regression above this is moderate]:%: ' \
        '--severe=[a regression above this is severe]:%: ' \
        '--tolerance=[changes up to this are ordinary]:%: ' \
        '--config=[the configuration, which sets thresholds, files, filter, flags for Deno and setup]:FILE:_files' \
        '--help[show the help]' \
        '--version[show the version]' \
        '*:file:_files'
      ;;
    import)
      _arguments \
        '--from=[the harness that wrote the file]:FORMAT:(deno vitest mitata tinybench benchmark.js hyperfine google go libtest criterion pytest pyperf jmh dotnet bencher gungraun codspeed customSmallerIsBetter customBiggerIsBetter github-action-benchmark asv)' \
        '--timestamp=[when the result was measured, if it does not say so]:TIME: ' \
        '--commit=[the commit that was measured, if the result does not say so]:COMMIT: ' \
        '*--out=[write a file, in the format F or that of its ending]:\[F\:\]FILE:_files' \
        '--quiet[show no progress and no notes]' \
        '--verbose[print every step on its own line, even without a terminal, and the stack of a fault]' \
        '--help[show the help]' \
        '--version[show the version]' \
        '*:file:_files'
      ;;
    merge)
      _arguments \
        '*--format=[what goes to standard output]:F:(terminal markdown html json annotations junit sarif bencher customSmallerIsBetter go)' \
        '*--out=[write a file, in the format F or that of its ending]:\[F\:\]FILE:_files' \
        '--strict[also exit with 1 if a benchmark of a comparison is inconclusive, was not compared or was removed]' \
        '--quiet[show no progress and no notes]' \
        '--verbose[print every step on its own line, even without a terminal, and the stack of a fault]' \
        '--help[show the help]' \
        '--version[show the version]' \
        '*:file:_files'
      ;;
    doctor)
      _arguments \
        '--rounds=[rounds in which each benchmark is measured against itself]:N: ' \
        '--filter=[only benchmarks whose name contains S, or matches it if it is /S/]:S: ' \
        '--budget=[the --budget of compare to assume, in seconds per benchmark]:S: ' \
        '--placement=[how the versions run]:VALUE:(pair single)' \
        '--bench-timeout=[seconds for loading a file, and for each slice of a benchmark]:S: ' \
        '--quiet[show no progress and no notes]' \
        '--verbose[print every step on its own line, even without a terminal, and the stack of a fault]' \
        '--threshold=[a slowdown above this is a regression, minor up to --moderate]:%: ' \
        '--moderate=[a regression above this is moderate]:%: ' \
        '--severe=[a regression above this is severe]:%: ' \
        '--tolerance=[changes up to this are ordinary]:%: ' \
        '--config=[the configuration, which sets thresholds, files, filter and flags for Deno]:FILE:_files' \
        '--help[show the help]' \
        '--version[show the version]' \
        '*:file:_files'
      ;;
    init)
      _arguments \
        '--yes[ask nothing\: write, and grant benchmarks the permissions that they ask for]' \
        '--dry-run[only show what would be written]' \
        '--check[show what is missing or outdated]' \
        '--update[replace what an older version wrote]' \
        '--baseline[then measure, and make the result the baseline]' \
        '--workflow=[the service to add a workflow for]:VALUE:(github gitlab none)' \
        '--from=[the folder that contains scripts/, at a URL that everybody on the project can reach]:URL: ' \
        '--quiet[show no progress and no notes]' \
        '--verbose[print every step on its own line, even without a terminal, and the stack of a fault]' \
        '--help[show the help]' \
        '--version[show the version]' \
        '*:file:_files'
      ;;
    completions)
      _arguments \
        '--quiet[show no progress and no notes]' \
        '--verbose[print every step on its own line, even without a terminal, and the stack of a fault]' \
        '--help[show the help]' \
        '--version[show the version]' \
        '1:action:(bash zsh fish)' \
        '*:file:_files'
      ;;
    help)
      _arguments \
        '--quiet[show no progress and no notes]' \
        '--verbose[print every step on its own line, even without a terminal, and the stack of a fault]' \
        '--help[show the help]' \
        '--version[show the version]' \
        '1:action:(run compare baseline history bisect import merge doctor init)' \
        '*:file:_files'
      ;;
    version)
      _arguments \
        '--quiet[show no progress and no notes]' \
        '--verbose[print every step on its own line, even without a terminal, and the stack of a fault]' \
        '--help[show the help]' \
        '--version[show the version]' \
        '*:file:_files'
      ;;
  esac
}
if [[ $funcstack[1] == _benchline ]]; then
  _benchline "$@"
else
  compdef _benchline benchline
fi
