package llmrouter;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The parts of the program, and which parts each of them may use. A part is the first package name below `llmrouter`.
///
/// The table is ordered: a part may use only parts that stand above it, so there can be no cycle. A part that is
/// planned is listed before it exists.
final class Parts {
    /// @param core whether it belongs to the core, which has no I/O and compiles for the Worker too
    /// @param uses the other parts that it may use
    record Part(String name, boolean core, Set<String> uses) {}

    private static final List<Part> TABLE = new ArrayList<>();

    static {
        core("text");
        core("http", "text");
        core("json", "text");
        core("toml", "text");
        core("sse", "text", "json");
        core("zstd", "text");
        core("config", "text", "http", "json");
        core("chat", "text", "http", "json", "sse", "config");
        core("protocol", "text", "http", "json", "sse", "config", "chat");
        core("providers", "text", "http", "json", "config", "chat", "protocol");
        core("routing", "text", "json", "config", "chat");
        core("rules", "text", "http", "json", "config", "chat", "protocol", "routing");
        core("money", "text", "json", "config", "chat", "routing");
        core("admission", namesOfCore());
        core("gateway", namesOfCore());
        core("records", namesOfCore());
        core("worker", namesOfCore());
        part("Version", false, Set.of());
        edge("memory");
        edge("threads");
        edge("files", "threads");
        edge("state", "memory", "files");
        edge("clients", "files");
        edge("codings");
        edge("upstream", "memory", "threads", "codings", "files");
        var besideTheCore = List.of("demo", "metrics", "report");
        for (String name : besideTheCore) edge(name);
        edge("proof");
        edge("service", "threads", "files", "proof");
        edge("install", "files", "service");
        edge("startup", "files", "service");
        edge("page", "metrics", "report");
        edge("probe", "memory", "upstream", "files");
        edge("deploy", "memory", "upstream", "files");
        edge("server", "memory", "threads", "codings", "upstream", "state", "files", "metrics", "page", "report",
            "proof");
        edge("host", "memory", "threads", "server", "upstream", "state", "files", "metrics", "report", "service",
            "proof");
        var commands = new String[] {
            "state", "upstream", "files", "demo", "metrics", "clients", "report", "service", "install", "startup",
            "probe", "deploy", "memory", "server", "host"};
        edge("tui");
        edge("cli", Stream.concat(Stream.of(commands), Stream.of("tui")).toArray(String[]::new));
        edge("LlmRouter", "cli");
        part("JavaCheck", false, Set.of("LlmRouter"));
    }

    private Parts() {}

    private static void core(String name, String... uses) {
        part(name, true, Set.of(uses));
    }

    /// An edge may use the whole core, beside the edges that are named here.
    private static void edge(String name, String... edges) {
        var uses = new HashSet<>(List.of(namesOfCore()));
        uses.add("Version");
        uses.addAll(List.of(edges));
        part(name, false, uses);
    }

    private static String[] namesOfCore() {
        return TABLE.stream().filter(Part::core).map(Part::name).toArray(String[]::new);
    }

    private static void part(String name, boolean core, Set<String> uses) {
        for (String used : uses) {
            if (of(used) == null) throw new IllegalStateException(name + " must stand below " + used);
        }
        TABLE.add(new Part(name, core, uses));
    }

    /// The part of that name, or null.
    static Part of(String name) {
        return TABLE.stream().filter(part -> part.name.equals(name)).findFirst().orElse(null);
    }

    /// Every part, in the order of the table.
    static List<Part> all() {
        return TABLE;
    }
}
