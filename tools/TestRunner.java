import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// Runs the tests of one class folder and says what matters: each failure with its own lines of the trace, the
/// slowest tests, and as its last line `N passed, N failed`.
///
/// `TestRunner FOLDER [FILTER]`: FILTER is a part of a test class's name. Exit 1 if a test failed or none ran.
final class TestRunner implements TestExecutionListener {
    private record Timed(String name, Duration took) {}

    private final PrintStream out;
    private final Map<String, Long> started = new HashMap<>();
    private final List<Timed> times = new ArrayList<>();
    private int passed;
    private int failed;
    private int skipped;

    private TestRunner(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] args) {
        // The JDK's HTTP client reads it once, and some tests make one before the program sets it.
        System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
        var filter = args.length > 1 ? args[1] : "";
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClasspathRoots(Set.of(Path.of(args[0]))))
                .filters(ClassNameFilter.includeClassNamePatterns(".*\\Q" + filter + "\\E.*"))
                // A hanging test fails by itself; on a thread of its own even one that ignores interruption.
                .configurationParameter("junit.jupiter.execution.timeout.default", "60 s")
                .configurationParameter("junit.jupiter.execution.timeout.thread.mode.default", "SEPARATE_THREAD")
                .build();
        var runner = new TestRunner(System.out);
        LauncherFactory.create().execute(request, runner);
        System.exit(runner.summary(filter) ? 0 : 1);
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        started.put(test.getUniqueId(), System.nanoTime());
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        skipped++;
        out.println("SKIPPED " + name(test) + ": " + reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        switch (result.getStatus()) {
            case SUCCESSFUL -> {
                if (test.isTest()) passed++;
            }
            case ABORTED -> {
                skipped++;
                var reason = result.getThrowable().map(Throwable::getMessage).orElse("aborted");
                out.println("SKIPPED " + name(test) + ": " + reason);
            }
            case FAILED -> {
                failed++;
                out.println("FAILED " + name(test));
                result.getThrowable().ifPresent(e -> describe(e, "    "));
            }
        }
        if (test.isTest()) {
            times.add(new Timed(name(test), Duration.ofNanos(System.nanoTime() - started.get(test.getUniqueId()))));
        }
    }

    /// The error's text and those lines of its trace that lie in this project.
    private void describe(Throwable error, String indent) {
        out.println((indent + error).replace("\n", "\n" + indent));
        for (var frame : error.getStackTrace()) {
            if (frame.getClassName().startsWith("llmrouter.")) out.println(indent + "  at " + frame);
        }
        for (var suppressed : error.getSuppressed()) describe(suppressed, indent + "  also: ");
        if (error.getCause() != null) describe(error.getCause(), indent + "  caused by: ");
    }

    private boolean summary(String filter) {
        times.sort(Comparator.comparing(Timed::took).reversed());
        if (times.size() > 5) {
            out.println("slowest:");
            for (var t : times.subList(0, 5)) out.printf("%8d ms  %s%n", t.took.toMillis(), t.name);
        }
        boolean none = passed + failed == 0;
        if (none) out.println(filter.isEmpty() ? "no tests found" : "no test class's name contains '" + filter + "'");
        out.println(passed + " passed, " + failed + " failed" + (skipped > 0 ? ", " + skipped + " skipped" : ""));
        return failed == 0 && passed > 0;
    }

    private static String name(TestIdentifier test) {
        var display = test.getDisplayName();
        return switch (test.getSource().orElse(null)) {
            case MethodSource m -> display.startsWith(m.getMethodName())
                    ? simple(m.getClassName()) + "." + m.getMethodName()
                    : simple(m.getClassName()) + "." + m.getMethodName() + " " + display;
            case ClassSource c -> simple(c.getClassName());
            case TestSource _ -> display;
            case null -> display;
        };
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
