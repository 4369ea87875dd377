#!/usr/bin/env bash
# The build of llm-router. It needs bash and a JDK 25 or newer; the tests also need the one jar named in tools/junit.lock.
set -euo pipefail
CALLED_FROM=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")"

CORE='text http json toml sse zstd config chat protocol providers routing rules money admission gateway records worker'
VERSION=$(sed -n 's/.*CURRENT = "\(.*\)";.*/\1/p' src/llmrouter/Version.java)
M2=${M2_REPO:-$HOME/.m2/repository}
SIGNALS=src/llmrouter/service/OsSignals.java
JAVA_CHECK=src/llmrouter/JavaCheck.java
# What runs the tests, and what of the bench has tests.
TESTED='tools/TestRunner.java tools/bench/Figures.java'
LAUNCHER=src/llmrouter/install/llm-router.sh
LINT='--release 25 -encoding UTF-8 -Xlint:all -Werror'
# Strings are put together as java.base does it: smaller classes, and nothing to be linked at the first use.
CONCAT=-XDstringConcat=inline

usage() {
  cat <<'END'
usage: ./build.sh COMMAND

  compile         compile src into build/classes, every warning an error
  jar             build/llm-router.jar, the same bytes wherever it is built, and build/llm-router, which runs it
  install [ARGS…] put both into your own folders, ~/.local/bin and ~/.local/share/llm-router; --uninstall removes them
  test [PART]     run the tests, or those whose class name contains PART
  run ARGS…       run the program
  demo [ARGS…]    run the program's demo
  single          build/LlmRouter.java, the whole program in one file
  image [--archive]
                  build/image, the program with a Java of its own (made by jlink); its launcher is bin/llm-router.
                  With an archive of its classes it starts three times as fast, and has 30 MB more
  bench [--against JAR] [--report FILE] [ROW…]
                  what requests cost next to a relay that only copies bytes, or next to another jar; a row by the beginning
                  of its name. G rows, how costs grow, run only if they are named. --report writes the tables into a page
  profile [ROW…]  where the CPU time of the gateway goes while it serves the traffic of a row of the bench (on Linux)
  soak [MINUTES]  the gateway under mixed load, 30 minutes by default: do memory, threads and files stay the same?
  soak faults [MINUTES [SEED [HEAP]]]
                  gateways with a heap of 128 MB among faults of providers, clients, files and Redis, 3 minutes by default:
                  is every answer true, and is all free again at the end?
  clients [PART]  the real clients (Claude Code, Codex, the vendors' SDKs) against a scripted provider through the gateway;
                  npm fetches them, in the versions of tools/clients/package-lock.json
  sdk-check       validate the translated answers of the test fixtures with the vendors' own Java SDKs
  dist            build/dist, what is released: a jar with the Worker, which 'deploy' puts on Cloudflare, and a launcher
  docs            write the tables of docs/ that are made from the program's own tables
  worker-check [node|workerd]
                  compile the core by itself, then to JavaScript; compare what both do with 20,000 vectors, which are
                  made from the test fixtures and from seeds; in Node, or in the Workers runtime
  workerd         print the path of the Workers runtime; npm fetches it, in the version of tools/worker/package-lock.json
  ci              everything that must hold, as in .ci/run
  jdk             print the folder of the JDK that is used
  clean           remove build/

A JDK 25 or newer is looked for in JAVA_HOME, on the PATH, and in the usual folders. The packages of tools/junit.lock,
tools/worker/worker.lock and tools/sdk/sdk.lock come from the local Maven repository (M2_REPO), where mvn fetches what is missing; or JUNIT_JAR names the tests' one.
END
}

die() { printf 'build: %s\n' "$*" >&2; exit 1; }
# What is done now and about how long it takes on two cores, for a person who waits.
say() { printf 'build: %s\n' "$*" >&2; }
if command -v sha256sum > /dev/null; then SHA256=(sha256sum); else SHA256=(shasum -a 256); fi
sha256() { "${SHA256[@]}" "$@" | cut -d' ' -f1; }

# ── The JDK ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

# The feature version of the JDK in a folder, from its release file; 0 if there is no compiler.
feature() {
  local v=
  [[ -x $1/bin/javac && -f $1/release ]] && v=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  echo "${v:-0}"
}

on_path() {
  local javac
  javac=$(command -v javac) && javac=$(readlink -f "$javac" 2> /dev/null) && dirname "$(dirname "$javac")" || true
}

find_jdk() {
  local dir
  for dir in "${JAVA_HOME:-}" "$(on_path)" /usr/lib/jvm/* /usr/local/lib/jvm/* /usr/java/* /opt/* /opt/*/*jdk* ~/.sdkman/candidates/java/* ~/.jdks/* \
      ~/.asdf/installs/java/* ~/.local/share/mise/installs/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
      ~/Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    [[ -n $dir && $(feature "$dir") -ge 25 ]] && { export JAVA_HOME=$dir PATH=$dir/bin:$PATH; return; }
  done
  die "no JDK 25 or newer found. Install one (Eclipse Temurin, or your system's openjdk-25-jdk package), or set JAVA_HOME to where it is."
}

# ── Doing things once ────────────────────────────────────────────────────────────────────────────────────────────────────

# A fingerprint of the compiler and of every file under the given paths.
fingerprint() {
  { cat "$JAVA_HOME/release"; find "$@" -type f | LC_ALL=C sort | tr '\n' '\0' | xargs -0 "${SHA256[@]}"; } | sha256
}

# unless_fresh STAMP RESULT PATHS… -- COMMAND…   runs the command unless its result is there and the paths are as they
# were when it last succeeded.
unless_fresh() {
  local stamp=build/stamps/$1 result=$2 paths=() now; shift 2
  while [[ $1 != -- ]]; do paths+=("$1"); shift; done; shift
  now=$(fingerprint "${paths[@]}")
  [[ -e $result && -f $stamp && $(< "$stamp") == "$now" ]] && return
  mkdir -p build/stamps; rm -f "$stamp"
  "$@"
  echo "$now" > "$stamp"
}

# ── Packages from the local Maven repository, checked ────────────────────────────────────────────────────────────────────

# The jars a lock file names, as a class path. One that is missing is fetched by the mvn client.
locked() {
  local sum name group artifact version jar path=
  while read -r sum name; do
    [[ $sum == '#'* || -z $sum ]] && continue
    IFS=: read -r group artifact version <<< "$name"
    jar=$M2/${group//.//}/$artifact/$version/$artifact-$version.jar
    if [[ $1 == tools/junit.lock && -n ${JUNIT_JAR:-} ]]; then jar=$JUNIT_JAR
    elif [[ ! -f $jar ]]; then fetch "$name"; fi
    [[ -f $jar ]] || die "$jar is missing. It is $name with the SHA-256 $sum; copy it there from a machine that has it."
    [[ $(sha256 "$jar") == "$sum" ]] || die "$jar is not the file that $1 names: its SHA-256 differs from $sum. Remove it and build again."
    path+=${path:+:}$jar
  done < "$1"
  echo "$path"
}

# The plugin has a version, so that the same one fetches today and later. What it fetches is checked by its SHA-256.
FETCHER=org.apache.maven.plugins:maven-dependency-plugin:3.8.1:get
fetch() {
  command -v mvn > /dev/null || { echo "build: cannot fetch $1: the mvn client is not installed (Maven 3.9 or newer)." >&2; return; }
  say "fetching $1 with mvn; usually under a minute"
  mvn -q -B -C -Dstyle.color=never -Dmaven.repo.local="$M2" "$FETCHER" -Dartifact="$1" -Dtransitive=false < /dev/null >&2 || echo "build: mvn could not fetch $1; is there a network?" >&2
}

# ── Commands ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

compile() { unless_fresh classes build/classes src -- compile_into build/classes; }
# compile_into FOLDER [OPTIONS…]
compile_into() {
  local classes=$1; shift
  say "compiling the program into $classes; about 10 seconds"
  rm -rf "$classes"; mkdir -p "$classes"
  # sun.misc.Signal is the only way to a signal, and javac can neither be kept from warning of it nor be asked to forgive just that. So the one
  # class that names it is compiled by itself; all others find it where it has been put.
  javac ${LINT/-Werror/} $CONCAT "$@" -d "$classes" "$SIGNALS" 2> build/signals.log || { cat build/signals.log >&2; return 1; }
  find src -name '*.java' ! -path "$SIGNALS" ! -path "$JAVA_CHECK" | LC_ALL=C sort > build/sources
  javac $LINT $CONCAT "$@" --module-version "$VERSION" -d "$classes" @build/sources
  # An older Java must be able to load the main class of the jar, which tells the user what is missing.
  javac --release 8 -encoding UTF-8 -Xlint:all,-options -Werror "$@" -cp "$classes" -d "$classes" "$JAVA_CHECK"
  (cd src && find . -type f ! -name '*.java' | LC_ALL=C sort) | while read -r f; do mkdir -p "$classes/$(dirname "$f")"; cp "src/$f" "$classes/$f"; done
}

jar_file() {
  [[ -f build/llm-router.jar ]] || rm -f build/llm-router
  unless_fresh jar build/llm-router src build.sh -- do_jar
}
jar_told() { JAR_IS_NEW=; jar_file; [[ -n $JAR_IS_NEW ]] || say "build/llm-router.jar $VERSION is up to date; run it with build/llm-router"; }
# Its classes know their files and lines, so that a stack trace in a bug report says where. They do not know their local variables.
do_jar() {
  JAR_IS_NEW=yes
  compile_into build/jar -g:source,lines
  printf 'Implementation-Title: llm-router\nImplementation-Version: %s\n' "$VERSION" > build/manifest
  (cd build/jar && find . -type f | sed 's|^\./||' | LC_ALL=C sort) | sed 's|.*|-C build/jar "&"|' > build/entries
  jar --create --file build/llm-router.jar --date=2026-01-01T00:00:00Z --main-class=llmrouter.JavaCheck --manifest=build/manifest @build/entries
  launcher build/llm-router "'${JAVA_HOME//\'/\'\\\'\'}/bin/java'"
  echo "build/llm-router.jar: $(wc -c < build/llm-router.jar | tr -d ' ') bytes; run it with build/llm-router"
}
# launcher FILE JAVA   JAVA, quoted for a shell, is a java that the launcher knows without looking for it.
launcher() {
  local line
  rm -f "$1"
  while IFS= read -r line; do
    [[ $line != "made_with=''" ]] || line="made_with=$2"
    printf '%s\n' "$line"
  done < "$LAUNCHER" > "$1"
  chmod 755 "$1"
}

tests() {
  local junit; junit=$(locked tools/junit.lock)
  compile
  unless_fresh tests build/tests build/stamps/classes test $TESTED -- do_compile_tests "$junit"
  if [[ $# == 0 ]]; then say "running all tests; about 8 minutes"; else say "running the tests whose class name has $1"; fi
  java -ea -XX:+UseSerialGC -cp "build/classes:build/tests:$junit" TestRunner build/tests "$@"
}
do_compile_tests() {
  say "compiling the tests; about 15 seconds"
  rm -rf build/tests; mkdir -p build/tests
  find test -name '*.java' | LC_ALL=C sort > build/sources
  javac $LINT -cp "build/classes:$1" -d build/tests $TESTED @build/sources
}

docs() {
  local junit; junit=$(locked tools/junit.lock)
  compile
  unless_fresh tests build/tests build/stamps/classes test $TESTED -- do_compile_tests "$junit"
  java -cp "build/classes:build/tests" llmrouter.docs.GeneratedParts
}

single() { unless_fresh single build/LlmRouter.java src tools/SingleFile.java -- do_single; }
do_single() {
  say "putting the program into one source file, and compiling that; about 40 seconds"
  mkdir -p build/tools
  javac $LINT -d build/tools tools/SingleFile.java
  java -cp build/tools SingleFile src build/LlmRouter.java "$VERSION"
  rm -rf build/single
  # of the one file, too, nothing may be warned of but that
  javac ${LINT/-Werror/} -d build/single build/LlmRouter.java 2> build/single.log || { cat build/single.log >&2; return 1; }
  ! grep 'warning:' build/single.log | grep -v 'Signal is internal proprietary API' >&2 || die "the one file does not compile without warnings"
  echo "build/LlmRouter.java: $(wc -l < build/LlmRouter.java | tr -d ' ') lines; run it with a java of version 25 or newer:" \
    "java build/LlmRouter.java help (20 seconds, since java compiles it first)"
}

# jdk.jcmd is for the flight recorder. The launcher is ours: jlink's own cannot be called through a symbolic link.
image() {
  jar_file
  unless_fresh image build/image build/llm-router.jar "$LAUNCHER" build.sh -- do_image
  [[ ${1:-} != --archive ]] || unless_fresh archive build/image/lib/llm-router.aot build/stamps/image tools/Rehearsal.java -- do_archive
}
do_image() {
  say "making the run-time image with jlink; about 10 seconds"
  rm -rf build/image
  jlink --module-path build/llm-router.jar --add-modules llmrouter,jdk.jcmd --output build/image \
    --no-header-files --no-man-pages --compress zip-6
  launcher build/image/bin/llm-router "''"
  echo "build/image: $(du -sm build/image | cut -f1) MB; run it with build/image/bin/llm-router"
}

# What the JVM has loaded and linked in one run, for its next starts. It is of use only to a JVM with the same options, so
# these are the launcher's. It lies in the image, whose classes nothing replaces one by one.
do_archive() {
  say "making the archive of the image's classes; about 10 seconds"
  rm -f build/image/lib/llm-router.aot
  java tools/Rehearsal.java "$PWD/build/image/bin/java" -XX:AOTCacheOutput="$PWD/build/image/lib/llm-router.aot" \
    -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError -Xmx256m -m llmrouter/llmrouter.LlmRouter
  [[ -f build/image/lib/llm-router.aot ]] || die "the JVM wrote no archive"
  echo "build/image: $(du -sm build/image | cut -f1) MB with the archive of its classes"
}

bench() {
  local words=() word previous=
  for word in "$@"; do
    [[ $previous == --against || $previous == --report ]] && [[ $word != /* ]] && word=$CALLED_FROM/$word
    words+=("$word"); previous=$word
  done
  NOTE="measuring; a row takes one to three minutes, all rows about an hour, the G rows 10 minutes more"
  bench_main Bench ${words[@]+"${words[@]}"}
}
profile() {
  NOTE="profiling; half a minute for each row"
  bench_main Profile build/llm-router.jar "$@"
}
soak() {
  NOTE="mixed load for ${1:-30} minutes"
  [[ ${1:-} != faults ]] || NOTE="load with faults for ${2:-3} minutes, and up to 10 minutes more until all is quiet"
  bench_main Soak "$@"
}
bench_main() {
  jar_file; compile
  unless_fresh bench build/bench build/stamps/classes tools/bench -- do_bench
  say "$NOTE"
  java -cp build/classes:build/bench "$@"
}
do_bench() { rm -rf build/bench; javac $LINT -cp build/classes -d build/bench tools/bench/*.java; }

clients() {
  jar_file
  unless_fresh clients tools/clients/package-lock.json -- do_clients
  CLIENTS=$PWD/build/clients build/clients/node_modules/.bin/node tools/clients/clients.mjs build/llm-router.jar "$@"
}
do_clients() {
  command -v npm > /dev/null || die "npm is not installed; the real clients are npm packages."
  rm -rf build/clients; mkdir -p build/clients
  cp tools/clients/package.json tools/clients/package-lock.json build/clients/
  (cd build/clients && npm ci --no-audit --no-fund)
}

sdk_check() {
  local sdks; sdks=$(locked tools/sdk/sdk.lock)
  unless_fresh sdk build/sdk tools/sdk -- do_sdk "$sdks"
  java -XX:+UseSerialGC -cp "build/sdk:$sdks" SdkValidation test/fixtures
}
do_sdk() { rm -rf build/sdk; javac $LINT -cp "$1" -d build/sdk tools/sdk/SdkValidation.java; }

# ── The Worker ───────────────────────────────────────────────────────────────────────────────────────────────────────────

# build/dist: what is released. Its jar has the Worker's two modules beside the program.
dist() { worker_module; jar_file; unless_fresh dist build/dist/llm-router.jar build/llm-router build/worker-module/gateway.mjs build.sh -- do_dist; }
do_dist() {
  rm -rf build/dist; mkdir -p build/dist build/worker-module/jar/llmrouter/worker
  cp build/worker-module/gateway.mjs build/worker-module/jar/llmrouter/worker/
  { cat build/entries; echo '-C build/worker-module/jar "llmrouter/worker/gateway.mjs"'; } > build/dist-entries
  jar --create --file build/dist/llm-router.jar --date=2026-01-01T00:00:00Z --main-class=llmrouter.JavaCheck --manifest=build/manifest @build/dist-entries
  cp build/llm-router build/dist/llm-router
  echo "build/dist/llm-router.jar: $(wc -c < build/dist/llm-router.jar | tr -d ' ') bytes, with the Worker; install it with build/dist/llm-router install"
}
worker_module() { core; worker_tool; unless_fresh worker-module build/worker-module/gateway.mjs src tools/worker/WorkerModule.java tools/worker/WorkerBuild.java tools/worker/twins build.sh -- do_worker_module; }
do_worker_module() { javascript worker-module/gateway.mjs worker.WorkerModule tools/worker/WorkerModule.java; }

# The core is compiled alone, with nothing of the edges in sight: that it needs none of them is thereby proved.
core() { unless_fresh core build/core src build.sh -- do_core; }
do_core() {
  local p
  say "compiling the core by itself; about 5 seconds"
  rm -rf build/core
  { for p in $CORE; do [[ ! -d src/llmrouter/$p ]] || find "src/llmrouter/$p" -name '*.java'; done; echo src/llmrouter/Version.java; } | LC_ALL=C sort > build/sources
  javac $LINT -d build/core @build/sources
}

worker_tool() { local compiler; compiler=$(locked tools/worker/worker.lock); unless_fresh worker-tool build/worker-tool tools/worker/WorkerBuild.java -- javac $LINT -cp "$compiler" -d build/worker-tool tools/worker/WorkerBuild.java; }

# javascript MODULE CLASS SOURCES…   compiles the class in its sources, and what it reaches of the core, to build/MODULE.
javascript() {
  local module=build/$1 class=$2 compiler; shift 2
  local entry=${module%/*}/entry
  compiler=$(locked tools/worker/worker.lock)
  say "compiling $module with the core to JavaScript; about 15 seconds"
  rm -rf "${module%/*}"
  javac $LINT -cp "build/core:$compiler" -d "$entry" "$@"
  # the twins take the place of the core's own classes of these names
  javac ${LINT/-Xlint:all/-Xlint:all,-classfile} -cp "build/core:$compiler" -d "${module%/*}/twins" tools/worker/twins/llmrouter/text/*.java
  java -XX:+UseSerialGC -cp "build/worker-tool:$compiler" WorkerBuild "${module%/*}/twins:$entry:build/core" "$class" "$module" ${WHOLE:+"$WHOLE"}
}

# Vectors reach every class of the core.
vectors_module() { local WHOLE=build/core; javascript vectors/vectors.mjs vectors.VectorModule tools/worker/vectors/*.java tools/worker/WorkerModule.java; }

# worker_check [node|workerd]   The same vectors run on the JVM and as JavaScript.
worker_check() {
  local engine=${1:-node} program
  case $engine in
    node) program=$(command -v node) || die "node is not installed, or not on the PATH; the vectors run in it" ;;
    workerd) program=$(workerd) ;;
    *) die "vectors run in node or in workerd, not in '$engine'" ;;
  esac
  worker_module
  unless_fresh vectors build/vectors/vectors.mjs src tools/worker build.sh -- vectors_module
  cp build/worker-module/gateway.mjs tools/worker/vectors/replay.mjs build/vectors/
  say "comparing the JVM with $engine; about 20 seconds"
  java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp build/vectors/entry:build/core vectors.VectorCheck test/fixtures build/vectors "$engine" "$program"
}

# The path of the Workers runtime, which npm fetches in the version of tools/worker/package-lock.json.
workerd() {
  local binary
  unless_fresh workerd build/workerd/node_modules tools/worker/package-lock.json -- do_workerd >&2
  for binary in "$PWD"/build/workerd/node_modules/@cloudflare/workerd-*/bin/workerd*; do
    [[ -x $binary ]] && { echo "$binary"; return; }
  done
  die "the npm package workerd has no program for this machine"
}
do_workerd() {
  command -v npm > /dev/null || die "npm is not installed; the Workers runtime is an npm package."
  say "fetching the Workers runtime with npm; usually under a minute"
  rm -rf build/workerd; mkdir -p build/workerd
  cp tools/worker/package.json tools/worker/package-lock.json build/workerd/
  (cd build/workerd && npm ci --ignore-scripts --no-audit --no-fund)
}

run() { jar_file; exec build/llm-router "$@"; }

command=${1:-help}; [[ $# -gt 0 ]] && shift
case $command in
  help | -h | --help) usage; exit ;;
  compile | jar | install | test | single | image | bench | profile | soak | clients | sdk-check | docs | dist | worker-check | workerd | run | demo | jdk | ci | clean) ;;
  *) usage >&2; die "there is no command '$command'" ;;
esac
case $command in
  clean) rm -rf build; exit ;;
  ci) exec .ci/run ;;
esac
find_jdk
case $command in
  jdk) echo "$JAVA_HOME" ;;
  jar) jar_told ;;
  install) run install "$@" ;;
  test) tests "$@" ;;
  demo) run demo "$@" ;;
  sdk-check) sdk_check ;;
  worker-check) worker_check "$@" ;;
  *) "$command" "$@" ;;
esac
