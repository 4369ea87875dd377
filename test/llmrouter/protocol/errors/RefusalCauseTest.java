package llmrouter.protocol.errors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/// Refusals in the words of the vendors, and what they are about. The tables are in `test/fixtures/errors`.
class RefusalCauseTest {
    private static RefusalCause cause(int status, String body) {
        return RefusalCause.of(status, ErrorReader.read(status, body), body);
    }

    private static RefusalCause inAStream(String event) {
        var error = ErrorReader.of(0, (Json.Obj) Json.parse(event));
        return RefusalCause.of(error.status(), error, "");
    }

    private interface Check {
        void of(String... row);
    }

    private static Stream<DynamicTest> rows(String file, Check check) throws IOException {
        return Files.readAllLines(Path.of("test/fixtures/errors", file)).stream()
            .map(line -> DynamicTest.dynamicTest(line.length() > 100 ? line.substring(0, 100) : line, () ->
                check.of(Arrays.stream(line.split(" \\| ", 3)).map(String::strip).toArray(String[]::new))));
    }

    @TestFactory
    Stream<DynamicTest> eachVendorsRefusalIsAboutWhatItSays() throws IOException {
        return rows("refusals.txt", row ->
            assertEquals(RefusalCause.valueOf(row[1]), cause(Integer.parseInt(row[0]), row[2])));
    }

    @TestFactory
    Stream<DynamicTest> anErrorInAStreamMeansTheSame() throws IOException {
        return rows("refusals-in-streams.txt", row -> assertEquals(RefusalCause.valueOf(row[0]), inAStream(row[1])));
    }

    @TestFactory
    Stream<DynamicTest> anythingElseIsNoSuchRefusal() throws IOException {
        return rows("no-refusals.txt", row -> assertNull(cause(Integer.parseInt(row[0]), row[1])));
    }

    @Test
    void anEmptyBodyMeansWhatItsStatusSays() {
        assertEquals(RefusalCause.KEY, cause(401, ""));
        assertEquals(RefusalCause.ACCOUNT, cause(402, ""));
        assertEquals(RefusalCause.ACCESS, cause(403, ""));
    }

    @Test
    void aUsedUpQuotaInAStreamKeepsTheStatusThatItsVendorGivesIt() {
        String event = "{\"error\":{\"message\":\"You exceeded your current quota\",\"type\":\"insufficient_quota\","
            + "\"code\":\"insufficient_quota\"}}";
        assertNull(inAStream(event));
    }
}
