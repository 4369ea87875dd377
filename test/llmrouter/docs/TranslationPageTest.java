package llmrouter.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.docs.TranslationRow.Outcome;
import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The tables of docs/translation.md say what the translation does: each cell is made from a sample that is translated
/// here.
class TranslationPageTest {
    private static final Map<String, String> VENDORS = Map.of("claude", "messages", "openai", "chat", "responses",
        "responses");
    /// Members of the vendors' requests that need no row.
    private static final Map<String, String> WITHOUT_ROW = Map.of("model", "the gateway sets it", "max_tokens",
        "the row of the limit has it", "cache_control", "the row of the marks has it", "stream_options",
        "the row of streams has it", "presence_penalty", "as frequency_penalty", "top_p", "as temperature");

    /// A row in one direction.
    private record Way(TranslationRow row, String from, String to) {
        String title() {
            return row.name() + ", " + from + " to " + to;
        }

        Outcome outcome(String kind) {
            return kind.equals("requests") ? row.request(from, to) : row.answer(from, to);
        }

        /// The same with a sample that says nothing.
        Way empty() {
            return new Way(new TranslationRow("", "", Map.of(from, "{}")), from, to);
        }
    }

    private static List<Way> ways(String kind) throws IOException {
        var all = new ArrayList<Way>();
        for (TranslationRow row : TranslationRow.all(kind)) {
            for (String way : TranslationTable.WAYS) {
                int mark = way.indexOf('>');
                var one = new Way(row, way.substring(0, mark), way.substring(mark + 1));
                if (row.sample(one.from, one.to) != null) all.add(one);
            }
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"requests", "answers"})
    void everyCellIsBorneOutByTheTranslationOfItsSample(String kind) throws IOException {
        var problems = new ArrayList<String>();
        for (Way way : ways(kind)) {
            TranslationCell cell = TranslationTable.cell(way.row, kind, way.from + ">" + way.to);
            if (cell.problem() != null) problems.add(way.title() + ": " + cell.problem());
        }
        assertEquals(List.of(), problems);
    }

    @ParameterizedTest
    @ValueSource(strings = {"requests", "answers"})
    void theWordsThatProveACellAreNotThereWithoutTheSample(String kind) throws IOException {
        var proveNothing = new ArrayList<String>();
        for (Way way : ways(kind)) {
            String note = way.row.note(way.from, way.to);
            if (note == null || note.startsWith("none ")) continue;
            String without = way.empty().outcome(kind).text();
            boolean same = without.equals(way.outcome(kind).text());
            if (!same && without.contains(TranslationCell.words(note))) proveNothing.add(way.title());
        }
        assertEquals(List.of(), proveNothing);
    }

    @Test
    void strictTranslationRefusesWhatATableCallsALoss() throws IOException {
        for (Way way : ways("requests")) {
            Outcome outcome = way.outcome("requests");
            boolean excused = way.row.name().equals("`safeguards`");
            assertEquals(!outcome.losses().isEmpty() && !excused, outcome.losses().refusable(), way.title());
        }
    }

    @Test
    void everyMemberOfTheVendorsRequestsHasARow() throws IOException {
        for (Map.Entry<String, String> vendor : VENDORS.entrySet()) {
            var missing = new TreeSet<String>();
            for (String line : Files.readAllLines(Path.of("test/fixtures/members", vendor.getValue()
                + "-request.txt"))) {
                if (!line.startsWith("#") && !line.isBlank()) missing.add(line.split("[.(\t]", 2)[0]);
            }
            assertTrue(missing.size() > 15, vendor.getKey());
            for (Way way : ways("requests")) {
                if (!way.from.equals(vendor.getKey())) continue;
                var sample = (Json.Obj) Json.parse(way.row.sample(way.from, way.to));
                missing.removeAll(sample.members().keySet());
            }
            missing.removeAll(WITHOUT_ROW.keySet());
            assertEquals(new TreeSet<>(), missing, vendor.getKey());
        }
    }

    @Test
    void theRowsHaveDifferentNames() throws IOException {
        for (String kind : List.of("requests", "answers")) {
            var names = new TreeSet<String>();
            for (TranslationRow row : TranslationRow.all(kind)) assertTrue(names.add(row.section() + row.name()), kind);
            assertTrue(names.size() > 20, kind);
        }
    }
}
