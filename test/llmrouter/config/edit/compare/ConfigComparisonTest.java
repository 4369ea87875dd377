package llmrouter.config.edit.compare;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ConfigComparisonTest {
    private static final String KEY = "sk-proj-abcdefghijklmnopqrstuvwxyz";
    private static final String BASE = """
        {"version": 2, "providers": [{"id": "p", "name": "P", "apiKeyEnv": "OLD", "baseUrl": "https://p.example",
          "headers": {"X-Team": "hush", "X-Gone": "1"}, "timeouts": {"connectMs": 5},
          "models": ["m", {"id": "n", "aliases": ["nn"]}],
          "rateLimits": [{"id": "c", "models": ["all"], "requests": 4, "window": "1m"}]}],
         "modelAliases": {"work": {"targets": ["p/m", {"ref": "p/n", "weight": 2}]}}}
        """;

    private static List<String> changes(String from, String to) {
        String after = BASE.replace(from, to);
        assertFalse(after.equals(BASE), from);
        return ConfigComparison.between(BASE, after).stream().map(FieldChange::describe).toList();
    }

    @Test
    void aFieldIsShownWithItsOldAndItsNewValue() {
        assertEquals(List.of("provider p: name: P → Pe"), changes("\"P\"", "\"Pe\""));
        assertEquals(List.of("provider p: timeouts.connectMs: 5 → 6"),
            changes("\"connectMs\": 5", "\"connectMs\": 6"));
        assertEquals(List.of("provider p, cap c: requests: 4 → 5"), changes("\"requests\": 4", "\"requests\": 5"));
        assertEquals(List.of("defaultModel: (none) → p/m"), changes("\"version\": 2,",
            "\"version\": 2, \"defaultModel\": \"p/m\","));
    }

    @Test
    void theSameMemberInAnotherSpellingIsNoChange() {
        assertEquals(List.of(), changes("\"baseUrl\"", "\"base-url\""));
        assertEquals(List.of(), changes("\"requests\"", "\"limit\""));
        assertEquals(List.of(), changes("\"modelAliases\"", "\"aliases\""));
        assertEquals(List.of(), changes("\"m\", ", "{\"id\": \"m\"},\n"));
    }

    @Test
    void aKeyIsShownOnlyByItsSource() {
        List<String> changed = changes("\"apiKeyEnv\": \"OLD\"", "\"apiKey\": \"" + KEY + "\"");
        assertEquals(List.of("provider p: key: from the environment variable OLD → in the configuration, ends with "
            + "…wxyz"), changed);
        assertEquals(List.of("provider p: key: from the environment variable OLD → from the file /k"),
            changes("\"apiKeyEnv\": \"OLD\"", "\"apiKeyFile\": \"/k\""));
        assertEquals(List.of("provider p: key: from the environment variable OLD → (none)"),
            changes("\"apiKeyEnv\": \"OLD\", ", ""));
        assertEquals(List.of("master key: (none) → in the configuration"),
            changes("\"version\": 2,", "\"version\": 2, \"masterKey\": \"hunter2\","));
    }

    @Test
    void ofAHeaderOnlyItsNameIsShown() {
        assertEquals(List.of("provider p: header X-Team: (not shown) → (another one)"), changes("hush", "quiet"));
        assertEquals(List.of("provider p: header X-Gone removed"), changes(", \"X-Gone\": \"1\"", ""));
    }

    @Test
    void partsThatCameOrWentAreNamed() {
        assertEquals(List.of("provider p: model m removed"), changes("\"m\", ", ""));
        assertEquals(List.of("provider p: model x added"), changes("\"m\", ", "\"m\", \"x\", "));
        assertEquals(List.of("provider p: cap c removed", "provider p: cap d added"), changes("\"c\"", "\"d\""));
        assertEquals(List.of("alias work: targets: p/m, p/n@2 → p/n@2", "alias work: target p/m removed"),
            changes("\"p/m\", ", ""));
        assertEquals(List.of("provider p, model n: aliases: nn → (none)", "provider p, model n: alias nn removed"),
            changes(", \"aliases\": [\"nn\"]", ""));
        assertEquals(List.of("alias work renamed to job"), changes("\"work\"", "\"job\""));
    }

    @Test
    void aTextWithMistakesIsComparedToo() {
        assertEquals(List.of("provider p: formats: (none) → opnai"),
            changes("\"name\": \"P\"", "\"name\": \"P\", \"formats\": [\"opnai\"]"));
        assertEquals(List.of("provider p: mine: (none) → 1"),
            changes("\"name\": \"P\"", "\"name\": \"P\", \"mine\": 1"));
    }

    @Test
    void theLinesThatDifferAreShownWithTheirSurroundingsAndWithoutKeys() {
        String before = "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3,\n  \"apiKey\": \"" + KEY + "\",\n  \"z\": 1\n}\n";
        assertEquals(List.of("line 3:", "    \"b\": 2,", "    \"c\": 3,", "-   \"apiKey\": \"sk-p...wxyz\",",
            "+   \"apiKey\": \"********\",", "    \"z\": 1", "  }"), LineDiff.of(before, before.replace(KEY, "short")));
        assertEquals(List.of(), LineDiff.of(before, before));
        assertEquals(List.of("line 1:", "+ {", "+ }"), LineDiff.of("", "{\n}\n"));
    }

    @Test
    void differencesFarApartAreShownApart() {
        String before = "a\nb\nc\nd\ne\nf\ng\nh\n";
        assertEquals(List.of("line 1:", "- a", "+ A", "  b", "  c", "line 6:", "  f", "  g", "- h", "+ H"),
            LineDiff.of(before, before.replace('a', 'A').replace('h', 'H')));
    }

    @Test
    void everythingThatMayBeAKeyIsMasked() {
        for (String secret : List.of("\"apiKey\": \"hush-hush-hush\"", "\"api-key\": \"hush-hush-hush\"",
            "\"masterKey\":\"hush-hush-hush\"", "\"apiKeyCommand\": \"vault hush-hush-hush\"",
            "\"headers\": {\"X\": \"hush-hush-hush\", \"Y\": [\"hush-hush-hush\"]}",
            "\"keySha256\": \"hush-hush-hush\"", "\"credential\": \"hush-hush-hush\"",
            "\"apiKey\" : /* \"x\" */ \"hush-hush-hush\"")) {
            String masked = MaskedText.of("{" + secret + ", \"name\": \"shown\"");
            assertFalse(masked.contains("hush-hush"), masked);
            assertTrue(masked.contains("\"shown\""), masked);
        }
        for (String open : List.of("\"apiKeyEnv\": \"NAME\"", "\"apiKeyFile\": \"/key\"", "\"tokens\": 5",
            "\"masterKeys\": [{\"name\": \"ci\"}]", "// \"apiKey\": it is\n")) {
            assertEquals("{" + open + "}", MaskedText.of("{" + open + "}"));
        }
    }
}
