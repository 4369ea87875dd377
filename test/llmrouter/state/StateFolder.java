package llmrouter.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import llmrouter.ManualClock;
import llmrouter.config.Alias.Strategy;
import llmrouter.routing.Asking;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.Outcome;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult.Chosen;
import llmrouter.routing.RoutingTable;
import llmrouter.routing.RoutingTable.Use;
import llmrouter.routing.WindowClock;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

/// A state file of one test: its stores, their clock and what they log.
final class StateFolder {
    static final HealthPolicy POLICY = new HealthPolicy(45_000, 30_000, 900_000, 600_000, 120_000, 2, 30_000,
        7_200_000);
    /// A cap that no test reaches, over a window that no test outlives.
    static final Cap CAP = new Cap("a/cap", 1_000_000_000L, 1_000_000_000L, null, Asking.AGES);
    /// One request of one token.
    static final PickRequest REQUEST = Asking.of(Strategy.ORDERED, Asking.choice("a", 1, CAP)).tokens(1).request();

    final Path state;
    final List<String> log = new CopyOnWriteArrayList<>();
    final ManualClock clock = ManualClock.at("2025-06-15T15:06:40Z");

    StateFolder(Path folder) {
        state = folder.resolve("state.json");
    }

    JournalStore open() throws IOException {
        return JournalStore.open(state, POLICY, clock, this::logged);
    }

    JournalStore open(long compactBytes) throws IOException {
        return JournalStore.open(state, compactBytes, POLICY, clock, this::logged);
    }

    /// What the tests write gets the mode that the machine gives, which may be open to others.
    private void logged(String line) {
        if (!line.contains("was open to other users")) log.add(line);
    }

    Path file(String suffix) {
        return state.resolveSibling(state.getFileName() + suffix);
    }

    Path journal(int number) {
        return file(".journal." + number);
    }

    StateFolder write(Path file, String... lines) throws IOException {
        Files.writeString(file, String.join("\n", lines) + (lines.length == 0 ? "" : "\n"));
        return this;
    }

    /// A snapshot file's lines.
    static String[] snapshot(int number, String... changes) {
        var lines = new ArrayList<>(List.of("{\"llm-router-state\":2,\"number\":" + number + "}"));
        lines.addAll(Arrays.asList(changes));
        lines.add("{\"changes\":" + changes.length + "}");
        return lines.toArray(String[]::new);
    }

    /// The line that says `n` more requests, of as many tokens.
    static String counted(int n) {
        return "{\"c\":[\"a/cap\"," + WindowClock.start(Asking.AGES, 1_750_000_000_000L) + "," + n + "," + n + "]}";
    }

    static void consult(StateStore store, int times) {
        for (int i = 0; i < times; i++) assertInstanceOf(Chosen.class, store.consult(REQUEST));
    }

    static void signed(StateStore store, String signature) {
        store.report(List.of(new Outcome.Signed(signature, "a")));
    }

    /// What a gateway that started now would know.
    private RoutingTable onDisk() {
        var table = new AtomicReference<RoutingTable>();
        try {
            new StateFiles(state, _ -> {}).peek(() -> {
                table.set(new RoutingTable(POLICY, _ -> {}));
                return table.get()::apply;
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table.get();
    }

    /// The requests that a gateway would find counted.
    long counted() {
        return use().requests();
    }

    /// What a gateway would find of [#CAP].
    Use use() {
        return onDisk().snapshot(REQUEST.choices(), clock.millis()).uses().get(CAP.key());
    }

    /// The files of the state, the lock aside.
    List<Path> files() throws IOException {
        try (var files = Files.list(state.getParent())) {
            return files.filter(Files::isRegularFile).filter(f -> !f.toString().endsWith(".lock")).sorted().toList();
        }
    }

    List<String> names() throws IOException {
        return files().stream().map(f -> f.getFileName().toString()).toList();
    }
}
