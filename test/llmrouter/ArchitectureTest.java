package llmrouter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import llmrouter.admission.Endpoint;
import llmrouter.config.Format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The rules of the sources, read from the sources themselves: which part may use which, what the core may use, how
/// things are named. `BudgetsTest` has the rules of size.
class ArchitectureTest {
    private static final Pattern OWN = Pattern.compile("\\bllmrouter\\.(\\w+)");
    private static final Pattern OWN_PACKAGE = Pattern.compile("\\bllmrouter((?:\\.[a-z]\\w*)+)\\.[A-Z]");
    private static final Pattern FOREIGN = Pattern.compile("\\b(?:java|javax|jdk|sun|com\\.sun|org)(?:\\.\\w+)+");

    /// What the core may take from the JDK: collections, functions, calendar arithmetic. All else does I/O, reads a
    /// clock, is random, or makes the Worker's bundle much larger.
    private static final Predicate<String> PURE = Pattern.compile("java\\.util\\.function\\.\\w+"
            + "|java\\.util\\.(?!Random|SplittableRandom|Timer|Scanner|Formatter|Base64|Enum|UUID|Date|Calendar"
            + "|Properties|ServiceLoader)[A-Z]\\w*(\\.\\w+)*"
            + "|java\\.time\\.(?!Clock)[A-Z]\\w*").asMatchPredicate();
    /// What does something else in each JDK and in JavaScript stands here too: case and kinds of letters, for which
    /// there is `Letters`; white space, for which there is `Ws`.
    private static final Pattern IMPURE = Pattern.compile(
        "\\bSystem\\.(?!arraycopy)\\w+|\\bMath\\.random|\\bThread\\b|\\bsynchronized\\b"
            + "|\\.now\\(|\\bEnum(?:Map|Set)\\b"
            + "|\\bString\\.format|\\.formatted\\(|\\.split\\(|\\.replaceAll\\(|\\.replaceFirst\\("
            + "|\\.matches\\(|\\.getBytes\\(|(?<!\\bWs)\\.(?:trim|strip|stripLeading|stripTrailing|isBlank)\\("
            + "|\\.to(?:Lower|Upper)Case\\(|\\.equalsIgnoreCase\\("
            + "|\\bCharacter\\.(?:digit|getType|is(?:Digit|Letter|Upper|Lower|White|Space|Alpha)\\w*)\\("
            + "|\\.lines\\(\\)\\.|\\b(?:Double|Float)\\.(?:parse\\w+|valueOf)");

    /// Packages of `protocol` that every format may use. Each of its other packages is one format.
    private static final Set<String> SHARED = Set.of("protocol.request", "protocol.answer", "protocol.errors",
        "protocol.continuity", "protocol.earlier", "protocol.history", "protocol.search", "protocol.shape",
        "protocol.summary", "protocol.typed", "protocol.usage", "protocol.waiting");

    private static final List<SourceFile> SRC = SourceFile.under("src/llmrouter");
    private static final List<SourceFile> ALL = SourceFile.under("src", "test", "tools");

    private static void none(List<String> violations) {
        assertEquals("", String.join("\n", violations));
    }

    @Test
    void partsUseOnlyWhatTheTableAllows() {
        var violations = new TreeSet<String>();
        for (var file : SRC) {
            var part = Parts.of(file.part());
            if (part == null) continue; // everyPartIsInTheTable reports it
            for (var use : file.find(OWN)) {
                var used = use.group(1);
                if (used.equals(part.name()) || part.uses().contains(used)) continue;
                violations.add(file.path() + " uses " + used + "; it may use only " + new TreeSet<>(part.uses()));
            }
        }
        none(List.copyOf(violations));
    }

    @Test
    void everyPartIsInTheTable() {
        var parts = SRC.stream().map(SourceFile::part).distinct().filter(p -> !p.equals("package-info"));
        none(parts.filter(p -> Parts.of(p) == null).map("""
            llmrouter.%s is a new part, so
              1. add it to test/llmrouter/Parts.java, below every part that it uses and above every part that uses it;
              2. give it a package-info.java: one paragraph that says what belongs there, and one *Invariant:* line;
              3. name it in docs/architecture.md;
              4. if it belongs to the core, add it to CORE in build.sh and in tools/SingleFile.java."""
            ::formatted).toList());
    }

