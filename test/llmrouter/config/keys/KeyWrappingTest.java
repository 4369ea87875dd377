package llmrouter.config.keys;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.config.keys.WrappedKey.Meant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What people put in the place of a key; `#` stands for the key. `|` separates, because keys and notations have commas
/// and quotes.
class KeyWrappingTest {
    private static final String KEY = "sk-proj-Abc123def456";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        // a scheme
        "Bearer #|begins with \"Bearer\"", "bearer #|begins with \"bearer\"", "BEARER   #|begins with \"BEARER\"",
        "Token #|begins with \"Token\"", "Bearer: #|begins with \"Bearer\"", "Basic #|begins with \"Basic\"",
        // a header
        "Authorization: Bearer #|whole header", "authorization:#|whole header", "x-api-key: #|whole header",
        "X-API-Key:#|whole header", "api-key: #|whole header", "x-goog-api-key: #|whole header",
        "-H 'Authorization: Bearer #'|whole header", "\"x-api-key\": \"#\"|name of a variable",
        // quotation marks
        "\"#\"|quotation marks", "'#'|quotation marks", "`#`|quotation marks", "“#”|quotation marks",
        "‘#’|quotation marks", "„#“|quotation marks", "«#»|quotation marks", "\"#|quotation marks",
        "#'|quotation marks", "\"'#'\"|quotation marks",
        // an assignment
        "OPENAI_API_KEY=#|name of a variable", "export OPENAI_API_KEY=#|name of a variable",
        "export OPENAI_API_KEY=\"#\"|name of a variable", "OPENAI_API_KEY = #|name of a variable",
        "set OPENAI_API_KEY=#|name of a variable", "$env:OPENAI_API_KEY=\"#\"|name of a variable",
        "OPENAI_API_KEY: #|name of a variable", "apiKey: #|name of a variable", "api_key=#|name of a variable",
        "\"api_key\": \"#\"|name of a variable", "token=#|name of a variable",
        "OPENAI_API_KEY=Bearer #|name of a variable",
        // what was copied along
        "#,|behind the key", "#;|behind the key", "\"#\",|quotation marks", "#\\n|behind the key",
        "#\\r\\n|behind the key",
        // JSON
        "{\"api_key\":\"#\"}|JSON", "[\"#\"]|JSON"})
    void findsTheKeyInItsWrapping(String text, String what) {
        WrappedKey found = KeyWrapping.find(text.replace("#", KEY), false);
        assertNotNull(found, text);
        assertEquals(Meant.KEY_ALONE, found.meant(), text);
        assertEquals("write the key alone", found.fixOf("apiKey"));
        assertEquals("keep the key alone there", found.fixThere());
        assertFalse(found.toString().contains(KEY.substring(0, 4)), found.toString());
        assertTrue(found.what().contains(what), found.what());
    }

    @ParameterizedTest
    @ValueSource(strings = {"${GROQ_API_KEY}", "$GROQ_API_KEY", "%GROQ_API_KEY%", "os.environ/GROQ_API_KEY",
        "os.environ[\"GROQ_API_KEY\"]", "os.environ.get('GROQ_API_KEY')", "os.getenv(\"GROQ_API_KEY\")",
        "process.env.GROQ_API_KEY", "process.env[\"GROQ_API_KEY\"]", "import.meta.env.GROQ_API_KEY",
        "Deno.env.get(\"GROQ_API_KEY\")", "env:GROQ_API_KEY", "{env:GROQ_API_KEY}", "env.GROQ_API_KEY",
        "env/GROQ_API_KEY", "$env:GROQ_API_KEY", "{{GROQ_API_KEY}}", "{{ GROQ_API_KEY }}", "{{ env.GROQ_API_KEY }}",
        "${{ secrets.GROQ_API_KEY }}", "${GROQ_API_KEY:-none}", "${env:GROQ_API_KEY}", "#{ENV['GROQ_API_KEY']}",
        "$(GROQ_API_KEY)", "GROQ_API_KEY", "!env GROQ_API_KEY", "Bearer ${GROQ_API_KEY}", "\"$GROQ_API_KEY\"",
        "'${GROQ_API_KEY}'", "Authorization: Bearer $GROQ_API_KEY", "OPENAI_API_KEY=${GROQ_API_KEY}",
        "System.getenv(\"GROQ_API_KEY\")", "<%= ENV['GROQ_API_KEY'] %>", "@env:GROQ_API_KEY"})
    void findsTheVariableThatIsMeant(String text) {
        WrappedKey found = KeyWrapping.find(text, false);
        assertNotNull(found, text);
        boolean command = text.startsWith("$(");
        assertEquals(command ? Meant.COMMAND : Meant.VARIABLE, found.meant(), text);
        if (command) return;
        assertEquals("write \"apiKeyEnv\": \"GROQ_API_KEY\" instead", found.fixOf("apiKey"), text);
        assertEquals("put the key itself there", found.fixThere());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "file:/run/secrets/openai|FILE", "{file:~/.openai}|FILE", "/run/secrets/openai|FILE", "~/.openai-key|FILE",
        "$(cat ~/.openai)|FILE", "./key.txt|FILE", "@/home/ada/key|FILE", "C:\\keys\\openai.txt|FILE",
        "op://Private/OpenAI/credential|COMMAND", "$(pass show openai)|COMMAND", "`pass show openai`|COMMAND",
        "vault:secret/openai|COMMAND", "keyring:openai|COMMAND", "gcloud secrets versions access 1|COMMAND",
        "<YOUR_API_KEY>|REAL_KEY", "<your api key>|REAL_KEY", "your-api-key-here|REAL_KEY", "YOUR_API_KEY|REAL_KEY",
        "sk-your-key|REAL_KEY", "sk-...|REAL_KEY", "sk-…|REAL_KEY", "sk-xxxxxxxx|REAL_KEY", "xxx|REAL_KEY",
        "XXXXXXXXXXXX|REAL_KEY", "********|REAL_KEY", "sk-ant-xxxxx|REAL_KEY", "sk-proj-Ab...9z|REAL_KEY",
        "sk-pr****9z|REAL_KEY", "changeme|REAL_KEY", "REPLACE_ME|REAL_KEY", "undefined|REAL_KEY", "null|REAL_KEY",
        "Bearer|REAL_KEY", "\"\"|REAL_KEY", "Bearer YOUR_API_KEY|REAL_KEY", "OPENAI_API_KEY=your-key|REAL_KEY",
        "https://api.example.com/v1|REAL_KEY", "<OPENAI_API_KEY>|REAL_KEY", "my-api-key-here|REAL_KEY"})
    void findsWhatIsNoKeyAtAll(String text, Meant meant) {
        WrappedKey found = KeyWrapping.find(text, false);
        assertNotNull(found, text);
        assertEquals(meant, found.meant(), text);
    }

    /// The shapes of real keys, and the words that users write for a server that needs none.
    @ParameterizedTest
    @ValueSource(strings = {"sk-proj-Abc_123-def456", "sk-ant-api03-AbC-_x", "gsk_Ab12Cd34", "AIzaSyA-bc_12",
        "hf_AbCdEf", "xai-Abc123", "0123456789abcdef0123456789abcdef", "0b1c.Ab-cd_Ef", "YWJjZA==", "YWJjZGU=",
        "Ab+/cd==", "/AbC/d+e1==", "key-id:key-secret", "f3a1-77:9bd2", "eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.c2ln",
        "none", "dummy", "ollama", "lm-studio", "EMPTY", "not-needed", "sk-no-key-required", "k", "key",
        "secret", "pass word",
        "$2b$10$abcdefghijk", "a$b", "p%40ss", "100%", "user@host", "sk-maxxx-1", "gw_Sesame-open-0123456789",
        "token", "apikey", "ABC123", "ABCDEF_GHIJKL", "$ecretPassphrase9", "bearer", "sk-x"})
    void takesKeysAsTheyAre(String key) {
        assertNull(KeyWrapping.find(key, false), key);
    }

    @Test
    void aSchemeMayBePartOfTheKeyWhereTheGatewayAddsNone() {
        assertNull(KeyWrapping.find("Bearer " + KEY, true));
        assertNull(KeyWrapping.find("ApiKey " + KEY, true));
        assertNotNull(KeyWrapping.find("Bearer Bearer " + KEY, true));
        assertEquals(Meant.VARIABLE, KeyWrapping.find("Bearer ${A_KEY}", true).meant());
    }

    @Test
    void headersThatCarryAKeyAreLookedAtAsKeysAndOthersForVariablesOnly() {
        assertNull(KeyWrapping.inHeader("authorization", "Bearer " + KEY));
        assertNotNull(KeyWrapping.inHeader("authorization", "Bearer Bearer " + KEY));
        assertNotNull(KeyWrapping.inHeader("x-portkey-api-key", "\"" + KEY + "\""));
        assertNotNull(KeyWrapping.inHeader("x-tenant", "${TENANT_ID}"));
        assertNotNull(KeyWrapping.inHeader("x-tenant", "{env:TENANT_ID}"));
        assertNull(KeyWrapping.inHeader("if-none-match", "\"etag\""));
        assertNull(KeyWrapping.inHeader("http-referer", "https://app.example.com"));
        assertNull(KeyWrapping.inHeader("x-title", "TITLE_OF_KEY"));
        assertNull(KeyWrapping.inHeader("x-note", "a, b;"));
    }

    /// A variable's name may be a key that was put between braces.
    @ParameterizedTest
    @ValueSource(strings = {"${gsk_Abc123def456ghi7}", "$hf_AbcKey", "{env:sk_abc123}", "%ghp_abcToken%",
        "gsk_Abc123def456ghi789=x", "env:Abc123"})
    void whatMightBeAKeyIsNotRepeated(String text) {
        WrappedKey found = KeyWrapping.find(text, false);
        if (found == null) return;
        assertNull(found.name(), text);
        for (String said : List.of(found.what(), found.fixOf("apiKey"), found.fixThere(), found.fixInHeader())) {
            assertFalse(said.contains("bc"), said);
        }
    }

    @Test
    void aKeyInThePlaceOfANameIsRecognised() {
        for (String key : List.of("gsk_Abc123def456ghi789", "hf_Abc123def456ghi7890", "sk_live_Abc123def456ghi")) {
            assertTrue(KeyNames.isKey(key), key);
        }
        for (String name : List.of("OPENAI_API_KEY", "gsk_key", "~/.keys/sk-openai-production-key", "sk_short")) {
            assertFalse(KeyNames.isKey(name), name);
        }
    }
}
