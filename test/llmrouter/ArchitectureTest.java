package llmrouter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import llmrouter.admission.Endpoint;
import llmrouter.config.Format;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// The rules of the house, read from the sources themselves.
class ArchitectureTest {
    private static final Set<String> CORE = Set.of("text", "http", "json", "sse", "zstd", "config", "chat", "protocol", "providers", "routing", "rules", "money",
        "admission", "gateway");

    /// The packages that each part may use, beside itself. A part uses only parts above it, so there can be no cycle.
    private static final Map<String, Set<String>> MAY_KNOW = new LinkedHashMap<>();

    static {
        allow("text");
        allow("http", "text");
        allow("json", "text");
        allow("sse", "text", "json");
        allow("zstd", "text");
        allow("config", "text", "http", "json");
        allow("chat", "text", "http", "json", "sse", "config");
        allow("protocol", "text", "http", "json", "sse", "config", "chat");
        allow("providers", "text", "http", "json", "config", "chat", "protocol");
        allow("routing", "text", "json", "config", "chat");
        allow("rules", "text", "http", "json", "config", "chat", "protocol", "routing");
        allow("money", "text", "json", "config", "chat", "routing");
        allow("admission", "text", "http", "json", "config", "chat", "protocol");
        allow("gateway", "text", "http", "json", "sse", "zstd", "config", "chat", "protocol", "providers", "routing", "rules", "money", "admission");
        allow("Version");
        for (var edge : List.of("state", "upstream", "files", "demo", "metrics", "clients", "report")) edge(edge);
        edge("service", "files");
        edge("startup", "files", "service");
        edge("page", "metrics", "report");
        edge("probe", "upstream", "files");
        edge("worker");
        edge("deploy", "upstream", "files", "worker");
        edge("server", "upstream", "state", "files", "metrics", "page", "report");
        edge("host", "server", "upstream", "state", "files", "metrics", "report", "service");
        var belowPeople = new String[] {"host", "server", "upstream", "state", "metrics", "report", "files", "probe", "service", "startup", "clients", "deploy", "demo"};
        edge("tui", belowPeople);
        edge("cli", Stream.concat(Stream.of(belowPeople), Stream.of("tui")).toArray(String[]::new));
        edge("LlmRouter", "cli");
    }

    private static final Pattern OWN = Pattern.compile("\\bllmrouter\\.(\\w+)");
    private static final Pattern FOREIGN = Pattern.compile("\\b(?:java|javax|jdk|sun|com\\.sun|org)(?:\\.\\w+)+");

    /// What the core may take from the JDK: collections, functions, calendar arithmetic. All else does I/O, or tells time or chance, or swells the Worker.
    private static final Predicate<String> PURE = Pattern.compile("java\\.util\\.function\\.\\w+"
            + "|java\\.util\\.(?!Random|SplittableRandom|Timer|Scanner|Formatter|Base64|Enum|UUID|Date|Calendar|Properties|ServiceLoader)[A-Z]\\w*(\\.\\w+)*"
            + "|java\\.time\\.(?!Clock)[A-Z]\\w*").asMatchPredicate();
    private static final Pattern IMPURE = Pattern.compile("\\bSystem\\.(?!arraycopy)\\w+|\\bMath\\.random|\\bThread\\b|\\bsynchronized\\b|\\.now\\(|\\bEnum(?:Map|Set)\\b"
            + "|\\bString\\.format|\\.formatted\\(|\\.split\\(|\\.replaceAll\\(|\\.replaceFirst\\(|\\.matches\\(|\\.getBytes\\("
            + "|(?<!\\bWs)\\.(?:trim|strip|stripLeading|stripTrailing|isBlank)\\(|\\b(?:Double|Float)\\.(?:parse\\w+|valueOf)");

    private static final List<SourceFile> SRC = SourceFile.under("src/llmrouter");
    private static final List<SourceFile> ALL = SourceFile.under("src", "test", "tools");

    private static void allow(String part, String... known) {
        assertEquals(Set.of(), minus(Set.of(known), MAY_KNOW.keySet()), "a part may know only parts above it");
        MAY_KNOW.put(part, Set.of(known));
    }

    private static void edge(String part, String... edges) {
        var known = new HashSet<>(CORE);
        known.add("Version");
        known.addAll(List.of(edges));
        allow(part, known.toArray(String[]::new));
    }

