import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import llmrouter.server.JdkServer;

/// Runs the tests of one class folder and says what matters: each failure with its own lines of the trace, the
/// slowest tests, and as its last line `N passed, N failed`.
///
/// `TestRunner FOLDER [FILTER]`: FILTER is a part of a test class's name. Exit 1 if a test failed or none ran.
///
/// Without a filter, several JVMs share the test classes: most tests wait for a socket or for a process, so one JVM
/// leaves the processor idle. Each of them is given one class after the other (`TestRunner --worker`: class names on
/// the standard input; a line [#READY] on the standard output asks for the next one).
final class TestRunner implements TestExecutionListener {
    private record Timed(String name, Duration took) {}

    private static final String READY = "\u0001ready";
    /// In place of a class name.
    private static final String END = "";
    private static final String TOOK = "\u0001took ";
    private static final String COUNTS = "\u0001counts ";
    private static final int MOST_JVMS = 4;

    private final PrintStream out;
    private final Map<String, Long> started = new HashMap<>();
    private final List<Timed> times = new ArrayList<>();
    private int passed;
    private int failed;
    private int skipped;

    private TestRunner(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] args) throws Exception {
        // The JDK's HTTP client reads it once, and some tests make one before the program sets it.
        System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
        JdkServer.prepare();
        var runner = new TestRunner(System.out);
        if (args[0].equals("--worker")) {
            runner.work(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
            System.exit(0);
        }
        var filter = args.length > 1 ? args[1] : "";
        var classes = DiscoverySelectors.selectClasspathRoots(Set.of(Path.of(args[0])));
        if (filter.isEmpty()) runner.share(classes);
        else LauncherFactory.create().execute(request(classes, filter), runner);
        System.exit(runner.summary(filter) ? 0 : 1);
    }

    private static LauncherDiscoveryRequest request(List<? extends DiscoverySelector> selectors, String filter) {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(selectors)
                .filters(ClassNameFilter.includeClassNamePatterns(".*\\Q" + filter + "\\E.*"))
                // A hanging test fails by itself; on a thread of its own even one that ignores interruption.
                .configurationParameter("junit.jupiter.execution.timeout.default", "60 s")
                .configurationParameter("junit.jupiter.execution.timeout.thread.mode.default", "SEPARATE_THREAD")
                .build();
    }

    // ── several JVMs ──

    /// Has other JVMs run all classes, and adds up what they say.
    private void share(List<? extends DiscoverySelector> selectors) throws InterruptedException {
        var names = new ConcurrentLinkedQueue<>(classNames(selectors));
        var jvms = new ArrayList<Thread>();
        int count = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_JVMS);
        for (int i = 0; i < count; i++) jvms.add(Thread.ofPlatform().start(() -> giveAll(names)));
        for (var jvm : jvms) jvm.join();
    }

    private static Set<String> classNames(List<? extends DiscoverySelector> selectors) {
        var plan = LauncherFactory.create().discover(request(selectors, ""));
        var names = new TreeSet<String>();
        for (var engine : plan.getRoots()) {
            for (var test : plan.getChildren(engine)) {
                if (test.getSource().orElse(null) instanceof ClassSource c) names.add(c.getClassName());
            }
        }
        return names;
    }

    /// A JVM that ends too early, as after a test that ends it, is followed by another one.
    private void giveAll(ConcurrentLinkedQueue<String> names) {
        while (!names.isEmpty()) give(names);
    }

    private void give(ConcurrentLinkedQueue<String> names) {
        var current = names.peek();
        try {
            var worker = worker();
            try (var to = new PrintWriter(worker.getOutputStream(), true, StandardCharsets.UTF_8);
                    var from = worker.inputReader(StandardCharsets.UTF_8)) {
                for (var line = from.readLine(); line != null; line = from.readLine()) {
                    if (line.equals(READY)) {
                        current = names.poll();
                        to.println(current == null ? END : current);
                    } else {
                        said(line);
                    }
                }
            }
            var code = worker.waitFor();
            if (code != 0) lost(current, "ended with code " + code);
        } catch (IOException | InterruptedException e) {
            names.clear();
            lost(current, "cannot be used: " + e);
        }
    }

    private synchronized void lost(String current, String why) {
        failed++;
        out.println("FAILED a JVM of the tests " + why + "; its last class was " + current);
    }

    private static Process worker() throws IOException {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "TestRunner", "--worker"));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private synchronized void said(String line) {
        if (line.startsWith(TOOK)) {
            var parts = line.substring(TOOK.length()).split(" ", 2);
            times.add(new Timed(parts[1], Duration.ofNanos(Long.parseLong(parts[0]))));
        } else if (line.startsWith(COUNTS)) {
            var counts = line.substring(COUNTS.length()).split(" ");
            passed += Integer.parseInt(counts[0]);
            failed += Integer.parseInt(counts[1]);
            skipped += Integer.parseInt(counts[2]);
        } else if (!line.isEmpty()) {
            out.println(line);
        }
    }

    /// What one of the several JVMs does. A test that writes to the standard output does not disturb: such a line is
    /// only printed.
    private void work(BufferedReader names) throws IOException {
        var launcher = LauncherFactory.create();
        out.println(READY);
        for (var name = names.readLine(); name != null && !name.equals(END); name = names.readLine()) {
            launcher.execute(request(List.of(DiscoverySelectors.selectClass(name)), ""), this);
            for (var t : times) line(TOOK + t.took.toNanos() + " " + t.name.replaceAll("\\R", " "));
            times.clear();
            started.clear();
            line(COUNTS + passed + " " + failed + " " + skipped);
            passed = failed = skipped = 0;
            line(READY);
        }
    }

    /// A line of its own, also if a test has left an unfinished line on the standard output.
    private void line(String line) {
        out.print("\n" + line + "\n");
        out.flush();
    }

    // ── what the tests say ──

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