    /// The Worker's build and the one source file each have a list of their own, because they run without this table.
    @Test
    void theBuildListsTheSameCore() {
        var core = Parts.all().stream().filter(Parts.Part::core).map(Parts.Part::name).toList();
        var words = "\nCORE='" + String.join(" ", core) + "'\n";
        assertTrue(SourceFile.read("build.sh").contains(words), "build.sh must have the line" + words);
        var quoted = core.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
        var list = SourceFile.read("tools/SingleFile.java").replaceAll("\\s+", " ");
        assertTrue(list.contains("List.of(\"\", " + quoted + ");"), "CORE in tools/SingleFile.java must be: " + quoted);
    }

    /// Only `Protocol`, the registry, names the packages of the formats. So a new format is a new folder and a line
    /// there. A format that is divided uses its own parts.
    @Test
    void aFormatsPackageIsUsedOnlyByTheRegistry() {
        Predicate<String> ofOneFormat = used -> used.startsWith("protocol.") && !SHARED.contains(used);
        BiPredicate<SourceFile, String> ownPart = (file, used) -> ofOneFormat.test(file.pack())
            && used.startsWith(file.pack() + ".");
        walls((file, used) -> ofOneFormat.test(used) && !file.name().equals("Protocol.java")
            && !ownPart.test(file, used));
    }

    /// Commands of one group do not use those of another. What two groups need belongs to `cli` or to a part below it.
    @Test
    void aGroupOfCommandsIsUsedOnlyByTheTableOfCommands() {
        // a part of a group uses the group that it is a part of
        walls((file, used) -> used.startsWith("cli.") && !file.name().equals("CommandTable.java")
            && !file.pack().startsWith(used + "."));
    }

    @Test
    void theRecordsOfTheConfigurationDoNotUseItsEditor() {
        walls((file, used) -> file.pack().equals("config") && used.equals("config.edit"));
        walls((file, used) -> file.pack().equals("config.read") && used.equals("config.edit"));
    }

    /// @param forbidden of a file and a package that it uses, which is not its own
    private static void walls(BiPredicate<SourceFile, String> forbidden) {
        var violations = new TreeSet<String>();
        for (var file : SRC) {
            for (var use : file.find(OWN_PACKAGE)) {
                var used = use.group(1).substring(1);
                if (used.equals(file.pack()) || !forbidden.test(file, used)) continue;
                violations.add(file.path() + " must not use llmrouter." + used);
            }
        }
        none(List.copyOf(violations));
    }

    @Test
    void theCoreIsPure() {
        var violations = new ArrayList<String>();
        for (var file : SRC) {
            if (Parts.of(file.part()) == null || !Parts.of(file.part()).core()) continue;
            var foreign = file.find(FOREIGN).stream().map(MatchResult::group).filter(PURE.negate());
            foreign.forEach(name -> violations.add(file.path() + " names " + name));
            for (var use : file.find(IMPURE)) violations.add(file.path() + " uses " + use.group());
        }
        none(violations);
    }

    @Test
    void simpleNamesAreUnique() {
        var violations = new ArrayList<String>();
        var seen = new HashMap<String, SourceFile>();
        for (var file : SRC) {
            for (var type : file.topLevelTypes()) {
                var other = seen.put(type, file);
                if (other != null) violations.add(type + " is in " + other.path() + " and in " + file.path());
            }
        }
        none(violations);
    }

    /// Each format answers for itself (`Protocol`) or by its data (`Format`). Only the rows of `Endpoint` and of the
    /// table of known providers say which format they speak. The rows of the clients have words of the clients' own
    /// files.
    @Test
    void onlyProtocolAndConfigNameFormats() {
        var endpoints = Stream.of(Endpoint.values()).map(Endpoint::name).toList();
        var constants = Stream.of(Format.values()).map(Format::name).toList();
        var names = any(Stream.of(Format.values()).flatMap(f -> Stream.of(f.word(), f.vendor())).toList());
        var cases = any(constants.stream().filter(c -> !endpoints.contains(c)).toList());
        var constant = Pattern.compile("(?:\\bFormat\\.|[=!]= *)" + any(constants) + "|\\bcase\\b[^:>\\n]*\\b" + cases);
        var quoted = "\"" + names + "\"";
        var word = Pattern.compile("(?:equals\\w*\\(|[=!]= *|\\bcase )" + quoted + "|" + quoted + "(?:\\.equals| *,)");
        var outside = SRC.stream().filter(f -> !Set.of("protocol", "config").contains(f.part())).toList();
        var violations = new ArrayList<String>();
        for (var file : outside) {
            boolean row = file.name().equals("Endpoint.java") || file.pack().equals("providers")
                && file.name().endsWith("Rows.java")
                || file.pack().equals("clients.agents") && file.name().endsWith("Agent.java");
            if (row) continue;
            file.find(constant).forEach(use -> violations.add(file.path() + ": " + use.group()));
            word.matcher(file.text()).results().forEach(use -> violations.add(file.path() + ": " + use.group()));
        }
        none(violations);
    }

