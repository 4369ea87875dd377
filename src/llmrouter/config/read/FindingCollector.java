package llmrouter.config.read;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.Finding;
import llmrouter.config.KnownNames;
import llmrouter.json.file.JsonLocator;
import llmrouter.text.Text;

/// Collects the findings about one file while it is read, and the checks that must wait until the whole file is read.
final class FindingCollector {
    /// Findings with line and column. Each look-up reads the whole text, and a person reads fewer messages than this.
    private static final int MOST_LOCATED = 100;

    private final String file;
    private final String text;
    private final List<Finding> problems = new ArrayList<>();
    private final List<Finding> warnings = new ArrayList<>();
    private final List<Consumer<KnownNames>> later = new ArrayList<>();
    private boolean lenient;

    FindingCollector(String file, String text) {
        this.file = file;
        this.text = text;
    }

    void problem(JsonPath at, String what, String fix) {
        if (lenient) warning(at, what + " (ignored while it is disabled)", fix);
        else problems.add(at(at, what, fix));
    }

    /// A problem whose place is known already. It is one also in something that is disabled.
    void problem(int line, int column, JsonPath path, String what, String fix) {
        problems.add(new Finding(file, line, column, path.toString(), what, fix));
    }

    void warning(JsonPath at, String what, String fix) {
        warnings.add(at(at, what, fix));
    }

    /// Until the next call, problems become warnings: a mistake in something that is disabled must not stop the rest.
    void lenient(boolean on) {
        lenient = on;
    }

    boolean lenient() {
        return lenient;
    }

    /// Runs a check when the whole configuration has been read, with the leniency of now.
    void later(Consumer<KnownNames> check) {
        boolean asNow = lenient;
        later.add(known -> {
            lenient = asNow;
            check.accept(known);
        });
    }

    ConfigOutcome outcome(Config config, int version) {
        var known = new KnownNames(config);
        for (Consumer<KnownNames> check : later) check.accept(known);
        var sortedWarnings = sorted(warnings);
        if (problems.isEmpty()) return new ConfigOutcome.ValidConfig(config, version, sortedWarnings);
        return new ConfigOutcome.InvalidConfig(sorted(problems), sortedWarnings);
    }

    private static List<Finding> sorted(List<Finding> findings) {
        findings.sort(FindingCollector::order);
        return List.copyOf(findings);
    }

    /// By place. Findings without a place come last.
    private static int order(Finding a, Finding b) {
        if (a.line() == b.line()) return Integer.compare(a.column(), b.column());
        return a.line() == 0 || b.line() == 0 ? b.line() - a.line() : a.line() - b.line();
    }

    private Finding at(JsonPath path, String what, String fix) {
        boolean locate = text != null && problems.size() + warnings.size() < MOST_LOCATED;
        if (!locate) return new Finding(file, 0, 0, path.toString(), what, fix);
        JsonLocator.Place place = JsonLocator.find(text, path.steps());
        return new Finding(file, place.line(), place.column(), path.toString(), what, fix);
    }

    /// Names in quotes for a message, the first eight of them.
    static String list(List<String> names) {
        var out = new Text(64);
        for (int i = 0; i < names.size() && i < 8; i++) {
            if (i > 0) out.add(", ");
            out.add(Finding.quoted(names.get(i)));
        }
        return out.add(names.size() > 8 ? " …" : "").take();
    }
}
