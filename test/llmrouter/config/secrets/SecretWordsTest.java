package llmrouter.config.secrets;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SecretWordsTest {
    private static final String KEY = "Team/Secret: \"1\"!";
    private final SecretWords secrets = new SecretWords(List.of(KEY, "short"));

    @Test
    void aSecretIsCutOutAndTheWordsAroundItStay() {
        assertEquals("no [redacted], short [redacted].",
            secrets.without("no " + KEY + ", short " + KEY.toUpperCase() + "."));
        assertEquals("?k=[redacted]&x", secrets.without("?k=Team%2FSecret%3A%20%221%22%21&x"));
        assertEquals("?k=[redacted]&x", secrets.without("?k=team%2fsecret%3a+%221%22%21&x"));
        assertNull(secrets.without((String) null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Team\\/Secret: \\\"1\\\"!", "Team\\u002fSecret: \\u00221\\u0022!",
        "Team&sol;Secret: &quot;1&quot;!", "Team&#47;Secret&#58 &#x22;1&#34;!", "Team%252FSecret: &quot;1&#34;%21",
        "Te\u200Eam/Sec\u0000ret: \"1\"!", "%54%65%61%6D\\x2fSecret: \\\\\\\"1\\\\\\\"!"})
    void anEscapedSecretIsCutOutAndTheWordsAroundItStay(String escaped) {
        assertTrue(secrets.in("so: " + escaped));
        assertEquals("so: [redacted], no", secrets.without("so: " + escaped + ", no"));
    }

    @Test
    void inBase64ASecretIsFoundBehindAndBeforeAnything() {
        for (String before : new String[] {"", "a", "ab", "abc", "user:"}) {
            for (String after : new String[] {"", "x", "xy", "xyz"}) {
                byte[] bytes = (before + KEY + after).getBytes(StandardCharsets.UTF_8);
                String encoded = Base64.getEncoder().encodeToString(bytes);
                assertEquals("Basic [redacted], no", secrets.without("Basic " + encoded + ", no"));
                assertEquals("[redacted] no", secrets.without(Base64.getUrlEncoder().withoutPadding()
                    .encodeToString(bytes) + " no"));
            }
        }
    }

    @Test
    void aBodyStaysJsonAndABodyWithoutASecretStaysTheSame() {
        assertEquals("{\"error\":{\"message\":\"so [redacted]\",\"[redacted]\":[1,\"[redacted]\"]}}",
            secrets.withoutInBody("{\"error\":{\"message\":\"so Team\\/Secret: \\\"1\\\"!\","
                + "\"Team/Secret: \\\"1\\\"!\":[1,\"Team/Secret:\\u0020\\\"1\\\"!\"]}}"));
        String other = "{ \"error\": \"100% of short \\u0041 &amp; %20\" }";
        assertSame(other, secrets.withoutInBody(other));
    }

    @Test
    void withoutSecretsNothingIsSearched() {
        assertFalse(new SecretWords(List.of("short")).in("short"));
    }

    @Test
    void longTextsOfEscapesAreReadInLinearTime() {
        for (String piece : new String[] {"%25", "&#37;", "\\u0025", "&amp;", "&&&&&", "\\\\", "team/secret: ",
            KEY + " "}) {
            String text = piece.repeat(2_000_000 / piece.length());
            assertTimeout(Duration.ofSeconds(20), () -> secrets.withoutInBody(text), piece);
        }
    }
}
