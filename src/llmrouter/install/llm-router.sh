#!/bin/sh
# Starts llm-router with a Java that is new enough: out of the run-time image that this file is in, or out of
# llm-router.jar beside it. Symbolic links to this file are followed. All words go to the program as they are.
#
#   LLM_ROUTER_JAVA        the java to use: the program, or the folder of a JDK. Else one is looked for in JAVA_HOME, on
#                          the PATH, where this launcher was made, and in the usual folders.
#   JAVA_OPTS, LLM_ROUTER_JAVA_OPTS
#                          options of the JVM, separated by blanks. They come after the launcher's own, so they win.

needs=25
# A java that was there when this launcher was made.
made_with=''

unset IFS
tried=

fail() {
  printf '%s\n' "$1" >&2
  exit 2
}

# The shell cuts all line ends off what a command prints, also those of a name: an x behind them keeps them.
newline='
'

# Sets `followed` to the file that a chain of symbolic links leads to, for a file that can be read. Old systems have no
# readlink -f.
follow() {
  followed=$1
  while [ -h "$followed" ]; do
    target=$(readlink "$followed" && printf x) || fail "llm-router: cannot read the symbolic link $followed"
    target=${target%"$newline"x}
    case $target in
      /*) followed=$target ;;
      *) followed=${followed%/*}/$target ;;
    esac
  done
}

# Sets `version` to what a java is, e.g. 25.0.1; empty if it does not say. A JDK's folder has a file with the version,
# which is read in a hundredth of the time that the java needs to say it.
ask() {
  follow "$1"
  release=${followed%/bin/java}/release
  if [ "${followed%/bin/java}" != "$followed" ] && [ -f "$release" ]; then
    version=$(LC_ALL=C sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "$release")
  else
    version=$("$1" -version 2>&1 < /dev/null | LC_ALL=C sed -n 's/.*version "\([^"]*\)".*/\1/p')
  fi
}

# Whether this is the path of a java that is new enough; then `java` is it. Otherwise it is noted in `tried`.
usable() {
  [ -f "$1" ] && [ -x "$1" ] || return 1
  ask "$1"
  major=${version%%[!0-9]*}
  [ "${major:-0}" -ge "$needs" ] && java=$1 && return 0
  case $tried in *"($1)"*) ;; *) tried="$tried${tried:+, }${version:-an unknown version} ($1)" ;; esac
  return 1
}

find_java() {
  if [ -n "${LLM_ROUTER_JAVA:-}" ]; then
    usable "$LLM_ROUTER_JAVA" && return
    usable "$LLM_ROUTER_JAVA/bin/java" && return
    fail "llm-router needs Java $needs or newer; LLM_ROUTER_JAVA=$LLM_ROUTER_JAVA is ${tried:-no java}"
  fi
  [ -n "${JAVA_HOME:-}" ] && usable "$JAVA_HOME/bin/java" && return
  usable "$(command -v java)" && return
  [ -n "$made_with" ] && usable "$made_with" && return
  for home in /usr/lib/jvm/* /usr/local/lib/jvm/* /usr/java/* /opt/* /opt/*/*jdk* \
      "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* "${HOME:-}"/.asdf/installs/java/* \
      "${HOME:-}"/.local/share/mise/installs/java/* "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
      /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home
  do
    usable "$home/bin/java" && return
  done
  fail "llm-router needs Java $needs or newer; ${tried:+found only }${tried:-no java was found}. Install a JDK $needs (Eclipse\
 Temurin, or the package openjdk-$needs-jre-headless of your system), or name one: LLM_ROUTER_JAVA=/path/to/bin/java"
}

# Sets `options`. A JVM without memory ends, so that what has started it can start it again: it would live on without some
# of its threads. Two collectors are an error of the JVM, so the user's one replaces the launcher's.
choose_options() {
  given="${JAVA_OPTS:-} ${LLM_ROUTER_JAVA_OPTS:-}"
  case " $given ${JDK_JAVA_OPTIONS:-} ${JAVA_TOOL_OPTIONS:-} " in
    *' -XX:+Use'*'GC '*) options= ;;
    *) options=-XX:+UseSerialGC ;;
  esac
  options="$options -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError -Xmx256m $given"
}

# Java reads and writes the names of files in the encoding of the locale, and no option of the JVM changes that. Under
# the POSIX locale it knows ASCII names only, and a home folder with other letters could not be used. Where a variable
# names a locale that is not installed, Java takes the POSIX one. So both are replaced by C.UTF-8.
choose_locale() {
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    '' | C | POSIX) ;;
    *)
      # a locale that is missing is told in a sentence
      case $(locale charmap 2>&1) in
        ANSI_X3.4-1968 | *' '*) ;;
        *) return 0 ;;
      esac
      ;;
  esac
  LC_ALL=C.UTF-8
  export LC_ALL
}

self=$0
case $self in
  /*) ;;
  */*) self=./$self ;;
  *) if [ -f "./$self" ]; then self=./$self; else self=$(command -v -- "$self"); fi ;;
esac
follow "$self"
here=$(cd -P -- "${followed%/*}/" && pwd -P && printf x) || fail "llm-router: cannot read the folder of $followed"
here=${here%"$newline"x}

# How the user can call this launcher, for commands that print lines to paste.
case $0 in
  "$(command -v llm-router)") called=llm-router ;;
  /*) called=$0 ;;
  *) called=$here/llm-router ;;
esac

choose_options
choose_locale
set -f
if [ -x "$here/java" ] && [ -f "$here/../lib/modules" ]; then
  # An archive of the classes makes the start faster. A JVM whose options do not fit it does without it, and says so at
  # length unless told not to.
  archive=$here/../lib/llm-router.aot
  [ -f "$archive" ] || archive=
  exec "$here/java" ${archive:+-Xlog:aot=off "-XX:AOTCache=$archive"} $options "-Dllmrouter.launcher=$called" -m llmrouter/llmrouter.LlmRouter "$@"
fi
[ -f "$here/llm-router.jar" ] || fail "llm-router: there is no llm-router.jar in $here; make it with ./build.sh jar"
set +f
find_java
set -f
exec "$java" $options "-Dllmrouter.launcher=$called" -jar "$here/llm-router.jar" "$@"
