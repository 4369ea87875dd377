package llmrouter.protocol;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Every request fixture, as a table: a new case is a new pair of files.
class RequestFixturesTest {
    private static final List<RequestFixture> ALL = RequestFixture.all();

    @TestFactory
    Stream<DynamicTest> translates() {
        return ALL.stream().map(fixture -> DynamicTest.dynamicTest(fixture.title(),
            () -> assertEquals(fixture.expected(), fixture.translated())));
    }

    @Test
    void theTableIsFound() {
        assertTrue(ALL.size() >= 60, "only " + ALL.size() + " request fixtures under " + RequestFixture.ROOT);
    }
}