    /// So that no file is changed through a link, and none that another user owns.
    @Test
    void onlyOnePackageChangesFiles() {
        var change = Pattern.compile("\\bFiles\\.(?:write|create|delete|move|copy|set|newOutput|newBufferedWriter)\\w*"
            + "|\\bnewByteChannel\\([^()]*,|\\b(?:Asynchronous)?FileChannel\\.open"
            + "|\\bnew FileOutputStream\\((?!FileDescriptor\\.)"
            + "|\\bRandomAccessFile\\b|\\bFileWriter\\b|\\bPrintWriter\\((?!text\\))|\\bgetFileAttributeView\\b"
            + "|\\bSecureDirectoryStream\\b|\\.renameTo\\(|\\.toFile\\(\\)\\.(?!toString)\\w+"
            + "|\\bRedirect\\.(?:to|appendTo)\\(");
        var others = SRC.stream().filter(file -> !file.pack().equals("files.nofollow")).toList();
        refuse(others, change, "");
    }

    private static String any(List<String> words) {
        return "(?:" + String.join("|", words) + ")\\b";
    }

    @Test
    void importsNameOneTypeEach() {
        refuse(ALL, Pattern.compile("import [^;]*\\*;"), "");
    }

    @Test
    void onlyTheMainClassesEndTheProcess() {
        var others = SRC.stream().filter(file -> !file.name().equals("JavaCheck.java")).toList();
        refuse(others, Pattern.compile("System\\.exit|\\.halt\\("), "LlmRouter.java");
    }

    @Test
    void nothingIsLeftUndone() {
        refuse(SRC, Pattern.compile("UnsupportedOperationException"), "");
        var marks = Pattern.compile("\\b(?:TO" + "DO|FIX" + "ME|X" + "XX)\\b");
        none(ALL.stream().filter(f -> marks.matcher(f.text()).find())
                .map(f -> f.path() + " has a note of unfinished work").toList());
    }

    /// An exception in a sentence would show the name of its Java class. `FileError.words` has words for it.
    @Test
    void messagesShowNoExceptions() {
        var shown = Pattern.compile("\"\\s*\\+ (?:e|cause|exception)(?=\\s*[+);])");
        none(SRC.stream().filter(f -> shown.matcher(f.text()).find())
            .map(f -> f.path() + " shows an exception").toList());
    }

    private static void refuse(List<SourceFile> files, Pattern what, String except) {
        var others = files.stream().filter(f -> !f.name().equals(except));
        none(others.flatMap(f -> f.find(what).stream().map(use -> f.path() + ": " + use.group())).toList());
    }

    @Test
    void everyPackageStatesItsInvariant() {
        var infos = SRC.stream().filter(f -> f.name().equals("package-info.java"));
        var stated = infos.filter(f -> f.text().contains("*Invariant:*"));
        var folders = stated.map(f -> f.path().getParent()).toList();
        none(SRC.stream().map(f -> f.path().getParent()).distinct().filter(p -> !folders.contains(p))
                .map(p -> p + " has no package-info.java with an *Invariant:* line").toList());
    }

    @Test
    void everyPublicTypeSaysWhatItIs() {
        var bare = Pattern.compile("(?m)(?:^|\\A)(?!///|@).*\\n(?:@.*\\n)*public (?:\\w+ |non-sealed )*"
                + "(?:class|interface|record|enum) (\\w+)");
        none(SRC.stream().flatMap(f -> bare.matcher(f.text()).results()
                .map(m -> f.path() + ": " + m.group(1) + " has no /// comment")).toList());
    }
}
