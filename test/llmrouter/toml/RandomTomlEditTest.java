package llmrouter.toml;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.toml.TomlDocument.TomlPlace;
import llmrouter.toml.TomlValue.Items;
import llmrouter.toml.TomlValue.Table;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Random edits of random documents: what is read again has exactly the wanted difference, and all other lines are as
/// they were.
class RandomTomlEditTest {
    private static final int RUNS = 3_000;

    @Test
    void aValueThatIsSetIsTheOnlyDifference() {
        int done = 0;
        for (int run = 0; run < RUNS; run++) {
            var random = new RandomToml(run);
            String text = random.document();
            List<Object> path = random.path(TomlDocument.of(text).table());
            if (set(text, path, random.value(2), run)) done++;
        }
        assertTrue(done > RUNS / 2, done + " edits were possible");
    }

    private static boolean set(String text, List<Object> path, TomlValue value, int run) {
        Table before = TomlDocument.of(text).table();
        String about = "run " + run + ": " + path + " = " + value + " in\n" + text + "\n";
        String after;
        try {
            after = TomlEdit.of(text).set(path, value).text();
        } catch (TomlError refused) {
            assertTrue(refused.getMessage().contains(", and should "), about + refused.describe());
            return false;
        }
        TomlPlace place = TomlDocument.of(text).place(path);
        assertEquals(value, at(TomlDocument.of(after).table(), path), about + after);
        assertEquals(TomlTrees.with(before, path, value), TomlDocument.of(after).table(), about + after);
        if (value.equals(at(before, path))) assertSame(text, after, about);
        else if (!(at(before, path) instanceof Table)) onlyThisIsNew(text, after, place, about);
        boolean otherLines = !TomlTrees.pruned(TomlTrees.without(before, path)).members().isEmpty();
        if (otherLines) assertLineEnds(text, after, about);
        return true;
    }

    /// All of the old text is in the new one, without the value that was there.
    private static void onlyThisIsNew(String text, String after, TomlPlace place, String about) {
        int same = 0;
        while (same < Math.min(text.length(), after.length()) && text.charAt(same) == after.charAt(same)) same++;
        int behind = 0;
        while (behind < Math.min(text.length(), after.length()) - same
            && text.charAt(text.length() - 1 - behind) == after.charAt(after.length() - 1 - behind)) behind++;
        String gone = text.substring(same, text.length() - behind);
        if (place == null) assertEquals("", gone, about + after);
        else assertTrue(same >= place.start() && text.length() - behind <= place.end(), about + after);
    }

    private static void assertLineEnds(String text, String after, String about) {
        boolean windows = text.contains("\r\n");
        String others = windows ? after.replace("\r\n", "") : after.replace("\r", "\n\n");
        if (windows) assertFalse(others.contains("\n"), about + "has other line ends:\n" + after);
        else assertEquals(after, others, about + "has other line ends:\n" + after);
        boolean ended = text.endsWith("\n") || text.isEmpty() || text.equals("\uFEFF");
        assertEquals(ended, after.endsWith("\n"), about + "has another last line end:\n" + after);
    }

    private static TomlValue at(TomlValue tree, List<Object> path) {
        TomlValue at = tree;
        for (Object step : path) {
            at = switch (at) {
                case Table(var members) when step instanceof String key -> members.get(key);
                case Items(var items) when step instanceof Integer index && index < items.size() -> items.get(index);
                case null, default -> null;
            };
        }
        return at;
    }

    @Test
    void whatIsRemovedIsTheOnlyDifference() {
        for (int run = 0; run < RUNS; run++) {
            var random = new RandomToml(run);
            String text = random.document();
            Table before = TomlDocument.of(text).table();
            List<Object> path = random.path(before);
            String about = "run " + run + ": " + path + " out of\n" + text + "\n";
            if (at(before, path) == null) continue;
            String after = assertDoesNotThrow(() -> TomlEdit.of(text).remove(path).text(), about);
            assertEquals(TomlTrees.pruned(TomlTrees.without(before, path)),
                TomlTrees.pruned(TomlDocument.of(after).table()), about + after);
            assertEquals(text.endsWith("\n") || after.isEmpty() || after.equals("\uFEFF"),
                after.endsWith("\n") || after.isEmpty() || after.equals("\uFEFF"), about + after);
            if (path.getLast() instanceof String && !text.contains("{")) areLinesOf(text, after, about);
        }
    }

    private static void areLinesOf(String text, String after, String about) {
        var left = new ArrayList<>(text.replace("\uFEFF", "").lines().toList());
        for (String line : after.replace("\uFEFF", "").lines().toList()) {
            while (!left.isEmpty() && !left.getFirst().equals(line)) left.removeFirst();
            assertFalse(left.isEmpty(), about + "has another line in\n" + after);
            left.removeFirst();
        }
    }

    @Test
    void aNewKeyThatIsRemovedAgainLeavesNoTrace() {
        for (int run = 0; run < RUNS; run++) {
            var random = new RandomToml(run);
            String text = random.document();
            if (text.replace("\uFEFF", "").isBlank()) continue;
            var path = List.of(random.any("new", "k"), random.any("one", "two"));
            var edit = TomlEdit.of(text).set(List.of("first"), TomlValue.of(1));
            edit.set(path, random.value(0)).remove(path.subList(0, 1)).remove(List.of("first"));
            assertEquals(text, edit.text(), "run " + run + " in\n" + text);
        }
    }
}