    private static Set<String> minus(Set<String> all, Set<String> some) {
        var rest = new HashSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    private static void none(List<String> violations) {
        assertEquals("", String.join("\n", violations));
    }

    @Test
    void partsKnowOnlyWhomTheyMay() {
        var violations = new ArrayList<String>();
        for (var file : SRC) {
            var may = MAY_KNOW.getOrDefault(file.part(), Set.of());
            for (var use : file.find(OWN)) {
                var known = use.group(1);
                if (!known.equals(file.part()) && !may.contains(known)) violations.add(file.path() + " knows " + known + ", but " + file.part() + " must not");
            }
        }
        none(violations);
    }

    @Test
    void everyPartHasItsPlace() {
        none(SRC.stream().map(SourceFile::part).distinct().filter(p -> !MAY_KNOW.containsKey(p) && !p.equals("package-info"))
                .map(p -> "llmrouter." + p + " is not in the table of who may know whom").toList());
    }

    @Test
    void theCoreIsPure() {
        var violations = new ArrayList<String>();
        for (var file : SRC) {
            if (!CORE.contains(file.part())) continue;
            for (var use : file.find(FOREIGN)) if (!PURE.test(use.group())) violations.add(file.path() + " names " + use.group());
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

    /// Each format answers for itself (`Protocol`) or by its data (`Format`). Only a row of `Endpoint` says which
    /// format it speaks.
    @Test
    void onlyProtocolAndConfigNameFormats() {
        var endpoints = Stream.of(Endpoint.values()).map(Endpoint::name).toList();
        var constants = Stream.of(Format.values()).map(Format::name).toList();
        var names = any(Stream.of(Format.values()).flatMap(f -> Stream.of(f.names())).toList());
        var cases = any(constants.stream().filter(c -> !endpoints.contains(c)).toList());
        var constant = Pattern.compile("(?:\\bFormat\\.|[=!]= *)" + any(constants) + "|\\bcase\\b[^:>\\n]*\\b" + cases);
        var word = Pattern.compile("(?:equals\\w*\\(|[=!]= *|\\bcase )\"" + names + "\"|\"" + names + "\"(?:\\.equals| *,)");
        var outside = SRC.stream().filter(f -> !Set.of("protocol", "config").contains(f.part())).toList();
        var violations = new ArrayList<String>();
        for (var file : outside) {
            if (!file.name().equals("Endpoint.java")) file.find(constant).forEach(use -> violations.add(file.path() + ": " + use.group()));
            word.matcher(file.text()).results().forEach(use -> violations.add(file.path() + ": " + use.group()));
        }
        none(violations);
    }

    private static String any(List<String> words) {
        return "(?:" + String.join("|", words) + ")\\b";
    }

    @Test
    void importsNameOneTypeEach() {
        refuse(ALL, Pattern.compile("import [^;]*\\*;"), "");
    }

    @Test
    void onlyTheMainClassEndsTheProcess() {
        refuse(SRC, Pattern.compile("System\\.exit|\\.halt\\("), "LlmRouter.java");
    }

    @Test
    void nothingIsLeftUndone() {
        refuse(SRC, Pattern.compile("UnsupportedOperationException"), "");
        var marks = Pattern.compile("\\b(?:TO" + "DO|FIX" + "ME|X" + "XX)\\b");
        none(ALL.stream().filter(f -> marks.matcher(f.text()).find()).map(f -> f.path() + " has a note of unfinished work").toList());
    }

    private static void refuse(List<SourceFile> files, Pattern what, String except) {
        none(files.stream().filter(f -> !f.name().equals(except)).flatMap(f -> f.find(what).stream().map(use -> f.path() + ": " + use.group())).toList());
    }

    @Test
    void filesStayReadable() {
        none(ALL.stream().filter(f -> f.lines() > 450).map(f -> f.path() + " has " + f.lines() + " lines, more than 450").toList());
    }

    @Test
    void theProgramStaysSmall() {
        assertEquals(true, SRC.stream().mapToLong(SourceFile::linesOfCode).sum() <= 21_000, "src has more than 21,000 lines of code: something is said twice");
    }

    @Test
    void everyPackageStatesItsInvariant() {
        var stated = SRC.stream().filter(f -> f.name().equals("package-info.java") && f.text().contains("*Invariant:*")).map(f -> f.path().getParent()).toList();
        none(SRC.stream().map(f -> f.path().getParent()).distinct().filter(p -> !stated.contains(p)).map(p -> p + " has no package-info.java with an *Invariant:* line").toList());
    }

    @Test
    void everyPublicTypeSaysWhatItIs() {
        var bare = Pattern.compile("(?m)(?:^|\\A)(?!///|@).*\\n(?:@.*\\n)*public (?:\\w+ |non-sealed )*(?:class|interface|record|enum) (\\w+)");
        none(SRC.stream().flatMap(f -> bare.matcher(f.text()).results().map(m -> f.path() + ": " + m.group(1) + " has no /// comment")).toList());
    }

    @Test
    void commentsAndQuotesAreNotCode() {
        var text = "a /* System.exit */ b // Thread\nc \"x\\\"Thread\" '\\'' d \"\"\"\n Thread \\\"\"\" \"\"\" e";
        assertEquals("a  b \nc   d \n e", SourceFile.codeOf(text));
    }
}
