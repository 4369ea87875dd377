package llmrouter.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import llmrouter.config.Format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Every request fixture, as a table: a new case is a new pair of files.
class RequestFixturesTest {
    private static final List<RequestFixture> ALL = RequestFixture.all();
    /// The cases that there are: one may be replaced by a better one, but not lost.
    private static final int LEAST = 220;
    private static final List<String> ENDS = List.of(".in.json", ".out.json", ".target.json", ".loss.txt");

    @TestFactory
    Stream<DynamicTest> translates() {
        return ALL.stream().map(fixture -> DynamicTest.dynamicTest(fixture.title(),
            () -> assertEquals(fixture.expected(), fixture.translated())));
    }

    @Test
    void theTableIsComplete() {
        assertTrue(ALL.size() >= LEAST, "only " + ALL.size() + " request fixtures under " + RequestFixture.ROOT);
    }

    /// A file that the table passes over tests nothing.
    @Test
    void everyFixtureFileIsInTheTable() throws IOException {
        var inTheTable = new HashSet<Path>();
        for (var fixture : ALL) {
            for (var end : ENDS) inTheTable.add(fixture.folder().resolve(fixture.name() + end));
        }
        try (var files = Files.walk(RequestFixture.ROOT)) {
            assertEquals(List.of(), files.filter(f -> Files.isRegularFile(f) && !inTheTable.contains(f)).toList());
        }
    }

    @Test
    void everyPairOfFormatsHasCases() {
        var pairs = ALL.stream().map(fixture -> fixture.folder().getFileName().toString()).collect(Collectors.toSet());
        var missing = new ArrayList<String>();
        for (var from : Format.values()) {
            for (var to : Format.values()) missing.add(from.word() + "-" + to.word());
        }
        missing.removeAll(pairs);
        assertEquals(List.of(), missing);
    }
}
